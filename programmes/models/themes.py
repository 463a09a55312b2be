"""The theme of the year, at every level, with the document that adopted it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models.units import Unit


class Theme(models.Model):
    """What a unit set over its year. A ward's own refers to its superior's."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="themes")
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.CharField(_("theme"), max_length=limits.SENTENCE)
    adopted_by = models.CharField(_("adopted by"), max_length=limits.SENTENCE, blank=True)
    superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_theme_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="a_theme_has_a_real_year",
            ),
        ]

    def __str__(self) -> str:
        return self.text
