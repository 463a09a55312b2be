"""The two forms of one row of what a unit reports: whether and how it is typed, and who answers for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from indicators.actions.responsibilities import Answering, people_of, providing_bodies
from indicators.models import ReportedIndicator, Responsibility
from programmes.models import Body, Person, Unit


class ReportForm(forms.Form):
    is_reported = forms.BooleanField(required=False)
    entry_mode = forms.ChoiceField(label=_("Typed as"), choices=ReportedIndicator.EntryMode.choices)

    def __init__(self, *args: Any, year: int, held: ReportedIndicator | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_reported"].label = _("Reported in %d and after") % year
        self.fields["is_reported"].initial = held is not None
        self.fields["entry_mode"].initial = held.entry_mode if held else ReportedIndicator.EntryMode.QUARTER


class AnsweringForm(forms.Form):
    provider_post = TextField(
        label=_("Provider as printed"),
        max_length=limits.NAME,
        required=False,
        help_text=_("Left empty, the name of the body."),
    )
    responsible_post = TextField(
        label=_("Responsible as printed"),
        max_length=limits.NAME,
        required=False,
        help_text=_("Left empty, the post of the person; a post may stand here without a person."),
    )
    on = DayField(label=_("From"), help_text=_("What stood until then ends on that day and stays on record."))

    def __init__(self, *args: Any, unit: Unit, held: Responsibility | None, **kwargs: Any) -> None:
        today = dates.today()
        facts = {name: getattr(held, name) for name in Answering.__dataclass_fields__} if held else {}
        super().__init__(*args, **{**kwargs, "initial": {**facts, "on": today}})
        bodies = Body.objects.filter(pk__in=[body.pk for body in providing_bodies(unit, today)])
        people = Person.objects.filter(pk__in=[who.pk for who in people_of(unit, today)])
        self.fields["providing_body"] = forms.ModelChoiceField(
            bodies.order_by("-unit__level", "name"), label=_("Providing body"), required=False
        )
        self.fields["responsible"] = forms.ModelChoiceField(
            people.order_by("name_sort"), label=_("Responsible person"), required=False
        )
        self.order_fields(["providing_body", "provider_post", "responsible", "responsible_post", "on"])

    @property
    def answering(self) -> Answering:
        return Answering(**{name: self.cleaned_data[name] for name in Answering.__dataclass_fields__})
