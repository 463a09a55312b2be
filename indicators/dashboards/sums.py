"""The board of a unit above others, read from the kept sums: the cost of a nation is the cost of a district.

Its rows below are the units right under it. The page says as of when the sums are true; a ward's own board is read
from its figures and is always exact.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import DateTimeField, JSONField, QuerySet
from django.db.models.expressions import RawSQL

from coquang import charts
from coquang.periods import Period
from indicators import trends
from indicators.dashboards.below import Below
from indicators.dashboards.board_lines import Joint, heat_heads, joint_line
from indicators.dashboards.boards import Board, at
from indicators.dashboards.grounds import Ground
from indicators.kept import Kept, read, reading_of
from indicators.kept_sums import AS_OF
from indicators.models import Indicator, RollUp
from programmes.models import Unit

IN_ORDER = ("indicator__field__position", "indicator__position", "indicator__pk")

# Beside the sums of a unit: how far its sheets came, and each indicator's quarters of the years before, those of fewer
# units than report now left out: they do not compare.
TALLY = """
(select jsonb_build_array(y.units, y.approved, y.late, y.reopened) from indicators_tally y
  where y.unit_id = indicators_rollup.unit_id and y.year = indicators_rollup.year
    and y.quarter = indicators_rollup.quarter)
"""
EARLIER = """
(select jsonb_agg(jsonb_build_array(h.year, h.quarter,
                                    h.approved_alone_value::text, h.approved_alone_denominator::text))
   from generate_series(%s::int, indicators_rollup.year) of(year)
  cross join generate_series(1, 4) at(quarter)
   join indicators_rollup h on h.unit_id = indicators_rollup.unit_id and h.year = of.year and h.quarter = at.quarter
    and h.indicator_id = indicators_rollup.indicator_id
  where h.approved_alone_count = indicators_rollup.expected)
"""


def kept_rows(unit: Unit, period: Period) -> "QuerySet[Any]":
    """The kept sums of a unit at a period's end, with what stands beside them."""
    rows = RollUp.objects.filter(unit=unit, year=period.year, quarter=period.through)
    rows = rows.select_related("indicator__field").annotate(
        as_of=RawSQL(AS_OF, [], output_field=DateTimeField()),  # noqa: S611 - our own words
        tally=RawSQL(TALLY, [], output_field=JSONField()),  # noqa: S611
    )
    return rows.order_by(*IN_ORDER)


def board(ground: Ground, period: Period, *, discrete: bool = False, with_sent: bool = False) -> Board | None:
    """The board of a unit with several that report; None for others, and where no sums are kept of the period."""
    unit = ground.unit
    if discrete:
        period = period.last_quarter
    first = trends.years_shown(period.year)[0]
    earlier = RawSQL(EARLIER, [first], output_field=JSONField())  # noqa: S611 - our own words
    rows: Sequence[Any] = list(kept_rows(unit, period).annotate(earlier=earlier))
    if not rows or rows[0].tally is None or rows[0].tally[0] < 2:
        return None
    units, approved, late, reopened = rows[0].tally
    reading = reading_of(discrete=discrete, with_sent=with_sent)
    shared = [row for row in rows if row.expected > 1]
    heads = [row.indicator for row in shared]
    return Board(
        unit=unit,
        period=period,
        discrete=discrete,
        lines=tuple(joint_line(joint_of(Kept.of(row, reading), row.indicator), unit, period) for row in shared),
        themes=ground.themes,
        is_own=False,
        left_out=len(rows) - len(shared),
        heat_heads=heat_heads(unit, period, heads),
        heat=tuple(Below(unit, period).rows(heads, discrete=discrete, with_sent=with_sent)),
        approved=approved,
        expected=units,
        late=late,
        reopened=reopened,
        as_of=at(rows[0].as_of),
        with_sent=with_sent,
        drawings={row.indicator.code: _drawn(row, period) for row in shared},
    )


def joint_of(kept: Kept, indicator: Indicator) -> Joint:
    return Joint(
        indicator=indicator,
        quantity=kept.quantity,
        aim=kept.aim,
        change=kept.change(indicator),
        base=kept.grown_from(indicator),
        present=kept.present,
        expected=kept.expected,
        is_marked=kept.is_marked,
        is_provisional=kept.is_provisional,
        unapproved=kept.unapproved,
        is_broken=kept.is_broken,
    )


def _drawn(row: Any, period: Period) -> charts.Line:
    indicator = row.indicator
    told = [
        (indicator.pk, indicator.kind, year, quarter, read(value), read(below))
        for year, quarter, value, below in row.earlier or ()
    ]
    return trends.drawn(indicator, trends.laid(told).get(indicator.pk, {}), period)
