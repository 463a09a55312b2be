"""Who may do what with tasks and programmes of the year. What may be *seen* is the models' visible_to().

Those who enter or vet for a committee, a standing committee, its office or the People's Committee write; those who
approve or sign there name the responsible person, urge, answer, reopen and take back; a programme is adopted by those
who sign. A superior that gave a task urges it and answers for its day. A body that only does its part (a mass
organisation, the police) records the progress of what it leads, and the responsible person that of their own task.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from coquang import dates
from programmes.models import Appointment, Body, Person, Task, WorkProgramme
from programmes.permissions import Role, capacities, preferred

Kind = Body.Kind
COMMITTEES = frozenset({Kind.PARTY_COMMITTEE, Kind.STANDING_COMMITTEE, Kind.PARTY_OFFICE, Kind.PEOPLES_COMMITTEE})
WRITERS = frozenset({Role.ENTER, Role.VET})
LEADERS = frozenset({Role.APPROVE, Role.SIGN})
DOERS = WRITERS | LEADERS


def in_committee(person: Person, unit_id: int, roles: Collection[str]) -> list[Appointment]:
    """The capacities in which a person acts in these roles for a committee of the unit, or for the unit itself."""
    held = capacities(person, unit_id, roles)
    return [a for a in held if a.body is None or a.body.kind in COMMITTEES]


def committee_units(person: Person, roles: Collection[str]) -> set[int]:
    """The units for whose committees, or for which themselves, a person acts in these roles."""
    held = person.appointments_on(dates.today())
    acting = [
        a for a in held if a.role in roles and not a.whole_subtree and (a.body is None or a.body.kind in COMMITTEES)
    ]
    return {pk for appointment in acting for pk in appointment.unit_ids}


def writing(person: Person, unit_id: int | None) -> list[Appointment]:
    return in_committee(person, unit_id, WRITERS) if unit_id else []


def leading(person: Person, unit_id: int | None) -> list[Appointment]:
    return in_committee(person, unit_id, LEADERS) if unit_id else []


def adopting(person: Person, programme: WorkProgramme) -> list[Appointment]:
    return in_committee(person, programme.body.unit_id, {Role.SIGN})


def drafting_amendments(person: Person, programme: WorkProgramme) -> list[Appointment]:
    """An amendment is drafted by who writes for the unit or adopts its programmes; it is signed by who adopts only."""
    return writing(person, programme.body.unit_id) + adopting(person, programme)


def giving(person: Person, unit_id: int, giver_id: int | None) -> list[Appointment]:
    """Who writes tasks of a unit: its own writers, and of the superior that gives them those who write or record."""
    above = in_committee(person, giver_id, WRITERS | {Role.RECORD}) if giver_id else []
    return writing(person, unit_id) + above


def naming(person: Person, task: Task) -> list[Appointment]:
    """Who names the responsible person: the leaders of the unit the task was given to."""
    return leading(person, task.unit_id)


def naming_from_a_list(person: Person, unit_id: int | None) -> list[Appointment]:
    """From the list of a meeting or a paper, those who vet for the unit name too."""
    return in_committee(person, unit_id, LEADERS | {Role.VET}) if unit_id else []


def doing(person: Person, task: Task) -> list[Appointment]:
    """Who records what became of a task: the responsible person, the lead body's people, the unit's writers."""
    held = person.appointments_on(dates.today())
    own = [a for a in held if a.pk == task.owner_id]
    of_the_body = [a for a in held if a.body_id == task.lead_body_id and a.role in DOERS]
    return own + of_the_body + writing(person, task.unit_id)


def answering(person: Person, task: Task) -> list[Appointment]:
    """Who answers when a task is urged: the responsible person, or the lead body's people."""
    held = person.appointments_on(dates.today())
    own = [a for a in held if a.pk == task.owner_id]
    return own + [a for a in held if a.body_id == task.lead_body_id and a.role in DOERS]


def urging(person: Person, task: Task) -> list[Appointment]:
    """The unit's leaders urge, and those who lead or write for the superior that gave the task."""
    above = in_committee(person, task.giver_id, DOERS | {Role.RECORD}) if task.giver_id else []
    return leading(person, task.unit_id) + above


def deciding(person: Person, task: Task) -> list[Appointment]:
    """Who moves the day, and takes a task back: the leaders of the superior that gave it, else of its own unit."""
    return leading(person, task.giver_id or task.unit_id)


def dropping(person: Person, task: Task) -> list[Appointment]:
    """What is only planned or proposed is left out by whoever writes; of an adopted programme by an amendment only."""
    if task.is_proposed:
        return deciding(person, task) + writing(person, task.unit_id)
    return [] if task.programme_id else deciding(person, task)


def reopening(person: Person, task: Task) -> list[Appointment]:
    return leading(person, task.unit_id) + (leading(person, task.giver_id) if task.giver_id else [])


def confirming(person: Person, task: Task) -> list[Appointment]:
    """Who confirms a spoken instruction: those who lead the unit or the one above, but never who wrote it down."""
    if task.origin != Task.Origin.ORAL or task.made_by_id == person.pk:
        return []
    return reopening(person, task)


def words(person: Person, held: Collection[Appointment]) -> str:
    """The capacity as it is kept, of several the one the person chose to work in."""
    acting = preferred(person, list(held))
    return acting.words if acting else ""


def leaders_of(body: Body, on: date) -> list[Appointment]:
    """Who answers for a body's task while nobody is named: those who lead the body, else those who lead its unit."""
    held = Appointment.objects.current(on).filter(role__in=LEADERS, whole_subtree=False, person__is_active=True)
    held = held.filter(Q(body=body) | Q(body__unit=body.unit_id, body__kind__in=COMMITTEES) | Q(unit=body.unit_id))
    leaders = list(held.select_related("person", "body", "unit").order_by("pk"))
    return [a for a in leaders if a.body_id == body.pk] or leaders


def may_be_named(unit_id: int, on: date) -> Q:
    """The appointments whose holder may answer for a task of the unit: a post in it, held on the day."""
    seated = Q(body__unit=unit_id) | Q(unit=unit_id)
    return seated & Q(whole_subtree=False, person__is_active=True, valid_from__lte=on) & ~Q(role=Role.ADMINISTER)
