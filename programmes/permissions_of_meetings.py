"""Who may what about meetings: prepare and write them, sign their minutes, hand papers in, take remarks up.

The office of the unit that holds a meeting prepares and writes it: whoever takes minutes there, or enters or vets in
one of its committees. Writing is not signing: the chair signs, or whoever signs papers for the unit. A conclusion
binds; a remark is taken up by the unit it was said to.
"""

from collections.abc import Iterable

from coquang import dates
from programmes.models import Appointment, Attendance, Meeting, MeetingPaper, Minutes, Person, Unit
from programmes.permissions import Role, capacities, preferred
from programmes.permissions_of_work import COMMITTEES, DOERS, WRITERS, committee_units, in_committee, writing

PACK_ROLES = DOERS | {Role.READ, Role.RECORD}


def writing_as(person: Person, unit_id: int | None) -> Appointment | None:
    """The capacity in which a person prepares and writes the meetings of a unit."""
    if unit_id is None:
        return None
    return preferred(person, capacities(person, unit_id, {Role.RECORD}) + in_committee(person, unit_id, WRITERS))


def may_write(person: Person, meeting: Meeting) -> bool:
    return writing_as(person, meeting.unit_id) is not None


def units_written_for(person: Person) -> list[Unit]:
    """The units whose meetings the person prepares."""
    seats = Unit.objects.filter(pk__in=person.reach(dates.today()).seat_ids).in_vietnamese_order()
    return [unit for unit in seats if writing_as(person, unit.pk)]


def units_written_in(person: Person) -> set[int]:
    """The same as numbers, without asking for the units."""
    held = person.appointments_on(dates.today())
    record = {pk for a in held if a.role == Role.RECORD and not a.whole_subtree for pk in a.unit_ids}
    return record | committee_units(person, WRITERS)


def units_signed_for(person: Person) -> set[int]:
    """The units for which the person signs minutes whose chair has no account."""
    return committee_units(person, {Role.SIGN})


def signing_as(person: Person, meeting: Meeting) -> str:
    """The capacity in which a person signs the minutes of a meeting; empty when they do not."""
    if meeting.chair is not None and meeting.chair.person_id == person.pk:
        return meeting.chair.words
    signs = preferred(person, in_committee(person, meeting.unit_id, {Role.SIGN})) if meeting.unit_id else None
    return signs.words if signs else ""


def may_see_handwriting(person: Person, meeting: Meeting) -> bool:
    """The chair's own sheet stays with the office that writes the minutes and with who signs them."""
    return may_write(person, meeting) or bool(signing_as(person, meeting))


def commenting_as(person: Person, minutes: Minutes) -> Attendance | None:
    """The seat of one who was present, while comments are asked."""
    if minutes.state != Minutes.State.ASKED or minutes.comments_due is None or dates.today() > minutes.comments_due:
        return None
    return minutes.meeting.attendance.filter(presence=Attendance.Presence.PRESENT, person=person).first()


def handing_in_as(person: Person, paper: MeetingPaper) -> Appointment | None:
    """Those asked hand a paper in themselves; what came by another way the office takes in."""
    return writing_as(person, paper.meeting.unit_id) or asked_to_hand_in(person, paper)


def asked_to_hand_in(person: Person, paper: MeetingPaper) -> Appointment | None:
    """The capacity of one of those it was asked of: of the body itself, or of the office of a committee."""
    body = paper.asked_of
    if body is None:
        return None
    held = [a for a in capacities(person, body.unit_id, DOERS | {Role.RECORD}) if a.body_id in {body.pk, None}]
    above = in_committee(person, body.unit_id, WRITERS) if body.kind in COMMITTEES else []
    return preferred(person, held + above)


def opens_packs(person: Person, unit_id: int | None) -> bool:
    """A pack is for the leaders of the unit that holds a meeting and their office, never for those reviewed."""
    held = in_committee(person, unit_id, PACK_ROLES) if unit_id else []
    above = any(a.whole_subtree and a.seat_id == unit_id for a in person.appointments_on(dates.today()))
    return bool(held) or above


def bound_units(meeting: Meeting) -> list[Unit]:
    """The units a meeting speaks of: those it reviewed, else the one that held it."""
    return list(meeting.reviewed_units.all()) or ([meeting.unit] if meeting.unit else [])


def taking_up_as(person: Person, meeting: Meeting) -> Appointment | None:
    """A remark that binds nobody is taken up by a unit it was said to."""
    return _first_writer(person, (unit.pk for unit in bound_units(meeting)))


def giving_as(person: Person, meeting: Meeting) -> Appointment | None:
    """Conclusions become tasks by the hand of the office that recorded them, or of a unit they bind."""
    return writing_as(person, meeting.unit_id) or taking_up_as(person, meeting)


def _first_writer(person: Person, unit_ids: Iterable[int]) -> Appointment | None:
    held = (preferred(person, writing(person, unit_id)) for unit_id in unit_ids)
    return next((appointment for appointment in held if appointment), None)
