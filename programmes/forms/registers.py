"""The forms of the register: a number taken outside, and the terms of committees."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.kinds import KINDS
from coquang.textfields import DayField, TextField
from programmes import issuing
from programmes.models import Body, Person, Term, Unit
from programmes.permissions_of_papers import bodies_to_draft_for


class OutsideForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Issued by"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(code, kind.word.capitalize()) for code, kind in KINDS.items()])
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99_999)
    day = DayField(label=_("Day of the paper"))
    subject = TextField(label=_("Subject"), max_length=limits.SENTENCE)
    explanation = TextField(
        label=_("Why it was taken outside"),
        max_length=limits.SENTENCE,
        help_text=_("Such as: issued by hand during the power cut."),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": dates.today()})
        super().__init__(*args, **kwargs)
        pick: Any = self.fields["body"]
        pick.queryset = Body.objects.filter(pk__in=[body.pk for body in bodies_to_draft_for(by)]).order_by("pk")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        body, kind, day = facts.get("body"), facts.get("kind"), facts.get("day")
        if body and kind and day and not issuing.may_issue(body, KINDS[kind], day):
            told = gettext("%(body)s does not issue papers of this kind: choose another kind.")
            self.add_error("kind", told % {"body": body.name})
        return facts


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    ordinal = forms.IntegerField(
        label=_("Ordinal"), min_value=1, max_value=99, help_text=_("Which congress elected it: 9 for the ninth.")
    )
    valid_from = DayField(label=_("From"))
    valid_to = DayField(
        label=_("To"), required=False, help_text=_("The first day of the next term; empty while it runs.")
    )

    class Meta:
        model = Term
        fields = ("body", "ordinal", "valid_from", "valid_to")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (Body.Kind.PARTY_COMMITTEE, Body.Kind.PARTY_CELL)
        bodies = Body.objects.current(dates.today()).filter(kind__in=kinds, unit__in=Unit.objects.administered_by(by))
        pick: Any = self.fields["body"]
        pick.queryset, pick.empty_label = bodies.order_by("unit__name_sort", "pk"), None

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        body, begins, ends = facts.get("body"), facts.get("valid_from"), facts.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", gettext("A term ends after the day it began."))
        elif body and begins:
            others = Term.objects.filter(body=body).exclude(pk=self.instance.pk)
            if any(one.meets(begins, ends) for one in others):
                self.add_error("valid_from", gettext("Another term of this committee holds on some of these days."))
        return facts
