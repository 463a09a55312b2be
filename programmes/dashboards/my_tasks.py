"""The tasks that wait for a person: their own, those to name or decide about, and those they wait for from others.

The pressing tasks of many units are read at once; what of them concerns a person is then found without asking again.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from coquang import dates
from programmes import permissions_of_work as may
from programmes.dashboards.tasks import mine
from programmes.models import Appointment, ExtensionRequest, Person, Task, Urging
from programmes.standing import SOON, Standing, standing_of
from programmes.working_days import working_days_between

# What a page of work takes in at most; the list of tasks has all.
SHOWN = 60


@dataclass(frozen=True)
class TaskItem:
    """One task on a list of work: how it stands, what it asks of the person, and how many working days are left."""

    task: Task
    state: Standing
    asks: Sequence[str]
    until: date | None
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days(self) -> int | None:
        return None if self.days_left is None else abs(self.days_left)


@dataclass(frozen=True)
class MyTasks:
    """Tasks that need this person's hand, the worst first; and those of others that are late or have no person."""

    own: Sequence[TaskItem] = ()
    awaited: Sequence[TaskItem] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.awaited)


@dataclass(frozen=True)
class Pressing:
    """What was read for many people at once: tasks, and the bodies in which somebody leads."""

    tasks: Sequence[Task]
    led_bodies: Set[int]


NO_TASKS = MyTasks()
NONE_PRESSING = Pressing((), frozenset())


def pressing(unit_ids: Collection[int], *, first_of: Person | None = None) -> Pressing:
    """The open tasks of some units, or given by them, that are late, soon due, unnamed, urged or asked to be moved.

    For one person's page, their own before those of others, and no more than a page takes in.
    """
    soon = dates.today() + SOON
    urged = Urging.objects.filter(answered_at__isnull=True)
    asked = ExtensionRequest.objects.filter(is_granted__isnull=True)
    unsaid = Q(origin=Task.Origin.ORAL, oral_confirmed_at__isnull=True)
    waits = Q(due_on__lte=soon) | Q(owner__isnull=True) | unsaid
    waits |= Q(Exists(urged.filter(task=OuterRef("pk")))) | Q(Exists(asked.filter(task=OuterRef("pk"))))
    rows = Task.objects.open().filter(Q(unit__in=unit_ids) | Q(giver__in=unit_ids), waits)
    rows = rows.select_related("unit", "giver", "lead_body", "owner__person").order_by("due_on", "pk")
    open_ones: Any = (Prefetch("urgings", urged, "open_urgings"), Prefetch("extensions", asked, "open_extensions"))
    leaders = Appointment.objects.current(dates.today()).filter(role__in=may.LEADERS, whole_subtree=False)
    led_bodies = set(leaders.filter(body__unit__in=unit_ids).values_list("body", flat=True))
    rows = rows.prefetch_related(*open_ones)
    if first_of is None:
        return Pressing(list(rows), led_bodies)
    asked_of_leaders = unsaid | Q(Exists(asked.filter(task=OuterRef("pk"))))
    own = list(rows.filter(mine(first_of) | asked_of_leaders)[:SHOWN])
    return Pressing([*own, *rows.exclude(pk__in=[task.pk for task in own])[:SHOWN]], led_bodies)


def tasks_before(person: Person, closed: Set[date]) -> MyTasks:
    """What waits for one person today."""
    units = person.reach(dates.today()).unit_ids
    return tasks_among(person, pressing(units, first_of=person), closed) if units else NO_TASKS


def tasks_among(person: Person, found: Pressing, closed: Set[date]) -> MyTasks:
    """Those of the pressing tasks that concern a person."""
    own, awaited = [], []
    for task in found.tasks:
        asks = list(_asked_of(person, task, found.led_bodies))
        if asks:
            own.append(_item(task, asks, closed))
        elif _is_awaited(person, task):
            awaited.append(_item(task, [_whom(task)], closed))
    return MyTasks(_worst_first(own)[:SHOWN], _worst_first(awaited)[:SHOWN])


def _asked_of(person: Person, task: Any, led_bodies: Set[int]) -> Iterable[str]:
    """What the task asks of this person now, in words."""
    held = person.appointments_on(dates.today())
    is_owner = any(a.pk == task.owner_id for a in held)
    leads_it = any(a.body_id == task.lead_body_id and a.role in may.LEADERS for a in held)
    leads_it = leads_it or (task.lead_body_id not in led_bodies and bool(may.leading(person, task.unit_id)))
    if task.owner_id is None and leads_it:
        yield _("name the responsible person")
    if task.open_urgings and (is_owner or (task.owner_id is None and leads_it)):
        yield _("answer the urging by %s") % dates.short(task.open_urgings[0].answer_due)
    if is_owner and task.due_on is not None and task.due_on <= dates.today() + SOON:
        yield _("get it done, or ask for an extension")
    for asked in task.open_extensions:
        if asked.asked_by_id != person.pk and may.deciding(person, task):
            yield _("answer the extension to %s") % dates.short(asked.new_due)
    if task.oral_confirmed_at is None and may.confirming(person, task):
        yield _("confirm the spoken instruction")


def _is_awaited(person: Person, task: Task) -> bool:
    """Late or unnamed, and this person leads the unit it was given to, or the one that gave it."""
    is_late = task.due_on is not None and task.due_on < dates.today()
    if not (is_late or task.owner_id is None):
        return False
    return bool(may.urging(person, task))


def _whom(task: Task) -> str:
    return task.owner.person.full_name if task.owner else _("nobody is named yet")


def _item(task: Task, asks: Sequence[str], closed: Set[date]) -> TaskItem:
    until = task.due_on or task.name_until
    left = working_days_between(dates.today(), until, closed) if until else None
    return TaskItem(task, standing_of(task, dates.today()), asks, until, left)


def _worst_first(items: Sequence[TaskItem]) -> list[TaskItem]:
    return sorted(items, key=lambda item: (item.days_left is None, item.days_left or 0, item.task.pk))
