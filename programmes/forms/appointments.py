"""The form of an appointment: who, to what, as what, from when."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.actions.appointments import is_held_already
from programmes.models import Appointment, Body, Person, Unit, UnitGroup
from programmes.permissions import people_of

BODY, UNIT, SUBTREE, GROUP = "body", "unit", "subtree", "group"


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.username})"


class AppointmentForm(forms.Form):
    person = PersonChoice(Person.objects.none(), label=_("Person"))
    place = forms.ChoiceField(label=_("Appointed to"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", "---------"), *Appointment.Role.choices])
    post = TextField(
        label=_("Post"), max_length=limits.POST, help_text=_("As it is said of the person, such as Phó Bí thư.")
    )
    valid_from = DayField(label=_("From"))
    valid_to = DayField(
        label=_("No longer from"), required=False, help_text=_("Left empty while nobody knows; rights end that day.")
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        people = people_of(by).filter(is_active=True).order_by("name_sort", "pk")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", "---------"), *_places(by)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        first, last = facts.get("valid_from"), facts.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", gettext("An appointment cannot end before the day it began."))
        if not self.errors and is_held_already(self.appointment()):
            raise forms.ValidationError(gettext("This person holds the same appointment already in these days."))
        return facts

    def appointment(self) -> Appointment:
        """What the form says, not yet kept."""
        facts = self.cleaned_data
        kind, _colon, pk = facts["place"].partition(":")
        return Appointment(
            person=facts["person"],
            role=facts["role"],
            post=facts["post"],
            body_id=int(pk) if kind == BODY else None,
            unit_id=int(pk) if kind in {UNIT, SUBTREE} else None,
            group_id=int(pk) if kind == GROUP else None,
            whole_subtree=kind == SUBTREE,
            valid_from=facts["valid_from"],
            valid_to=facts["valid_to"],
        )


def _places(by: Person) -> list[tuple[str, list[tuple[str, str]]]]:
    """All that somebody may appoint to, in four shelves; an empty shelf is left out."""
    today = dates.today()
    units = Unit.objects.administered_by(by).in_vietnamese_order()
    bodies = Body.objects.current(today).filter(unit__in=units).select_related("unit")
    groups = UnitGroup.objects.current(today).within(units).order_by("name", "pk")
    shelves = [
        (
            gettext("A body"),
            [(f"{BODY}:{b.pk}", f"{b.name} ({b.unit.name})") for b in bodies.order_by("unit__name_sort", "name", "pk")],
        ),
        (gettext("A unit"), [(f"{UNIT}:{unit.pk}", unit.name) for unit in units]),
        (
            gettext("A unit with all units below"),
            [
                (f"{SUBTREE}:{unit.pk}", gettext("%s and all units below") % unit.name)
                for unit in Unit.objects.wholly_administered_by(by).in_vietnamese_order()
            ],
        ),
        (
            gettext("A group of units"),
            [(f"{GROUP}:{group.pk}", group.name) for group in groups],
        ),
    ]
    return [(name, choices) for name, choices in shelves if choices]
