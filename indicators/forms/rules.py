"""The form of a rule on an indicator's figures, and of the sentence that says why a figure is right."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits, numbers
from coquang.fields import Measure, NumberField
from coquang.refusals import Refused
from indicators import rules
from indicators.actions.rules import faults, reason_of
from indicators.measures import column_unit, target_measure
from indicators.models import Indicator, Rule
from programmes.models import Person

# What a limit is typed in is neither money nor a count: 3,5 deviations, 130 percent.
LIMIT = Measure(decimals=2, is_percentage=True)
LIMIT_AT_MOST = Decimal(100_000)


def limits_of(kind: str) -> set[str]:
    """The fields in which a kind of rule has its limit."""
    if kind == rules.PART_OF_WHOLE:
        return {"other"}
    return {"low", "high"} if kind == rules.RANGE else {"threshold"}


class KindForm(forms.Form):
    """Which kind of rule it is to be; what else is asked depends on it."""

    rule = forms.ChoiceField(label=_("Rule"), choices=Rule.Kind.choices)


class RuleForm(forms.Form):
    """The years and the limit of one rule. Its kind is chosen before and only sent along."""

    kind = forms.ChoiceField(choices=Rule.Kind.choices, widget=forms.HiddenInput)
    from_year = forms.IntegerField(label=_("From year"), min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR)
    to_year = forms.IntegerField(
        label=_("To year"),
        min_value=limits.FIRST_YEAR,
        max_value=limits.LAST_YEAR,
        required=False,
        help_text=_("Left empty, it holds until another takes its place."),
    )
    other = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Whole"),
        required=False,
        help_text=_("The indicator whose figure it never passes."),
    )
    low = NumberField(label=_("At least"), measure=Measure(), required=False)
    high = NumberField(label=_("At most"), measure=Measure(), required=False)
    threshold = NumberField(
        label=_("Asks from"),
        measure=LIMIT,
        required=False,
        help_text=_("Left empty, the usual limit holds."),
    )
    is_off = forms.BooleanField(label=_("Switched off from this year on"), required=False)

    def __init__(self, *args: Any, indicator: Indicator, by: Person, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        self.fields["kind"].initial = kind
        self.fields["from_year"].initial = dates.today().year
        others = Indicator.objects.visible_to(by).exclude(pk=indicator.pk).in_order()
        known = self.fields["other"]
        self.fields["other"] = forms.ModelChoiceField(
            others, label=known.label, help_text=known.help_text, required=False
        )
        for name in ("low", "high"):
            label = self.fields[name].label
            self.fields[name] = NumberField(
                label=label,
                measure=target_measure(indicator),
                required=False,
                help_text=_("In %(unit)s.") % {"unit": column_unit(indicator)},
            )
        chosen = str(self.data.get("kind", "")) if self.is_bound else kind
        for name in {"other", "low", "high", "threshold"} - limits_of(chosen):
            del self.fields[name]

    def clean_threshold(self) -> Decimal | None:
        limit: Decimal | None = self.cleaned_data["threshold"]
        if limit is not None and limit > LIMIT_AT_MOST:
            most = numbers.written(LIMIT_AT_MOST)
            raise forms.ValidationError(_("A limit is at most %(most)s.") % {"most": most})
        return limit

    def clean(self) -> dict[str, Any]:
        """The rules of a rule in its own words, each at its field; the action holds them once more."""
        facts = super().clean() or {}
        if not self.errors:
            for name, sentence in faults(self.rule()).items():
                self.add_error(name, sentence)
        return facts

    def rule(self) -> Rule:
        """The rule the form describes, not yet kept."""
        return Rule(indicator=self.indicator, **self.cleaned_data)


class ReasonForm(forms.Form):
    text = forms.CharField(label=_("Reason"), max_length=limits.SENTENCE)

    def clean_text(self) -> str:
        try:
            return reason_of(self.cleaned_data["text"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
