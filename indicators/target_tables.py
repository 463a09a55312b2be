"""The list of a year's targets: columns, filters."""

from decimal import Decimal

import django_tables2 as tables
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_filters.filters import ChoiceFilter
from django_filters.filterset import FilterSet

from coquang import dates, money
from coquang.listing import FoldedSearch, List
from indicators.measures import column_unit, target_in
from indicators.models import Target
from indicators.sentences import lowering, target_base


class Targets(List):
    indicator = tables.Column(
        gettext_lazy("Indicator"), order_by=("indicator__field__position", "indicator__position", "pk")
    )
    base = tables.Column(gettext_lazy("Base"))
    form = tables.Column(gettext_lazy("Form"))
    value = tables.Column(gettext_lazy("Target"), attrs={"td": {"class": "num figures"}, "th": {"class": "num"}})
    measure = tables.Column(gettext_lazy("Measure"), accessor="indicator", orderable=False)
    document = tables.Column(gettext_lazy("Document"), default="–")
    is_main = tables.Column(gettext_lazy("Main"))
    history = tables.Column(gettext_lazy("Revisions"), accessor="pk", orderable=False)

    class Meta(List.Meta):
        model = Target
        fields = ("indicator", "base", "form", "value", "measure", "document", "is_main", "history")

    def render_base(self, record: Target) -> str:
        return target_base(record)

    def render_value(self, record: Target) -> str:
        return target_in(record.indicator, record, get_language() or "vi")

    def value_value(self, record: Target) -> Decimal | str:
        """In a file a single value is a number of the column's scale; a range stays as it is written."""
        if record.upper is not None:
            return self.render_value(record)
        scale = record.indicator.scale
        return money.in_scale(record.value, scale) if scale else record.value

    def render_measure(self, record: Target) -> str:
        return column_unit(record.indicator, get_language() or "vi")

    def render_is_main(self, record: Target) -> str:
        return _("main") if record.is_main else "–"

    def render_history(self, record: Target) -> str:
        return "; ".join(past_of(record)) or "–"


class KeptTargets(Targets):
    """The same list for those who may revise: the indicator leads to the target's own page."""

    indicator = tables.Column(
        gettext_lazy("Indicator"),
        linkify=("indicators:target-revise", [tables.A("unit__code"), tables.A("year"), tables.A("pk")]),
        order_by=("indicator__field__position", "indicator__position", "pk"),
    )

    class Meta(Targets.Meta):
        pass


def past_of(target: Target) -> list[str]:
    """Each revision: what it was before, why and by which document; a late lowering in its own words."""
    language = get_language() or "vi"
    lines = []
    for revision in target.revisions.all():
        before = Target(form=revision.form, value=revision.value, upper=revision.upper)
        plain = _("revised on %(day)s, before it was %(before)s") % {
            "day": dates.short(revision.revised_on),
            "before": target_in(target.indicator, before, language),
        }
        told = lowering(target.indicator, revision, language) if revision.is_late_lowering else plain
        lines.append(" – ".join(part for part in (told, revision.reason, revision.document) if part))
    return lines


class TargetFilter(FilterSet):
    q = FoldedSearch(field_name="indicator__name_search", label=gettext_lazy("Indicator"))
    base = ChoiceFilter(choices=Target.Base.choices, label=gettext_lazy("Base"))

    class Meta:
        model = Target
        fields = ("q", "base")
