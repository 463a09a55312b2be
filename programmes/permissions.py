"""In which capacity a person may act for a unit. Read at each request: an ended appointment ends at once.

Who keeps whom. An administrator sees the people who hold, held or will hold an appointment in the units they
administer, and those without any appointment whom they put on record themselves. Their account (name, invitation,
open or closed) is the administrator's to keep only while every appointment they hold or will hold lies within what the
administrator administers: nobody gets hold of an account that can do more than they could give.
"""

from collections.abc import Collection, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from coquang import dates
from coquang.records.models import JournalEntry
from programmes.models import Appointment, Person, Place, Tree, Unit, UnitGroup

Role = Appointment.Role


def capacities(person: Person, unit_id: int, roles: Collection[str]) -> list[Appointment]:
    """The appointments in force that let a person act in one of the roles for this very unit."""
    held = person.appointments_on(dates.today())
    return [a for a in held if a.role in roles and not a.whole_subtree and unit_id in a.unit_ids]


def acting_as(person: Person, unit_id: int | None, roles: Collection[str]) -> Appointment | None:
    """The one capacity a person acts in for a unit: the chosen one when it lets them, else the first that does.

    To administer, an appointment to a whole subtree serves for every unit below; None asks for no unit in particular.
    """
    return preferred(person, list(_serving(person, unit_id, roles)))


def preferred(person: Person, held: Sequence[Appointment]) -> Appointment | None:
    """Of several appointments that would do, the one the person chose to work in, else the first."""
    return next((a for a in held if a.pk == person.chosen_appointment_id), held[0] if held else None)


def _serving(person: Person, unit_id: int | None, roles: Collection[str]) -> Iterator[Appointment]:
    held = [a for a in person.appointments_on(dates.today()) if a.role in roles]
    if unit_id is None:
        yield from held
        return
    below = [a for a in held if a.whole_subtree and a.role == Role.ADMINISTER]
    line = _line_to(unit_id) if below else {unit_id}
    for appointment in held:
        if appointment in below:
            if appointment.seat_id in line:
                yield appointment
        elif not appointment.whole_subtree and unit_id in appointment.unit_ids:
            yield appointment


def _line_to(unit_id: int) -> set[int]:
    """A unit and those above it, as they stand today."""
    places = Place.objects.filter(unit=unit_id, tree__in=Tree.objects.holding(dates.today()))
    path = places.values_list("path", flat=True).first()
    return {int(step) for step in path.split(".")} if path else {unit_id}


HEADS = (Role.VET, Role.ADMINISTER)


def office_heads(person: Person) -> list[Appointment]:
    """The capacities in which a person heads an office: who vets in a unit, or keeps its catalogue and its rights."""
    held = person.appointments_on(dates.today())
    return [a for a in held if a.role in HEADS and not a.whole_subtree]


def heads_office(person: Person, unit: Unit) -> bool:
    """Whether a person sees to the work of a unit's people: as head of its office, or administering it from above."""
    return bool(capacities(person, unit.pk, HEADS)) or may_administer(person, unit)


def may_see_work_of(person: Person, other: Person, unit: Unit) -> bool:
    """One's own work in a unit where one is appointed, and as head of its office everybody's."""
    own = person.pk == other.pk and bool(capacities(person, unit.pk, set(Role)))
    return own or heads_office(person, unit)


def colleagues_of_unit(unit_id: int) -> QuerySet[Person]:
    """Who can sign in and is appointed in a unit today, by name."""
    seated = Appointment.objects.current(dates.today()).seated_in(Unit.objects.filter(pk=unit_id))
    people = Person.objects.filter(is_active=True, pk__in=seated.filter(whole_subtree=False).values("person"))
    return people.order_by("name_sort", "pk")


def receivers_of(giver: Person, unit_id: int | None) -> QuerySet[Person]:
    """To whom work of a unit can go: others who can sign in and are appointed there today."""
    seated = Appointment.objects.current(dates.today()).seated_in(Unit.objects.filter(pk__in=[unit_id]))
    people = Person.objects.filter(is_active=True, pk__in=seated.filter(whole_subtree=False).values("person"))
    return people.exclude(pk=giver.pk)


def delegable(person: Person) -> list[Appointment]:
    """The rights a person may hand over today: their own to vet or to approve in one unit, never one handed to them."""
    return [a for a in person.appointments_on(dates.today()) if may_delegate(person, a)]


def may_delegate(person: Person, appointment: Appointment) -> bool:
    held = {a.pk for a in person.appointments_on(dates.today()) if not a.is_delegated}
    is_kind = appointment.role in {Role.VET, Role.APPROVE} and not appointment.whole_subtree
    return is_kind and appointment.pk in held and appointment.seat_id is not None


def colleagues_of(person: Person, appointment: Appointment) -> QuerySet[Person]:
    """Whom a right can be handed to: others who can sign in and are appointed in its unit today."""
    return receivers_of(person, appointment.seat_id)


def capacity(person: Person, unit_id: int | None, roles: Collection[str]) -> str:
    """The capacity as the journal keeps it: post and body; empty when there is none."""
    acting = acting_as(person, unit_id, roles)
    return acting.words if acting else ""


def may_administer(person: Person, unit: Unit) -> bool:
    """Whether the person keeps the catalogue and the rights of this unit, or of a whole subtree it stands in."""
    return Unit.objects.administered_by(person).filter(pk=unit.pk).exists()


def administers_anything(person: Person) -> bool:
    return any(a.role == Role.ADMINISTER for a in person.appointments_on(dates.today()))


def may_keep_calendar(person: Person) -> bool:
    """Days off are everybody's: whoever administers a whole subtree keeps them."""
    return any(a.role == Role.ADMINISTER and a.whole_subtree for a in person.appointments_on(dates.today()))


def may_keep_group(person: Person, unit_ids: Collection[int]) -> bool:
    """A group is kept by those who administer every unit of it."""
    units = Unit.objects.administered_by(person).filter(pk__in=unit_ids)
    return bool(unit_ids) and units.count() == len(set(unit_ids))


def may_appoint(person: Person, appointment: Appointment) -> bool:
    """Whether all that an appointment reaches lies within what the person administers."""
    if appointment.group_id is not None:
        members = UnitGroup.units.through.objects.filter(unitgroup=appointment.group_id)
        return may_keep_group(person, members.values_list("unit", flat=True))
    kept = Unit.objects.wholly_administered_by if appointment.whole_subtree else Unit.objects.administered_by
    return appointment.seat_id is not None and kept(person).filter(pk=appointment.seat_id).exists()


def people_of(administrator: Person) -> QuerySet[Person]:
    """The people an administrator sees; the rule stands above."""
    if not administers_anything(administrator):
        return Person.objects.none()
    here = Appointment.objects.seated_in(Unit.objects.administered_by(administrator))
    made = JournalEntry.objects.filter(act="person.made", by=administrator, thing_kind=Person._meta.label_lower)
    free = ~Q(Exists(Appointment.objects.filter(person=OuterRef("pk"))))
    return Person.objects.filter(Q(pk__in=here.values("person")) | Q(free, pk__in=made.values("thing_id")))


def may_keep_door(administrator: Person, person: Person) -> bool:
    """Whether the ways in of somebody who confirms for a cell, today or later, are this administrator's to give."""
    confirms = person.appointments.not_over(dates.today()).filter(role=Role.CONFIRM)
    return confirms.exists() and may_keep_account(administrator, person)


def may_keep_account(administrator: Person, person: Person) -> bool:
    """Whether a person's name, invitation and account are this administrator's to keep; the rule stands above."""
    if not people_of(administrator).filter(pk=person.pk).exists():
        return False
    held = person.appointments.not_over(dates.today()).select_related("body")
    return all(may_appoint(administrator, appointment) for appointment in held)
