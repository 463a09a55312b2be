"""One figure put right after approval (đính chính): asked with a reason, decided by the approver of its row."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators.models.figures import Figure, a_number, within_limits


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def asked(self) -> Self:
        """Asked for and not decided yet."""
        return self.filter(decision=Correction.Decision.ASKED)


class Correction(models.Model):
    """A new value for one approved figure, and what came of it.

    Agreed, it makes the figure's next revision; the database lets a closed figure move to exactly what an agreed
    correction says. What follows from it (a ratio, a later quarter's part of a cumulative value) is a correction of
    its own that names the first.
    """

    class Decision(models.TextChoices):
        ASKED = "asked", _("asked for")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("not agreed")
        WITHDRAWN = "withdrawn", _("taken back")

    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="corrections", db_constraint=False)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="following")
    revision = models.PositiveSmallIntegerField(null=True)
    old_value = a_number(null=True)
    old_denominator = a_number(null=True)
    old_typed = a_number(null=True)
    value = a_number(null=True)
    denominator = a_number(null=True)
    typed = a_number(null=True)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    evidence = models.CharField(_("evidence"), max_length=limits.SENTENCE)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.ASKED)
    decision_reason = models.CharField(_("reason"), max_length=limits.SENTENCE, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    serving_rights = "keep"
    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure"],
                condition=Q(decision="asked"),
                name="one_correction_of_a_figure_is_asked_at_a_time",
            ),
            models.UniqueConstraint(fields=["figure", "revision"], name="one_correction_makes_a_revision"),
            models.CheckConstraint(condition=within_limits("value"), name="a_corrected_figure_is_a_number_in_range"),
            models.CheckConstraint(
                condition=Q(decision="asked", decided_at__isnull=True)
                | (~Q(decision="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="a_decided_correction_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(decision="agreed", revision__isnull=False)
                | (~Q(decision="agreed") & Q(revision__isnull=True)),
                name="an_agreed_correction_makes_a_revision",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["agreed", "declined"]) | ~Q(decided_by=F("asked_by")),
                name="nobody_decides_a_correction_they_asked",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_says_why"),
            models.CheckConstraint(
                condition=~Q(decision="declined") | ~Q(decision_reason=""), name="a_declined_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.old_value} → {self.value}"
