"""The catalogue: what is counted, how it adds up, which way is better, and how it is written."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coquang import limits, names
from indicators import arithmetic
from programmes.models import Body, Person, Unit


class Field(models.Model):
    """A field of work; the catalogue, the sheet and the report are ordered by it."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=limits.CODE, unique=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=limits.NAME)
    name_en = models.CharField(_("English name"), max_length=limits.NAME)
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.named(get_language() or "vi")

    def named(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_vi


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def visible_to(self, person: Person) -> Self:
        """The shared indicators, and the own ones of the units a person sees."""
        return self.filter(Q(owner__isnull=True) | Q(owner__in=person.visible_units()))

    def of_unit(self, unit: Unit) -> Self:
        """The shared indicators and the unit's own: what it may report."""
        return self.filter(Q(owner__isnull=True) | Q(owner=unit))

    def in_order(self) -> Self:
        """By field and order, each part right below its whole."""
        return self.annotate(
            whole_position=Coalesce("parent__position", "position"),
            whole_id=Coalesce("parent_id", "pk"),
            is_part=ExpressionWrapper(Q(parent__isnull=False), output_field=models.BooleanField()),
        ).order_by(*IN_ORDER)


IN_ORDER = ("field__position", "field_id", "whole_position", "whole_id", "is_part", "position", "pk")


class Indicator(models.Model):
    """One thing that is counted (chỉ tiêu)."""

    class Kind(models.TextChoices):
        """How quarters make a year; the meaning is in indicators.arithmetic."""

        FLOW = arithmetic.FLOW, _("flow: quarters add up")
        LEVEL = arithmetic.LEVEL, _("level at a date")
        RATIO_OF_FLOWS = arithmetic.RATIO_OF_FLOWS, _("ratio of flows")
        RATIO_OF_LEVELS = arithmetic.RATIO_OF_LEVELS, _("ratio of levels")

    class Direction(models.TextChoices):
        HIGHER = arithmetic.HIGHER, _("higher is better")
        LOWER = arithmetic.LOWER, _("lower is better")
        EXACTLY = arithmetic.EXACTLY, _("exactly")
        AT_MOST = arithmetic.AT_MOST, _("at most")
        MONITOR = arithmetic.MONITOR, _("monitored only")

    class Measured(models.TextChoices):
        MONEY = "money", _("money")
        COUNT = "count", _("count")
        PERCENT = "percent", _("percentage")
        QUANTITY = "quantity", _("other quantity")

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(_("code"), max_length=limits.CODE, unique=True)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="indicators")
    position = models.PositiveSmallIntegerField(_("order"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="own_indicators")
    name_vi = models.CharField(_("Vietnamese name"), max_length=limits.NAME)
    name_en = models.CharField(_("English name"), max_length=limits.NAME)
    name_search = models.CharField(max_length=limits.NAME, editable=False)
    sentence_vi = models.CharField(_("beginning of the Vietnamese sentence"), max_length=limits.NAME, blank=True)
    sentence_en = models.CharField(_("beginning of the English sentence"), max_length=limits.NAME, blank=True)
    measured = models.CharField(_("measured as"), max_length=10, choices=Measured)
    measure_vi = models.CharField(_("measure"), max_length=limits.POST)
    measure_en = models.CharField(_("measure in English"), max_length=limits.POST)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    due_quarter = models.PositiveSmallIntegerField(_("once a year, in quarter"), null=True, blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    scale = models.CharField(_("display scale"), max_length=limits.CODE, blank=True)
    scale_decimals = models.PositiveSmallIntegerField(_("decimals in the display scale"), default=1)
    sentence_is_exact = models.BooleanField(_("sentences give money to the đồng"), default=False)
    is_padded = models.BooleanField(_("counts below ten are padded"), default=False)
    numerator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expected_share = ArrayField(
        models.PositiveSmallIntegerField(),
        size=4,
        default=arithmetic.even_share,
        verbose_name=_("expected by quarter"),
    )
    on_course_from = models.PositiveSmallIntegerField(_("on course from (%)"), default=100)
    published_only = models.BooleanField(_("published figures only"), default=False)
    at_risk_below = models.PositiveSmallIntegerField(_("at risk below (%)"), default=80)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["field__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decimals__lte=limits.DECIMALS_AT_MOST),
                name="an_indicator_has_at_most_four_decimals",
            ),
            models.CheckConstraint(
                condition=Q(due_quarter__isnull=True) | Q(due_quarter__range=(1, 4)),
                name="an_indicator_falls_due_in_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(kind__startswith="ratio") | Q(numerator__isnull=True, denominator__isnull=True),
                name="only_a_ratio_has_parts",
            ),
            models.CheckConstraint(
                condition=Q(on_course_from__gte=F("at_risk_below")), name="on_course_is_not_below_at_risk"
            ),
            models.CheckConstraint(condition=Q(scale="") | Q(measured="money"), name="only_money_has_a_display_scale"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_search = names.search_key(self.name_vi)
        if (written := kwargs.get("update_fields")) is not None and "name_vi" in written:
            kwargs["update_fields"] = {*written, "name_search"}
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return self.named(get_language() or "vi")

    def named(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_vi

    def measure(self, language: str) -> str:
        return self.measure_en if language == "en" else self.measure_vi

    @property
    def is_ratio(self) -> bool:
        return self.kind in arithmetic.RATIOS

    def is_due_in(self, quarter: int) -> bool:
        return self.due_quarter is None or self.due_quarter == quarter


class ReportedIndicator(models.Model):
    """That a unit reports an indicator in some years: who provides it, who answers for it, how it is typed."""

    class EntryMode(models.TextChoices):
        QUARTER = "quarter", _("the quarter's own value")
        CUMULATIVE = "cumulative", _("cumulative since January")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reported")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reported_by")
    from_year = models.PositiveSmallIntegerField(_("from year"))
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True, blank=True)
    entry_mode = models.CharField(_("typed as"), max_length=10, choices=EntryMode, default=EntryMode.QUARTER)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator", "from_year"], name="a_unit_reports_an_indicator_once_from_a_year"
            ),
            models.CheckConstraint(
                condition=Q(to_year__isnull=True) | Q(to_year__gte=F("from_year")),
                name="reporting_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id}"


class Definition(models.Model):
    """What an indicator counts, as it was defined from a year on; figures of a year stand under that year's."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    from_year = models.PositiveSmallIntegerField(_("from year"))
    text_vi = models.TextField(_("definition"), max_length=limits.PARAGRAPHS)
    text_en = models.TextField(_("definition in English"), max_length=limits.PARAGRAPHS, blank=True)

    class Meta:
        ordering = ["indicator", "-from_year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "from_year"], name="one_definition_from_a_year"),
            models.CheckConstraint(
                condition=Q(from_year__gte=limits.FIRST_YEAR, from_year__lte=limits.LAST_YEAR),
                name="a_definition_has_a_real_year",
            ),
        ]

    def __str__(self) -> str:
        return self.text_vi[:60]


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def current(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Responsibility(models.Model):
    """Who answers for an indicator in a unit, and which body provides its figures, from a day on."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responsibilities")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="responsibilities")
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible person")
    )
    responsible_post = models.CharField(_("responsible"), max_length=limits.NAME, blank=True)
    providing_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="provides",
        verbose_name=_("providing body"),
    )
    provider_post = models.CharField(_("provider"), max_length=limits.NAME, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "indicator"],
                condition=Q(valid_to__isnull=True),
                name="one_standing_responsibility_for_an_indicator",
            ),
            models.UniqueConstraint(fields=["unit", "indicator", "valid_from"], name="one_responsibility_from_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_responsibility_lasts_at_least_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.responsible_post}"
