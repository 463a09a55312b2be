"""Laying out whose approval each field of a unit's sheets needs, from a year on. What was sent keeps its own route."""

from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import ApprovalRoute
from programmes.models import Appointment, Body, Person, Unit
from programmes.permissions import Role, capacity, may_administer


@transaction.atomic
def lay(unit: Unit, year: int, wanted: Mapping[int | None, Collection[int]], *, by: Person) -> int:
    """The bodies of each field from the year on; None stands for all other fields. How many fields changed."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not may_administer(by, unit):
        raise PermissionDenied
    known = {body.pk for body in bodies_of(unit)}
    changed = 0
    for field_id, bodies in wanted.items():
        before = held_in(unit, year).get(field_id, set())
        if before == set(bodies):
            continue
        if set(bodies) - before - known:
            raise Refused(_("A field is approved by bodies of the unit itself."))
        _replace(unit, year, field_id, bodies)
        changed += 1
        record(
            unit,
            "route.laid_out",
            by=by,
            capacity=capacity(by, unit.pk, {Role.ADMINISTER}),
            year=year,
            field=field_id,
            before=sorted(before),
            after=sorted(bodies),
        )
    return changed


def held_in(unit: Unit, year: int) -> dict[int | None, set[int]]:
    """The bodies of each field with a route in a year; None stands for all other fields."""
    held: dict[int | None, set[int]] = {}
    for field_id, body_id in ApprovalRoute.objects.in_year(year).filter(unit=unit).values_list("field", "body"):
        held.setdefault(field_id, set()).add(body_id)
    return held


def bodies_of(unit: Unit) -> list[Body]:
    """The unit's bodies today: those a field can be routed to."""
    return list(Body.objects.current(dates.today()).filter(unit=unit).order_by("name", "pk"))


def approving_bodies_of(unit: Unit) -> list[Body]:
    """Those of the unit's bodies in which somebody approves today: the ones it makes sense to choose."""
    seated = Appointment.objects.current(dates.today()).filter(role=Role.APPROVE, body__unit=unit)
    return list(Body.objects.filter(pk__in=seated.values("body")).order_by("name", "pk"))


def _replace(unit: Unit, year: int, field_id: int | None, bodies: Collection[int]) -> None:
    """Earlier years keep their route, and a later year that has its own keeps it."""
    routes = ApprovalRoute.objects.filter(unit=unit, field=field_id)
    later = routes.filter(from_year__gt=year).order_by("from_year").values_list("from_year", flat=True).first()
    present = routes.in_year(year)
    present.filter(from_year=year).delete()
    present.update(to_year=year - 1)
    last = later - 1 if later else None
    ApprovalRoute.objects.bulk_create(
        [ApprovalRoute(unit=unit, field_id=field_id, body_id=pk, from_year=year, to_year=last) for pk in sorted(bodies)]
    )
