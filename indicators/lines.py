"""The lines of a sheet in hand: each figure beside what its year has had so far, read in one question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from coquang.instances import Columns, beside, one_line, read, untold
from indicators import arithmetic, rules
from indicators.arithmetic import Aim, Quantity
from indicators.models import Figure, Indicator, Rule, Sheet

FIGURE, INDICATOR = Columns("indicators.Figure", "f"), Columns("indicators.Indicator", "i")
RULE = Columns("indicators.Rule", "l")

# By hand, because every saved cell asks it: composing it in the ORM took longer than answering it. The year's earlier
# quarters, the main target, whether something typed was not taken, and the hard rules that weigh the figure.
LINES = """
select {columns},
       exists (select from indicators_reportedindicator r
                where r.unit_id = %(unit)s and r.indicator_id = f.indicator_id and r.entry_mode = 'cumulative'
                  and r.from_year <= %(year)s and (r.to_year is null or r.to_year >= %(year)s)),
       array(select array[es.quarter, e.value, e.denominator, (es.state = 'approved')::int]
               from indicators_figure e join indicators_sheet es on es.id = e.sheet_id
              where es.unit_id = %(unit)s and es.year = %(year)s and es.quarter < %(quarter)s
                and e.indicator_id = f.indicator_id and e.value is not null),
       (select array[t.form, t.value::text, t.upper::text] from indicators_target t
         where t.unit_id = %(unit)s and t.year = %(year)s and t.indicator_id = f.indicator_id and t.is_main),
       exists (select from indicators_celldraft d where d.figure_id = f.id),
       (select json_agg(json_build_array({rule}) order by l.kind, l.from_year) from indicators_rule l
         where l.indicator_id = f.indicator_id and l.kind = any(%(hard)s)
           and l.from_year <= %(year)s and (l.to_year is null or l.to_year >= %(year)s))::text
  from indicators_figure f
  join indicators_indicator i on i.id = f.indicator_id
 where f.sheet_id = %(sheet)s {those}
 order by f.id
"""
# A ratio follows its parts; a part and its whole are weighed against each other whichever of them is typed.
OF_CODE = """
   and (i.code = %(code)s
        or exists (select from indicators_indicator o
                    where o.code = %(code)s and o.id in (i.numerator_id, i.denominator_id))
        or exists (select from indicators_rule r join indicators_indicator o on o.id = r.indicator_id
                    where o.code = %(code)s and r.other_id = i.id)
        or exists (select from indicators_rule r join indicators_indicator o on o.id = r.other_id
                    where o.code = %(code)s and r.indicator_id = i.id))
"""


@dataclass
class Line:
    """One figure of a sheet, how it is typed, and the year's earlier quarters: all of them, and the approved ones."""

    figure: Figure
    is_cumulative: bool
    earlier: Mapping[int, Quantity]
    approved: Mapping[int, Quantity]
    aim: Aim | None = None
    has_draft: bool = False
    ruled: Sequence[Rule] = ()
    """The hard rules of the year; of a kind the one that began last holds, which comes last."""

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
    own: frozenset[int] | None = None
    """The indicators that are the person's to type, when their body only provides some; None for all."""

    def are_theirs(self, indicator_ids: Iterable[int]) -> bool:
        return self.own is None or self.own.issuperset(indicator_ids)

    @property
    def ruled(self) -> list[Rule]:
        return [rule for line in self.held.values() for rule in line.ruled]

    @property
    def figures(self) -> Sequence[Figure]:
        return [line.figure for line in self.held.values()]


def lines_of(sheet: Sheet, *, code: str | None = None) -> Lines:
    """All lines of a sheet; with a code that indicator's alone, with the ratios that follow it, its whole and parts."""
    question = _question(is_one=code is not None)
    facts = {
        "sheet": sheet.pk,
        "unit": sheet.unit_id,
        "year": sheet.year,
        "quarter": sheet.quarter,
        "code": code,
        "hard": list(rules.HARD),
    }
    lines = (_line(sheet, *told) for told in read(question, facts, FIGURE, INDICATOR))
    return Lines(sheet, {line.figure.indicator_id: line for line in lines})


@cache
def _question(*, is_one: bool) -> str:
    columns = f"{FIGURE.sql}, {INDICATOR.sql}"
    return one_line(LINES.format(columns=columns, rule=RULE.sql, those=OF_CODE if is_one else ""))


def _line(
    sheet: Sheet,
    figure: Figure,
    indicator: Indicator,
    is_cumulative: bool,
    quarters: list[tuple[Decimal, Decimal, Decimal | None, Decimal]],
    aimed_at: tuple[str, str, str | None] | None,
    has_draft: bool,
    ruled: str | None,
) -> Line:
    beside(figure, indicator=indicator, sheet=sheet)
    earlier, approved = {}, {}
    for quarter, value, denominator, is_approved in quarters:
        earlier[int(quarter)] = Quantity(value, denominator)
        if is_approved:
            approved[int(quarter)] = earlier[int(quarter)]
    aim = None
    if aimed_at:
        form, value_told, upper = aimed_at
        aim = Aim(form, Decimal(value_told), None if upper is None else Decimal(upper))
    rules_told = [RULE.instance(values) for values in untold(ruled) or ()]
    return Line(figure, is_cumulative, earlier, approved, aim, has_draft, rules_told)
