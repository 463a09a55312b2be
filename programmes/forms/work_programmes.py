"""The forms of a programme of the year: a new one, its document, and an amendment line by line."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import dates, limits
from coquang.textfields import DayField, TextField
from programmes import permissions_of_work as may
from programmes.actions.tasks import Work
from programmes.actions.work_programmes import Changes, Paper
from programmes.forms.tasks import NUMBER, TaskForm
from programmes.models import Body, Person, Task, Unit

# Rows for tasks that an amendment adds; one with no words is left out.
ADDED_ROWS = 3


class TitleForm(forms.Form):
    title = TextField(label=gettext_lazy("Title"), max_length=limits.NAME)


class ProgrammeForm(TitleForm):
    body = forms.ModelChoiceField(Body.objects.none(), label=gettext_lazy("Committee"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR, widget=NUMBER
    )

    field_order = ("body", "year", "title")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = committees_of(by)  # type: ignore[attr-defined]


def committees_of(person: Person) -> Any:
    """The committees whose programme a person writes."""
    today = dates.today()
    units = [pk for pk in person.reach(today).unit_ids if may.writing(person, pk)]
    return Body.objects.current(today).filter(unit__in=units, kind__in=may.COMMITTEES).order_by("name", "pk")


class DocumentForm(forms.Form):
    """The document that adopts a programme."""

    number = TextField(
        label=gettext_lazy("Number and symbol"),
        max_length=limits.CODE * 2,
        help_text=gettext_lazy("As it is printed: 118-CTr/ĐU."),
    )
    dated = DayField(label=gettext_lazy("Day of the document"))

    def clean_dated(self) -> Any:
        day = self.cleaned_data["dated"]
        if day is not None and day > dates.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def paper(self) -> Paper:
        return Paper(self.cleaned_data["number"], self.cleaned_data["dated"])


class AmendmentForm(DocumentForm):
    """The document that amends it, and why."""

    reason = TextField(label=gettext_lazy("Reason"), max_length=limits.SENTENCE)

    def __init__(self, *args: Any, is_signed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "dated"):
            self.fields[name].required = is_signed

    def foreseen(self) -> Paper:
        """The document as far as it is known: a draft may still lack its number, and its day is then today's."""
        return Paper(self.cleaned_data["number"] or "", self.cleaned_data["dated"] or dates.today())


class LineForm(TaskForm):
    """A task of the programme within an amendment: written anew, or left out."""

    is_dropped = forms.BooleanField(label=gettext_lazy("Leave this task out"), required=False)

    def __init__(self, *args: Any, unit: Unit, task: Task | None = None, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, task=task, with_owner=False, **kwargs)
        self.task = task
        del self.fields["supporting_bodies"]
        if task is None:
            del self.fields["is_dropped"]
            self.empty_permitted, self.use_required_attribute = True, False

    def work(self) -> Work:
        supporting = list(self.task.supporting_bodies.all()) if self.task else []
        return self.work_with(supporting)


def changes_of(lines: Sequence[LineForm]) -> Changes:
    """What the lines of an amendment ask for, once all of them are valid."""
    known = [line for line in lines if line.task is not None]
    dropped = [line.task for line in known if line.task and line.cleaned_data["is_dropped"]]
    changed = {line.task: line.work() for line in known if line.task and not line.cleaned_data["is_dropped"]}
    added = [line.work() for line in lines if line.task is None and line.cleaned_data.get("text")]
    return Changes(added, changed, dropped)
