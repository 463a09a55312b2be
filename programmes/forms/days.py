"""Ending something with a day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang.textfields import DayField


class EndForm(forms.Form):
    on = DayField(label=_("No longer from"))
