"""What a programme carried over from the year before keeps, changes, leaves out and adds: looked through and signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from coquang import dates
from programmes.dashboards.work_programmes import parts_between, tasks_of
from programmes.deadlines import a_year_later, told_of
from programmes.models import Task, WorkProgramme


@dataclass(frozen=True)
class Difference:
    """A task is kept when nothing but the year of its day is another."""

    kept: Sequence[Task]
    changed: Sequence[tuple[Task, Sequence[tuple[str, str, str]]]]
    left_out: Sequence[Task]
    new: Sequence[Task]


def difference(programme: WorkProgramme) -> Difference:
    now = tasks_of(programme)
    before = {task.pk: task for task in tasks_of(programme.copied_from)} if programme.copied_from else {}
    kept, changed, new = [], [], []
    for task in now:
        source = before.pop(task.carried_from_id or 0, None)
        if source is None:
            new.append(task)
        elif parts := parts_between(_carried(source), told_of(task)):
            changed.append((task, parts))
        else:
            kept.append(task)
    return Difference(kept, changed, list(before.values()), new)


def _carried(source: Task) -> dict[str, str]:
    """What a task becomes when it is carried over and nothing else is done to it."""
    is_fixed = source.deadline == Task.Deadline.FIXED
    due = a_year_later(source.due_on) if is_fixed else None
    return {**told_of(source), "due_on": dates.short(due) if due else ""}
