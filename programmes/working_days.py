"""Days on which offices are open, and deadlines counted in them."""

from collections.abc import Set
from datetime import date, timedelta

from programmes.models import NonWorkingDay

SATURDAY = 5


def closed_days() -> frozenset[date]:
    return frozenset(NonWorkingDay.objects.values_list("day", flat=True))


def is_working(day: date, closed: Set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed


def next_working(day: date, closed: Set[date]) -> date:
    """The day itself when offices are open on it, else the first day after it on which they are."""
    return working_days_after(day - timedelta(days=1), 1, closed)


def working_days_after(day: date, count: int, closed: Set[date]) -> date:
    """The count-th working day after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day, closed)
    return day


def working_days_between(day: date, last: date, closed: Set[date]) -> int:
    """How many working days come after `day` up to and with `last`; negative once it has passed."""
    if last < day:
        return -working_days_between(last, day, closed)
    step = range(1, (last - day).days + 1)
    return sum(is_working(day + timedelta(days=n), closed) for n in step)
