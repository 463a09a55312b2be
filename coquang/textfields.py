"""Form fields through which all text and days come in: tidied, bounded, refused in plain words."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits, names
from coquang.unread import Unread

_HOUR = re.compile(r"(?P<hour>[0-9]{1,2})\s*(?::|h|g|giờ)\s*(?P<minute>[0-9]{2})?", re.I)


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


class HourField(forms.CharField):
    """An hour as offices write it: 14:03, 14h03, 14 giờ 03, 14 giờ."""

    widget = forms.TextInput(attrs={"placeholder": "14:03", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=limits.CODE, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return dates.clock(value) if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = _HOUR.fullmatch(text)
        hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(gettext("This hour was not read; type it as 14:03."))
        return time(hour, minute)


class SeenField(forms.CharField):
    """The version a writer had before them, hidden in the form; 0 when it is none of ours."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int:
        text = str(value or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
