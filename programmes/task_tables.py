"""The list of tasks: its columns and what narrows it. Where a task stands is told by standing, in the page and here."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.filters import BooleanFilter, ChoiceFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import DayColumn, FoldedSearch, List, YearFilter
from programmes.besides import fields_of_work
from programmes.dashboards.tasks import mine
from programmes.models import Body, IncomingDocument, Task
from programmes.standing import Standing, standing_of, told

# The shape that stands before each state, one of the sprite's.
SHAPES: Mapping[Standing, str] = {
    Standing.DONE: "met",
    Standing.DONE_LATE: "met",
    Standing.OVERDUE: "overdue",
    Standing.DUE_SOON: "at_risk",
    Standing.IN_PROGRESS: "on_course",
    Standing.UNASSIGNED: "unassigned",
    Standing.NO_DATE: "no_figure",
    Standing.WAITING: "not_due",
    Standing.STANDING: "monitored",
    Standing.PROPOSED: "behind",
    Standing.DROPPED: "not_due",
}

STATUS = (
    '<span class="status status-{key}"><svg class="status-shape" width="12" height="12" aria-hidden="true" '
    'focusable="false"><use href="#shape-{key}"/></svg><span>{word}</span></span>'
)


def status(state: Standing) -> SafeString:
    """A state as shape and word."""
    return format_html(STATUS, key=SHAPES[state], word=capfirst(state.label))


class Tasks(List):
    text = tables.Column(_("Task"), linkify=("programmes:task", [tables.A("pk")]), orderable=False)
    field_code = tables.Column(_("Field"), default="–")
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    lead_body = tables.Column(_("Lead body"), accessor="lead_body__name", order_by=("lead_body__name", "pk"))
    owner = tables.Column(
        _("Responsible person"), accessor="owner__person__full_name", order_by=("owner__person__name_sort", "pk")
    )
    due_on = DayColumn(_("Due on"), default="–", order_by=("due_on", "pk"))
    state = tables.Column(_("State"), empty_values=(), orderable=False)

    class Meta(List.Meta):
        model = Task
        fields = ("text", "field_code", "unit", "lead_body", "owner", "due_on", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields_by_code = dict(fields_of_work())
        self.today = dates.today()
        self.shown: dict[Standing, SafeString] = {}

    def render_field_code(self, value: str) -> str:
        return self.fields_by_code.get(value, value)

    def value_field_code(self, value: str) -> str:
        return self.render_field_code(value)

    def render_state(self, record: Task) -> SafeString:
        state = standing_of(record, self.today)
        return self.shown.get(state) or self.shown.setdefault(state, status(state))

    def value_state(self, record: Task) -> str:
        return str(standing_of(record, self.today).label)


def _bodies(request: HttpRequest) -> QuerySet[Body]:
    """The bodies of the units a person sits in that lead a task: no other would leave a row."""
    units = request.user.reach(dates.today()).unit_ids  # type: ignore[union-attr]
    leads = Exists(Task.objects.filter(lead_body=OuterRef("pk")))
    return Body.objects.filter(leads, unit__in=units).only("name").order_by("name", "pk")


class TaskFilter(FilterSet):
    q = FoldedSearch(field_name="text_search", label=_("Words of the task"))
    person = FoldedSearch(field_name="owner__person__name_search", label=_("Responsible person"))
    state = ChoiceFilter(choices=Standing.choices, label=_("State"), method="standing_so")
    field = ChoiceFilter(field_name="field_code", choices=lambda: fields_of_work(), label=_("Field"))
    body = ModelChoiceFilter(field_name="lead_body", queryset=_bodies, label=_("Lead body"))
    origin = ChoiceFilter(choices=Task.Origin.choices, label=_("Origin"))
    mine = BooleanFilter(method="only_mine", label=_("Only mine"), widget=forms.CheckboxInput)

    class Meta:
        model = Task
        fields = ("q", "person", "state", "field", "body", "origin", "mine")

    def standing_so(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        return rows.annotate(stands=told(dates.today())).filter(stands=value)

    def only_mine(self, rows: QuerySet[Task], _name: str, value: bool) -> QuerySet[Task]:
        return rows.filter(mine(self.request.user)) if value else rows


class TaskOfUnitsFilter(TaskFilter):
    """For those who see the tasks of several units."""

    unit = FoldedSearch(field_name="unit__name_search", label=_("Unit"))


class IncomingPapers(List):
    number = tables.Column(_("Number and symbol"), linkify=("programmes:incoming", [tables.A("pk")]))
    dated = DayColumn(_("Day of the document"))
    from_text = tables.Column(_("Issued by"))
    subject = tables.Column(_("Subject"), orderable=False)
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    received_on = DayColumn(_("Received on"))
    count = tables.Column(_("Tasks"))

    class Meta(List.Meta):
        model = IncomingDocument
        fields = ("number", "dated", "from_text", "subject", "unit", "received_on", "count")


class IncomingFilter(FilterSet):
    unit = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    year = YearFilter(field_name="dated__year", label=_("Year"))

    class Meta:
        model = IncomingDocument
        fields = ("unit", "year")
