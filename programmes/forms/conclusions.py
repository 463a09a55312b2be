"""The forms of conclusions: the chair's sentence, a conclusion's words and bodies, words split off, a task from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.actions.naming import candidates
from programmes.actions.tasks import Work
from programmes.besides import fields_of_work
from programmes.deadlines import Deadline, Kind
from programmes.forms.meetings import Holder
from programmes.models import Appointment, Body, Conclusion, Meeting, Task, Unit
from programmes.permissions_of_meetings import bound_units

DAYS_AT_MOST = 366


class SentenceForm(forms.Form):
    text = TextField(
        label=_("What the chair said, word for word"),
        max_length=limits.PARAGRAPHS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ConclusionForm(forms.Form):
    text = TextField(label=_("Conclusion"), max_length=limits.PARAGRAPHS, widget=forms.Textarea(attrs={"rows": 3}))
    lead_body = forms.ModelChoiceField(Body.objects.none(), label=_("Lead body"), required=False, empty_label="–")
    supporting = forms.ModelMultipleChoiceField(
        Body.objects.none(), label=_("Supporting bodies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    deadline_words = TextField(label=_("Deadline as said"), max_length=limits.NAME, required=False)

    def __init__(self, *args: Any, conclusion: Conclusion, meeting: Meeting, **kwargs: Any) -> None:
        shown = {
            "text": conclusion.text,
            "lead_body": conclusion.lead_body_id,
            "supporting": list(conclusion.supporting_bodies.values_list("pk", flat=True)) if conclusion.pk else [],
            "deadline_words": conclusion.deadline_words,
        }
        super().__init__(*args, **{"initial": shown, **kwargs})
        self.conclusion = conclusion
        for name in ("lead_body", "supporting"):
            self.fields[name].queryset = bodies_of(meeting)  # type: ignore[attr-defined]

    def told(self) -> Conclusion:
        for name in ("text", "lead_body", "deadline_words"):
            setattr(self.conclusion, name, self.cleaned_data[name])
        return self.conclusion


class SplitOffForm(forms.Form):
    words = TextField(
        label=_("Words to stand by themselves"),
        max_length=limits.PARAGRAPHS,
        help_text=_("Copied from the marked part of the sentence."),
    )


class NoTaskForm(forms.Form):
    reason = TextField(label=_("Reason"), max_length=limits.SENTENCE)


class MeetingTaskForm(forms.Form):
    """A task from a conclusion or from a remark that is taken up."""

    text = TextField(
        label=_("Task"), multiline=True, max_length=limits.PARAGRAPHS, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead_body = forms.ModelChoiceField(Body.objects.none(), label=_("Lead body"), empty_label=None)
    supporting = forms.ModelMultipleChoiceField(
        Body.objects.none(), label=_("Supporting bodies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    owner = Holder(
        Appointment.objects.none(),
        label=_("Responsible person"),
        required=False,
        empty_label=_("named later by the body"),
    )
    field_code = forms.ChoiceField(label=_("Field"), required=False)
    deadline = forms.ChoiceField(label=_("Deadline"), choices=Task.Deadline.choices)
    due_on = DayField(label=_("Due on"), required=False)
    working_days = forms.IntegerField(
        label=_("Working days"),
        required=False,
        min_value=1,
        max_value=DAYS_AT_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Type a whole number of working days, such as 10."),
            "min_value": _("At least one working day."),
            "max_value": _("At most a year; for longer set a fixed day."),
        },
    )
    condition = TextField(label=_("Condition waited for"), max_length=limits.SENTENCE, required=False)
    expected_product = TextField(label=_("Expected product"), max_length=limits.SENTENCE, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_body", "supporting"):
            self.fields[name].queryset = bodies_of(meeting)  # type: ignore[attr-defined]
        units = bound_units(meeting)
        people = [a.pk for unit in units for a in candidates(unit.pk)]
        named = Appointment.objects.filter(pk__in=people).select_related("person", "body", "unit", "group")
        self.fields["owner"].queryset = named.order_by("person__name_sort", "pk")  # type: ignore[attr-defined]
        self.fields["field_code"].choices = [("", "–"), *fields_of_work()]  # type: ignore[attr-defined]
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        kind = facts.get("deadline")
        if kind == Kind.WORKING_DAYS and not facts.get("working_days") and "working_days" not in self.errors:
            self.add_error("working_days", gettext("Say how many working days the task is given."))
        if kind == Kind.FIXED and not facts.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", gettext("A fixed day is a day: type it, or choose another kind of deadline."))
        if kind == Kind.WAITING and not facts.get("condition") and "condition" not in self.errors:
            self.add_error("condition", gettext("Say what is waited for."))
        return facts

    @property
    def work(self) -> Work:
        facts = self.cleaned_data
        return Work(
            text=facts["text"],
            lead_body=facts["lead_body"],
            deadline=Deadline(
                facts["deadline"],
                due_on=facts["due_on"],
                working_days=facts["working_days"],
                condition=facts["condition"],
            ),
            field_code=facts["field_code"],
            expected_product=facts["expected_product"],
            supporting_bodies=list(facts["supporting"]),
            owner=facts["owner"],
        )


def bodies_of(meeting: Meeting) -> Any:
    """The bodies a conclusion can bind: those of the units the meeting spoke of, as they stood on its day."""
    units: list[Unit] = bound_units(meeting)
    on = meeting.held_on or dates.today()
    return Body.objects.current(on).filter(unit__in=units).order_by("unit__name_sort", "pk")
