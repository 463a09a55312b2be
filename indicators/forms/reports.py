"""The parts of a report that the office writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from coquang import limits
from coquang.fields import ParagraphsField
from coquang.textfields import TextField
from indicators.models import ReportText


class ReportTextForm(forms.ModelForm):  # type: ignore[type-arg]
    """Three texts, one paragraph a line; `seen` is the version the writer began from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)

    class Meta:
        model = ReportText
        fields = ("shortcomings", "coming_tasks", "proposals")
        labels = {"coming_tasks": _lazy("Tasks and solutions")}
        field_classes = dict.fromkeys(fields, ParagraphsField)
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in fields}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].help_text = _("One paragraph a line. An empty part is left out of the paper.")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if self.errors.pop("seen", None):
            # Hidden, so nobody could mend it where it stands.
            self.add_error(None, _("The page was not sent as it was opened. Copy what you wrote and open it anew."))
        return facts

    def with_line(self, part: str, line: str) -> "ReportTextForm":
        """The form as it was typed, with one more line at the end of a part; nothing is kept yet."""
        typed = dict(self.data.items())
        typed[part] = "\n".join(filter(None, [typed.get(part, "").rstrip(), line]))
        return ReportTextForm(initial=typed, instance=self.instance)


class SentenceForm(forms.Form):
    """One sentence of the results in the office's own words."""

    text = TextField(
        label=_lazy("In the office's own words"),
        max_length=limits.REMARK,
        required=False,
        multiline=True,
        help_text=_lazy("Leave it empty to print the portal's sentence again."),
    )
