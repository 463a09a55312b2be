"""The board: how a unit, or all wards below it, stand against the year's targets. Approved figures only.

A sum adds results and targets of the same units, those whose figure is approved; how many that are stands beside it.
What only one unit below reports is no sum: it stands on that unit's own board.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import charts, dates, numbers
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Aim, Change, Quantity
from indicators.measures import column_unit, growth, in_column, in_line, reached, target_in
from indicators.models import Indicator, Sheet, Target
from indicators.readings import Book, Cell, Result, closing_quarter, falls_due, judged, open_book
from indicators.sentences import lowered, stretch
from indicators.windows import quarter_end
from indicators.words import RESULT, WORST_FIRST, marks
from programmes.models import Theme, Unit

NEEDS_A_HAND = (arithmetic.MISSED, arithmetic.AT_RISK)
BULLET_END = Decimal(130)


@dataclass(frozen=True)
class Line:
    """One indicator on a board, in the strings that are shown."""

    code: str
    name: str
    result: str
    target: str
    unit: str
    percent: str
    bullet: Decimal | None
    expected: int | None
    growth: str
    base: str
    trend: charts.Line
    complete: str
    is_incomplete: bool
    standing: str
    word: str
    field: str
    url: str
    is_marked: bool
    lowered: str = ""
    is_base_typed: bool = False
    is_provisional: bool = False


@dataclass(frozen=True)
class Joint:
    """Several units' figures of one indicator together."""

    indicator: Indicator
    quantity: Quantity | None
    aim: Aim | None
    change: Change
    present: int
    expected: int
    is_marked: bool
    is_provisional: bool


@dataclass(frozen=True)
class Group:
    number: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class HeatCell:
    text: str
    standing: str
    word: str
    url: str


@dataclass(frozen=True)
class HeatRow:
    """One ward: how many indicators need a hand, its percents, and how far its sheet has come."""

    unit: Unit
    url: str
    needing: int
    cells: tuple[HeatCell, ...]
    sheet_state: str
    sheet_word: str
    sheet_url: str


class Themes(NamedTuple):
    """What a unit works under in a year: the nearest theme above it, and its own."""

    above: Theme | None
    own: Theme | None


@dataclass(frozen=True)
class Board:
    unit: Unit
    period: Period
    discrete: bool
    lines: tuple[Line, ...]
    themes: Themes
    is_own: bool
    left_out: int
    heat_heads: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    approved: int
    expected: int
    late: int
    """Sheets of the last quarter that were handed up after their deadline."""
    reopened: int
    """Sheets being revised, of which the board shows what was approved before."""
    as_of: str = ""
    """The time of kept sums, in words; sums that were added up when read have none."""

    @property
    def stretch(self) -> str:
        return stretch(self.period, _language(), discrete=self.discrete)

    @property
    def shares(self) -> list[tuple[str, int]]:
        counted = Counter(line.standing for line in self.lines)
        return [(word, counted[word]) for word in WORST_FIRST if counted[word]]

    @property
    def urgent(self) -> list[Line]:
        return [line for line in self.lines if line.standing in NEEDS_A_HAND]

    @property
    def groups(self) -> list[Group]:
        held: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.standing not in NEEDS_A_HAND:
                held.setdefault(line.field, []).append(line)
        return [
            Group(dates.roman(place) if place <= 4 else str(place), name, tuple(lines))
            for place, (name, lines) in enumerate(held.items(), start=1)
        ]

    @property
    def has_marks(self) -> bool:
        return any(line.is_marked for line in self.lines)


# A unit without a place on that day's tree stands for itself alone.
REPORTING = """
with head as (select p.tree_id, p.path from programmes_place p join programmes_tree t on t.id = p.tree_id
               where p.unit_id = %(unit)s and t.valid_from <= %(day)s and (t.valid_to is null or t.valid_to > %(day)s))
select u.* from programmes_unit u
 where exists (select from indicators_reportedindicator r where r.unit_id = u.id and r.from_year <= %(year)s)
   and (u.id = %(unit)s or u.id in (select p.unit_id from programmes_place p join head on p.tree_id = head.tree_id
                                     where p.path >= head.path and p.path < head.path || '/'))
 order by u.name_sort, u.id
"""


def reporting_units(unit: Unit, period: Period) -> list[Unit]:
    """The units at or below one that report figures, on the tree of the period's end."""
    day = quarter_end(period.year, period.through)
    return list(Unit.objects.raw(REPORTING, {"unit": unit.pk, "day": day, "year": period.year}))


def board(unit: Unit, period: Period, *, discrete: bool = False) -> Board:
    """The board of a unit at the end of a period (or of its last quarter alone)."""
    if discrete:
        period = period.last_quarter
    units = reporting_units(unit, period)
    book = open_book([held.pk for held in units], period.year)
    is_own = [held.pk for held in units] == [unit.pk]
    results = book.results(period, discrete=discrete)
    by_indicator: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_indicator[result.indicator.pk].append(result)
    shared = {pk: held for pk, held in by_indicator.items() if is_own or len(held) > 1}
    lines = tuple(_line(book, unit, period, held[0]) if is_own else _sum_line(held, period) for held in shared.values())
    sheets = {
        sheet.unit_id: sheet for sheet in Sheet.objects.of_quarter(period.year, period.through).filter(unit__in=units)
    }
    heads = [held[0].indicator for held in shared.values()]
    return Board(
        unit=unit,
        period=period,
        discrete=discrete,
        lines=lines,
        themes=themes_over(unit, period.year),
        is_own=is_own,
        left_out=len(by_indicator) - len(shared),
        heat_heads=() if is_own else tuple(indicator.named(_language()) for indicator in heads),
        heat=() if is_own else tuple(_heat_rows(units, shared, heads, sheets, period)),
        approved=sum(sheet.state == Sheet.State.APPROVED for sheet in sheets.values()),
        expected=len(units),
        late=sum(sheet.is_late for sheet in sheets.values()),
        reopened=len({cell.sheet_id for cell in _cells(book, period) if cell.state != Sheet.State.APPROVED}),
    )


def _cells(book: Book, period: Period) -> Iterable[Cell]:
    """The figures a board of the period rests on, those of the year before left aside."""
    for (_unit, _indicator, year), quarters in book.cells.items():
        if year == period.year:
            yield from (cell for quarter, cell in quarters.items() if quarter <= period.through)


def themes_over(unit: Unit, year: int) -> Themes:
    """The themes of the year that hold over a unit."""
    held = list(Theme.objects.over(unit, year, with_own=True))
    return Themes(
        above=next((theme for theme in held if theme.unit_id != unit.pk), None),
        own=next((theme for theme in held if theme.unit_id == unit.pk), None),
    )


def _language() -> str:
    return get_language() or "vi"


def _line(book: Book, unit: Unit, period: Period, result: Result) -> Line:
    indicator, language = result.indicator, _language()
    cells = [
        book.quarters(unit.pk, indicator.pk, year).get(q)
        for year in (period.year - 1, period.year)
        for q in (1, 2, 3, 4)
    ]
    seen = cells[: 4 + period.through]
    return Line(
        code=indicator.code,
        name=indicator.named(language),
        result=in_line(indicator, result.result, language),
        target=target_in(indicator, result.target, language, how="line"),
        unit=column_unit(indicator, language),
        percent=reached(result.completion, language),
        bullet=_bullet(result.completion),
        expected=_expected(indicator, period) if result.completion is not None else None,
        growth=growth(result.change, language),
        base=in_column(indicator, result.base, language),
        trend=charts.line(
            [arithmetic.number(indicator.kind, cell.quantity) if cell else None for cell in seen], 84, 24
        ),
        complete="",
        is_incomplete=False,
        standing=result.standing,
        word=str(RESULT[result.standing]),
        field=indicator.field.named(language),
        url=_figure_url(unit, result, period),
        is_marked=result.is_marked,
        lowered=lowered(result, language),
        is_base_typed=result.is_base_typed,
        is_provisional=result.is_provisional,
    )


def _bullet(completion: Decimal | None) -> Decimal | None:
    return None if completion is None else min(round(completion, 1), BULLET_END)


def _expected(indicator: Indicator, period: Period) -> int | None:
    return (
        None
        if indicator.due_quarter or indicator.kind != arithmetic.FLOW
        else indicator.expected_share[period.through - 1]
    )


def _figure_url(unit: Unit, result: Result, period: Period) -> str:
    quarter, cell = closing_quarter(result.indicator, period.through), result.closing_cell
    # A sheet opened again is a draft: those above do not see it.
    if quarter is None or cell is None or cell.state == Sheet.State.DRAFT:
        return ""
    return reverse(
        "indicators:figure", args=[unit.code, Period(period.year, "quarter", quarter), result.indicator.code]
    )


def _sum_line(held: Sequence[Result], period: Period) -> Line:
    indicator = held[0].indicator
    present = [result for result in held if result.quantity is not None]
    joint = Joint(
        indicator=indicator,
        quantity=total(result.quantity for result in present),
        aim=joint_aim(indicator, [item.target for item in present or held]),
        change=_joint_change(indicator, present),
        present=len(present),
        expected=len(held),
        is_marked=any(item.is_marked for item in present),
        is_provisional=any(item.is_provisional for item in present),
    )
    return joint_line(joint, period)


def joint_line(joint: Joint, period: Period) -> Line:
    indicator, language = joint.indicator, _language()
    result = arithmetic.number(indicator.kind, joint.quantity)
    aim = joint.aim
    completion = arithmetic.completion(result, aim)
    is_due = falls_due(indicator, period.year, period.through)
    standing = judged(indicator, aim, result, period.through, is_due=is_due)
    shown = Target(form=aim.form, value=aim.value, upper=aim.upper) if aim else None
    return Line(
        code=indicator.code,
        name=indicator.named(language),
        result=in_line(indicator, result, language, padded=False),
        target=target_in(indicator, shown, language, how="line", padded=False),
        unit=column_unit(indicator, language),
        percent=reached(completion, language),
        bullet=_bullet(completion),
        expected=_expected(indicator, period) if completion is not None else None,
        growth=growth(joint.change, language),
        base=numbers.MISSING,
        trend=charts.Line("", ()),
        complete=f"{joint.present}/{joint.expected}",
        is_incomplete=joint.present < joint.expected,
        standing=standing,
        word=str(RESULT[standing]),
        field=indicator.field.named(language),
        url="",
        is_marked=joint.is_marked,
        is_provisional=joint.is_provisional,
    )


def total(quantities: Iterable[Quantity | None]) -> Quantity | None:
    """Several units' quantities together; of ratios the numerators and the denominators apart."""
    known = [quantity for quantity in quantities if quantity is not None]
    if not known:
        return None
    value = sum((quantity.value for quantity in known), Decimal(0))
    denominators = [quantity.denominator for quantity in known if quantity.denominator is not None]
    return Quantity(value, sum(denominators, Decimal(0)) if denominators else None)


def joint_aim(indicator: Indicator, targets: Sequence[Target | None]) -> Aim | None:
    """The target of several units: their sum; of a ratio the one they share; none when one of them has none."""
    known = [target for target in targets if target is not None]
    if not known or len(known) < len(targets) or len({target.form for target in known}) > 1:
        return None
    if indicator.is_ratio:
        return known[0].aim if len({target.aim for target in known}) == 1 else None
    uppers = [target.upper for target in known if target.upper is not None]
    value = sum((target.value for target in known), Decimal(0))
    return Aim(known[0].form, value, sum(uppers, Decimal(0)) if uppers else None)


def _joint_change(indicator: Indicator, present: Sequence[Result]) -> Change:
    """Growth of the units that have both years; of a ratio none, for its parts of last year are not at hand."""
    both = [item for item in present if item.base is not None and item.result is not None]
    if indicator.is_ratio or not both or len(both) < len(present):
        return Change()
    now = sum((item.result for item in both if item.result is not None), Decimal(0))
    then = sum((item.base for item in both if item.base is not None), Decimal(0))
    return arithmetic.change(indicator.kind, now, then)


def _heat_rows(
    units: Sequence[Unit],
    by_indicator: dict[int, list[Result]],
    heads: Sequence[Indicator],
    sheets: dict[int, Sheet],
    period: Period,
) -> Iterable[HeatRow]:
    found = {(r.reported.unit_id, r.indicator.pk): r for held in by_indicator.values() for r in held}
    for unit in units:
        results = [found.get((unit.pk, indicator.pk)) for indicator in heads]
        sheet = sheets.get(unit.pk)
        state = sheet.state if sheet else ""
        yield HeatRow(
            unit=unit,
            url=reverse("indicators:board", args=[unit.code, period]),
            needing=sum(result is not None and result.standing in NEEDS_A_HAND for result in results),
            cells=tuple(_heat_cell(unit, result, period) for result in results),
            sheet_state=state,
            sheet_word=", ".join([str(sheet.get_state_display()), *marks(sheet)]) if sheet else _("not opened"),
            sheet_url=_sheet_url(unit, sheet),
        )


def _sheet_url(unit: Unit, sheet: Sheet | None) -> str:
    """A sheet is open to those above once it was sent up."""
    if sheet is None or sheet.is_open:
        return ""
    return reverse("indicators:sheet", args=[unit.code, Period(sheet.year, "quarter", sheet.quarter)])


def _heat_cell(unit: Unit, result: Result | None, period: Period) -> HeatCell:
    if result is None:
        return heat_cell(None, None, None, arithmetic.NO_FIGURE)
    url = _figure_url(unit, result, period) if result.result is not None else ""
    return heat_cell(result.indicator, result.result, result.completion, result.standing, url)


def heat_cell(
    indicator: Indicator | None, result: Decimal | None, completion: Decimal | None, standing: str, url: str = ""
) -> HeatCell:
    if indicator is None or result is None:
        return HeatCell(numbers.MISSING, standing, str(RESULT[standing]), "")
    language = _language()
    if completion is not None:
        text = reached(completion, language).removesuffix("%")
    else:
        text = in_line(indicator, result, language)
    return HeatCell(text, standing, str(RESULT[standing]), url)
