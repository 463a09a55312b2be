"""The form that chooses the indicators of a task, by field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator


class TaskFiguresForm(forms.Form):
    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_code = {indicator.code: indicator for indicator in indicators}
        self.fields["indicators"] = forms.MultipleChoiceField(
            label=_("Indicators"),
            choices=[(code, f"{code} · {indicator.name}") for code, indicator in self._by_code.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    @property
    def chosen(self) -> list[Indicator]:
        return [self._by_code[code] for code in self.cleaned_data["indicators"]]
