"""Targets: what a unit is to reach in a year. Several may stand side by side with their bases; one is the main."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators import arithmetic
from indicators.models.catalogue import Indicator
from programmes.models import Unit


class Target(models.Model):
    class Base(models.TextChoices):
        ASSIGNED = "assigned", _("assigned by the superior")
        COUNCIL = "council", _("assigned by the People's Council or Committee")
        RESOLUTION = "resolution", _("resolution of the Party committee")
        STATUTORY = "statutory", _("statutory estimate")
        STRIVING = "striving", _("striven for")

    class Form(models.TextChoices):
        VALUE = arithmetic.VALUE, _("a value")
        RANGE = arithmetic.RANGE, _("a range")
        AT_LEAST = arithmetic.AT_LEAST, _("at least")
        AT_MOST = arithmetic.NO_MORE_THAN, _("at most")
        LESS_THAN = arithmetic.LESS_THAN, _("less than")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets", db_index=False)
    year = models.PositiveSmallIntegerField(_("year"))
    base = models.CharField(_("base"), max_length=12, choices=Base)
    base_printed = models.CharField(_("base as printed"), max_length=limits.POST, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.VALUE)
    value = models.DecimalField(_("value"), max_digits=limits.FIGURE_DIGITS, decimal_places=limits.FIGURE_DECIMALS)
    upper = models.DecimalField(
        _("up to"),
        max_digits=limits.FIGURE_DIGITS,
        decimal_places=limits.FIGURE_DECIMALS,
        null=True,
        blank=True,
    )
    is_main = models.BooleanField(_("main"), default=True)
    document = models.CharField(_("document"), max_length=limits.SENTENCE, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "indicator", "base"], name="one_target_a_base"),
            models.UniqueConstraint(
                fields=["unit", "year", "indicator"], condition=Q(is_main=True), name="one_main_target_a_year"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lt=limits.FIGURE_LIMIT), name="a_target_is_a_number_in_range"
            ),
            models.CheckConstraint(
                condition=Q(form="range", upper__isnull=False, upper__gt=F("value"), upper__lt=limits.FIGURE_LIMIT)
                | (~Q(form="range") & Q(upper__isnull=True)),
                name="only_a_range_has_an_upper_end",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="a_target_has_a_real_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.year}: {self.value}"

    @property
    def aim(self) -> arithmetic.Aim:
        return arithmetic.Aim(self.form, self.value, self.upper)


class TargetRevision(models.Model):
    """What a target was before it was revised, why, and by which document. A late lowering stays visible."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="revisions")
    form = models.CharField(_("form"), max_length=10, choices=Target.Form)
    value = models.DecimalField(max_digits=limits.FIGURE_DIGITS, decimal_places=limits.FIGURE_DECIMALS)
    upper = models.DecimalField(max_digits=limits.FIGURE_DIGITS, decimal_places=limits.FIGURE_DECIMALS, null=True)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    document = models.CharField(_("document"), max_length=limits.SENTENCE, blank=True)
    revised_on = models.DateField()
    revised_at = models.DateTimeField(auto_now_add=True)
    revised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_late_lowering = models.BooleanField(default=False)

    serving_rights = "append"

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_target_is_revised_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value}"
