"""Taking in meetings held elsewhere: each becomes a meeting with its record, and each conclusion a proposed task.

The rules on person, day and unit bite when a proposed task is taken on, never here.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates, names
from coquang.records.journal import record
from programmes.meeting_files import SaidConclusion, SaidMeeting
from programmes.models import Attendance, Conclusion, Meeting, Minutes, Remark, Task, Tree, Unit

# Short forms that reports write before the name of a unit.
SHORT_FORMS = (("TP.", "Thành phố"), ("TX.", "Thị xã"), ("TT.", "Thị trấn"), ("Q.", "Quận"), ("P.", "Phường"))


@dataclass(frozen=True)
class Imported:
    meeting: Meeting
    is_new: bool
    tasks: int
    without_task: int


@transaction.atomic
def bring_in(said: SaidMeeting) -> Imported:
    """Keep a meeting once, known by its key; a second time changes nothing."""
    known = Meeting.objects.filter(source_key=said.key).first()
    if known is not None:
        return Imported(known, False, 0, 0)
    unit = unit_of(said)
    meeting = Meeting.objects.create(
        unit=unit,
        unit_text="" if unit else said.unit,
        kind=said.kind,
        title=said.title,
        host_name=said.host,
        held_on=said.held_on,
        date_text=said.date_text,
        chair_text=said.chair,
        source_key=said.key,
        source_words={"unit": said.unit, "province": said.province, **said.source},
    )
    if unit is not None:
        meeting.reviewed_units.add(unit)
    minutes = Minutes.objects.create(meeting=meeting)
    _remarks(minutes, said)
    counts = [_conclude(minutes, number, told) for number, told in enumerate(said.conclusions, start=1)]
    minutes.state, minutes.signed_at, minutes.signed_on = Minutes.State.SIGNED, dates.now(), said.held_on
    minutes.save(update_fields=["state", "signed_at", "signed_on"])
    record(meeting, "meeting.imported", by=None, conclusions=len(counts), tasks=sum(counts))
    return Imported(meeting, True, sum(counts), len(counts) - sum(counts))


def unit_of(said: SaidMeeting) -> Unit | None:
    """The unit of that name and kind on the day of the meeting; None when none or several bear it."""
    on = said.held_on or dates.today()
    name = names.search_key(_full(said.unit))
    found = Unit.objects.filter(name_search=name, places__tree__in=Tree.objects.holding(on)).distinct()
    if len(found) > 1:
        above = [names.search_key(_full(part)) for part in said.province.split(",")]
        found_under = [unit for unit in found if _stands_under(unit, above, on)]
        return found_under[0] if len(found_under) == 1 else None
    return found[0] if found else None


def _full(name: str) -> str:
    for short, full in SHORT_FORMS:
        if name.strip().startswith(short):
            return f"{full} {name.strip().removeprefix(short).strip()}"
    return name.strip()


def _stands_under(unit: Unit, above: list[str], on: date) -> bool:
    """Whether the units above bear the names a report gives, with or without their kind."""
    line = {step.name_search for step in Unit.objects.line_to(unit)} - {unit.name_search}
    return all(any(name and (name in step or step in name) for step in line) for name in above if name)


def _remarks(minutes: Minutes, said: SaidMeeting) -> None:
    position = 1
    if said.chair:
        Attendance.objects.create(
            meeting=minutes.meeting, position=position, post=said.chair, capacity=Attendance.Capacity.CHAIR,
            presence=Attendance.Presence.PRESENT,
        )  # fmt: skip
    guests = [
        Attendance.objects.create(meeting=minutes.meeting, position=position + place, post=post)
        for place, post in enumerate(said.attendees, start=1)
    ]
    if said.opinions and not guests:
        words = _("Those present")
        guests = [Attendance.objects.create(meeting=minutes.meeting, position=position + 1, post=words)]
    for place, text in enumerate(said.opinions, start=1):
        Remark.objects.create(
            minutes=minutes,
            speaker=guests[0],
            kind=Remark.Kind.SUGGESTION,
            text=text,
            position=place,
            written_at=dates.now(),
        )


def _conclude(minutes: Minutes, number: int, told: SaidConclusion) -> bool:
    """Keep a conclusion; whether a task is proposed from it. One given to nobody says that none arises."""
    conclusion = Conclusion.objects.create(
        minutes=minutes,
        number=number,
        text=told.text,
        lead_text=told.lead,
        supporting_text="; ".join(told.supporting),
        deadline_words=told.deadline_words,
        no_task_reason="" if told.lead else _("Given to nobody in the report."),
    )
    if not told.lead:
        return False
    Task.objects.create(
        unit=minutes.meeting.unit,
        text=told.text,
        origin=Task.Origin.CONCLUSION,
        conclusion=conclusion,
        lead_text=told.lead,
        supporting_text="; ".join(told.supporting),
        deadline=Task.Deadline.FIXED,
        due_on=told.due_on,
        deadline_words=told.deadline_words,
        is_proposed=True,
        made_at=dates.now(),
    )
    return True
