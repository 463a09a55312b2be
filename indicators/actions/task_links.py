"""Choosing which indicators a task is to move."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.records.journal import record
from indicators.models import Indicator, TaskIndicator
from programmes import permissions_of_work as may
from programmes.models import Person, Task


@transaction.atomic
def link(task: Task, indicators: Iterable[Indicator], *, by: Person) -> None:
    """From now on these and no others stand beside the task."""
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    held = may.giving(by, task.unit_id, task.giver_id) if task.unit_id else []
    if not held:
        raise PermissionDenied
    chosen = {indicator.pk: indicator for indicator in indicators}
    links = TaskIndicator.objects.filter(task=task)
    known = set(links.values_list("indicator", flat=True))
    if known == set(chosen):
        return
    links.exclude(indicator__in=chosen).delete()
    TaskIndicator.objects.bulk_create(TaskIndicator(task=task, indicator_id=pk) for pk in chosen if pk not in known)
    codes = sorted(indicator.code for indicator in chosen.values())
    record(task, "task.linked", by=by, capacity=may.words(by, held), text=", ".join(codes))
