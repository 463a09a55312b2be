"""The forms of a person: a new one, their name, and the password they choose themselves."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import TextField
from programmes.models import Person


def scripts(text: str) -> set[str]:
    """The writings a text's letters belong to: {"LATIN"} for Vietnamese, a Cyrillic “а” among them adds "CYRILLIC"."""
    return {unicodedata.name(char, "UNKNOWN").split()[0] for char in text if char.isalpha()}


class NameForm(forms.Form):
    full_name = TextField(label=_("Full name"), max_length=limits.NAME)

    def clean_full_name(self) -> str:
        name = str(self.cleaned_data["full_name"])
        if len(scripts(name)) > 1:
            raise ValidationError(
                gettext("This name mixes letters of several writings that look alike. Type it anew on this keyboard.")
            )
        return name


class MailForm(forms.Form):
    """Where the daily reminder goes. Without an address nobody is written to."""

    email = TextField(
        label=_("Mail address"),
        max_length=limits.MAIL_ADDRESS,
        required=False,
        help_text=_("For the daily reminder only; may stay empty."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    wants_reminders = forms.BooleanField(label=_("Send the daily reminder to this address"), required=False)

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        try:
            if address:
                validate_email(address)
        except ValidationError as unfit:
            raise ValidationError(
                gettext("“%s” is no mail address. Type it like name@office.gov.vn.") % address
            ) from unfit
        return address


class AccountForm(NameForm, MailForm):
    """What an administrator keeps of a person's account."""

    field_order = ("full_name", "email", "wants_reminders")


class PersonForm(NameForm):
    username = TextField(
        label=_("Sign-in name"),
        max_length=limits.LOGIN,
        help_text=_("Small letters without marks, digits, dots and hyphens, such as van-phong.co-giang."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    field_order = ("username", "full_name")

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).lower()
        try:
            Person._meta.get_field("username").run_validators(name)
        except ValidationError as unfit:
            raise ValidationError(
                gettext("A sign-in name has only small letters without marks, digits, dots and hyphens between them.")
            ) from unfit
        if Person.objects.filter(username=name).exists():
            raise ValidationError(gettext("The sign-in name “%s” is taken.") % name)
        return name


class PasswordForm(forms.Form):
    """A password typed twice, held against the rules for passwords."""

    password = forms.CharField(
        label=_("Password"),
        max_length=limits.NAME,
        strip=False,
        help_text=_("At least 12 characters, such as a few words with spaces between them."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=limits.NAME,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "password" in facts and facts.get("again") not in (None, facts["password"]):
            self.add_error("again", gettext("The two passwords differ. Type the same one twice."))
        return facts
