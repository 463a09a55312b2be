"""The form that allows one person two steps with a unit's sheets of a year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import TextField
from indicators.models import DoubleDuty


class DoubleDutyForm(forms.Form):
    steps = forms.ChoiceField(label=_("What is allowed"), choices=DoubleDuty.Steps.choices)
    reason = TextField(
        label=_("Reason"),
        max_length=limits.SENTENCE,
        help_text=_("Such as: the office has one official; decision 12-QĐ/ĐU of 3/1/2023."),
    )
