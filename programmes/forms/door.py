"""What is typed at the cell secretary's door: a telephone number and PIN, or the code of a card."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.models.door_keys import CARD_LENGTH, CARD_SIGNS, PIN_LENGTH

_BETWEEN = re.compile(r"[\s.()/-]")


class PhoneField(forms.CharField):
    """A telephone number however it is spaced; given back as its digits, +84 as the 0 it stands for."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        typed = _BETWEEN.sub("", value or "")
        digits = "0" + typed[3:] if typed.startswith("+84") else typed
        if typed and not re.fullmatch(r"0[0-9]{9,10}", digits):
            raise forms.ValidationError(gettext("Type the telephone number with its 10 digits, such as 090 123 4567."))
        return digits


class PinField(forms.CharField):
    widget = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        typed = _BETWEEN.sub("", value or "")
        if typed and not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", typed):
            raise forms.ValidationError(gettext("The PIN has 6 digits; it stands on the slip the office handed over."))
        return typed


class CardField(forms.CharField):
    """The code of a card, in small or capital letters, with or without its hyphen."""

    widget = forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        typed = _BETWEEN.sub("", value or "").upper()
        if typed and not re.fullmatch(rf"[{CARD_SIGNS}]{{{CARD_LENGTH}}}", typed):
            raise forms.ValidationError(
                gettext("The code has 8 letters and digits, such as 7KMP-3X9C; it stands on the card.")
            )
        return typed


class PhoneForm(forms.Form):
    """The number of somebody who confirms for a cell, as the office registers it."""

    phone = PhoneField(
        label=_("Telephone number"),
        help_text=_("Used only to sign in. It is kept unreadable: afterwards only its last three digits are shown."),
    )


class PhoneAndPinForm(forms.Form):
    phone = PhoneField(label=_("Telephone number"))
    pin = PinField(label=_("PIN"))


class CardForm(forms.Form):
    card = CardField(label=_("Code of the card"))
