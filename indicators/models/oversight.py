"""Which indicators count the inspections and supervisions that were held; the lines stand in programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indicators.models.catalogue import Indicator
from programmes.models import Body


class OversightCount(models.Model):
    """An indicator takes its value from the held lines of one kind of body: inspections, supervisions, or both."""

    class Counts(models.TextChoices):
        INSPECTIONS = "inspections", _("inspections")
        SUPERVISIONS = "supervisions", _("supervisions")
        BOTH = "both", _("inspections and supervisions")

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="oversight_count")
    body_kind = models.CharField(_("programme of"), max_length=30, choices=Body.Kind)
    counts = models.CharField(_("counts"), max_length=12, choices=Counts)

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.body_kind} {self.counts}"
