"""What the office does with a meeting before it: lay it down, change it, call it off, ask for papers.

Always in this order: lock → may they? → is it the moment? → change → journal.
"""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.attachments import Attachment
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions import kept_files
from programmes.models import Attendance, Body, LeaderNote, Meeting, MeetingPaper, Minutes, Person, Sentence, Unit
from programmes.permissions_of_meetings import handing_in_as, writing_as

FACTS = (
    "kind", "title", "host_name", "host_group", "held_on", "starts_at", "ended_at", "place", "figures_of", "chair",
    "chair_text", "minute_taker", "minute_taker_text", "previous",
)  # fmt: skip


def locked(meeting: Meeting, *, by: Person) -> tuple[Meeting, str]:
    """The meeting, held until the deed is done, and the capacity in which the person writes it."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("unit", "chair__person", "chair__body__unit")
    meeting = held.get(pk=meeting.pk)
    writer = writing_as(by, meeting.unit_id)
    if writer is None:
        raise PermissionDenied
    if meeting.is_cancelled:
        raise Refused(_("This meeting was called off: %s") % meeting.cancel_reason)
    return meeting, writer.words


@transaction.atomic
def lay_down(meeting: Meeting, *, hosts: Sequence[Body], reviewed: Sequence[Unit], by: Person) -> Meeting:
    """A new meeting of a unit, with its hosts and the units it reviews."""
    writer = writing_as(by, meeting.unit_id)
    if writer is None:
        raise PermissionDenied
    _refuse(meeting, hosts)
    meeting.save()
    meeting.hosts.set(hosts)
    meeting.reviewed_units.set(reviewed)
    _seat_the_chair(meeting)
    record(meeting, "meeting.laid_down", by=by, capacity=writer.words, title=meeting.title, day=str(meeting.held_on))
    return meeting


@transaction.atomic
def change(changed: Meeting, *, hosts: Sequence[Body], reviewed: Sequence[Unit], seen: int, by: Person) -> Meeting:
    """Put the facts of a meeting right, until its minutes are signed."""
    meeting, words = locked(changed, by=by)
    refuse_signed(meeting)
    if meeting.version != seen:
        raise Refused(_("Somebody else has changed this meeting meanwhile. Look at it and change it once more."))
    _refuse(changed, hosts)
    before = {name: str(getattr(meeting, name) or "") for name in FACTS}
    for name in FACTS:
        setattr(meeting, name, getattr(changed, name))
    meeting.version += 1
    meeting.save(update_fields=[*FACTS, "version"])
    meeting.hosts.set(hosts)
    meeting.reviewed_units.set(reviewed)
    _seat_the_chair(meeting)
    changes = {name: [old, str(getattr(meeting, name) or "")] for name, old in before.items()}
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    record(meeting, "meeting.changed", by=by, capacity=words, changes=told)
    return meeting


@transaction.atomic
def call_off(meeting: Meeting, *, reason: str, by: Person) -> Meeting:
    """The meeting does not take place; it stays on record with the reason."""
    meeting, words = locked(meeting, by=by)
    if Minutes.objects.filter(meeting=meeting).exists():
        raise Refused(_("Minutes of this meeting are being written, so it has begun and is not called off."))
    meeting.is_cancelled, meeting.cancel_reason = True, reason
    meeting.version += 1
    meeting.save(update_fields=["is_cancelled", "cancel_reason", "version"])
    record(meeting, "meeting.called_off", by=by, capacity=words, reason=reason)
    return meeting


@transaction.atomic
def ask_for(meeting: Meeting, paper: MeetingPaper, *, by: Person) -> MeetingPaper:
    """Ask the unit for a paper, or a body for its written opinion, until a day before the meeting."""
    meeting, words = locked(meeting, by=by)
    refuse_signed(meeting)
    if paper.due_on and meeting.held_on and paper.due_on > meeting.held_on:
        facts = {"day": dates.short(paper.due_on), "meeting": dates.short(meeting.held_on)}
        raise Refused(_("The paper would come on %(day)s, after the meeting of %(meeting)s.") % facts)
    paper.meeting = meeting
    paper.save()
    body = str(paper.asked_of or "")
    record(meeting, "meeting.paper_asked", by=by, capacity=words, title=paper.title, body=body)
    return paper


@transaction.atomic
def hand_in(paper: MeetingPaper, *, text: str, attachment: Attachment | None, by: Person) -> MeetingPaper:
    """What was asked for has come, as text, as a file or both; a later one takes its place until the minutes stand."""
    paper = (
        MeetingPaper.objects.select_for_update(of=("self",))
        .select_related("meeting__unit", "asked_of")
        .get(pk=paper.pk)
    )
    held = handing_in_as(by, paper)
    unit = paper.asked_of.unit if paper.asked_of else paper.meeting.unit
    if held is None or unit is None:
        raise PermissionDenied
    refuse_signed(paper.meeting)
    if not text and attachment is None:
        raise Refused(_("Nothing came: write the text or choose a file."))
    if attachment is not None:
        paper.file = kept_files.keep(attachment, unit=unit, title=paper.title, by=by, capacity=held.words)
    paper.text, paper.received_at, paper.received_from = text, dates.now(), held.words
    paper.save(update_fields=["file", "text", "received_at", "received_from"])
    record(paper.meeting, "meeting.paper_received", by=by, capacity=held.words, title=paper.title)
    return paper


@transaction.atomic
def record_notice(meeting: Meeting, *, number: str, on: date, by: Person) -> Meeting:
    """The number and day of the notice of conclusions, once, when the minutes are signed."""
    meeting, words = locked(meeting, by=by)
    if not is_signed(meeting):
        raise Refused(_("The notice is issued once the minutes are signed."))
    if meeting.notice_number:
        facts = {"number": meeting.notice_number, "day": dates.short(meeting.notice_date or on)}
        raise Refused(_("The notice is on record already: %(number)s of %(day)s. It is recorded once.") % facts)
    if on > dates.today():
        raise Refused(_("This day has not come yet."))
    keep_notice(meeting, number=number, on=on, by=by, capacity=words)
    return meeting


def keep_notice(meeting: Meeting, *, number: str, on: date, by: Person, capacity: str) -> None:
    """Part of recording it by hand, and of numbering it here."""
    if meeting.held_on and on < meeting.held_on:
        raise Refused(_("The notice would be older than the meeting of %s.") % dates.short(meeting.held_on))
    meeting.notice_number, meeting.notice_date, meeting.notice_recorded_at = number, on, dates.now()
    meeting.save(update_fields=["notice_number", "notice_date", "notice_recorded_at"])
    record(meeting, "meeting.notice_recorded", by=by, capacity=capacity, number=number, day=str(on))


@transaction.atomic
def note_for_myself(meeting: Meeting, text: str, *, by: Person) -> None:
    """A note that only its writer ever reads: it leaves no line in the journal, and is gone when emptied."""
    if not text:
        LeaderNote.objects.filter(meeting=meeting, person=by).delete()
        return
    LeaderNote.objects.update_or_create(meeting=meeting, person=by, defaults={"text": text})


def is_signed(meeting: Meeting) -> bool:
    return Minutes.objects.filter(meeting=meeting, supplements__isnull=True, state=Minutes.State.SIGNED).exists()


def refuse_signed(meeting: Meeting) -> None:
    if is_signed(meeting):
        raise Refused(_("The minutes of this meeting are signed; they are mended by a supplementary record only."))


def _refuse(meeting: Meeting, hosts: Sequence[Body]) -> None:
    """What no meeting may be: held by nobody, chaired by one no longer in office, following one that came after it."""
    if not hosts and not meeting.host_name:
        raise Refused(_("Say who holds the meeting: choose a body, or write the name of the working group."))
    day, chair = meeting.held_on or dates.today(), meeting.chair
    if chair and (chair.valid_from > day or (chair.valid_to is not None and chair.valid_to <= day)):
        facts = {"person": chair.person, "day": dates.short(day)}
        raise Refused(_("The appointment of %(person)s is not in force on %(day)s; choose another chair.") % facts)
    if meeting.host_group and not meeting.host_name:
        meeting.host_name = meeting.host_group.name
    _refuse_circle(meeting)


def _refuse_circle(meeting: Meeting) -> None:
    before = meeting.previous
    if before and before.held_on and meeting.held_on and before.held_on > meeting.held_on:
        raise Refused(_("The previous meeting of %s came after this one.") % dates.short(before.held_on))
    while before is not None:
        if before.pk == meeting.pk:
            raise Refused(_("The meetings would follow each other in a circle; choose another previous meeting."))
        before = before.previous


def _seat_the_chair(meeting: Meeting) -> None:
    """The chair has the first seat, as said in the meeting's own facts."""
    chair = meeting.chair
    told = {
        "person": chair.person if chair else None,
        "name": chair.person.full_name if chair else "",
        "post": chair.words if chair else meeting.chair_text,
        "presence": Attendance.Presence.PRESENT,
    }
    seat = meeting.attendance.filter(capacity=Attendance.Capacity.CHAIR).first()
    if chair is None and not meeting.chair_text:
        _leave_unchaired(seat)
    elif seat is None:
        Attendance.objects.create(meeting=meeting, position=0, capacity=Attendance.Capacity.CHAIR, **told)
    else:
        for name, value in told.items():
            setattr(seat, name, value)
        seat.save(update_fields=list(told))


def _leave_unchaired(seat: Attendance | None) -> None:
    """A meeting may not know its chair yet; one that was heard already has one."""
    if seat is None:
        return
    if seat.remarks.exists() or Sentence.objects.filter(speaker=seat).exists():
        raise Refused(_("The chair was heard already: say who chairs the meeting."))
    seat.delete()
