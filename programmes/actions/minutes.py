"""Writing minutes while a meeting lasts: each remark as it is said, by one or two writers, losing nothing.

A remark's key is made where it is typed: sent twice it is kept once. Who changes a remark says which version they saw;
when it was changed since, both versions are told and a person chooses.
"""

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.meetings import locked
from programmes.models import Meeting, Minutes, Person, Remark

State = Minutes.State


@dataclass(frozen=True)
class Said:
    """One remark as typed."""

    speaker_id: int
    kind: str
    text: str
    agenda_item_id: int | None = None
    said_at: time | None = None


class Contested(Exception):
    """Somebody else changed the remark since it was seen; `remark` is what stands now."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(str(remark.key))
        self.remark = remark


def begun(meeting: Meeting, *, by: Person) -> tuple[Minutes, str]:
    """The first record of the meeting, made when the first word is written, held until the deed is done."""
    meeting, words = locked(meeting, by=by)
    minutes, is_new = Minutes.objects.select_for_update().get_or_create(meeting=meeting, supplements=None)
    minutes.meeting = meeting
    if is_new:
        record(minutes, "minutes.begun", by=by, capacity=words)
    return minutes, words


def refuse_closed(minutes: Minutes) -> None:
    if minutes.state == State.SIGNED:
        raise Refused(_("The minutes of this meeting are signed; they are mended by a supplementary record only."))
    if minutes.state == State.PREPARED:
        raise Refused(_("The minutes are prepared; take them back to writing before something is changed."))


@transaction.atomic
def write(meeting: Meeting, key: UUID, said: Said, *, seen: int, by: Person) -> Remark:
    """Write a remark down or change it. Contested when somebody else changed it since; the same words change nothing.

    `seen` is the version the writer had before them, 0 for a new remark.
    """
    minutes, words = begun(meeting, by=by)
    refuse_closed(minutes)
    meeting = minutes.meeting
    if not meeting.attendance.filter(pk=said.speaker_id).exists():
        raise Refused(_("Choose who spoke among those asked to the meeting."))
    if said.agenda_item_id and not meeting.agenda.filter(pk=said.agenda_item_id).exists():
        raise Refused(_("This item is no longer on the agenda; choose another."))
    if not said.text:
        raise Refused(_("A remark without words is not kept; to leave one out, strike it."))
    remark = Remark.objects.filter(key=key).first()
    if remark is None:
        return _written(minutes, key, said, by=by, capacity=words)
    if remark.minutes_id != minutes.pk:
        raise PermissionDenied
    if _told(remark) == said or (said.said_at is None and _told(remark, with_time=False) == said):
        return remark
    if remark.version != seen:
        raise Contested(remark)
    return _changed(minutes, remark, said, by=by, capacity=words)


def _written(minutes: Minutes, key: UUID, said: Said, *, by: Person, capacity: str) -> Remark:
    last = minutes.remarks.aggregate(last=Max("position"))["last"] or 0
    remark = Remark.objects.create(
        minutes=minutes,
        key=key,
        speaker_id=said.speaker_id,
        kind=said.kind,
        text=said.text,
        agenda_item_id=said.agenda_item_id,
        said_at=said.said_at or dates.now().time().replace(second=0, microsecond=0),
        position=last + 1,
        written_by=by,
        written_at=dates.now(),
    )
    _turn(minutes)
    record(remark, "remark.written", by=by, capacity=capacity)
    return remark


def _changed(minutes: Minutes, remark: Remark, said: Said, *, by: Person, capacity: str) -> Remark:
    before = remark.text
    remark.speaker_id, remark.kind, remark.text = said.speaker_id, said.kind, said.text
    remark.agenda_item_id, remark.said_at = said.agenda_item_id, said.said_at or remark.said_at
    _keep(minutes, remark, by=by)
    record(remark, "remark.changed", by=by, capacity=capacity, before=before, version=remark.version)
    return remark


@transaction.atomic
def strike(remark: Remark, *, is_struck: bool, by: Person) -> Remark:
    """Leave a remark out of the minutes, or take it in again. It stays on record."""
    minutes, words = begun(remark.minutes.meeting, by=by)
    refuse_closed(minutes)
    remark.refresh_from_db()
    if remark.is_struck != is_struck:
        remark.is_struck = is_struck
        _keep(minutes, remark, by=by)
        record(remark, "remark.struck" if is_struck else "remark.taken_in", by=by, capacity=words)
    return remark


def _keep(minutes: Minutes, remark: Remark, *, by: Person) -> None:
    remark.version += 1
    remark.written_by, remark.written_at = by, dates.now()
    remark.save()
    _turn(minutes)


def _turn(minutes: Minutes) -> None:
    """Each change is one more version of the minutes, which the other writer's page asks for."""
    minutes.version += 1
    minutes.save(update_fields=["version"])


def _told(remark: Remark, *, with_time: bool = True) -> Said:
    said_at = remark.said_at.replace(second=0, microsecond=0) if with_time and remark.said_at else None
    return Said(remark.speaker_id, remark.kind, remark.text, remark.agenda_item_id, said_at)
