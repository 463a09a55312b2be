"""The data windows of quarters and longer periods.

Source: Nghị định 09/2019/NĐ-CP, Điều 12: a period's data run from the 15th of the month before it to the 14th of
its last month, be it a month, a quarter, six months or a year; nine months, which it does not name, by analogy.
Pure; the editable table of periods and deadlines starts from here.
"""

from datetime import date
from functools import cache

FIRST_DAY, LAST_DAY = 15, 14
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
