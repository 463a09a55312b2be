"""The journal: who did what to which thing, in which capacity, and when. Nothing is ever taken out of it."""

from django.conf import settings
from django.db import models

from coquang import limits


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def about(self, thing: models.Model) -> "JournalEntryQuerySet":
        return self.filter(thing_kind=thing._meta.label_lower, thing_id=thing.pk)


class JournalEntry(models.Model):
    """One act. The thing is named by kind and number, for the journal outlives what it speaks of."""

    at = models.DateTimeField(auto_now_add=True)
    act = models.CharField(max_length=limits.CODE * 3)
    thing_kind = models.CharField(max_length=limits.CODE * 3)
    thing_id = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    facts = models.JSONField(default=dict)

    serving_rights = "append"
    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["thing_kind", "thing_id"], name="journal_by_thing")]

    def __str__(self) -> str:
        return f"{self.act} {self.thing_kind} {self.thing_id}"
