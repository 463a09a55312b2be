"""The form of a correction: the new figure as it is typed on the sheet, why, and what proves it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.fields import NumberField
from coquang.textfields import TextField
from indicators.actions.corrections import Told
from indicators.measures import column_unit, measure_of
from indicators.models import Figure


class CorrectionForm(forms.Form):
    reason = TextField(label=_("Why the figure is wrong"), max_length=limits.SENTENCE)
    evidence = TextField(
        label=_("What proves the new figure"),
        max_length=limits.SENTENCE,
        help_text=_("A document with its number and day, or where the list is kept."),
    )

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figure, indicator = figure, figure.indicator
        measure = measure_of(indicator)
        if not indicator.numerator_id:
            label = _("New total since January") if figure.typed is not None else _("New figure")
            label = _("Before the slash") if indicator.is_ratio else label
            self.fields["value"] = NumberField(
                label=label, measure=measure, help_text="" if indicator.is_ratio else column_unit(indicator)
            )
        if indicator.is_ratio and not indicator.denominator_id:
            self.fields["denominator"] = NumberField(label=_("After the slash"), measure=measure)
        self.order_fields(["value", "denominator", "reason", "evidence"])

    @property
    def told(self) -> Told:
        value = self.cleaned_data.get("value", self.figure.value)
        return Told(value, self.cleaned_data.get("denominator"))
