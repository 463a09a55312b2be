"""The lists of requests for explanation and of one-off requests: columns, sorting, filters."""

from datetime import datetime

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import STACKED, DayColumn, FoldedSearch, List, YearFilter, headed
from indicators.dashboards.explanations import standing_words
from indicators.models import Explanation, OneOff


class Explanations(List):
    indicator = tables.Column(
        _("Indicator"), linkify=("indicators:explanation", [tables.A("pk")]), order_by=("indicator__name_search", "pk")
    )
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"), attrs=headed(_("Unit")))
    period = tables.Column(_("Period"), order_by=("year", "through", "pk"), attrs=headed(_("Period")))
    text = tables.Column(_("Question"), orderable=False, attrs=headed(_("Question")))
    due_on = DayColumn(_("Due"), attrs=headed(_("Due")))
    standing = tables.Column(_("State"), accessor="pk", orderable=False, attrs=headed(_("State")))

    class Meta(List.Meta):
        model = Explanation
        attrs = STACKED
        fields = ("indicator", "unit", "period", "text", "due_on", "standing")
        sequence = ("indicator", "unit", "period", "text", "due_on", "standing")

    def render_period(self, record: Explanation) -> str:
        return record.period.name()

    def value_period(self, record: Explanation) -> str:
        return record.period.name()

    def render_standing(self, record: Explanation) -> str:
        return standing_words(record)

    def value_standing(self, record: Explanation) -> str:
        return standing_words(record)


class ExplanationFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    year = YearFilter(field_name="year", label=_("Year"))

    class Meta:
        model = Explanation
        fields = ("q", "year")


class OneOffs(List):
    title = tables.Column(_("Request"), linkify=("indicators:one-off", [tables.A("pk")]), order_by=("title", "pk"))
    asked_at = tables.Column(_("Asked"), accessor="at", order_by=("at", "pk"), attrs=headed(_("Asked")))
    due_at = tables.Column(_("Due"), order_by=("due_at", "pk"), attrs=headed(_("Due")))
    complete = tables.Column(_("Answered"), accessor="pk", orderable=False, attrs=headed(_("Answered")))

    class Meta(List.Meta):
        model = OneOff
        attrs = STACKED
        fields = ("title", "asked_at", "due_at", "complete")
        sequence = ("title", "asked_at", "due_at", "complete")

    def render_asked_at(self, value: datetime) -> str:
        return _moment(value)

    def render_due_at(self, value: datetime) -> str:
        return _moment(value)

    def render_complete(self, record: OneOff) -> str:
        return f"{record.sent}/{record.units}"  # type: ignore[attr-defined]

    def value_complete(self, record: OneOff) -> str:
        return self.render_complete(record)


def _moment(value: datetime) -> str:
    at = timezone.localtime(value)
    return f"{dates.clock(at)} {dates.short(at.date())}"
