"""What an office writes of a progress report itself: whole parts of it, and sentences in its own words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators.models.catalogue import Indicator
from programmes.models import Unit


class ReportText(models.Model):
    """What the office wrote for one unit and period: limits and causes, coming tasks, proposals.

    `told` are the figures that stood in these words when they were written, by the code of their indicator: when one is
    another today, the paragraph that tells it is marked.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_texts")
    period = models.CharField(max_length=10)
    shortcomings = models.TextField(_("limits and causes"), max_length=limits.PARAGRAPHS, blank=True)
    coming_tasks = models.TextField(_("coming tasks"), max_length=limits.PARAGRAPHS, blank=True)
    proposals = models.TextField(_("proposals"), max_length=limits.PARAGRAPHS, blank=True)
    told = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="one_text_per_unit_and_period")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"


class ReportSentence(models.Model):
    """A sentence of the results in the office's own words; `written_from` is the portal's, as it was then."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_sentences")
    period = models.CharField(max_length=10)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("sentence"), max_length=limits.REMARK)
    written_from = models.TextField()
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "period", "indicator"], name="one_own_sentence_per_unit_period_and_indicator"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="an_own_sentence_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period} {self.indicator_id}"
