"""The form of a day off, or of a span of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import DayField, TextField

SPAN_AT_MOST = 31


class DaysOffForm(forms.Form):
    first = DayField(label=_("First day off"))
    last = DayField(label=_("Last day off"), required=False, help_text=_("Left empty for a single day."))
    reason = TextField(label=_("Reason"), max_length=limits.NAME)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        first = facts.get("first")
        last = facts["last"] = facts.get("last") or first
        if first and not limits.FIRST_YEAR <= first.year <= limits.LAST_YEAR:
            self.add_error("first", gettext("A day between 2000 and 2099."))
        if first and last and last < first:
            self.add_error("last", gettext("The last day comes before the first."))
        elif first and last and (last - first).days >= SPAN_AT_MOST:
            self.add_error("last", gettext("At most %d days at a time.") % SPAN_AT_MOST)
        return facts
