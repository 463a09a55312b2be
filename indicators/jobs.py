"""What actions of this app put off: the letters of a day, those a superior asked for, making many packs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records import letters
from coquang.records.jobs import CannotBeDone, put_off, work
from coquang.records.models import Job
from indicators.models import Reminder

SEND = "reminders.send"
URGE = "reminders.urge"


@work(SEND)
def send_digest(job: Job, reminder_id: int) -> None:
    """Send one letter, on its own day only. Its Message-ID is the same at every attempt, so that a mail server
    which already has it from a worker that died can drop the second.
    """
    reminder = Reminder.objects.select_for_update(of=("self",)).select_related("person").filter(pk=reminder_id).first()
    if reminder is None or reminder.sent_at is not None:
        return
    if reminder.day != dates.today():
        raise CannotBeDone(_("The day of this reminder is over; it was not sent."))
    host = urlsplit(settings.PORTAL_ADDRESS).hostname
    name = f"<reminder.{reminder.pk}.{reminder.day:%Y%m%d}@{host}>"
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
    letters.send(EmailMessage(reminder.subject, reminder.body, to=[reminder.person.email], headers=headers))
    reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at"])


@work(URGE)
def post_urging(job: Job, urging_id: int) -> None:
    """Put the letters of an urging into the post, to those who have an address and read mail."""
    waiting = Reminder.objects.select_for_update(of=("self",)).filter(urging=urging_id, turns=0)
    for letter in waiting.filter(person__wants_reminders=True).exclude(person__email="").order_by("pk"):
        post(letter)


def post(letter: Reminder) -> None:
    """Put the sending of one letter off, once more if it failed before."""
    letter.turns += 1
    letter.job = put_off(SEND, letter.pk, by=None, key=f"{SEND}:{letter.pk}:{letter.turns}")
    letter.save(update_fields=["turns", "job"])
