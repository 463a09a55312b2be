"""What actions of this app put off: sending the letters that ask people to a meeting."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records import letters
from coquang.records.jobs import CannotBeDone, work
from coquang.records.models import Job
from programmes import calendar_files
from programmes.models import Attendance, Meeting

INVITE = "meetings.invite"


@work(INVITE)
def send_invitation(job: Job, seat_id: int, version: int) -> None:
    """Send one letter with the meeting as a calendar reads it. What was changed since goes out in a letter of its own.

    Its Message-ID is the same at every attempt, so that a mail server which has it already can drop the second.
    """
    seats = Attendance.objects.select_related("person", "meeting__chair__person")
    seat = seats.filter(pk=seat_id, person__isnull=False).first()
    if seat is None or seat.person is None or seat.meeting.version != version:
        return
    person = seat.person
    day = seat.meeting.held_on
    if not person.email or day is None:
        raise CannotBeDone(_("This person has no mail address on record."))
    file = calendar_files.invitation(seat.meeting, day, address(seat.meeting))
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    headers = {"Message-ID": f"<meeting.{seat.meeting_id}.{version}.{seat.pk}@{host}>"}
    with translation.override(settings.LANGUAGE_CODE):
        letter = EmailMessage(_subject(seat.meeting), _body(seat), to=[person.email], headers=headers)
    letter.attach(calendar_files.FILE_NAME, file, "text/calendar")
    letters.send(letter)
    seat.invited_at = timezone.now()
    seat.save(update_fields=["invited_at"])


def address(meeting: Meeting) -> str:
    """The meeting's page as a letter or a calendar names it."""
    return settings.PORTAL_ADDRESS.rstrip("/") + reverse("programmes:meeting", args=[meeting.pk])


def _subject(meeting: Meeting) -> str:
    day = dates.short(meeting.held_on) if meeting.held_on else ""
    told = _("Called off: %(title)s (%(day)s)") if meeting.is_cancelled else _("Invitation: %(title)s (%(day)s)")
    return " ".join((told % {"title": meeting.title, "day": day}).split())[:200]


def _body(seat: Attendance) -> str:
    meeting = seat.meeting
    when = ""
    if meeting.held_on:
        when = f"{dates.weekday(meeting.held_on, settings.LANGUAGE_CODE)}, {dates.short(meeting.held_on)}"
    if meeting.starts_at:
        when = f"{dates.hour_words(meeting.starts_at)}, {when}"
    chair = meeting.chair.words if meeting.chair else meeting.chair_text
    lines = [
        meeting.title,
        "",
        _("When: %s") % when,
        *([_("Where: %s") % meeting.place] if meeting.place else []),
        *([_("Chair: %s") % chair] if chair else []),
        _("Takes part as: %s") % seat.get_capacity_display(),
        "",
        *(f"{item.position}. {item.title}" for item in meeting.agenda.all()),
        *(["", _("Called off: %s") % meeting.cancel_reason] if meeting.is_cancelled else []),
        "",
        _("The papers: %s") % address(meeting),
    ]
    return "\n".join(lines) + "\n"
