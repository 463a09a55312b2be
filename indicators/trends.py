"""How indicators went over five years of quarters: the small line beside a board's row, on screen and on paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from coquang import charts
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Quantity
from indicators.models import Indicator

YEARS = 5
WIDTH, HEIGHT = 84, 24

# What a unit itself reported in the years before the two that every reading holds; a document beside these.
EARLIER = """
select json_agg(json_build_array(s.year, s.quarter,
         (select json_agg(case when e.denominator is null then json_build_array(e.indicator_id, e.value)
                               else json_build_array(e.indicator_id, e.value, e.denominator) end)
            from indicators_figure e
           where e.sheet_id = s.id
             and e.value is not null and e.value <> 'NaN' and e.denominator is distinct from 'NaN')))
  from indicators_sheet s
 where s.unit_id = any(%(units)s) and s.year >= %(first)s and s.year < %(before)s and s.state = any(%(states)s)
"""

Values = Mapping[tuple[int, int], Decimal | None]
"""By year and quarter, each quarter's own value."""


def years_shown(year: int) -> range:
    return range(year - YEARS + 1, year + 1)


def drawn(indicator: Indicator, values: Values, period: Period) -> charts.Line:
    """Quarter by quarter up to the period's end; of what falls due once a year one point a year."""
    return charts.line(tuple(map(values.get, _places(indicator.due_quarter, period))), WIDTH, HEIGHT)


@lru_cache(256)
def _places(due_quarter: int | None, period: Period) -> tuple[tuple[int, int], ...]:
    return tuple(
        (year, quarter)
        for year in years_shown(period.year)
        for quarter in ([due_quarter] if due_quarter else [1, 2, 3, 4])
        if year < period.year or quarter <= period.through
    )


def laid(rows: Iterable[tuple[int, str, int, int, Decimal | None, Decimal | None]]) -> Mapping[int, Values]:
    """Values by indicator, from rows of indicator, its kind, year, quarter and the two parts of a quantity."""
    found: dict[int, dict[tuple[int, int], Decimal | None]] = defaultdict(dict)
    for indicator, kind, year, quarter, value, denominator in rows:
        if value is None or not value.is_finite() or (denominator is not None and not denominator.is_finite()):
            continue
        found[indicator][year, quarter] = arithmetic.number(kind, Quantity(value, denominator))
    return found
