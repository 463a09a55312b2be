"""Allowing one person two steps with a unit's sheets of a year, and ending it. What was done meanwhile stands."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import DoubleDuty
from indicators.permissions import may_allow_double_duty
from programmes.models import Person, Unit
from programmes.permissions import Role, capacity, may_administer


@transaction.atomic
def allow(unit: Unit, year: int, steps: str, *, reason: str, by: Person) -> DoubleDuty:
    """Let one person do two neighbouring steps with the unit's sheets of a year; nobody allows it to themselves."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not may_administer(by, unit):
        raise PermissionDenied
    if not may_allow_double_duty(by, unit):
        raise Refused(_("Whoever enters, vets or approves here does not allow it; an administrator from above does."))
    if DoubleDuty.objects.of(unit.pk, year).in_force().filter(steps=steps).exists():
        raise Refused(_("This is allowed for the year already."))
    if not reason:
        raise Refused(_("Say in one sentence why one person does both steps."))
    made = DoubleDuty.objects.create(unit=unit, year=year, steps=steps, reason=reason, made_at=dates.now(), made_by=by)
    held = capacity(by, unit.pk, {Role.ADMINISTER})
    record(made, "double_duty.allowed", by=by, capacity=held, unit=unit.pk, year=year, steps=steps, reason=reason)
    return made


@transaction.atomic
def end(duty: DoubleDuty, *, by: Person) -> DoubleDuty:
    """From now on each step is another person's again."""
    duty = DoubleDuty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty.pk)
    if not may_administer(by, duty.unit):
        raise PermissionDenied
    if duty.ended_at is not None:
        raise Refused(_("This has ended already."))
    duty.ended_at, duty.ended_by = dates.now(), by
    duty.save(update_fields=["ended_at", "ended_by"])
    record(duty, "double_duty.ended", by=by, capacity=capacity(by, duty.unit_id, {Role.ADMINISTER}))
    return duty
