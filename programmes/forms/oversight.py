"""The forms of inspection and supervision: a programme, a line of it, and what became of a line."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.models import Body, OversightKind, OversightLine, OversightProgramme, Person
from programmes.permissions_of_oversight import bodies_to_keep_for

Subject = OversightLine.Subject
State = OversightLine.State
QUARTERS = [(str(n), roman) for n, roman in ((1, "I"), (2, "II"), (3, "III"), (4, "IV"))]


class OversightProgrammeForm(forms.ModelForm):  # type: ignore[type-arg]
    year = forms.IntegerField(
        label=_("Year"),
        min_value=limits.FIRST_YEAR,
        max_value=limits.LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    document_number = TextField(label=_("Number and symbol"), max_length=limits.CODE * 2, required=False)
    document_date = DayField(label=_("Day of the document"), required=False)

    class Meta:
        model = OversightProgramme
        fields = ("body", "year", "document_number", "document_date")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = [body.pk for body in bodies_to_keep_for(by)]
        pick: Any = self.fields
        pick["body"].queryset = Body.objects.filter(pk__in=bodies).order_by("kind", "name")
        pick["body"].label = _("Body")
        if self.instance.pk is not None:
            pick["body"].disabled = pick["year"].disabled = True


class OversightLineForm(forms.ModelForm):  # type: ignore[type-arg]
    subject = TextField(
        label=_("Who is looked into"),
        max_length=limits.NAME,
        help_text=_("The organisation, or the member by post; no name of a person."),
    )
    content = TextField(label=_("What is looked into"), max_length=limits.SENTENCE, multiline=True)
    quarter = forms.TypedChoiceField(label=_("Quarter"), choices=QUARTERS, coerce=int)

    class Meta:
        model = OversightLine
        fields = ("kind", "subject_kind", "subject", "organisations", "members", "content", "quarter", "is_planned")
        labels = {
            "kind": _("Kind"),
            "subject_kind": _("The subject is"),
            "organisations": _("Number of organisations"),
            "members": _("Number of members"),
            "is_planned": _("It stands in the programme as adopted"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick: Any = self.fields
        pick["kind"].queryset = OversightKind.objects.all()
        pick["kind"].empty_label = None
        for name in ("organisations", "members"):
            pick[name] = forms.IntegerField(
                label=self.fields[name].label,
                min_value=0,
                max_value=1000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )


class SettleForm(forms.Form):
    """What became of a line."""

    state = forms.ChoiceField(
        label=_("Result of the line"), choices=[(s.value, s.label) for s in (State.HELD, State.MOVED, State.DROPPED)]
    )
    held_on = DayField(label=_("Held on"), required=False)
    outcome = TextField(
        label=_("Outcome: counts and documents"),
        max_length=limits.SENTENCE,
        required=False,
        help_text=_("Such as “Thông báo kết luận số 05-TB/UBKTĐU; 02 nội dung rút kinh nghiệm”; no details of a case."),
    )
    moved_to = forms.TypedChoiceField(
        label=_("Moved to quarter"), choices=[("", "–"), *QUARTERS], coerce=int, required=False, empty_value=None
    )
    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE, required=False)

    def __init__(self, *args: Any, line: OversightLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        state, day = facts.get("state"), facts.get("held_on")
        if state == State.HELD and "held_on" not in self.errors:
            if day is None or day > dates.today():
                self.add_error("held_on", gettext("Say on which day it was held; a day to come is not possible."))
            elif day.year != self.line.programme.year:
                self.add_error("held_on", gettext("It was held on a day of the programme's year."))
        if state in {State.MOVED, State.DROPPED} and not facts.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say why the line is moved or dropped."))
        moved = facts.get("moved_to")
        if state == State.MOVED and (moved is None or moved <= self.line.present_quarter):
            self.add_error("moved_to", gettext("A line is moved to a later quarter of the same year."))
        return facts
