"""The order for many packs: of which unit, which period, which meetings."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.periods import NotAPeriod, Period
from coquang.textfields import TextField
from programmes.forms.meetings import Dated
from programmes.models import Meeting, Person, Unit


class SomeMeetings(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Meetings told by their day."""

    def label_from_instance(self, obj: Any) -> str:
        return Dated.label_from_instance(self, obj)  # type: ignore[arg-type]


class PackOrderForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that holds the meetings"), empty_label=None)
    period = TextField(
        label=_("Figures of"),
        max_length=limits.CODE,
        required=False,
        help_text=_("For the packs of all units below: 2022, 2023-Q1, 2023-6T."),
    )
    meetings = SomeMeetings(
        Meeting.objects.none(),
        label=_("Or only for these meetings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None = None, *, by: Person, units: list[Unit]) -> None:
        super().__init__(data, initial={"period": str(dates.today().year - 1)})
        mine = Meeting.objects.visible_to(by).filter(unit__in=units, is_cancelled=False, held_on__gte=dates.today())
        held, chosen = self.fields["unit"], self.fields["meetings"]
        if isinstance(held, forms.ModelChoiceField) and isinstance(chosen, forms.ModelMultipleChoiceField):
            held.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_vietnamese_order()
            chosen.queryset = mine.order_by("held_on", "pk")

    def clean_period(self) -> Period | None:
        text = self.cleaned_data["period"]
        if not text:
            return None
        try:
            return Period.parse(text)
        except NotAPeriod as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi"), code="period") from refusal
