"""Rules on figures, data per indicator and dated by year, and the sentences that answered a question."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators import rules
from indicators.models.catalogue import Indicator
from indicators.models.figures import Figure, a_number


class RuleQuerySet(models.QuerySet["Rule"]):
    def of_year(self, year: int) -> Self:
        """The rules whose years include this one; of a kind the one that began last holds, which comes last."""
        standing = self.filter(from_year__lte=year).filter(Q(to_year__isnull=True) | Q(to_year__gte=year))
        return standing.order_by("indicator", "kind", "from_year")


class Rule(models.Model):
    """What an indicator's figures are held to from a year on. A soft rule without a row stands at its usual limit."""

    class Kind(models.TextChoices):
        PART_OF_WHOLE = rules.PART_OF_WHOLE, _("not greater than its whole")
        RANGE = rules.RANGE, _("within a range")
        OVER_TARGET = rules.OVER_TARGET, _("far above the year's target")
        AS_LAST_YEAR = rules.AS_LAST_YEAR, _("the same as last year to the last digit")
        JUMP = rules.JUMP, _("a jump")
        OUTLIER = rules.OUTLIER, _("far from the unit's own earlier figures")
        LIKE_WARDS = rules.LIKE_WARDS, _("far from the figures of like wards")
        FAR_OFF = rules.FAR_OFF, _("far from the provisional figure")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(_("rule"), max_length=16, choices=Kind)
    from_year = models.PositiveSmallIntegerField(_("from year"))
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    other = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("whole")
    )
    low = a_number(null=True)
    high = a_number(null=True)
    threshold = models.DecimalField(_("limit"), max_digits=8, decimal_places=2, null=True, blank=True)
    is_off = models.BooleanField(_("switched off"), default=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "kind", "from_year"], name="one_rule_of_a_kind_from_a_year"),
            models.CheckConstraint(
                condition=Q(from_year__gte=limits.FIRST_YEAR, from_year__lte=limits.LAST_YEAR),
                name="a_rule_has_a_real_year",
            ),
            models.CheckConstraint(
                condition=Q(to_year__isnull=True) | Q(to_year__gte=F("from_year")),
                name="a_rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind=rules.PART_OF_WHOLE) & (Q(other__isnull=False) | Q(is_off=True))
                | ~Q(kind=rules.PART_OF_WHOLE) & Q(other__isnull=True),
                name="only_a_part_names_its_whole",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("indicator")), name="a_whole_is_another_indicator"
            ),
            models.CheckConstraint(
                condition=Q(kind=rules.RANGE) & (Q(low__isnull=False) | Q(high__isnull=False) | Q(is_off=True))
                | ~Q(kind=rules.RANGE) & Q(low__isnull=True, high__isnull=True),
                name="only_a_range_has_ends",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lt=F("high")),
                name="a_range_goes_upwards",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=rules.HARD, threshold__isnull=True)
                | Q(kind__in=rules.SOFT) & (Q(threshold__isnull=True) | Q(threshold__gt=0)),
                name="only_a_soft_rule_has_a_limit_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.kind} {self.from_year}"

    @property
    def limit(self) -> Decimal:
        """Where a soft rule begins to ask: its own limit, or the usual one."""
        return self.threshold if self.threshold is not None else rules.THRESHOLDS[self.kind]


class AnswerQuerySet(models.QuerySet["Answer"]):
    def standing(self) -> Self:
        """The answers whose figures still have the values they were about."""
        same = Q(figure__value=F("about_value"))
        whole = Q(figure__denominator=F("about_denominator"))
        neither = Q(figure__denominator__isnull=True, about_denominator__isnull=True)
        return self.filter(same & (whole | neither))


class Answer(models.Model):
    """The sentence that says why a figure is what it is; it stands as long as the figure has that value."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="answers", db_constraint=False)
    kind = models.CharField(_("rule"), max_length=16, choices=Rule.Kind)
    about_value = a_number()
    about_denominator = a_number(null=True)
    text = models.CharField(_("reason"), max_length=limits.SENTENCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"
    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="an_answer_says_something")]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.text[:60]}"
