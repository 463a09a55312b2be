"""The order for a book: of which unit, which period."""

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.periods import NotAPeriod, Period
from coquang.textfields import TextField
from programmes.models import Unit


class BookOrderForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit whose wards are told of"), empty_label=None)
    period = TextField(
        label=_("Figures of"), max_length=limits.CODE, help_text=_("A year or a part of one: 2022, 2023-Q1, 2023-6T.")
    )

    def __init__(self, data: QueryDict | None = None, *, units: list[Unit]) -> None:
        super().__init__(data, initial={"period": str(dates.today().year - 1)})
        held = self.fields["unit"]
        if isinstance(held, forms.ModelChoiceField):
            held.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_vietnamese_order()

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except NotAPeriod as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi"), code="period") from refusal
