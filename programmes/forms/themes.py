"""The form of a unit's theme of the year."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import TextField
from programmes.models import Person, Theme, Unit


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]
    year = forms.IntegerField(
        label=_("Year"),
        min_value=limits.FIRST_YEAR,
        max_value=limits.LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    text = TextField(label=_("Theme"), max_length=limits.SENTENCE, widget=forms.Textarea(attrs={"rows": 4}))
    adopted_by = TextField(
        label=_("Adopted by"),
        max_length=limits.SENTENCE,
        required=False,
        help_text=_("The document: kind, number, day and issuing body, as it is cited."),
    )

    class Meta:
        model = Theme
        fields = ("unit", "year", "text", "adopted_by")
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _("This unit has a theme for that year already; open it from the list.")
            }
        }

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.administered_by(by).in_vietnamese_order()
        is_known = self.instance.pk is not None
        self.fields["unit"] = forms.ModelChoiceField(units, label=_("Unit"), disabled=is_known)
        self.fields["year"].disabled = is_known
        self.order_fields(["unit", "year", "text", "adopted_by"])
