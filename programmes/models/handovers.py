"""Handing work over (bàn giao): from whom to whom, which things line by line, why, and who had it done."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models.people import Person
from programmes.models.units import Unit


class HandoverQuerySet(models.QuerySet["Handover"]):
    def of(self, person: Person) -> Self:
        """Those in which a person gave, received or did it for others."""
        return self.filter(Q(giver=person) | Q(receiver=person) | Q(made_by=person))


class Handover(models.Model):
    """What one person held in a unit goes to another who is appointed there. It is never taken back, only on."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # The posts as they were that day; appointments end, and papers are read for long.
    giver_post = models.CharField(max_length=limits.CAPACITY, blank=True)
    receiver_post = models.CharField(max_length=limits.CAPACITY)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    made_at = models.DateTimeField()
    # The office's clock stands on another day in a demonstration; what came first is told by the machine's.
    recorded_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY)

    serving_rights = "append"
    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="work_goes_to_somebody_else"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_handover_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}"


class HandoverLine(models.Model):
    """One thing that was handed over, in the words of that day; named by kind and number, for it may end before this.

    The latest line about a thing says who holds it, where the thing itself does not know better (programmes.holdings).
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=limits.CODE)
    number = models.PositiveIntegerField()
    kind_words = models.CharField(max_length=limits.NAME)
    what = models.CharField(max_length=limits.SENTENCE)

    serving_rights = "append"

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "number"], name="handed_over_by_thing")]
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "number"], name="a_thing_is_handed_over_once_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.kind} {self.number}"
