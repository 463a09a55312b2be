"""The lists of this app: columns, sorting, filters."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import DayColumn, FoldedSearch, List, YearFilter
from programmes.models import Body, NonWorkingDay, Theme


class Bodies(List):
    name = tables.Column(_("Name"), linkify=("programmes:body-edit", [tables.A("pk")]), order_by=("name", "pk"))
    kind = tables.Column(_("Kind"))
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    letterhead = tables.Column(_("Letterhead"))
    symbol = tables.Column(_("Symbol"))
    phone = tables.Column(_("Telephone"), default="–")
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("To"), default="–")

    class Meta(List.Meta):
        model = Body
        fields = ("name", "kind", "unit", "letterhead", "symbol", "phone", "valid_from", "valid_to")


class BodyFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    kind = ChoiceFilter(choices=Body.Kind.choices, label=_("Kind"))

    class Meta:
        model = Body
        fields = ("q", "kind")


def _theme_page(record: Any) -> str | None:
    return reverse("programmes:theme-edit", args=[record.pk]) if record.may_edit else None


class Themes(List):
    year = tables.Column(_("Year"))
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    text = tables.Column(_("Theme"), linkify=_theme_page)
    adopted_by = tables.Column(_("Adopted by"), default="–")
    superior = tables.Column(_("Refers to the theme of"), accessor="superior__unit__name", default="–")

    class Meta(List.Meta):
        model = Theme
        fields = ("year", "unit", "text", "adopted_by", "superior")


class ThemeFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    year = YearFilter(label=_("Year"))

    class Meta:
        model = Theme
        fields = ("q", "year")


class DaysOff(List):
    day = DayColumn(_("Day"))
    weekday = tables.Column(_("Day of the week"), accessor="day", orderable=False)
    reason = tables.Column(_("Reason"))

    class Meta(List.Meta):
        model = NonWorkingDay
        fields = ("day", "weekday", "reason")

    def render_weekday(self, record: NonWorkingDay) -> str:
        return dates.weekday(record.day, get_language() or "vi")

    def value_weekday(self, record: NonWorkingDay) -> str:
        return self.render_weekday(record)


class KeptDaysOff(DaysOff):
    """The same list for those who keep it: each day can be made a working day again."""

    deed = tables.TemplateColumn(
        template_name="programmes/day_off/_remove.html", verbose_name="", orderable=False, exclude_from_export=True
    )

    class Meta(DaysOff.Meta):
        fields = ("day", "weekday", "reason", "deed")  # type: ignore[assignment]


class DayOffFilter(FilterSet):
    year = YearFilter(field_name="day__year", label=_("Year"))

    class Meta:
        model = NonWorkingDay
        fields = ("year",)
