"""The board: how a unit, or all wards below it, stand against the year's targets. Approved figures only.

A sum adds results and targets of the same units, those whose figure is approved; how many that are stands beside it.
What only one unit below reports is no sum: it stands on that unit's own board.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language

from coquang import charts, dates, numbers
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Aim, Change, Quantity
from indicators.dashboards.grounds import Ground, Themes
from indicators.dashboards.heat import NEEDS_A_HAND, Addresses, HeatRow, heat_rows
from indicators.measures import column_unit, growth, in_column, in_line, reached, target_in
from indicators.models import Indicator, Sheet, Target
from indicators.readings import open_book
from indicators.results import Book, Cell, Result, falls_due, judged
from indicators.sentences import lowered, stretch
from indicators.words import RESULT, WORST_FIRST
from programmes.models import Unit

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

    @cached_property
    def urgent(self) -> list[Line]:
        return [line for line in self.lines if line.standing in NEEDS_A_HAND]

    @cached_property
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


def board(ground: Ground, period: Period, *, discrete: bool = False) -> Board:
    """The board of a unit at the end of a period (or of its last quarter alone)."""
    if discrete:
        period = period.last_quarter
    unit, units, sheets = ground.unit, ground.reporting, ground.sheets
    book = open_book([held.pk for held in units], period.year)
    addresses = Addresses(period)
    is_own = [held.pk for held in units] == [unit.pk]
    results = book.results(period, discrete=discrete)
    by_indicator: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_indicator[result.indicator.pk].append(result)
    shared = {pk: held for pk, held in by_indicator.items() if is_own or len(held) > 1}
    lines = tuple(
        _line(book, unit, period, held[0], addresses) if is_own else _sum_line(held, period) for held in shared.values()
    )
    heads = [held[0].indicator for held in shared.values()]
    return Board(
        unit=unit,
        period=period,
        discrete=discrete,
        lines=lines,
        themes=ground.themes,
        is_own=is_own,
        left_out=len(by_indicator) - len(shared),
        heat_heads=() if is_own else tuple(indicator.named(_language()) for indicator in heads),
        heat=() if is_own else tuple(heat_rows(units, shared, heads, sheets, addresses)),
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


def _language() -> str:
    return get_language() or "vi"


def _line(book: Book, unit: Unit, period: Period, result: Result, addresses: Addresses) -> Line:
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
        url=addresses.figure(unit, result),
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
