"""Many packs made in one go: which units, in which order, and the paper that was made for each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coquang import limits
from coquang.records.models import Job, PrintedDocument
from programmes.models import Meeting, Person, Unit


class PackRoundQuerySet(models.QuerySet["PackRound"]):
    def asked_for_by(self, person: Person) -> "PackRoundQuerySet":
        """Packs hold what their maker may see, so they are the maker's."""
        return self.filter(by=person)


class PackRound(models.Model):
    """One order for packs: a job with a step for each, and one for the file that holds them all."""

    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    # The file of all, beside the papers themselves.
    stored_as = models.CharField(max_length=limits.NAME, blank=True)

    serving_rights = "keep"
    objects = PackRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.host_id} {self.period}"


class PackOfRound(models.Model):
    """One pack of an order: of a unit, for its meeting when it has one; the paper, or why none could be made."""

    round = models.ForeignKey(PackRound, on_delete=models.CASCADE, related_name="packs")
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(PrintedDocument, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=limits.SENTENCE, blank=True)

    serving_rights = "keep"

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="packs_of_an_order_stand_in_order"),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(reason=""), name="a_pack_is_made_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.position}"
