"""Reporting regimes as sets of periods, with their data windows and deadlines; and one unit's longer time.

Source of the windows: Nghị định 09/2019/NĐ-CP, Điều 12. Deadlines are each superior's own, hence rows.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.periods import Period as Stretch
from programmes.models import Unit


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
    """Until when a level hands a period up, and the day at whose end the period closes for it.

    Between the two a sheet is late; after the second nothing is entered or sent without an extension. A period
    without a closing day does not close by itself.
    """

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="deadlines")
    level = models.PositiveSmallIntegerField(_("level"))
    due_at = models.DateTimeField(_("due"))
    moved_from = models.DateField(_("moved from"), null=True)
    """The day it was set to, when offices are closed on that day."""
    closes_on = models.DateField(_("closes at the end of"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "level"], name="one_deadline_a_level")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.level} {self.due_at}"


class Extension(models.Model):
    """A quarter kept open for one unit after it closed, to the end of a day, for a reason. It ends by itself."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="extensions")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    until = models.DateField(_("to the end of"))
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    serving_rights = "append"

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "year", "quarter"], name="extensions_by_unit_and_quarter")]
        constraints = [
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="an_extension_is_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="an_extension_has_a_real_year",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_extension_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}-Q{self.quarter} {self.until}"

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.year, "quarter", self.quarter)
