"""A meeting as a calendar reads it (RFC 5545): one event, in lines of at most 75 bytes, times in UTC."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from coquang import dates
from programmes.models import Meeting

CONTENT_TYPE = "text/calendar; charset=utf-8"
FILE_NAME = "giay-moi.ics"
LINE_BYTES = 75
# A meeting whose end is not said is shown as long as they usually are.
USUAL = timedelta(hours=2)


def invitation(meeting: Meeting, day: date, url: str) -> str:
    """The event of a meeting on its day; an unknown hour makes it one of the whole day."""
    told = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Co Quang//Chuong trinh cong tac//VI"),
        ("METHOD", "PUBLISH"),
        ("BEGIN", "VEVENT"),
        ("UID", f"meeting-{meeting.pk}@{urlsplit(settings.PORTAL_ADDRESS).hostname}"),
        ("DTSTAMP", _utc(timezone.now())),
        ("SEQUENCE", str(meeting.version)),
        *_times(meeting, day),
        ("SUMMARY", _text(meeting.title)),
        *([("LOCATION", _text(meeting.place))] if meeting.place else []),
        ("URL", url),
        ("STATUS", "CANCELLED" if meeting.is_cancelled else "CONFIRMED"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]
    return "".join(f"{line}\r\n" for name, value in told for line in _folded(f"{name}:{value}"))


def _times(meeting: Meeting, day: date) -> Iterator[tuple[str, str]]:
    if meeting.starts_at is None:
        yield "DTSTART;VALUE=DATE", f"{day:%Y%m%d}"
        yield "DTEND;VALUE=DATE", f"{day + timedelta(days=1):%Y%m%d}"
        return
    midnight = dates.start_of(day)
    starts = midnight.replace(hour=meeting.starts_at.hour, minute=meeting.starts_at.minute)
    ends = starts + USUAL
    if meeting.ended_at is not None and meeting.ended_at > meeting.starts_at:
        ends = midnight.replace(hour=meeting.ended_at.hour, minute=meeting.ended_at.minute)
    yield "DTSTART", _utc(starts)
    yield "DTEND", _utc(ends)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """A long line goes on in the next ones behind a space; no letter is cut in two."""
    held, room = "", LINE_BYTES
    for char in line:
        size = len(char.encode())
        if size > room:
            yield held
            held, room = " ", LINE_BYTES - 1
        held, room = held + char, room - size
    yield held
