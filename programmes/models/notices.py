"""The notice of what a meeting concluded: what the office says in it in its own words; all else is the meeting's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models.minutes import Minutes
from programmes.models.papers import OfficialPaper


class NoticeOfConclusions(models.Model):
    """An official paper that tells a meeting's conclusions and tasks, and the parts of it that people write.

    `as_told` are the lines the record itself offered when the parts were written last, by part.
    """

    paper = models.OneToOneField(OfficialPaper, on_delete=models.PROTECT, related_name="notice")
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="notices")
    assessment = models.TextField(_("assessment"), max_length=limits.PARAGRAPHS, blank=True)
    proposals = models.TextField(_("on proposals"), max_length=limits.PARAGRAPHS, blank=True)
    report_by = models.DateField(_("results are reported by"), null=True, blank=True)
    as_told = models.JSONField(default=dict)

    serving_rights = "keep"

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.paper_id}"
