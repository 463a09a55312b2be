"""The lines of a sheet in hand: each figure beside what its year has had so far, read in one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.db.models.expressions import RawSQL

from indicators import arithmetic
from indicators.arithmetic import Aim, Quantity
from indicators.models import Figure, ReportedIndicator, Sheet

# In SQL, because every saved cell asks it: composing it in the ORM took longer than answering it.
CUMULATIVE = """
exists (select from indicators_reportedindicator r
         where r.unit_id = %s and r.indicator_id = indicators_figure.indicator_id and r.entry_mode = %s
           and r.from_year <= %s and (r.to_year is null or r.to_year >= %s))
"""
EARLIER = """
array(select array[es.quarter, e.value, e.denominator, (es.state = 'approved')::int]
        from indicators_figure e join indicators_sheet es on es.id = e.sheet_id
       where es.unit_id = %s and es.year = %s and es.quarter < %s
         and e.indicator_id = indicators_figure.indicator_id and e.value is not null)
"""
AIM = """
(select array[t.form, t.value::text, t.upper::text] from indicators_target t
  where t.unit_id = %s and t.year = %s and t.indicator_id = indicators_figure.indicator_id and t.is_main)
"""
# A part and its whole are weighed against each other whichever of them is typed.
WEIGHED = """
select r.other_id from indicators_rule r join indicators_indicator i on i.id = r.indicator_id where i.code = %s
union all
select r.indicator_id from indicators_rule r join indicators_indicator i on i.id = r.other_id where i.code = %s
"""
DRAFTED = "exists (select from indicators_celldraft d where d.figure_id = indicators_figure.id)"


@dataclass
class Line:
    """One figure of a sheet, how it is typed, and the year's earlier quarters: all of them, and the approved ones."""

    figure: Figure
    is_cumulative: bool
    earlier: Mapping[int, Quantity]
    approved: Mapping[int, Quantity]
    aim: Aim | None = None
    has_draft: bool = False

    def before(self, quarter: int) -> Decimal | None:
        """The sum of the quarters before one; None where one of them has no figure."""
        values = [quantity.value for quantity in self.earlier.values()]
        return sum(values, Decimal(0)) if len(values) == quarter - 1 else None

    def total(self, quarter: int) -> Decimal | None:
        """The year so far as the sheet shows it: approved quarters, and this one as it stands."""
        figure, indicator = self.figure, self.figure.indicator
        now = {} if figure.value is None else {quarter: Quantity(figure.value, figure.denominator)}
        known = arithmetic.cumulated(
            indicator.kind, {**self.approved, **now}, quarter, due_quarter=indicator.due_quarter
        )
        return arithmetic.number(indicator.kind, known)


@dataclass
class Lines:
    """The lines of one sheet by indicator id."""

    sheet: Sheet
    held: Mapping[int, Line] = field(default_factory=dict)
    only: frozenset[int] | None = None
    """The indicators that may be typed, of a vetted sheet some of whose rows went back; None for all of a draft."""

    @property
    def figures(self) -> Sequence[Figure]:
        return [line.figure for line in self.held.values()]


def lines_of(sheet: Sheet, *, code: str | None = None) -> Lines:
    """All lines of a sheet; with a code that indicator's alone, with the ratios that follow it, its whole and parts."""
    figures = Figure.objects.filter(sheet=sheet.pk).select_related("indicator").order_by("pk")
    if code is not None:
        named = ("indicator__code", "indicator__numerator__code", "indicator__denominator__code")
        weighed = Q(indicator__in=RawSQL(WEIGHED, [code, code]))  # noqa: S611 - our own words
        figures = figures.filter(Q(*((name, code) for name in named), _connector=Q.OR) | weighed)
    unit, year, quarter = sheet.unit_id, sheet.year, sheet.quarter
    cumulative = str(ReportedIndicator.EntryMode.CUMULATIVE)
    told = figures.annotate(
        is_cumulative=RawSQL(CUMULATIVE, [unit, cumulative, year, year]),  # noqa: S611 - our own words
        earlier_quarters=RawSQL(EARLIER, [unit, year, quarter]),  # noqa: S611
        aimed_at=RawSQL(AIM, [unit, year]),  # noqa: S611
        has_draft=RawSQL(DRAFTED, []),  # noqa: S611
    )
    return Lines(sheet, {figure.indicator_id: _line(figure) for figure in told})


def _line(figure: Figure) -> Line:
    told = figure.__dict__
    earlier, approved = {}, {}
    for quarter, value, denominator, is_approved in told["earlier_quarters"]:
        earlier[int(quarter)] = Quantity(value, denominator)
        if is_approved:
            approved[int(quarter)] = earlier[int(quarter)]
    aim = None
    if told["aimed_at"]:
        form, value, upper = told["aimed_at"]
        aim = Aim(form, Decimal(value), None if upper is None else Decimal(upper))
    return Line(figure, told["is_cumulative"], earlier, approved, aim, told["has_draft"])
