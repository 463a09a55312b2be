"""The forms of initiatives: registering one, saying where it was recognised, taking one up."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.models import Body, Initiative, Meeting, Person, Unit
from programmes.permissions_of_proposals import may_recognise, units_to_write_for


class InitiativeForm(forms.ModelForm):  # type: ignore[type-arg]
    title = TextField(label=_("Title"), max_length=limits.SENTENCE)
    what = TextField(
        label=_("What it is"),
        max_length=limits.PARAGRAPHS,
        required=False,
        multiline=True,
        help_text=_("What is done, by whom, and what came of it, so that another ward can do the same."),
    )
    registered_on = DayField(label=_("Registered on"))

    class Meta:
        model = Initiative
        fields = ("unit", "body", "title", "what", "registered_on")
        labels = {"unit": _("Unit"), "body": _("Body that began it")}

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"registered_on": dates.today()})
        super().__init__(*args, **kwargs)
        units = units_to_write_for(by)
        pick: Any = self.fields
        pick["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_vietnamese_order()
        pick["body"].queryset = Body.objects.current(dates.today()).filter(unit__in=units).order_by("name")
        pick["body"].empty_label = gettext("The unit as a whole")
        if len(units) == 1:
            pick["unit"].initial, pick["unit"].empty_label = units[0], None

    def clean_registered_on(self) -> Any:
        day = self.cleaned_data["registered_on"]
        if day and day > dates.today():
            raise forms.ValidationError(
                gettext("An initiative is registered today or was before, not on a day to come.")
            )
        return day


class RecognitionForm(forms.Form):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Recognised at the meeting"))

    def __init__(self, *args: Any, initiative: Initiative, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Meeting.objects.seated(by).filter(reviewed_units=initiative.unit, is_cancelled=False)
        ids = [meeting.pk for meeting in seen if may_recognise(by, meeting)]
        field: Any = self.fields["meeting"]
        field.queryset = Meeting.objects.filter(pk__in=ids)

    @property
    def has_choices(self) -> bool:
        field: Any = self.fields["meeting"]
        return bool(field.queryset.exists())


class TakingUpForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that takes it up"))
    since = DayField(label=_("Taken up since"))
    note = TextField(label=_("Note"), max_length=limits.SENTENCE, required=False)

    def __init__(self, *args: Any, initiative: Initiative, by: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": dates.today()})
        super().__init__(*args, **kwargs)
        taken = set(initiative.spread.values_list("unit", flat=True)) | {initiative.unit_id}
        free = [unit.pk for unit in units_to_write_for(by) if unit.pk not in taken]
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=free).in_vietnamese_order()
        field.empty_label = None
        self.initiative = initiative

    @property
    def has_choices(self) -> bool:
        field: Any = self.fields["unit"]
        return bool(field.queryset.exists())

    def clean_since(self) -> Any:
        day = self.cleaned_data["since"]
        if day and not self.initiative.registered_on <= day <= dates.today():
            raise forms.ValidationError(gettext("It is taken up between the day it was registered and today."))
        return day
