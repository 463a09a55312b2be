"""Sending one letter by the office's mail server, which may be away for a while."""

import smtplib
import time

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from coquang.records.jobs import CannotBeDone

PAUSE_WHEN_AWAY = 60.0

# Until when this process asks the mail server nothing: papers to print must not wait for a server that is away.
_away_until = 0.0


class MailAway(OSError):
    """The mail server did not answer a moment ago."""


def send(message: EmailMessage) -> None:
    """Hand a letter to the mail server; CannotBeDone says why it will never take it."""
    global _away_until
    if time.monotonic() < _away_until:
        raise MailAway
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        raise CannotBeDone(_("The mail server knows no such address.")) from refusal
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refusal:
        raise CannotBeDone(_("The mail server did not take the letter (%d).") % refusal.smtp_code) from refusal
    except OSError:  # SMTPException is one
        _away_until = time.monotonic() + PAUSE_WHEN_AWAY
        raise
