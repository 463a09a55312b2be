"""In which capacity a person may act for a unit. Read at each request: an ended appointment ends at once."""

from collections.abc import Collection

from coquang import dates
from programmes.models import Appointment, Person, Unit

Role = Appointment.Role


def capacities(person: Person, unit_id: int, roles: Collection[str]) -> list[Appointment]:
    """The appointments in force that let a person act in one of the roles for this very unit."""
    held = person.appointments_on(dates.today())
    return [a for a in held if a.role in roles and not a.whole_subtree and unit_id in a.unit_ids]


def may_administer(person: Person, unit: Unit) -> bool:
    """Whether the person keeps the catalogue and the rights of this unit, or of a whole subtree it stands in."""
    return Unit.objects.administered_by(person).filter(pk=unit.pk).exists()


def administers_anything(person: Person) -> bool:
    return any(a.role == Role.ADMINISTER for a in person.appointments_on(dates.today()))


def capacity(person: Person, unit_id: int, roles: Collection[str]) -> str:
    """The post a person acts from, as the journal keeps it; empty when there is none."""
    held = capacities(person, unit_id, roles)
    return held[0].post if held else ""
