"""Form fields through which all text and days come in: tidied, bounded, refused in plain words."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coquang import dates, names
from coquang.unread import Unread


class TextField(forms.CharField):
    """One line, or several with multiline: NFC, trimmed, nothing invisible; a control character is refused."""

    def __init__(self, *, multiline: bool = False, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)
        self.multiline = multiline

    def to_python(self, value: Any) -> Any:
        try:
            clean = names.tidy(str(value), multiline=self.multiline) if value else value
        except names.NotText as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi"), code="text") from refusal
        return super().to_python(clean)


class DayField(forms.CharField):
    """A day as offices write it, day first; given back as a date."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": _("day/month/year"), "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return dates.read(text)
        except Unread as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi"), code="date") from refusal
