"""A programme of the year on its pages: tasks by field, what each amendment changed, who may do what with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import dates
from programmes import permissions_of_work as may
from programmes.besides import fields_of_work
from programmes.deadlines import told
from programmes.models import Amendment, Person, Task, WorkProgramme
from programmes.standing import Standing, standing_of

ACTS: Mapping[str, str | Promise] = {
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "dropped": gettext_lazy("left out"),
}
PARTS: Mapping[str, str | Promise] = {
    "text": gettext_lazy("Task"),
    "field": gettext_lazy("Field"),
    "product": gettext_lazy("Expected product"),
    "body": gettext_lazy("Lead body"),
    "deadline": gettext_lazy("Kind of deadline"),
    "due_on": gettext_lazy("Due on"),
    "condition": gettext_lazy("Waits for"),
}


@dataclass(frozen=True)
class Line:
    """A task of a programme as its list shows it."""

    task: Task
    state: Standing
    deadline: str


@dataclass(frozen=True)
class Group:
    field: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class ChangedLine:
    """One line of an amendment: what it did to which task, and each part before and after."""

    act: str
    text: str
    task_id: int
    parts: Sequence[tuple[str, str, str]]


def programmes_seen(person: Person) -> QuerySet[WorkProgramme]:
    """Those a person sees with how many tasks each has, the latest year first."""
    live = Q(tasks__dropped_at__isnull=True)
    seen = WorkProgramme.objects.visible_to(person).select_related("body__unit")
    return seen.annotate(count=Count("tasks", filter=live)).order_by(
        "-year", "body__unit__name_sort", "body__name", "pk"
    )


def find_programme(person: Person, pk: int) -> WorkProgramme | None:
    """The door to one programme: None when it is not there or may not be seen."""
    beside = ("body__unit", "theme__unit", "superior_theme__unit", "copied_from")
    return WorkProgramme.objects.visible_to(person).select_related(*beside).filter(pk=pk).first()


def tasks_of(programme: WorkProgramme) -> list[Task]:
    """What the programme holds now, planned or adopted, by field and day."""
    rows = programme.tasks.filter(dropped_at__isnull=True).select_related("lead_body", "owner__person", "programme")
    return list(rows.order_by("field_code", "due_on", "pk"))


def groups_of(programme: WorkProgramme) -> list[Group]:
    """The tasks by field of work, in the order of the fields; those without one last."""
    lines: dict[str, list[Line]] = {}
    for task in tasks_of(programme):
        lines.setdefault(task.field_code, []).append(Line(task, standing_of(task, dates.today()), told(task)))
    names = dict(fields_of_work())
    order = [*names, *(code for code in lines if code not in names)]
    return [Group(names.get(code, code) or _("Without a field"), lines[code]) for code in order if code in lines]


def amendments_of(programme: WorkProgramme) -> list[tuple[Amendment, list[ChangedLine]]]:
    """Every amendment, the first first, with what it changed."""
    made = programme.amendments.select_related("by")
    return [(amendment, [changed_line(line) for line in amendment.changes]) for amendment in made]


def changed_line(line: Mapping[str, Any]) -> ChangedLine:
    before, after = line["before"], line["after"]
    shown = after or before
    return ChangedLine(
        str(ACTS[line["act"]]), shown["text"], line["task"], parts_between(before, after) if before else []
    )


def parts_between(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The parts that differ, with their names; a kind of deadline and a field in words."""
    words = {str(key): str(label) for key, label in Task.Deadline.choices} | dict(fields_of_work())
    return [
        (str(PARTS[key]), words.get(before[key], before[key]) or "–", words.get(after[key], after[key]) or "–")
        for key in PARTS
        if after and before.get(key) != after.get(key)
    ]


def rights(programme: WorkProgramme, person: Person) -> dict[str, bool]:
    """Which deeds of the programme's page are this person's now."""
    is_draft = programme.state == WorkProgramme.State.DRAFT
    writes = bool(may.writing(person, programme.body.unit_id))
    adopts = bool(may.adopting(person, programme))
    is_last = not WorkProgramme.objects.filter(body=programme.body_id, year=programme.year + 1).exists()
    return {
        "write": is_draft and writes,
        "adopt": is_draft and adopts,
        "amend": not is_draft and adopts,
        "draft_amendment": not is_draft and (writes or adopts),
        "carry": not is_draft and writes and is_last,
        "compare": programme.copied_from_id is not None,
    }
