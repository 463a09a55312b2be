"""Reminding: the day's letters, written once by the clock; and a slip that somebody has printed for a unit."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import Job, PrintedDocument
from coquang.refusals import Refused
from indicators import reminding
from indicators.dashboards.reminders import digests, owed_by
from indicators.jobs import post
from indicators.models import Reminder, ReminderRound
from indicators.slips import reminder_slip
from programmes.models import Person, Unit
from programmes.working_days import closed_days, is_working


@transaction.atomic
def write() -> int:
    """Write today's letters and put their sending off; how many. Called again, it takes up those that failed.

    Nobody acts here, so there is no one to ask “may they?”. The round's row is the lock: of two clocks the second
    waits for the first and finds the round made.
    """
    day = dates.today()
    if not settings.SENDS_MAIL or not is_working(day, closed_days()):
        return 0
    made, is_new = ReminderRound.objects.get_or_create(day=day)
    if not is_new:
        return _take_up(ReminderRound.objects.select_for_update().get(pk=made.pk))
    with translation.override(settings.LANGUAGE_CODE):
        letters = Reminder.objects.bulk_create(
            Reminder(person=person, day=day, subject=reminding.subject(digest, day), body=reminding.letter(digest, day))
            for person, digest in digests()
        )
    for letter in letters:
        post(letter)
    made.letters = len(letters)
    made.save(update_fields=["letters"])
    record(made, "reminders.written", by=None, letters=len(letters))
    return len(letters)


def _take_up(made: ReminderRound) -> int:
    """Put the day's failed letters off once more."""
    failed = Reminder.objects.filter(day=made.day, sent_at__isnull=True, job__state=Job.State.FAILED)
    letters = list(failed.filter(turns__lt=Reminder.TURNS_AT_MOST))
    for letter in letters:
        post(letter)
    return len(letters)


@transaction.atomic
def print_slip(unit: Unit, period: Period, *, language: str, by: Person) -> PrintedDocument:
    """Have a slip printed that says what a unit still owes: whoever sees the unit may remind it."""
    capacity = by.acting()
    if capacity is None or not by.visible_units().filter(pk=unit.pk).exists():
        raise PermissionDenied
    owed = owed_by(unit, period)
    if owed is None:
        told = {"unit": unit.name, "period": period.name(language)}
        raise Refused(_("%(unit)s has nothing to send up for %(period)s now; there is no need to remind.") % told)
    document = paper.issue(reminder_slip(owed, capacity, language=language), by=by)
    record(document, "reminder_slip.issued", by=by, capacity=capacity.words, period=period.code, code=document.code)
    return document
