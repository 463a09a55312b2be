"""The deadline of a task: the day that follows from its kind, and how it is told."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from coquang import dates
from programmes.models import Task
from programmes.working_days import next_working, working_days_after

Kind = Task.Deadline

# A paper that gives no day, and a duty to issue a document, mean ten days; a closed day gives way to the next open one.
USUAL = timedelta(days=10)
# Working days in which a body names its responsible person.
NAMING = 5
# Working days in which an urged task is answered for.
ANSWERING = 2


@dataclass(frozen=True)
class Deadline:
    """A kind of deadline with what it needs; whatever it does not need is left out."""

    kind: str
    due_on: date | None = None
    working_days: int | None = None
    counted_from: date | None = None
    condition: str = ""
    words: str = ""


def usual_day(day: date, closed: Set[date]) -> date:
    """Ten days after a paper's day, moved to the next day on which offices are open."""
    return next_working(day + USUAL, closed)


def settled(deadline: Deadline, given_on: date | None, closed: Set[date]) -> Deadline:
    """The deadline with its day: counted from the day it says, else from the day the task was given."""
    start = deadline.counted_from or given_on
    if deadline.kind == Kind.FIXED:
        return Deadline(Kind.FIXED, due_on=deadline.due_on, words=deadline.words)
    if deadline.kind == Kind.WORKING_DAYS:
        count = deadline.working_days
        due = working_days_after(start, count, closed) if start and count else None
        return Deadline(Kind.WORKING_DAYS, due, count, start, words=deadline.words)
    if deadline.kind == Kind.ISSUE:
        due = usual_day(start, closed) if start else None
        return Deadline(Kind.ISSUE, due, counted_from=start, words=deadline.words)
    condition = deadline.condition if deadline.kind == Kind.WAITING else ""
    return Deadline(deadline.kind, condition=condition, words=deadline.words)


def told(task: Task) -> str:
    """The deadline in words: what the day follows from, or why there is none."""
    day = dates.short(task.due_on) if task.due_on else ""
    start = dates.short(task.counted_from) if task.counted_from else ""
    if task.deadline == Kind.STANDING:
        return _("Standing duty, without a day.")
    if task.deadline == Kind.WAITING:
        return _("Waiting for: %s") % (task.condition or "–")
    if not day:
        return _("No day is set yet.")
    if task.deadline == Kind.WORKING_DAYS and task.working_days and start:
        facts = {"count": task.working_days, "start": start, "day": day}
        return _("%(count)d working days from %(start)s: %(day)s.") % facts
    if task.deadline == Kind.ISSUE and start:
        return _("A document within 10 days from %(start)s: %(day)s.") % {"start": start, "day": day}
    return _("On the fixed day %s.") % day


def a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def told_of(task: Task) -> dict[str, str]:
    """What a change of a task may change, as it stood."""
    return {
        "text": task.text,
        "field": task.field_code,
        "product": task.expected_product,
        "body": str(task.lead_body or task.lead_text),
        "deadline": task.deadline,
        "due_on": dates.short(task.due_on) if task.due_on else "",
        "condition": task.condition,
    }
