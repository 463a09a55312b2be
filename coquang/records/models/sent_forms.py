"""Each rendered form carries a hidden key; the key is spent by the first post, so a doubled post is one act."""

from django.conf import settings
from django.db import models


class SentForm(models.Model):
    key = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="sent_forms_by_age")]

    def __str__(self) -> str:
        return str(self.key)
