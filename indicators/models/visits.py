"""When a leader last looked through what had changed."""

from django.conf import settings
from django.db import models


class Visit(models.Model):
    """Up to when a person has seen what changed; they say so themselves, for opening a page tells nothing."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="+")
    seen_to = models.DateTimeField()

    serving_rights = "keep"

    def __str__(self) -> str:
        return f"{self.person_id} {self.seen_to}"
