"""Reporting regimes as sets of periods, with their data windows and deadlines.

Source of the windows: Nghị định 09/2019/NĐ-CP, Điều 12. Deadlines are each superior's own, hence rows.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits


class Regime(models.TextChoices):
    STATE = "state", _("State reporting regime")
    PARTY = "party", _("Party reporting regime")


class Period(models.Model):
    """One period of a regime. It reads quarters up to `through`, cumulatively or its own alone."""

    class Kind(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        HALF = "half", _("six months")
        NINE_MONTHS = "nine_months", _("nine months")
        YEAR = "year", _("year")

    regime = models.CharField(max_length=10, choices=Regime, default=Regime.STATE)
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    through = models.PositiveSmallIntegerField(_("through quarter"))
    opens_on = models.DateField(_("data from"))
    cut_off = models.DateField(_("data to"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regime", "year", "kind", "number"], name="one_period_of_its_kind"),
            models.CheckConstraint(condition=Q(opens_on__lt=F("cut_off")), name="a_period_opens_before_its_cut_off"),
            models.CheckConstraint(condition=Q(through__range=(1, 4)), name="a_period_reaches_a_quarter"),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="a_period_has_a_real_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.kind} {self.number}"


class Deadline(models.Model):
    """Until when a level hands a period up."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="deadlines")
    level = models.PositiveSmallIntegerField(_("level"))
    due_at = models.DateTimeField(_("due"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "level"], name="one_deadline_a_level")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.level} {self.due_at}"
