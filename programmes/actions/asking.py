"""Asking people to a meeting by mail: one letter a person, with the meeting as a calendar reads it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.records.jobs import put_off
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.meetings import refuse_signed
from programmes.jobs import INVITE
from programmes.models import Meeting, Person
from programmes.permissions_of_meetings import writing_as


@transaction.atomic
def ask(meeting: Meeting, *, by: Person) -> int:
    """Put a letter off to everybody with a mail address; how many. A meeting that was called off says so."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    writer = writing_as(by, meeting.unit_id)
    if writer is None:
        raise PermissionDenied
    refuse_signed(meeting)
    if meeting.held_on is None:
        raise Refused(_("The day of the meeting is not known yet; say it first, then ask people to come."))
    if not settings.SENDS_MAIL:
        raise Refused(_("This office sends no mail. Give the calendar file to those asked in another way."))
    seats = list(meeting.attendance.filter(person__is_active=True).exclude(person__email=""))
    if not seats:
        raise Refused(_("Nobody among those asked has a mail address. Add people first."))
    for seat in seats:
        put_off(INVITE, seat.pk, meeting.version, by=by)
    record(meeting, "meeting.people_asked", by=by, capacity=writer.words, letters=len(seats))
    return len(seats)
