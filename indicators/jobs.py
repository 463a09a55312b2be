"""What actions of this app put off, beside printing: sending the letters of a day, making many packs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records import letters
from coquang.records.jobs import CannotBeDone, work
from coquang.records.models import Job
from indicators.models import Reminder

SEND = "reminders.send"


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
