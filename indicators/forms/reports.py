"""The parts of a report that the office writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from coquang import names
from indicators.models import ReportText


class ReportTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """Three texts, one paragraph a line; `seen` is the version the writer began from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)

    class Meta:
        model = ReportText
        fields = ("shortcomings", "coming_tasks", "proposals")
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in fields}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].help_text = _("One paragraph a line. An empty part is left out of the paper.")

    def _tidied(self, name: str) -> str:
        try:
            return names.tidy(self.cleaned_data.get(name) or "", multiline=True)
        except names.NotText as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_shortcomings(self) -> str:
        return self._tidied("shortcomings")

    def clean_coming_tasks(self) -> str:
        return self._tidied("coming_tasks")

    def clean_proposals(self) -> str:
        return self._tidied("proposals")
