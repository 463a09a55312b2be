"""Reading a file of meetings held elsewhere ({"meetings": […]}): every fault found, or every meeting as it was printed.

What a report of a meeting leaves out stays out: an unknown day stays unknown, a body is a text until a person of its
unit takes the task on. A deadline keeps its words beside the day that could be read of them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from coquang import limits, names
from programmes.models import Meeting
from programmes.unit_files import Fault

Kind = Meeting.Kind
PARTIAL = re.compile(r"--(\d\d)-(\d\d)")

# What a report calls a meeting, looked for in this order.
KINDS = (
    ("giữa nhiệm kỳ", Kind.MID_TERM),
    ("sơ kết 6 tháng", Kind.MID_YEAR),
    ("sơ kết", Kind.QUARTERLY),
    ("tổng kết", Kind.YEAR_END),
    ("làm việc", Kind.WORKING_SESSION),
    ("ban chấp hành", Kind.EXECUTIVE_COMMITTEE),
    ("ban thường vụ", Kind.STANDING_COMMITTEE),
    ("ubnd", Kind.PEOPLES_COMMITTEE),
    ("thường trực", Kind.STANDING_LEADERSHIP),
)


@dataclass(frozen=True)
class SaidConclusion:
    text: str
    lead: str
    supporting: tuple[str, ...]
    deadline_words: str
    due_on: date | None


@dataclass(frozen=True)
class SaidMeeting:
    key: str
    title: str
    kind: str
    unit: str
    province: str
    held_on: date | None
    date_text: str
    host: str
    chair: str
    attendees: tuple[str, ...]
    opinions: tuple[str, ...]
    conclusions: tuple[SaidConclusion, ...]
    source: Mapping[str, Any]


class _Reader:
    """Takes texts and days out of one meeting, keeping what is wrong."""

    def __init__(self, row: int, faults: list[Fault]) -> None:
        self.row, self.faults = row, faults

    def fault(self, column: str, value: object, reason: str) -> None:
        self.faults.append(Fault(self.row, column, str(value)[:60], reason))

    def text(self, told: Mapping[str, Any], column: str, most: int, *, needed: bool = False) -> str:
        value = told.get(column) or ""
        if not isinstance(value, str):
            self.fault(column, value, _("This is not text."))
            return ""
        try:
            clean = names.tidy(value)
        except names.NotText as refusal:
            self.fault(column, "", refusal.sentence("vi"))
            return ""
        if len(clean) > most:
            self.fault(column, clean, _("This is longer than %(most)d characters.") % {"most": most})
            return ""
        if needed and not clean:
            self.fault(column, "", _("This is missing."))
        return clean

    def texts(self, told: Mapping[str, Any], column: str) -> tuple[str, ...]:
        values = told.get(column) or []
        if not isinstance(values, list):
            self.fault(column, values, _("This is not a list."))
            return ()
        return tuple(self.text({column: value}, column, limits.PARAGRAPHS) for value in values)

    def day(self, told: Mapping[str, Any], column: str, *, at: date | None = None) -> date | None:
        """A day; one without its year (--08-30) is the next such day after the meeting, if that is known."""
        value = self.text(told, column, limits.NAME)
        partial = PARTIAL.fullmatch(value)
        try:
            if not partial:
                return date.fromisoformat(value) if value else None
            month, day = int(partial[1]), int(partial[2])
            date(2000, month, day)
            if at is None:
                return None
            this_year = date(at.year, month, day)
            return this_year if this_year >= at else date(at.year + 1, month, day)
        except ValueError:
            self.fault(column, value, _("There is no such day; write YYYY-MM-DD."))
            return None


def read_meetings(content: bytes) -> tuple[list[SaidMeeting], list[Fault]]:
    """The meetings of a file and its faults; with any fault nothing of it is to be used."""
    if len(content) > limits.IMPORT_BYTES:
        return [], [Fault(1, "", "", _("The file is larger than 20 MB; a file of meetings is not."))]
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return [], [Fault(1, "", "", _("The file is not JSON in UTF-8."))]
    rows = told.get("meetings") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        return [], [Fault(1, "meetings", "", _("The file holds no list called “meetings”."))]
    faults: list[Fault] = []
    read = [_meeting(number, row, faults) for number, row in enumerate(rows, start=1)]
    keys = [meeting.key for meeting in read if meeting is not None]
    faults += [
        Fault(number, "id", key, _("Two meetings have this id."))
        for number, key in enumerate(keys, start=1)
        if key in keys[: number - 1]
    ]
    return [meeting for meeting in read if meeting is not None], faults


def _meeting(number: int, told: Any, faults: list[Fault]) -> SaidMeeting | None:
    reader = _Reader(number, faults)
    if not isinstance(told, dict):
        reader.fault("", told, _("This is no meeting."))
        return None
    held_on = reader.day(told, "date")
    called = reader.text(told, "type", limits.NAME)
    host = reader.text(told, "host", limits.NAME)
    rows = told.get("conclusions") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        reader.fault("conclusions", "", _("This is not a list of conclusions."))
        rows = []
    return SaidMeeting(
        key=reader.text(told, "id", limits.NAME, needed=True),
        title=reader.text(told, "title", limits.SENTENCE, needed=True),
        kind=kind_of(f"{called} {host}"),
        unit=reader.text(told, "unit", limits.NAME, needed=True),
        province=reader.text(told, "province", limits.NAME),
        held_on=held_on,
        date_text=reader.text(told, "date_text", limits.NAME),
        host=host,
        chair=reader.text(told, "chair_title", limits.CAPACITY),
        attendees=reader.texts(told, "attendee_roles"),
        opinions=reader.texts(told, "opinions"),
        conclusions=tuple(_conclusion(reader, row, held_on) for row in rows),
        source={
            "type": called,
            "figures": list(reader.texts(told, "figures_reported")),
            "address": reader.text(told, "source_url", limits.PARAGRAPHS),
            "is_complete": told.get("excerpt_complete") is True,
            "opinions": told.get("opinion_count") if isinstance(told.get("opinion_count"), int) else None,
        },
    )


def _conclusion(reader: _Reader, told: Mapping[str, Any], held_on: date | None) -> SaidConclusion:
    return SaidConclusion(
        text=reader.text(told, "text", limits.PARAGRAPHS, needed=True),
        lead=reader.text(told, "assigned_to", limits.NAME),
        supporting=reader.texts(told, "coordinating"),
        deadline_words=reader.text(told, "deadline_text", limits.NAME),
        due_on=reader.day(told, "deadline", at=held_on),
    )


def kind_of(called: str) -> str:
    """The kind of a meeting by what its report calls it."""
    lower = called.lower()
    return next((kind.value for words, kind in KINDS if words in lower), Kind.OTHER.value)


def missing(meeting: SaidMeeting, *, unit_found: bool) -> Sequence[str]:
    """What the report of a meeting does not say, in words for a table."""
    lacks = []
    if not unit_found:
        lacks.append(_("unit not in the tree, kept as printed"))
    if meeting.held_on is None:
        lacks.append(_("day unknown"))
    if not meeting.chair:
        lacks.append(_("chair unknown"))
    undated = sum(1 for said in meeting.conclusions if said.due_on is None)
    if undated:
        lacks.append(_("%(count)d conclusions without a day") % {"count": undated})
    leaderless = sum(1 for said in meeting.conclusions if not said.lead)
    if leaderless:
        lacks.append(_("%(count)d conclusions without a body") % {"count": leaderless})
    return lacks
