"""The parts of a progress report that the office writes itself, kept between drafts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models import Unit


class ReportText(models.Model):
    """What the office wrote for one unit and period: limits and causes, coming tasks, proposals."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_texts")
    period = models.CharField(max_length=10)
    shortcomings = models.TextField(_("limits and causes"), max_length=limits.PARAGRAPHS, blank=True)
    coming_tasks = models.TextField(_("coming tasks"), max_length=limits.PARAGRAPHS, blank=True)
    proposals = models.TextField(_("proposals"), max_length=limits.PARAGRAPHS, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="one_text_per_unit_and_period")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"
