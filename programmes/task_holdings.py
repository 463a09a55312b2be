"""The tasks people answer for by name, told to whoever hands work over."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import dates
from coquang.refusals import Refused
from programmes.actions.naming import candidates, pass_on, tasks_held_by
from programmes.holdings import Held, Kind, register
from programmes.models import Appointment, Person, Task

TASKS = "task"


def register_tasks() -> None:
    register(Kind(TASKS, gettext_lazy("tasks answered for"), _tasks, pass_on=_take_over))


def _tasks(units: Collection[int]) -> Iterator[Held]:
    """An open task is with whom it was named to."""
    for task in Task.objects.open().filter(unit__in=units, owner__isnull=False).select_related("owner"):
        if task.owner is not None and task.unit_id is not None:
            due = f" ({dates.short(task.due_on)})" if task.due_on else ""
            url = reverse("programmes:task", args=[task.pk])
            since = task.owner_named_at or task.made_at
            yield Held(TASKS, task.pk, task.unit_id, task.owner.person_id, since, f"{task}{due}", url)


def _take_over(numbers: Collection[int], giver: Person, receiver: Person) -> None:
    """The receiver answers for these tasks from now on, in the post they hold in the unit; the old owner is kept."""
    for held in Appointment.objects.filter(person=giver, tasks__in=numbers).distinct():
        for task in tasks_held_by(held).filter(pk__in=numbers):
            post = next((post for post in candidates(task.unit_id) if post.person_id == receiver.pk), None)
            if post is None:
                raise Refused(_("%s holds no post in the unit that leads this task.") % receiver)
            pass_on(task, post, reason=_("Work was handed over."))
