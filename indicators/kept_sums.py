"""The kept sums of several units at a period's end in one hand-written question, of all indicators or of one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import DecimalField, JSONField
from django.db.models.expressions import RawSQL

from coquang.instances import array, one_line, untold
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Change
from indicators.kept import NO_SUM, Kept, Start, columns, number_of, read, reading_of
from indicators.models import Indicator, RollUp
from indicators.published import OF_A_SUM
from indicators.results import closing_quarter
from indicators.trends import YEARS

# Where a level stood when the year began, of a unit that reports itself.
START = """
(select jsonb_build_array(h.approved_alone_value::text, h.approved_alone_denominator::text) from indicators_rollup h
  where h.unit_id = indicators_rollup.unit_id and h.year = indicators_rollup.year - 1 and h.quarter = 4
    and h.indicator_id = indicators_rollup.indicator_id and h.expected = 1)
"""

# The moment all sums are true of.
AS_OF = "(select coalesce(min(at), clock_timestamp()) from indicators_dirtybranch)"

SUMS = """
select unit_id, indicator_id, {start}, {columns}
  from indicators_rollup where unit_id = any(%(units)s::int[]) and year = %(year)s and quarter = %(quarter)s
"""

# Of one indicator besides: what its publisher printed, and the same stretch of the years before, the latest first.
SUMS_OVER_YEARS = """
select indicators_rollup.unit_id, case when indicators_rollup.unit_id = %(unit)s then {as_of} end,
       {start}, {stated}::text, {letters}, {years}
  from indicators_rollup{joins}
 where indicators_rollup.unit_id = any(%(units)s::int[]) and indicators_rollup.year = %(year)s
   and indicators_rollup.quarter = %(quarter)s and indicators_rollup.indicator_id = %(indicator)s
"""
A_YEAR = """
  left join indicators_rollup y{n} on y{n}.unit_id = indicators_rollup.unit_id and y{n}.quarter = %(quarter)s
        and y{n}.indicator_id = %(indicator)s and y{n}.year = %(year)s - {n}"""

# The numbers with decimals, which are told as letters: such are compared faster than understood.
AS_LETTERS = {field.name: "::text" if isinstance(field, DecimalField) else "" for field in RollUp._meta.concrete_fields}

ROWS_KEPT = 2_048


def with_start() -> RawSQL:
    return RawSQL(START, [], output_field=JSONField())  # noqa: S611 - our own words


class Sums(NamedTuple):
    """Of one unit and one indicator: the reading that is shown, and the one its word is spoken of."""

    kept: Kept
    judged: Kept
    """One unit's word speaks of the year so far, as on its own board; a sum's of what is shown."""
    start: Start | None


@dataclass(frozen=True, eq=False)
class OverYears:
    """The sums of one indicator, and the same stretch of each year: the numbers, and of how many units each is.

    The same thing for as long as the database tells the same of it, letter by letter: what is made of it can be kept.
    """

    sums: Sums
    stated: Decimal | None
    values: tuple[Decimal | None, ...]
    counts: tuple[int | None, ...]
    """From the year before the first that is shown to the present one; None where nothing is kept."""

    def change(self, indicator: Indicator, place: int) -> Change:
        """On the year before, where as many units stand in both sums: others do not compare."""
        count = self.counts[place]
        if not count or count != self.counts[place - 1]:
            return Change()
        return arithmetic.change(indicator.kind, self.values[place], self.values[place - 1])


NOTHING = OverYears(Sums(NO_SUM, NO_SUM, None), None, (None,) * (YEARS + 1), (None,) * (YEARS + 1))
"""Of a unit of which nothing is kept."""


class Reading:
    """Which columns a reading takes, and the questions that ask for them; made once for each."""

    def __init__(self, *, discrete: bool, with_sent: bool, is_closed: bool) -> None:
        reading = reading_of(discrete=discrete, with_sent=with_sent)
        self.names = columns(reading)
        # One unit's word speaks of the year so far even where a quarter alone is shown.
        self.so_far = columns(reading_of(discrete=False, with_sent=with_sent)) if discrete else ()
        before, ends = range(1, YEARS + 1), ("value", "denominator", "count")
        parts = {
            # A year that is closed asks nobody where it began.
            "start": "null" if is_closed else START,
            "stated": "null" if discrete else OF_A_SUM,
            "as_of": AS_OF,
            "columns": ", ".join(f"indicators_rollup.{name}" for name in (*self.names, *self.so_far)),
            "letters": ", ".join(f"indicators_rollup.{name}{AS_LETTERS[name]}" for name in (*self.names, *self.so_far)),
            "years": ", ".join(f"y{n}.{reading}_{end}{AS_LETTERS[f'{reading}_{end}']}" for n in before for end in ends),
            "joins": "".join(A_YEAR.format(n=n) for n in before),
        }
        self.sums_asked, self.years_asked = (one_line(each.format(**parts)) for each in (SUMS, SUMS_OVER_YEARS))
        self.numbers = [place for place, name in enumerate((*self.names, *self.so_far)) if AS_LETTERS[name]]

    def sums(self, start: str | None, told: tuple[Any, ...]) -> Sums:
        wide = len(self.names)
        kept = Kept._make(told[:wide])
        judged = Kept._make(told[wide : 2 * wide]) if self.so_far and kept.expected == 1 else kept
        return Sums(kept, judged, untold(start))


@cache
def _reading(*, discrete: bool, with_sent: bool, is_closed: bool) -> Reading:
    return Reading(discrete=discrete, with_sent=with_sent, is_closed=is_closed)


def _asked(question: str, units: Iterable[int], period: Period, **facts: Any) -> list[tuple[Any, ...]]:
    facts |= {"units": array(units), "year": period.year, "quarter": period.through}
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return list(cursor.fetchall())


def sums_of(
    units: Collection[int], period: Period, *, discrete: bool = False, with_sent: bool = False
) -> Iterator[tuple[int, int, Sums]]:
    """By unit and indicator."""
    reading = _reading(discrete=discrete, with_sent=with_sent, is_closed=period.through == 4)
    for unit, indicator, start, *told in _asked(reading.sums_asked, units, period):
        yield unit, indicator, reading.sums(start, tuple(told))


def over_years(
    unit: int,
    below: Collection[int],
    indicator: Indicator,
    period: Period,
    *,
    discrete: bool = False,
    with_sent: bool = False,
) -> tuple[datetime | None, dict[int, OverYears]]:
    """Of one indicator, by unit: a unit's own and those of the units below it; and the moment all are true of."""
    reading = _reading(discrete=discrete, with_sent=with_sent, is_closed=period.through == 4)
    facts = {"indicator": indicator.pk, "closing": closing_quarter(indicator, period.through) or 0}
    as_of: datetime | None = None
    found: dict[int, OverYears] = {}
    for row in _asked(reading.years_asked, [unit, *below], period, unit=unit, **facts):
        as_of = row[1] or as_of
        found[row[0]] = _understood(reading, indicator.kind, row[2:])
    return as_of, found


@lru_cache(ROWS_KEPT)
def _understood(reading: Reading, kind: str, row: tuple[Any, ...]) -> OverYears:
    start, stated, *told = row
    for place in reading.numbers:
        told[place] = read(told[place])
    wide = len(reading.names) + len(reading.so_far)
    sums, years = reading.sums(start, tuple(told[:wide])), told[wide:]
    values = [number_of(kind, *map(read, years[at : at + 2])) for at in range(len(years) - 3, -1, -3)]
    return OverYears(
        sums,
        read(stated),
        (*values, number_of(kind, sums.kept.value, sums.kept.denominator)),
        (*years[-1::-3], sums.kept.present),
    )
