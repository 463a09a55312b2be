"""What units reported for a period: quantity, target, completion, change and result word.

Everything that shows results stands on this: the sheet, the boards, the report. How it is read: readings.py.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from coquang import dates
from coquang.periods import Period
from indicators import arithmetic, windows
from indicators.arithmetic import Aim, Change, Judgement, Quantity
from indicators.models import Figure, FigureNote, Indicator, ReportedIndicator, Target, TargetRevision


class Cell(NamedTuple):
    """One figure as it stands in the table: a quarter of one unit and indicator."""

    pk: int
    sheet_id: int
    state: str
    provenance: int
    version: int
    is_provisional: bool
    quantity: Quantity | None
    typed: Decimal | None
    note: FigureNote | None = None

    @property
    def is_marked(self) -> bool:
        return self.provenance in {Figure.Provenance.DERIVED, Figure.Provenance.DEMONSTRATION}


Quarters = Mapping[int, Cell]
Cells = Mapping[tuple[int, int, int], Quarters]
"""By unit, indicator and year."""


class Result(NamedTuple):
    """One unit, indicator and period."""

    indicator: Indicator
    reported: ReportedIndicator
    quantity: Quantity | None
    result: Decimal | None
    target: Target | None
    other_targets: tuple[Target, ...]
    completion: Decimal | None
    base: Decimal | None
    so_far: Decimal | None
    start: Decimal | None
    through: int
    is_due: bool
    is_marked: bool
    is_base_invented: bool
    is_provisional: bool
    closing_cell: Cell | None
    is_base_typed: bool
    lowerings: tuple[TargetRevision, ...]
    is_broken: bool = False
    """Whether what stands in the tables for it is no number: it is left out and said."""

    @property
    def change(self) -> Change:
        return arithmetic.change(self.indicator.kind, self.result, self.base)

    @property
    def standing(self) -> str:
        """The result word: it always speaks of the year so far, for no quarter alone reaches a year's target."""
        aim = self.target.aim if self.target else None
        return judged(self.indicator, aim, self.so_far, self.through, is_due=self.is_due, start=self.start)


@dataclass
class Book:
    """All that was read: figures of a year and the year before, targets of the year, who reports what."""

    year: int
    reported: list[ReportedIndicator] = field(default_factory=list)
    cells: Cells = field(default_factory=dict)
    prior: dict[tuple[int, int], dict[int, Quantity]] = field(default_factory=lambda: defaultdict(dict))
    targets: Mapping[tuple[int, int], Sequence[Target]] = field(default_factory=dict)
    lowerings: dict[int, list[TargetRevision]] = field(default_factory=lambda: defaultdict(list))
    broken: set[tuple[int, int]] = field(default_factory=set)
    """Units and indicators of which a figure or a target is no number (NaN)."""
    due: dict[tuple[int | None, int], bool] = field(default_factory=dict)
    """Whether what falls due in a quarter, or in each, is owed at the end of another; as far as it was asked."""
    has_year_before: bool = False
    """Whether any of the units has a figure of the year before, in whatever state its sheet is."""

    def quarters(self, unit_id: int, indicator_id: int, year: int) -> Quarters:
        return self.cells.get((unit_id, indicator_id, year), {})

    def result(self, reported: ReportedIndicator, period: Period, *, discrete: bool = False) -> Result:
        """How one unit stands with one indicator at the end of a period, or in its last quarter alone."""
        indicator, unit_id, indicator_id = reported.indicator, reported.unit_id, reported.indicator_id
        kind, through = indicator.kind, period.through
        now = self.quarters(unit_id, indicator_id, self.year)
        then = self.quarters(unit_id, indicator_id, self.year - 1)
        quantity = amount(indicator, now, through, discrete=discrete)
        result = arithmetic.number(kind, quantity)
        former = amount(indicator, then, through, discrete=discrete)
        typed = None if former else self._prior(unit_id, indicator, through, discrete=discrete)
        main, others = _main_of(self.targets.get((unit_id, indicator_id), ()))
        so_far = amount(indicator, now, through, discrete=False) if discrete else quantity
        closing = now.get(closing_quarter(indicator, through) or 0)
        former_cell = then.get(through) if indicator.due_quarter is None else None
        counted = (
            [closing]
            if discrete or not _adds_up(indicator)
            else [cell for quarter, cell in now.items() if quarter <= through]
        )
        return Result(
            indicator=indicator,
            reported=reported,
            quantity=quantity,
            result=result,
            target=main,
            other_targets=others,
            completion=arithmetic.completion(result, main.aim if main else None),
            base=arithmetic.number(kind, former or typed),
            so_far=arithmetic.number(kind, so_far),
            start=_year_end(indicator, then),
            through=through,
            is_due=self._falls_due(indicator, through),
            is_marked=closing is not None and closing.is_marked,
            is_base_invented=former_cell is not None and former_cell.provenance == Figure.Provenance.DEMONSTRATION,
            is_provisional=any(cell is not None and cell.is_provisional for cell in counted),
            closing_cell=closing,
            is_base_typed=typed is not None,
            lowerings=tuple(self.lowerings.get(main.pk, ())) if main and self.lowerings else (),
            is_broken=(unit_id, indicator_id) in self.broken,
        )

    def _falls_due(self, indicator: Indicator, through: int) -> bool:
        asked = (indicator.due_quarter, through)
        if asked not in self.due:
            self.due[asked] = falls_due(indicator, self.year, through)
        return self.due[asked]

    def _prior(self, unit_id: int, indicator: Indicator, through: int, *, discrete: bool) -> Quantity | None:
        """Last year's value as it was typed beside the sheets: each holds the year up to its own quarter."""
        typed = self.prior.get((unit_id, indicator.pk), {})
        if indicator.due_quarter is not None or not discrete or indicator.kind not in arithmetic.ADDS_UP:
            return typed.get(closing_quarter(indicator, through) or 0)
        return arithmetic.difference(typed.get(through), typed.get(through - 1)) if through > 1 else typed.get(1)

    def results(self, period: Period, *, discrete: bool = False) -> list[Result]:
        return [self.result(reported, period, discrete=discrete) for reported in self.reported]


def _main_of(targets: Sequence[Target]) -> tuple[Target | None, tuple[Target, ...]]:
    """The main target, if there is one, and those beside it."""
    if len(targets) == 1 and targets[0].is_main:
        return targets[0], ()
    main = next((target for target in targets if target.is_main), None)
    return main, tuple(target for target in targets if not target.is_main)


def amount(indicator: Indicator, quarters: Quarters, through: int, *, discrete: bool) -> Quantity | None:
    known = {quarter: cell.quantity for quarter, cell in quarters.items()}
    if discrete:
        return known.get(through) if indicator.is_due_in(through) else None
    return arithmetic.cumulated(indicator.kind, known, through, due_quarter=indicator.due_quarter)


def _adds_up(indicator: Indicator) -> bool:
    return indicator.due_quarter is None and indicator.kind in arithmetic.ADDS_UP


def closing_quarter(indicator: Indicator, through: int) -> int | None:
    """The quarter whose figure completes a period's; None when the indicator falls due only after it."""
    if indicator.due_quarter is None:
        return through
    return indicator.due_quarter if indicator.due_quarter <= through else None


def falls_due(indicator: Indicator, year: int, through: int) -> bool:
    """Whether a figure is owed: its quarter belongs to the period and was cut off before today."""
    quarter = closing_quarter(indicator, through)
    return quarter is not None and windows.cut_off(year, quarter) < dates.today()


def judged(
    indicator: Indicator,
    aim: Aim | None,
    result: Decimal | None,
    through: int,
    *,
    is_due: bool,
    start: Decimal | None = None,
) -> str:
    """The result word. A year is closed by its fourth quarter; what falls due once, by that quarter."""
    return arithmetic.standing(
        Judgement(
            kind=indicator.kind,
            direction=indicator.direction,
            aim=aim,
            result=result,
            is_due=is_due,
            is_closed=through >= (indicator.due_quarter or 4),
            share=indicator.expected_share[through - 1],
            start=start,
            on_course_from=indicator.on_course_from,
            at_risk_below=indicator.at_risk_below,
        )
    )


def _year_end(indicator: Indicator, quarters: Quarters) -> Decimal | None:
    cell = quarters.get(4)
    return arithmetic.number(indicator.kind, cell.quantity) if cell else None
