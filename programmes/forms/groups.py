"""The form of a group of units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import DayField, TextField
from programmes.models import Person, Unit, UnitGroup


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    name = TextField(label=_("Name"), max_length=limits.NAME)
    valid_from = DayField(label=_("From"))

    class Meta:
        model = UnitGroup
        fields = ("name", "valid_from", "compares")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.administered_by(by).in_vietnamese_order()
        members = self.instance.units.values_list("pk", flat=True) if self.instance.pk else ()
        self.fields["units"] = forms.ModelMultipleChoiceField(
            units, label=_("Units"), initial=list(members), widget=forms.CheckboxSelectMultiple
        )
        if self.instance.pk:
            self.fields["valid_from"].disabled = True
