"""The form by which an office-holder hands over a right: which, to whom, from when until when, why."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.models import Person
from programmes.permissions import colleagues_of, delegable


class Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        posts = dict.fromkeys(a.post for a in obj.appointments_on(dates.today()) if not a.is_delegated)
        return f"{obj.full_name} ({'; '.join(posts)})"


class DelegationForm(forms.Form):
    right = forms.ChoiceField(label=_("Right"))
    to = Colleague(Person.objects.none(), label=_("Handed to"), help_text=_("Somebody who works in the same unit."))
    valid_from = DayField(label=_("From"))
    last_day = DayField(label=_("Last day"), help_text=_("The right comes back by itself on the day after."))
    reason = TextField(
        label=_("Reason"),
        max_length=limits.SENTENCE,
        help_text=_("As it stands in the journal, such as a journey."),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {str(a.pk): a for a in delegable(by)}
        words = [(pk, f"{a.get_role_display()}: {a.words}") for pk, a in self.held.items()]
        self.fields["right"].choices = words  # type: ignore[attr-defined]
        people = Person.objects.filter(
            pk__in={pk for a in self.held.values() for pk in colleagues_of(by, a).values_list("pk", flat=True)}
        )
        self.fields["to"].queryset = people.order_by("name_sort", "pk")  # type: ignore[attr-defined]
        self.by = by

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        first, last = facts.get("valid_from"), facts.get("last_day")
        if first and first < dates.today():
            self.add_error("valid_from", gettext("A right is handed over from today on, not for days that are past."))
        if first and last and last < first:
            self.add_error("last_day", gettext("The last day stands before the first one."))
        held, to = self.held.get(facts.get("right", "")), facts.get("to")
        if held and to and not colleagues_of(self.by, held).filter(pk=to.pk).exists():
            self.add_error("to", gettext("This person does not work in the unit of the right that is handed over."))
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """What the action asks for; it ends on the day after the last one."""
        told = self.cleaned_data
        return {
            "to": told["to"],
            "valid_from": told["valid_from"],
            "valid_to": told["last_day"] + timedelta(days=1),
            "reason": told["reason"],
        }
