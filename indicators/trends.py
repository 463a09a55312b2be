"""How indicators went over five years of quarters: the small line beside a board's row, on screen and on paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from coquang import charts
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Quantity
from indicators.models import Indicator

YEARS = 5
WIDTH, HEIGHT = 84, 24

# What a unit itself reported in the years before the two that every reading holds; a document beside these.
EARLIER = """
select json_agg(json_build_array(e.indicator_id, s.year, s.quarter, e.value, e.denominator))
  from indicators_sheet s
  join indicators_figure e on e.sheet_id = s.id
 where s.unit_id = any(%(units)s) and s.year >= %(first)s and s.year < %(before)s and s.state = any(%(states)s)
   and e.value is not null and e.value <> 'NaN' and e.denominator is distinct from 'NaN'
"""

Values = Mapping[tuple[int, int], Decimal | None]
"""By year and quarter, each quarter's own value."""


def years_shown(year: int) -> range:
    return range(year - YEARS + 1, year + 1)


def drawn(indicator: Indicator, values: Values, period: Period) -> charts.Line:
    """Quarter by quarter up to the period's end; of what falls due once a year one point a year."""
    quarters = [indicator.due_quarter] if indicator.due_quarter else [1, 2, 3, 4]
    places = [
        (year, quarter)
        for year in years_shown(period.year)
        for quarter in quarters
        if year < period.year or quarter <= period.through
    ]
    return charts.line([values.get(place) for place in places], WIDTH, HEIGHT)


def laid(rows: Iterable[tuple[int, str, int, int, Decimal | None, Decimal | None]]) -> Mapping[int, Values]:
    """Values by indicator, from rows of indicator, its kind, year, quarter and the two parts of a quantity."""
    found: dict[int, dict[tuple[int, int], Decimal | None]] = defaultdict(dict)
    for indicator, kind, year, quarter, value, denominator in rows:
        if value is None or not value.is_finite() or (denominator is not None and not denominator.is_finite()):
            continue
        found[indicator][year, quarter] = arithmetic.number(kind, Quantity(value, denominator))
    return found
