"""Who stands above a unit and may remind it, ask it to explain and ask it for figures; who answers for the unit."""

from coquang import dates
from indicators.models import Explanation
from indicators.models.explanations import ExplanationQuerySet
from indicators.permissions import only_provides
from programmes.models import Appointment, Person, Unit
from programmes.permissions import Role, preferred

# Seats in an office above; who merely reads there directs nothing below, unless they read all of it.
WORKING = frozenset({Role.ENTER, Role.VET, Role.APPROVE, Role.SIGN, Role.RECORD, Role.ADMINISTER})


def directing_as(person: Person, unit: Unit, *, below: bool = False) -> Appointment | None:
    """The capacity in which a person stands above a unit; with `below`, above what stands below this very unit."""
    held = _directing(person, unit)
    return preferred(person, held if below else [a for a in held if a.seat_id != unit.pk])


def directs(person: Person, unit: Unit) -> tuple[bool, bool]:
    """Whether a person stands above a unit, and above what stands below it; asked at once."""
    held = _directing(person, unit)
    return any(a.seat_id != unit.pk for a in held), bool(held)


def _directing(person: Person, unit: Unit) -> list[Appointment]:
    """The appointments, seated in a unit or above it, by which a person reads or keeps all that stands below, or works
    in the office there."""
    held = [a for a in _whole(person) if a.seat_id and (a.whole_subtree or a.role in WORKING)]
    line = {unit.pk, *(above.pk for above in Unit.objects.line_to(unit))} if held else set()
    return [a for a in held if a.seat_id in line or _level(a) == Unit.Level.NATION]


def _level(appointment: Appointment) -> int:
    seat = appointment.unit or (appointment.body.unit if appointment.body else None)
    return seat.level if seat else Unit.Level.COMMUNE


def answering_as(person: Person, unit_id: int) -> Appointment | None:
    """The capacity in which a person sends an answer as the unit's own: who vets or approves there."""
    return preferred(person, [a for a in _seated(person, unit_id) if a.role in {Role.VET, Role.APPROVE}])


def drafting_as(person: Person, unit_id: int) -> Appointment | None:
    """The capacity in which a person writes what the unit will answer: who enters its figures, vets or approves."""
    own = {Role.ENTER, Role.VET, Role.APPROVE}
    return preferred(person, [a for a in _seated(person, unit_id) if a.role in own])


def drafting_units(person: Person) -> frozenset[int]:
    """The units whose answers are this person's to write."""
    own = {Role.ENTER, Role.VET, Role.APPROVE}
    held = (a for a in _whole(person) if a.role in own and not a.whole_subtree)
    return frozenset(pk for a in held for pk in a.unit_ids)


def explanations_seen_by(person: Person) -> ExplanationQuerySet:
    """Those about the units a person sees, but not about one where they are nothing but a provider of some rows."""
    return Explanation.objects.filter(unit__in=person.visible_units()).exclude(unit__in=_only_provided(person))


def sees_explanations(person: Person, unit_id: int) -> bool:
    """The same of one unit that the person is known to see."""
    return unit_id not in _only_provided(person)


def _only_provided(person: Person) -> frozenset[int]:
    """The units for which a person is nothing but a provider of some rows."""
    own = {pk for a in _whole(person) for pk in a.unit_ids}
    provided = {pk for a in person.appointments_on(dates.today()) if only_provides(a) for pk in a.unit_ids}
    return frozenset(provided - own)


def _whole(person: Person) -> list[Appointment]:
    """The appointments by which a person sees all of a unit: neither a cell's nor a provider's."""
    held = person.appointments_on(dates.today())
    return [a for a in held if a.role != Role.CONFIRM and not only_provides(a)]


def _seated(person: Person, unit_id: int) -> list[Appointment]:
    return [a for a in _whole(person) if not a.whole_subtree and unit_id in a.unit_ids]
