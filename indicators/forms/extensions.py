"""The forms that give a unit more time: extending a quarter, opening an approved sheet again."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.periods import Period
from coquang.refusals import Refused
from coquang.textfields import DayField, TextField
from indicators.actions.extensions import refuse_end, refuse_pointless
from indicators.models import Sheet
from programmes.models import Person, Unit


class ExtensionForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    period = forms.ChoiceField(label=_("Quarter"))
    until = DayField(label=_("To the end of"))
    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under_way = Sheet.objects.exclude(state=Sheet.State.APPROVED)
        units = Unit.objects.administered_by(by).filter(sheets__in=under_way).distinct()
        quarters = under_way.filter(unit__in=units).order_by("-year", "-quarter")
        periods = [Period(*pair) for pair in _quarters(quarters.values_list("year", "quarter").distinct())]
        language = get_language() or "vi"
        self.fields["unit"].queryset = units.in_vietnamese_order()  # type: ignore[attr-defined]
        self.fields["period"].choices = [(held.code, held.name(language)) for held in periods]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whether the extension can stand is the action's rule; its sentence comes to the field it speaks of."""
        facts = super().clean() or {}
        if self.errors:
            return facts
        period = Period.parse(facts["period"])
        sheet = Sheet.objects.of_quarter(period.year, period.number).filter(unit=facts["unit"]).first()
        if sheet is None:
            self.add_error("period", gettext("This unit has no sheet of that quarter."))
            return facts
        try:
            refuse_pointless(sheet, facts["until"])
        except Refused as refusal:
            self.add_error("until", refusal.sentence)
        return facts


def _quarters(pairs: Any) -> list[tuple[int, str, int]]:
    return [(year, "quarter", quarter) for year, quarter in pairs]


class ReopeningForm(forms.Form):
    until = DayField(label=_("Open to the end of"), help_text=_("After it the sheet closes to its unit again."))
    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE)

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        try:
            refuse_end(day)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return day
