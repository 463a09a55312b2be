"""The lists of this app: columns, sorting, filters."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet

from coquang.listing import FoldedSearch, List
from programmes.models import Body


class Bodies(List):
    name = tables.Column(_("Name"), linkify=("programmes:body-edit", [tables.A("pk")]), order_by=("name", "pk"))
    kind = tables.Column(_("Kind"))
    unit = tables.Column(_("Unit"), accessor="unit__name", order_by=("unit__name_sort", "pk"))
    letterhead = tables.Column(_("Letterhead"))
    symbol = tables.Column(_("Symbol"))
    valid_from = tables.DateColumn(verbose_name=_("From"), format="j/n/Y")
    valid_to = tables.DateColumn(verbose_name=_("To"), format="j/n/Y", default="–")

    class Meta(List.Meta):
        model = Body
        fields = ("name", "kind", "unit", "letterhead", "symbol", "valid_from", "valid_to")


class BodyFilter(FilterSet):
    q = FoldedSearch(field_name="unit__name_search", label=_("Unit"))
    kind = ChoiceFilter(choices=Body.Kind.choices, label=_("Kind"))

    class Meta:
        model = Body
        fields = ("q", "kind")
