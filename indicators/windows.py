"""The data windows of quarters and longer periods, and working days.

Source: Nghị định 09/2019/NĐ-CP, Điều 12: a quarter's data run from the 15th of the month before it to the 14th of
its last month. Pure; the editable table of periods and deadlines starts from here.
"""

from collections.abc import Set
from datetime import date, timedelta

FIRST_DAY, LAST_DAY = 15, 14
SATURDAY = 5


def opens_on(year: int, quarter: int) -> date:
    """The first day of a quarter's data: 15 December of the year before for the first."""
    return date(year - 1, 12, FIRST_DAY) if quarter == 1 else date(year, 3 * (quarter - 1), FIRST_DAY)


def cut_off(year: int, quarter: int) -> date:
    """The last day of a quarter's data."""
    return date(year, 3 * quarter, LAST_DAY)


def quarter_end(year: int, quarter: int) -> date:
    """The last day of a calendar quarter: the day by which a unit is known by its code."""
    return date(year, 3 * quarter, 30 if quarter in {2, 3} else 31)


def quarter_at(day: date) -> tuple[int, int]:
    """The quarter whose figures are handed up at a day: the last one that was cut off before it, or else running."""
    for year in (day.year + 1, day.year, day.year - 1):
        for quarter in (4, 3, 2, 1):
            if cut_off(year, quarter) < day:
                return year, quarter
    raise AssertionError("every day follows some cut-off")


def is_working(day: date, closed: Set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in closed


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
