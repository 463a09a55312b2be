"""Appointing people and letting an appointment end. Rights begin and end with the days written here."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Appointment, Person
from programmes.permissions import Role, capacity, may_appoint, people_of


@transaction.atomic
def appoint(appointment: Appointment, *, by: Person) -> Appointment:
    """Appoint somebody the administrator sees, to something that lies wholly within what they administer."""
    Person.objects.select_for_update().get(pk=appointment.person_id)
    if not may_appoint(by, appointment) or not people_of(by).filter(pk=appointment.person_id).exists():
        raise PermissionDenied
    if is_held_already(appointment):
        raise Refused(_("This person holds the same appointment already in these days."))
    appointment.save()
    record(
        appointment,
        "appointment.made",
        by=by,
        capacity=_capacity(by, appointment),
        person=appointment.person_id,
        role=appointment.role,
        seat=appointment.seat,
        below=appointment.whole_subtree,
    )
    return appointment


def is_held_already(appointment: Appointment) -> bool:
    """Whether the person holds the same role at the same place on one of the days."""
    same = Appointment.objects.filter(
        person=appointment.person_id,
        role=appointment.role,
        body=appointment.body_id,
        unit=appointment.unit_id,
        group=appointment.group_id,
    )
    if appointment.valid_to is not None:
        same = same.filter(valid_from__lt=appointment.valid_to)
    return same.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=appointment.valid_from)).exists()


@transaction.atomic
def end(appointment: Appointment, *, last_day_after: date, by: Person) -> Appointment:
    """The appointment gives no rights from that day on; it stays on record."""
    # The person's row is the lock: two of their last appointments to administer cannot end at once.
    Person.objects.select_for_update().get(pk=appointment.person_id)
    appointment = Appointment.objects.select_related("body", "unit", "group").get(pk=appointment.pk)
    if not may_appoint(by, appointment):
        raise PermissionDenied
    if appointment.valid_to is not None and appointment.valid_to <= last_day_after:
        raise Refused(_("This appointment ends by that day already."))
    if last_day_after <= appointment.valid_from:
        raise Refused(_("An appointment cannot end before the day it began."))
    if appointment.person_id == by.pk and _is_last_to_administer(appointment, last_day_after):
        raise Refused(_("Nobody ends their own last appointment to administer. Another administrator does it."))
    held_as = _capacity(by, appointment)
    appointment.valid_to = last_day_after
    appointment.save(update_fields=["valid_to"])
    record(appointment, "appointment.ended", by=by, capacity=held_as, on=str(last_day_after))
    return appointment


def _is_last_to_administer(appointment: Appointment, day: date) -> bool:
    others = Appointment.objects.filter(person=appointment.person_id, role=Role.ADMINISTER).exclude(pk=appointment.pk)
    return appointment.role == Role.ADMINISTER and not others.current(day).exists()


def _capacity(by: Person, appointment: Appointment) -> str:
    return capacity(by, appointment.seat_id, {Role.ADMINISTER})
