"""The form of a body."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import DayField, TextField
from coquang.typeface import Unprintable
from programmes import issuing
from programmes.models import Body, Person, Unit

PRINTED = ("name", "letterhead", "superior_lines", "issuer_lines", "symbol", "issue_place")


class BodyForm(forms.ModelForm):  # type: ignore[type-arg]
    key = TextField(label=_("Short sign"), max_length=limits.CODE, help_text=_("For lists, such as DU or UBND."))
    name = TextField(label=_("Name"), max_length=limits.NAME)
    superior_lines = TextField(
        label=_("Printed name of the superior"),
        max_length=limits.LINES,
        multiline=True,
        required=False,
        help_text=_("As it stands on paper, with its line breaks; it is never re-spelt."),
    )
    issuer_lines = TextField(label=_("Printed name"), max_length=limits.LINES, multiline=True, required=False)
    symbol = TextField(label=_("Symbol"), max_length=limits.CODE, required=False)
    issue_place = TextField(label=_("Place of issue"), max_length=limits.NAME, required=False)
    signing_power = TextField(label=_("Signs for"), max_length=limits.POST, required=False)
    signer_title = TextField(label=_("Title of the signer"), max_length=limits.POST, required=False)
    recipients = TextField(label=_("Recipients, one a line"), max_length=2_000, multiline=True, required=False)
    phone = TextField(
        label=_("Telephone"),
        max_length=limits.PHONE,
        required=False,
        help_text=_("Of the office, not of a person. Cell secretaries always see it beside their questions."),
        validators=[
            RegexValidator(
                r"^[0-9+][0-9 .()/-]{5,}\Z", _("A telephone number has digits and spaces, such as 028 3836 1234.")
            )
        ],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    valid_from = DayField(label=_("From"))

    class Meta:
        model = Body
        fields = (
            "unit", "kind", "key", "name", "letterhead", "superior_lines", "issuer_lines", "symbol",
            "issue_place", "signing_power", "signer_title", "recipients", "phone", "valid_from",
        )  # fmt: skip
        labels = {"unit": _("Unit"), "kind": _("Kind"), "letterhead": _("Letterhead")}

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.administered_by(by).in_vietnamese_order()
        self.fields["unit"] = forms.ModelChoiceField(units, label=_("Unit"), disabled=self.instance.pk is not None)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("letterhead") not in (None, Body.Letterhead.NONE):
            for name in ("issuer_lines", "symbol"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, _("A body that issues papers has a printed name and a symbol; type it here."))
        if issuing.is_deputys_power(facts.get("kind", ""), facts.get("signing_power", "")):
            self.add_error("signing_power", issuing.no_deputy())
        if not self.errors and facts["letterhead"] != Body.Letterhead.NONE:
            self._try_on_paper(facts)
        return facts

    def _try_on_paper(self, facts: dict[str, Any]) -> None:
        """A name too long for its place is found when it is stored, not on the day a paper is due."""
        body = Body(**{name: facts[name] for name in PRINTED})
        try:
            issuing.refuse_names_without_room(issuing.head_of(body))
        except Unprintable as reason:
            self.add_error("issuer_lines", str(reason))
