"""The forms of a task: what is to be done by whom until when; and how a spoken instruction came."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes.actions.naming import candidates
from programmes.actions.tasks import Work
from programmes.besides import fields_of_work
from programmes.deadlines import Deadline, Kind
from programmes.models import Body, Task, Unit

NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
# Longer than any working year.
WORKING_DAYS_AT_MOST = 260


class TaskForm(forms.Form):
    """A task of one unit. `work()` is what the actions take."""

    text = TextField(
        label=gettext_lazy("Task"),
        max_length=limits.PARAGRAPHS,
        multiline=True,
        help_text=gettext_lazy("What is to be done."),
    )
    field_code = forms.ChoiceField(label=gettext_lazy("Field"), required=False)
    lead_body = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Lead body"),
        error_messages={"required": gettext_lazy("A task has a lead body: choose who leads it.")},
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Responsible person"),
        required=False,
        help_text=gettext_lazy("May stay empty: the lead body names one within 5 working days."),
    )
    supporting_bodies = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Supporting bodies"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "tick"}),
    )
    deadline = forms.ChoiceField(label=gettext_lazy("Kind of deadline"), choices=Kind.choices, initial=Kind.FIXED)
    due_on = DayField(label=gettext_lazy("Due on"), required=False, help_text=gettext_lazy("Of a fixed day."))
    working_days = forms.IntegerField(
        label=gettext_lazy("Working days"),
        min_value=1,
        max_value=WORKING_DAYS_AT_MOST,
        required=False,
        widget=NUMBER,
    )
    counted_from = DayField(
        label=gettext_lazy("Counted from"),
        required=False,
        help_text=gettext_lazy("Of working days and of a document to issue; empty is the day the task was given."),
    )
    condition = TextField(label=gettext_lazy("Waits for"), max_length=limits.SENTENCE, required=False)
    expected_product = TextField(label=gettext_lazy("Expected product"), max_length=limits.SENTENCE, required=False)

    def __init__(
        self, *args: Any, unit: Unit, task: Task | None = None, with_owner: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": {**shown(task), **kwargs.pop("initial", {})}, **kwargs})
        today = dates.today()
        bodies = Body.objects.current(today).filter(unit=unit).order_by("name", "pk")
        self.fields["lead_body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["supporting_bodies"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["field_code"].choices = [("", "–"), *fields_of_work()]  # type: ignore[attr-defined]
        if not with_owner:
            del self.fields["owner"]
            return
        self._held = {str(held.pk): held for held in candidates(unit.pk)}
        choices = [("", _("not named yet")), *((key, held.named) for key, held in self._held.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        has_count = facts.get("working_days") or "working_days" in self.errors
        if facts.get("deadline") == Kind.WORKING_DAYS and not has_count:
            self.add_error("working_days", _("Say how many working days the task is given."))
        if facts.get("deadline") == Kind.WAITING and not facts.get("condition"):
            self.add_error("condition", _("Say what the task waits for."))
        return facts

    def work(self) -> Work:
        return self.work_with(list(self.cleaned_data["supporting_bodies"]))

    def work_with(self, supporting: Sequence[Body]) -> Work:
        facts = self.cleaned_data
        return Work(
            text=facts["text"],
            lead_body=facts["lead_body"],
            deadline=Deadline(
                facts["deadline"], facts["due_on"], facts["working_days"], facts["counted_from"], facts["condition"]
            ),
            field_code=facts["field_code"],
            expected_product=facts["expected_product"],
            supporting_bodies=supporting,
            owner=self._held.get(facts["owner"]) if "owner" in facts else None,
        )


def shown(task: Task | None) -> dict[str, Any]:
    """What a form shows of a task that is there."""
    if task is None:
        return {}
    names = ("text", "field_code", "lead_body", "deadline", "due_on", "working_days", "counted_from", "condition")
    facts = {name: getattr(task, name) for name in (*names, "expected_product")}
    return {**facts, "supporting_bodies": list(task.supporting_bodies.all()) if task.pk else []}


class OralForm(TaskForm):
    """A task given by word of mouth: who said it, and when."""

    said_by = TextField(
        label=gettext_lazy("Instructed by"),
        max_length=limits.CAPACITY,
        help_text=gettext_lazy("The post, as it is called."),
    )
    said_on = DayField(label=gettext_lazy("On the day"))

    field_order = ("said_by", "said_on")

    def clean_said_on(self) -> Any:
        day = self.cleaned_data["said_on"]
        if day is not None and day > dates.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
