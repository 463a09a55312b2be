"""The form of a handover: which of the things a person holds, to whom, and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.textfields import TextField
from programmes.actions.handovers import cannot_take
from programmes.holdings import Held, Holder, Kind
from programmes.models import Person


class HandoverForm(forms.Form):
    """All is ticked at first: the whole goes unless somebody takes a line out."""

    things = forms.MultipleChoiceField(
        label=_("What is handed over"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one thing to hand over."),
            "invalid_choice": _("Some of this was handed over or done meanwhile. Look at the list once more."),
        },
    )
    receiver = forms.ModelChoiceField(Person.objects.none(), label=_("To whom"))
    reason = TextField(
        label=_("Reason"),
        max_length=limits.SENTENCE,
        help_text=_("As it will stand in the record, such as: moved to another post from 1/4/2023."),
    )

    def __init__(self, *args: Any, holder: Holder, receivers: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holder = holder
        self.known = {held.key: held for held in holder.held}
        self.fields["things"].choices = [(key, held.what) for key, held in self.known.items()]  # type: ignore[attr-defined]
        self.fields["things"].initial = list(self.known)
        self.fields["receiver"].queryset = receivers.order_by("name_sort", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        receiver, keys = facts.get("receiver"), facts.get("things", [])
        if receiver and (told := cannot_take(receiver, self.holder.unit, [self.known[key] for key in keys])):
            self.add_error("receiver", told)
        return facts

    @property
    def groups(self) -> Iterator[tuple[Kind, Sequence[tuple[Held, bool]]]]:
        """Each kind with its things, and whether each is ticked."""
        ticked = {str(key) for key in self["things"].value() or ()}
        for kind, held in self.holder.groups:
            yield kind, [(each, each.key in ticked) for each in held]
