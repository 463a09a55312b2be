"""The order of the day and those asked to a meeting: what the office lays out before it and marks while it lasts."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, Model, QuerySet
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.meetings import locked, refuse_signed
from programmes.models import AgendaItem, Attendance, Meeting, Person, Remark, Sentence

Capacity, Presence = Attendance.Capacity, Attendance.Presence
Seat = AgendaItem | Attendance

# Out of the way while two places change hands: a place is held by one row at a time.
ASIDE = 30_000


@transaction.atomic
def put(meeting: Meeting, row: Seat, *, by: Person) -> Seat:
    """Put an item on the agenda, or a person or guest among those asked; a known row is mended in its place."""
    meeting, words = locked(meeting, by=by)
    refuse_signed(meeting)
    row.meeting = meeting
    if isinstance(row, Attendance):
        _refuse_seat(row)
    if row._state.adding:
        last = _rows(meeting, type(row)).aggregate(last=Max("position"))["last"]
        row.position = 1 if last is None else last + 1
    row.save()
    record(meeting, f"meeting.{_kind(row)}_put", by=by, capacity=words, row=str(row))
    return row


@transaction.atomic
def move(row: Seat, *, up: bool, by: Person) -> None:
    """Change places with the row before or after; the chair keeps the first seat."""
    meeting, words = locked(row.meeting, by=by)
    refuse_signed(meeting)
    rows = _rows(meeting, type(row))
    others = rows.filter(position__lt=row.position) if up else rows.filter(position__gt=row.position)
    other = others.order_by("-position" if up else "position").first()
    if other is None or _is_chair(row) or _is_chair(other):
        return
    rows.filter(pk=row.pk).update(position=F("position") + ASIDE)
    rows.filter(pk=other.pk).update(position=row.position)
    rows.filter(pk=row.pk).update(position=other.position)
    record(meeting, f"meeting.{_kind(row)}_moved", by=by, capacity=words, row=str(row))


@transaction.atomic
def take_off(row: Seat, *, by: Person) -> None:
    """Take a row off, unless something said at the meeting hangs on it."""
    meeting, words = locked(row.meeting, by=by)
    refuse_signed(meeting)
    if _is_chair(row):
        raise Refused(_("The chair is changed in the facts of the meeting."))
    if isinstance(row, AgendaItem):
        is_spoken_of = Remark.objects.filter(agenda_item=row).exists()
    else:
        is_spoken_of = Remark.objects.filter(speaker=row).exists() or Sentence.objects.filter(speaker=row).exists()
    if is_spoken_of:
        raise Refused(_("Remarks were written down under “%s”, so it stays.") % row)
    told = str(row)
    row.delete()
    record(meeting, f"meeting.{_kind(row)}_taken_off", by=by, capacity=words, row=told)


@transaction.atomic
def mark_presence(meeting: Meeting, presence: Mapping[int, tuple[str, str]], *, by: Person) -> None:
    """Who is there, and who is not with the reason."""
    meeting, words = locked(meeting, by=by)
    refuse_signed(meeting)
    changed = []
    for seat in meeting.attendance.select_for_update():
        is_there, reason = presence.get(seat.pk, (seat.presence, seat.reason))
        reason = reason if is_there == Presence.ABSENT else ""
        if (seat.presence, seat.reason) != (is_there, reason):
            seat.presence, seat.reason = is_there, reason
            seat.save(update_fields=["presence", "reason"])
            changed.append([seat.pk, is_there, reason])
    if changed:
        record(meeting, "meeting.presence_marked", by=by, capacity=words, changed=changed)


def _refuse_seat(seat: Attendance) -> None:
    if not seat.name and not seat.post:
        raise Refused(_("Choose a person, or write the guest's name or post."))
    if seat._state.adding and seat.capacity == Capacity.CHAIR:
        raise PermissionDenied
    others = seat.meeting.attendance.exclude(pk=seat.pk)
    if seat.person_id and others.filter(person=seat.person_id).exists():
        raise Refused(_("%s is among those asked already.") % seat.name)


def _is_chair(row: Model) -> bool:
    return isinstance(row, Attendance) and row.capacity == Capacity.CHAIR


def _rows(meeting: Meeting, kind: type[Seat]) -> QuerySet[AgendaItem] | QuerySet[Attendance]:
    return meeting.agenda.all() if kind is AgendaItem else meeting.attendance.all()


def _kind(row: Seat) -> str:
    return "agenda" if isinstance(row, AgendaItem) else "seat"
