"""The list of meetings: its columns, its order, what narrows it."""

from typing import Any

import django_tables2 as tables
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import FoldedSearch, List, YearFilter
from programmes.dashboards.meetings import day_of
from programmes.models import Meeting, Minutes


def coming(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Those still to be held, the nearest first."""
    return rows.filter(is_cancelled=False, held_on__gte=dates.today()).order_by("held_on", "starts_at", "pk")


def in_order(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Coming ones first, the nearest before others; then past ones, the last before others."""
    is_coming = Case(
        When(held_on__gte=dates.today(), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    rows = rows.alias(is_coming=is_coming).select_related("unit", "chair__person", "chair__body", "chair__unit")
    nearest = Case(When(is_coming=True, then=F("held_on")))
    return rows.prefetch_related("reviewed_units", "minutes").order_by(
        "-is_coming", nearest.asc(nulls_last=True), F("held_on").desc(nulls_last=True), "-pk"
    )


class Meetings(List):
    held_on = tables.Column(gettext_lazy("Day"), empty_values=(), order_by=("held_on", "pk"))
    title = tables.Column(
        gettext_lazy("Meeting"), linkify=("programmes:meeting", [tables.A("pk")]), order_by=("title", "pk")
    )
    kind = tables.Column(gettext_lazy("Kind"))
    unit = tables.Column(gettext_lazy("Held by"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    reviewed = tables.Column(gettext_lazy("Units reviewed"), empty_values=(), orderable=False)
    state = tables.Column(gettext_lazy("State"), empty_values=(), orderable=False)

    class Meta(List.Meta):
        model = Meeting
        fields = ("held_on", "title", "kind", "unit", "reviewed", "state")

    def render_held_on(self, record: Meeting) -> str:
        return day_of(record)

    def value_held_on(self, record: Meeting) -> Any:
        return record.held_on or record.date_text

    def render_reviewed(self, record: Meeting) -> str:
        return ", ".join(unit.name for unit in record.reviewed_units.all()) or "–"

    def render_state(self, record: Meeting) -> str:
        return state_of(record)


class MeetingFilter(FilterSet):
    q = CharFilter(field_name="title", lookup_expr="icontains", label=gettext_lazy("Title"))
    unit = FoldedSearch(field_name="reviewed_units__name_search", label=gettext_lazy("Unit reviewed"))
    kind = ChoiceFilter(choices=Meeting.Kind.choices, label=gettext_lazy("Kind"))
    year = YearFilter(field_name="held_on__year", label=gettext_lazy("Year"))
    when = ChoiceFilter(
        label=gettext_lazy("Coming or past"),
        choices=[("coming", gettext_lazy("coming")), ("past", gettext_lazy("past"))],
        method="narrow_by_day",
    )

    class Meta:
        model = Meeting
        fields = ("q", "unit", "kind", "year", "when")

    def narrow_by_day(self, rows: QuerySet[Meeting], _name: str, value: str) -> QuerySet[Meeting]:
        today = dates.today()
        return rows.filter(held_on__gte=today) if value == "coming" else rows.filter(~Q(held_on__gte=today))


def state_of(meeting: Meeting) -> str:
    """In one word how far a meeting is; the minutes of an unsigned one are only told about, not shown."""
    if meeting.is_cancelled:
        return _("called off")
    first = next((minutes for minutes in meeting.minutes.all() if minutes.supplements_id is None), None)
    if first is not None and first.state == Minutes.State.SIGNED:
        return _("minutes signed")
    if first is not None:
        return _("minutes being written")
    if meeting.held_on is not None and meeting.held_on >= dates.today():
        return _("coming")
    return _("no minutes yet")
