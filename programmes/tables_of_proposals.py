"""The lists of proposals and initiatives: columns, sorting, filters."""

from datetime import date

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates
from coquang.listing import DayColumn, FoldedSearch, List, YearFilter
from programmes.models import Initiative, Proposal, ProposalReply
from programmes.proposing import stand


class Proposals(List):
    text = tables.Column(_("Proposal"), linkify=("programmes:proposal", [tables.A("pk")]), order_by=("pk",))
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    addressed_to = tables.Column(_("Addressed to"), accessor="addressed_to__name")
    sent_on = DayColumn(_("Sent on"), default="–")
    standing = tables.Column(_("State"), accessor="pk", orderable=False)
    due = DayColumn(_("Answer due on"), accessor="answer_due", default="–")

    class Meta(List.Meta):
        model = Proposal
        fields = ("text", "unit", "addressed_to", "sent_on", "standing", "due")

    def render_text(self, value: str) -> str:
        return value if len(value) <= 160 else f"{value[:157]}…"

    def render_standing(self, record: Proposal) -> str:
        return str(stand(record, dates.today()).state.label)

    def value_standing(self, record: Proposal) -> str:
        return self.render_standing(record)

    def render_due(self, record: Proposal) -> str:
        due = stand(record, dates.today()).due
        return dates.short(due) if due else "–"

    def value_due(self, record: Proposal) -> date | None:
        return stand(record, dates.today()).due


class ProposalFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    year = YearFilter(field_name="sent_on__year", label=_("Year"))
    answer = ChoiceFilter(
        field_name="replies__kind", choices=ProposalReply.Kind.choices, label=_("Answered"), distinct=True
    )

    class Meta:
        model = Proposal
        fields = ("q", "year", "answer")


class Initiatives(List):
    title = tables.Column(
        _("Initiative"), linkify=("programmes:initiative", [tables.A("pk")]), order_by=("title", "pk")
    )
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    body = tables.Column(_("Body"), accessor="body__name", default="–")
    registered_on = DayColumn(_("Registered on"))
    recognised_on = DayColumn(_("Recognised on"), accessor="recognised_at__held_on", default="–")
    taken_up = tables.Column(_("Taken up by"), accessor="taken_up", orderable=False)

    class Meta(List.Meta):
        model = Initiative
        fields = ("title", "unit", "body", "registered_on", "recognised_on", "taken_up")


class InitiativeFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    year = YearFilter(field_name="registered_on__year", label=_("Year"))

    class Meta:
        model = Initiative
        fields = ("q", "year")
