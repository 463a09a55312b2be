"""The forms of a request for explanation and of its answer."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.refusals import Refused
from coquang.textfields import DayField, TextField
from indicators.actions.explanations import refuse_day


class ExplanationForm(forms.Form):
    text = TextField(label=_("What is to be explained"), max_length=limits.REMARK, multiline=True)
    due_on = DayField(label=_("To be answered by"))

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        try:
            refuse_day(day)
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        return day


class ExplanationAnswerForm(forms.Form):
    text = TextField(
        label=_("Answer of the unit"),
        max_length=limits.REMARK,
        multiline=True,
        help_text=_("The cause, what was done, and by when it will be mended."),
    )
