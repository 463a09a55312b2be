"""The forms of a one-off request and of a unit's row in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.fields import NumberField
from coquang.periods import Period
from coquang.textfields import DayField, HourField, TextField
from indicators.actions.one_offs import Free, Given
from indicators.dashboards.one_offs import Asking
from indicators.measures import measure_of
from indicators.models import Indicator, OneOffQuestion
from indicators.windows import quarter_at
from programmes.models import Place, Tree, Unit, UnitGroup

FREE_QUESTIONS = range(1, 4)
Kind = OneOffQuestion.Kind
# What these are measured in needs no telling.
MEASURES = {Kind.MONEY: "đồng", Kind.PERCENT: "%", Kind.TEXT: ""}


class OneOffForm(forms.Form):
    title = TextField(label=_("What the report is about"), max_length=limits.NAME)
    text = TextField(label=_("Guidance"), max_length=limits.REMARK, required=False, multiline=True)
    due_on = DayField(label=_("Due on"))
    due_hour = HourField(label=_("at"))
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Units asked"), required=False, widget=forms.CheckboxSelectMultiple
    )
    group = forms.ModelChoiceField(
        UnitGroup.objects.none(), label=_("or all units of a group"), required=False, empty_label=_("no group")
    )
    period = forms.ChoiceField(label=_("Period of the indicators"))
    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=_("Indicators asked"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Place.objects.filter(tree__in=Tree.objects.holding(dates.today()))
        path = here.filter(unit=unit).values_list("path", flat=True).first()
        below = Unit.objects.filter(pk__in=here.filter(path__startswith=f"{path}.").values("unit"))
        children = Unit.objects.filter(pk__in=here.filter(parent=unit).values("unit"))
        self.fields["units"].queryset = children.in_vietnamese_order()  # type: ignore[attr-defined]
        self.fields["group"].queryset = UnitGroup.objects.current(dates.today()).within(below)  # type: ignore[attr-defined]
        reported = Indicator.objects.filter(reported_by__unit__in=below, owner__isnull=True)
        self.fields["indicators"].queryset = reported.distinct().in_order()  # type: ignore[attr-defined]
        year, quarter = quarter_at(dates.today())
        self.fields["period"].choices = [(each.code, each.name()) for each in _periods()]  # type: ignore[attr-defined]
        self.fields["period"].initial = Period(year, "quarter", quarter).code
        for n in FREE_QUESTIONS:
            self.fields[f"question{n}"] = TextField(
                label=gettext("Question %d of its own") % n, max_length=limits.NAME, required=False
            )
            self.fields[f"kind{n}"] = forms.ChoiceField(label=gettext("answered by"), choices=Kind.choices)
            self.fields[f"kind{n}"].required = False
            self.fields[f"measure{n}"] = TextField(label=gettext("counted in"), max_length=limits.POST, required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.errors:
            return facts
        if not facts["units"] and not facts["group"]:
            self.add_error("units", gettext("Tick the units to be asked, or choose a group."))
        for n in FREE_QUESTIONS:
            is_counted = facts[f"kind{n}"] in {Kind.COUNT, Kind.QUANTITY}
            if facts[f"question{n}"] and not facts[f"kind{n}"]:
                self.add_error(f"kind{n}", gettext("Say whether a number or words answer the question."))
            elif facts[f"question{n}"] and is_counted and not facts[f"measure{n}"]:
                self.add_error(f"measure{n}", gettext("Say what is counted, for example: households."))
        if not facts["indicators"] and not self.free:
            self.add_error("indicators", gettext("Tick an indicator, or type a question."))
        if not self.errors and self.due_at <= dates.now():
            self.add_error("due_on", gettext("That hour is over; choose a later one."))
        return facts

    @property
    def due_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["due_on"], self.cleaned_data["due_hour"]))

    @property
    def units_asked(self) -> list[Unit]:
        """Those ticked, else those of the group."""
        ticked: list[Unit] = list(self.cleaned_data["units"])
        return ticked or list(self.cleaned_data["group"].units.order_by("name_sort", "pk"))

    @property
    def free(self) -> list[Free]:
        facts = self.cleaned_data
        return [
            Free(facts[f"question{n}"], kind, MEASURES.get(Kind(kind), facts[f"measure{n}"]))
            for n in FREE_QUESTIONS
            if facts.get(f"question{n}") and (kind := facts.get(f"kind{n}"))
        ]


def _periods() -> list[Period]:
    """Those of this year and the last that have begun, the latest first."""
    today = dates.today()
    now = (today.year, (today.month + 2) // 3)
    kinds = [*(("quarter", n) for n in (4, 3, 2, 1)), ("year", 1), ("nine_months", 1), ("half", 1)]
    every = [Period(year, kind, number) for year in (today.year, today.year - 1) for kind, number in kinds]
    return [period for period in every if (period.year, period.through) <= now]


class OneOffAnswerForm(forms.Form):
    """What the system cannot answer: one or two boxes a question, and a note."""

    note = TextField(label=_("Note"), max_length=limits.SENTENCE, required=False, multiline=True)

    def __init__(self, *args: Any, askings: Sequence[Asking], note: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"note": note}, **kwargs})
        self.typed = [each for each in askings if each.is_typed and each.column.question]
        language = get_language() or "vi"
        for each in self.typed:
            self._add(each, language)
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def _add(self, asking: Asking, language: str) -> None:
        column, pk = asking.column, asking.column.question.pk  # type: ignore[union-attr]
        value, denominator, text = asking.present
        if column.is_text:
            self.fields[f"t-{pk}"] = TextField(
                label=column.name, max_length=limits.SENTENCE, required=False, initial=text, multiline=True
            )
            return
        indicator = column.indicator
        measure = measure_of(indicator) if indicator else column.question.own_measure  # type: ignore[union-attr]
        label = f"{column.name}, {gettext('before the slash')}" if column.is_ratio else column.name
        told = [column.unit] if column.unit and not column.is_ratio else []
        if asking.is_offered:
            told.append(gettext("the figure of the sheet, still being entered"))
        self.fields[f"v-{pk}"] = NumberField(
            label=label,
            measure=measure,
            required=False,
            help_text=" · ".join(told),
            initial=measure.shown(value, language),
        )
        if column.is_ratio:
            label = f"{column.name}, {gettext('after the slash')}"
            shown = measure.shown(denominator, language)
            self.fields[f"d-{pk}"] = NumberField(label=label, measure=measure, required=False, initial=shown)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("d-")]:
            other = f"v-{name[2:]}"
            if other in self.errors or name in self.errors:
                continue
            if (facts.get(name) is None) != (facts.get(other) is None):
                self.add_error(
                    name,
                    gettext("A ratio needs both its parts: type the number before and the number after the slash."),
                )
        return facts

    @property
    def given(self) -> dict[int, Given]:
        facts = self.cleaned_data
        keys = [each.column.question.pk for each in self.typed if each.column.question]
        return {pk: Given(facts.get(f"v-{pk}"), facts.get(f"d-{pk}"), facts.get(f"t-{pk}") or "") for pk in keys}
