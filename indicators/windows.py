"""The data windows of quarters and longer periods, and working days.

Source: Nghị định 09/2019/NĐ-CP, Điều 12: a period's data run from the 15th of the month before it to the 14th of
its last month, be it a month, a quarter, six months or a year; nine months, which it does not name, by analogy.
Pure; the editable table of periods and deadlines starts from here.
"""

from collections.abc import Set
from datetime import date, timedelta
from functools import cache

FIRST_DAY, LAST_DAY = 15, 14
SATURDAY = 5
MONTHS_LONG = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


def last_month(kind: str, number: int = 1) -> int:
    """The month of the year in which the number-th period of a kind ends; ValueError when the year has none such."""
    month = MONTHS_LONG[kind] * number
    if not 1 <= month <= 12:
        raise ValueError(f"a year has no {kind} number {number}")
    return month


def window(year: int, kind: str, number: int = 1) -> tuple[date, date]:
    """The first and the last day of a period's data; one that begins with the year from 15 December before it."""
    end = last_month(kind, number)
    month_before = end - MONTHS_LONG[kind]
    first = date(year, month_before, FIRST_DAY) if month_before else date(year - 1, 12, FIRST_DAY)
    return first, date(year, end, LAST_DAY)


def opens_on(year: int, quarter: int) -> date:
    """The first day of a quarter's data: 15 December of the year before for the first."""
    return window(year, "quarter", quarter)[0]


@cache
def cut_off(year: int, quarter: int) -> date:
    """The last day of a quarter's data."""
    return window(year, "quarter", quarter)[1]


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
