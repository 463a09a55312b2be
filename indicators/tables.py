"""The lists of this app: columns, sorting, filters."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import DayColumn, FoldedSearch, List
from indicators.models import Deadline, Extension, Field, Indicator, Period, Regime
from indicators.models.catalogue import IN_ORDER
from indicators.openness import moved_words
from indicators.words import period_name
from programmes.models import Unit

SHARED, OWN = "chung", "rieng"


class Indicators(List):
    number = tables.Column(_("No."), empty_values=(), order_by=IN_ORDER)
    name = tables.Column(_("Indicator"), linkify=("indicators:indicator", [tables.A("pk")]), order_by=("name_vi", "pk"))
    code = tables.Column(_("Code"))
    field = tables.Column(_("Field of work"), order_by=IN_ORDER)
    measure_vi = tables.Column(_("Measure"))
    kind = tables.Column(_("Kind"))
    direction = tables.Column(_("Direction"))
    owner = tables.Column(_("Kept for"), accessor="owner__name", empty_values=(), order_by=("owner__name_sort", "pk"))

    class Meta(List.Meta):
        model = Indicator
        fields = ("number", "name", "code", "field", "measure_vi", "kind", "direction", "owner")
        sequence = ("number", "name", "code", "field", "measure_vi", "kind", "direction", "owner")

    def __init__(self, rows: QuerySet[Indicator], *, numbers: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.numbers = numbers

    def render_number(self, record: Indicator) -> str:
        return self.numbers.get(record.pk, "")

    def render_measure_vi(self, record: Indicator) -> str:
        return record.measure(get_language() or "vi")

    def render_owner(self, record: Indicator) -> str:
        return record.owner.name if record.owner else str(_("all units"))

    def value_owner(self, record: Indicator) -> str:
        return self.render_owner(record)


class IndicatorFilter(FilterSet):
    q = FoldedSearch(field_name="name_search", label=_("Name"))
    field = ModelChoiceFilter(queryset=Field.objects.all(), label=_("Field of work"))
    kind = ChoiceFilter(choices=Indicator.Kind.choices, label=_("Kind"))
    shared = ChoiceFilter(
        choices=[(SHARED, _("shared by all units")), (OWN, _("a unit's own"))], label=_("Kept for"), method="of_whom"
    )

    class Meta:
        model = Indicator
        fields = ("q", "field", "kind", "shared")

    def of_whom(self, rows: QuerySet[Indicator], _name: str, value: str) -> QuerySet[Indicator]:
        return rows.filter(owner__isnull=value == SHARED)


class Fields(List):
    position = tables.Column(_("Order"), order_by=("position", "pk"))
    name_vi = tables.Column(_("Name in Vietnamese"))
    name_en = tables.Column(_("Name in English"))
    code = tables.Column(_("Code"))
    count = tables.Column(_("Indicators"))

    class Meta(List.Meta):
        model = Field
        fields = ("position", "name_vi", "name_en", "code", "count")

    def __init__(self, rows: QuerySet[Field], *, may_keep: bool, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.may_keep = may_keep

    def render_name_vi(self, record: Field) -> str:
        if not self.may_keep:
            return record.name_vi
        return format_html('<a href="{}">{}</a>', reverse("indicators:field-edit", args=[record.pk]), record.name_vi)

    def value_name_vi(self, record: Field) -> str:
        return record.name_vi


class ReportingUnits(List):
    name = tables.Column(_("Unit"), order_by=("name_sort", "pk"))
    level = tables.Column(_("Level"))
    count = tables.Column(_("Indicators reported"))

    class Meta(List.Meta):
        model = Unit
        fields = ("name", "level", "count")

    def __init__(self, rows: QuerySet[Unit], *, year: int, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.year = year

    def render_name(self, record: Unit) -> str:
        url = reverse("indicators:reporting", args=[record.code, self.year])
        return format_html('<a href="{}">{}</a>', url, record.name)

    def value_name(self, record: Unit) -> str:
        return record.name


class UnitFilter(FilterSet):
    q = FoldedSearch(field_name="name_search", label=_("Unit"))

    class Meta:
        model = Unit
        fields = ("q",)


class Periods(List):
    name = tables.Column(_("Period"), empty_values=(), order_by=("year", "cut_off", "kind"))
    regime = tables.Column(_("Regime"))
    opens_on = DayColumn(_("Data from"))
    cut_off = DayColumn(_("Cut off"))
    ward = tables.Column(_("Wards hand up by"), empty_values=(), orderable=False)
    district = tables.Column(_("Districts hand up by"), empty_values=(), orderable=False)

    class Meta(List.Meta):
        model = Period
        fields = ("name", "regime", "opens_on", "cut_off", "ward", "district")
        sequence = ("name", "regime", "opens_on", "cut_off", "ward", "district")

    def __init__(self, rows: QuerySet[Period], *, may_keep: bool, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.may_keep = may_keep

    def render_name(self, record: Period) -> str:
        return period_name(record)

    def render_ward(self, record: Period) -> str:
        return self._deadline(record, Unit.Level.COMMUNE)

    def render_district(self, record: Period) -> str:
        return self._deadline(record, Unit.Level.DISTRICT)

    def value_ward(self, record: Period) -> datetime | None:
        return _due(record, Unit.Level.COMMUNE)

    def value_district(self, record: Period) -> datetime | None:
        return _due(record, Unit.Level.DISTRICT)

    def _deadline(self, period: Period, level: int) -> str:
        deadline = _deadline_of(period, level)
        if deadline is None:
            return "–"
        due_at = timezone.localtime(deadline.due_at)
        weekday = dates.weekday(due_at.date(), get_language() or "vi")
        words = f"{dates.clock(due_at)}, {weekday} {dates.short(due_at.date())}"
        if self.may_keep:
            url = reverse("indicators:deadline-edit", args=[deadline.pk])
            words = format_html('<a href="{}">{}</a>', url, words)
        closes = _("closes at 24:00 on %s") % dates.short(deadline.closes_on) if deadline.closes_on else ""
        told = [part for part in (moved_words(deadline.moved_from), closes) if part]
        return format_html('{}<br><span class="second">{}</span>', words, "; ".join(told)) if told else words


def _deadline_of(period: Period, level: int) -> Deadline | None:
    return next((deadline for deadline in period.deadlines.all() if deadline.level == level), None)


def _due(period: Period, level: int) -> datetime | None:
    deadline = _deadline_of(period, level)
    return deadline.due_at if deadline else None


def _years() -> list[tuple[str, str]]:
    years = Period.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


class PeriodFilter(FilterSet):
    regime = ChoiceFilter(choices=Regime.choices, label=_("Regime"))
    year = ChoiceFilter(choices=_years, label=_("Year"))

    class Meta:
        model = Period
        fields = ("regime", "year")


class Extensions(List):
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    quarter = tables.Column(_("Quarter"), order_by=("year", "quarter"))
    until = DayColumn(_("To the end of"))
    standing = tables.Column(_("State"), empty_values=(), orderable=False)
    reason = tables.Column(_("Reason"), orderable=False)
    given_by = tables.Column(_("Given by"), accessor="given_by__full_name", order_by=("given_by__name_sort", "pk"))
    given_at = tables.Column(_("Given on"))

    class Meta(List.Meta):
        model = Extension
        fields = ("unit", "quarter", "until", "standing", "reason", "given_by", "given_at")
        sequence = ("unit", "quarter", "until", "standing", "reason", "given_by", "given_at")

    def render_quarter(self, record: Extension) -> str:
        return record.stretch.name(get_language() or "vi")

    def render_standing(self, record: Extension) -> str:
        return gettext("in force") if dates.today() <= record.until else gettext("no longer in force")

    def value_standing(self, record: Extension) -> str:
        return self.render_standing(record)

    def render_given_at(self, value: datetime) -> str:
        return dates.short(timezone.localtime(value).date())


class ExtensionFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))

    class Meta:
        model = Extension
        fields = ("q",)
