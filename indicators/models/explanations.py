"""Requests for explanation (yêu cầu giải trình): what a superior asks of a unit about one indicator, and the answer.

The question and the answer are never written again; the draft is the unit's own until it is sent. Not to be confused
with the reasons that rules ask of a figure (Answer in rules.py).
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.periods import Period
from indicators.models.catalogue import Indicator
from programmes.models import Unit


class ExplanationQuerySet(models.QuerySet["Explanation"]):
    def open(self) -> Self:
        """Those that no answer was sent to."""
        return self.filter(answer__isnull=True)


class Explanation(models.Model):
    """One question about an indicator of a unit in a period, with the day its answer is due."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="explanations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="explanations")
    year = models.PositiveSmallIntegerField(_("year"))
    through = models.PositiveSmallIntegerField(_("through quarter"))
    period_code = models.CharField(max_length=limits.CODE)
    text = models.CharField(_("text"), max_length=limits.REMARK)
    due_on = models.DateField(_("due"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY)
    at = models.DateTimeField()

    serving_rights = "append"
    objects = ExplanationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["unit", "year"], name="explanations_by_unit_and_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_request_for_explanation_asks_something"),
            models.CheckConstraint(condition=Q(through__range=(1, 4)), name="an_explanation_is_of_quarters"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.period_code}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)

    @property
    def given(self) -> "ExplanationAnswer | None":
        return getattr(self, "answer", None)

    @property
    def is_overdue(self) -> bool:
        return self.given is None and self.due_on < dates.today()

    @property
    def was_late(self) -> bool:
        return self.given is not None and timezone.localtime(self.given.at).date() > self.due_on


class ExplanationDraft(models.Model):
    """The answer as the unit is writing it; seen by the unit's own people alone."""

    explanation = models.OneToOneField(Explanation, on_delete=models.CASCADE, related_name="draft")
    text = models.CharField(_("text"), max_length=limits.REMARK)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    serving_rights = "keep"

    def __str__(self) -> str:
        return str(self.explanation_id)


class ExplanationAnswer(models.Model):
    """The unit's answer, sent once, by whom and in which capacity."""

    explanation = models.OneToOneField(Explanation, on_delete=models.CASCADE, related_name="answer")
    text = models.CharField(_("text"), max_length=limits.REMARK)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="an_explanation_says_something")]

    def __str__(self) -> str:
        return str(self.explanation_id)
