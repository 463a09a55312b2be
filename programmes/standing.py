"""Where a task stands on a day, told by one function; only “done on” is kept.

The order is that of offices which followed such lists for years: done, standing duty, a day missing, waiting for a
condition, overdue, due within seven days, in progress. A task nobody answers for yet says so before anything that
comes of having no day, and after being overdue: nothing overdue drops out of sight.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, CharField, F, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from programmes.models import Task

SOON = timedelta(days=7)


class Standing(TextChoices):
    PROPOSED = "proposed", _("proposed")
    DROPPED = "dropped", _("taken back")
    DONE = "done", _("done")
    DONE_LATE = "done_late", _("done late")
    STANDING = "standing", _("standing duty")
    UNASSIGNED = "unassigned", _("waiting to be assigned")
    NO_DATE = "no_date", _("day missing")
    WAITING = "waiting", _("waiting for a condition")
    OVERDUE = "overdue", _("overdue")
    DUE_SOON = "due_soon", _("due soon")
    IN_PROGRESS = "in_progress", _("in progress")


@dataclass(frozen=True)
class Facts:
    """What decides where a task stands."""

    deadline: str
    due_on: date | None
    done_on: date | None
    has_owner: bool
    is_proposed: bool = False
    is_dropped: bool = False


def standing(facts: Facts, on: date) -> Standing:
    """Where a task stands at the end of a day; a task due that day is not overdue."""
    if facts.is_proposed:
        return Standing.PROPOSED
    if facts.is_dropped:
        return Standing.DROPPED
    if facts.done_on is not None and facts.done_on <= on:
        was_late = facts.due_on is not None and facts.done_on > facts.due_on
        return Standing.DONE_LATE if was_late else Standing.DONE
    if facts.due_on is not None and facts.due_on < on:
        return Standing.OVERDUE
    if not facts.has_owner:
        return Standing.UNASSIGNED
    if facts.deadline == Task.Deadline.STANDING:
        return Standing.STANDING
    if facts.deadline == Task.Deadline.WAITING:
        return Standing.WAITING
    if facts.due_on is None:
        return Standing.NO_DATE
    return Standing.DUE_SOON if facts.due_on - on <= SOON else Standing.IN_PROGRESS


def told(on: date) -> Case:
    """The same as an expression of the database, by which lists are narrowed and counted; a test holds them alike."""
    is_done, is_past = Q(done_on__lte=on), Q(due_on__lt=on)
    steps: list[tuple[Q, Standing]] = [
        (Q(is_proposed=True), Standing.PROPOSED),
        (Q(dropped_at__isnull=False), Standing.DROPPED),
        (is_done & Q(done_on__gt=F("due_on")), Standing.DONE_LATE),
        (is_done, Standing.DONE),
        (is_past, Standing.OVERDUE),
        (Q(owner__isnull=True), Standing.UNASSIGNED),
        (Q(deadline=Task.Deadline.STANDING), Standing.STANDING),
        (Q(deadline=Task.Deadline.WAITING), Standing.WAITING),
        (Q(due_on__isnull=True), Standing.NO_DATE),
        (Q(due_on__lte=on + SOON), Standing.DUE_SOON),
    ]
    cases = [When(condition, then=Value(stands.value)) for condition, stands in steps]
    return Case(*cases, default=Value(Standing.IN_PROGRESS.value), output_field=CharField())


def standing_of(task: Task, on: date) -> Standing:
    return standing(
        Facts(
            deadline=task.deadline,
            due_on=task.due_on,
            done_on=task.done_on,
            has_owner=task.owner_id is not None,
            is_proposed=task.is_proposed,
            is_dropped=task.dropped_at is not None,
        ),
        on,
    )
