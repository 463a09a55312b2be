"""The form of an approval on paper: which paper, signed when and by whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.filefields import AttachedField
from coquang.textfields import DayField, TextField
from indicators.dashboards.approving import signers
from indicators.models import Sheet
from programmes.models import Person


class PaperApprovalForm(forms.Form):
    document = TextField(
        label=_("Paper that was signed"), max_length=limits.NAME, help_text=_("Its number and day, or what it is.")
    )
    file = AttachedField(
        label=_("Signed sheet, scanned or photographed"),
        help_text=_("PDF or a picture (JPG, PNG, WebP), at most 10 MB; figures and signature can be read on it."),
        endings=("pdf", "jpg", "jpeg", "png", "webp"),
    )
    signed_on = DayField(label=_("Signed on"))
    signed_by = forms.ModelChoiceField(Person.objects.none(), label=_("Signed by"))

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(pk__in=[person.pk for person in signers(sheet)])
        self.fields["signed_by"].queryset = people.order_by("name_sort", "pk")  # type: ignore[attr-defined]

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day and day > dates.today():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return day
