"""The lists of papers: those of one's office and units, those that came, the register of numbers, terms."""

import unicodedata
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from coquang.kinds import KINDS
from coquang.listing import DayColumn, List, YearFilter
from programmes.models import Delivery, OfficialPaper, RegisterEntry, Term

KIND_CHOICES = [(code, kind.word.capitalize()) for code, kind in KINDS.items()]


class SubjectSearch(CharFilter):
    """Finds words of a subject with their marks, in whatever case."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in unicodedata.normalize("NFC", value or "").replace("\0", "").split():
            rows = rows.filter(**{f"{self.field_name}__icontains": word})
        return rows


class Papers(List):
    subject = tables.Column(
        _("Paper"), linkify=("programmes:paper", [tables.A("pk")]), order_by=("kind", "subject", "pk")
    )
    number = tables.Column(
        _("Number and symbol"),
        accessor="entry__printed",
        default="–",
        order_by=("entry__pk",),
        attrs={"td": {"class": "text-nowrap"}},
    )
    issued_on = DayColumn(_("Day of the paper"), default="–")
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    state = tables.Column(_("State"))

    class Meta(List.Meta):
        model = OfficialPaper
        fields = ("subject", "number", "issued_on", "unit", "state")

    def render_subject(self, record: OfficialPaper) -> str:
        return record.title

    def value_subject(self, record: OfficialPaper) -> str:
        return record.title


class PaperFilter(FilterSet):
    q = SubjectSearch(field_name="subject", label=_("Subject"))
    kind = ChoiceFilter(choices=KIND_CHOICES, label=_("Kind"))
    state = ChoiceFilter(choices=OfficialPaper.State.choices, label=_("State"))
    year = YearFilter(field_name="issued_on__year", label=_("Year"))

    class Meta:
        model = OfficialPaper
        fields = ("q", "kind", "state", "year")


class Arrivals(List):
    subject = tables.Column(
        _("Paper"), accessor="paper", linkify=("programmes:arrival", [tables.A("pk")]), order_by=("pk",)
    )
    number = tables.Column(
        _("Number and symbol"),
        accessor="paper__entry__printed",
        default="–",
        attrs={"td": {"class": "text-nowrap"}},
    )
    sender = tables.Column(_("Sender"), accessor="paper__body__name")
    body = tables.Column(_("Sent to"), accessor="body__name")
    sent_at = tables.DateTimeColumn(verbose_name=_("Sent"), format="H:i d/m/Y")
    opened_at = tables.DateTimeColumn(verbose_name=_("Received"), format="H:i d/m/Y", default=_("not opened"))
    incoming_number = tables.Column(_("Incoming number"), default="–")
    handler = tables.Column(_("Handled by"), accessor="handler__full_name", default="–")

    class Meta(List.Meta):
        model = Delivery
        fields = ("subject", "number", "sender", "body", "sent_at", "opened_at", "incoming_number", "handler")

    def render_subject(self, value: OfficialPaper) -> str:
        return value.title

    def value_subject(self, value: OfficialPaper) -> str:
        return value.title


class ArrivalFilter(FilterSet):
    q = SubjectSearch(field_name="paper__subject", label=_("Subject"))
    kind = ChoiceFilter(field_name="paper__kind", choices=KIND_CHOICES, label=_("Kind"))
    year = YearFilter(field_name="paper__issued_on__year", label=_("Year"))

    class Meta:
        model = Delivery
        fields = ("q", "kind", "year")


class Register(List):
    """The fields of a register of outgoing papers; a cancelled number stays on its line."""

    printed = tables.Column(_("Number and symbol"), order_by=("series", "number"))
    dated = DayColumn(_("Day of the paper"))
    kind = tables.Column(_("Kind"))
    subject = tables.Column(_("Subject"), linkify=lambda record: record.address, order_by=("subject", "pk"))
    signer = tables.Column(_("Signed by"), default="–")
    recipients = tables.Column(_("Recipients"), default="–", orderable=False)
    note = tables.Column(_("Note"), accessor="note", default="–", orderable=False)

    class Meta(List.Meta):
        model = RegisterEntry
        fields = ("printed", "dated", "kind", "subject", "signer", "recipients", "note")

    def render_printed(self, value: str) -> str:
        return format_html('<span class="text-nowrap">{}</span>', value)

    def value_printed(self, value: str) -> str:
        return value

    def render_kind(self, value: str) -> str:
        return KINDS[value].word.capitalize()

    def value_kind(self, value: str) -> str:
        return self.render_kind(value)


class RegisterFilter(FilterSet):
    q = SubjectSearch(field_name="subject", label=_("Subject"))
    kind = ChoiceFilter(choices=KIND_CHOICES, label=_("Kind"))
    origin = ChoiceFilter(choices=RegisterEntry.Origin.choices, label=_("Origin of the number"))
    year = YearFilter(field_name="dated__year", label=_("Year"))

    class Meta:
        model = RegisterEntry
        fields = ("q", "kind", "origin", "year")


class Terms(List):
    body = tables.Column(
        _("Committee"),
        accessor="body__name",
        linkify=("programmes:term-edit", [tables.A("pk")]),
        order_by=("body__name",),
    )
    ordinal = tables.Column(_("Ordinal"))
    valid_from = DayColumn(_("From"))
    valid_to = DayColumn(_("To"), default="–")

    class Meta(List.Meta):
        model = Term
        fields = ("body", "ordinal", "valid_from", "valid_to")
