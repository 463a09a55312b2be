"""What units reported for a period: quantity, target, completion, change and result word, read in a few queries.

Everything that shows results stands on this: the sheet, the boards, the report.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from coquang import dates
from coquang.periods import Period
from indicators import arithmetic, windows
from indicators.arithmetic import Aim, Change, Judgement, Quantity
from indicators.models import (
    Figure,
    FigureNote,
    FigureRevision,
    Indicator,
    PriorFigure,
    ReportedIndicator,
    Sheet,
    Target,
    TargetRevision,
)


@dataclass(frozen=True, slots=True)
class Cell:
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


@dataclass(frozen=True)
class Result:
    """One unit, indicator and period."""

    indicator: Indicator
    reported: ReportedIndicator
    quantity: Quantity | None
    result: Decimal | None
    target: Target | None
    other_targets: tuple[Target, ...]
    completion: Decimal | None
    base: Decimal | None
    change: Change
    standing: str
    is_due: bool
    is_marked: bool
    is_base_invented: bool
    is_provisional: bool
    closing_cell: Cell | None
    is_base_typed: bool
    lowerings: tuple[TargetRevision, ...]


@dataclass
class Book:
    """All that was read: figures of a year and the year before, targets of the year, who reports what."""

    year: int
    reported: list[ReportedIndicator]
    cells: dict[tuple[int, int, int], dict[int, Cell]] = field(default_factory=lambda: defaultdict(dict))
    prior: dict[tuple[int, int], dict[int, Quantity]] = field(default_factory=lambda: defaultdict(dict))
    targets: dict[tuple[int, int], list[Target]] = field(default_factory=lambda: defaultdict(list))
    lowerings: dict[int, list[TargetRevision]] = field(default_factory=lambda: defaultdict(list))

    @property
    def has_year_before(self) -> bool:
        """Whether any figure of the year before was read; one on a sheet still under way is not."""
        return any(
            year == self.year - 1 and any(cell.quantity for cell in quarters.values())
            for (_unit, _indicator, year), quarters in self.cells.items()
        )

    def quarters(self, unit_id: int, indicator_id: int, year: int) -> dict[int, Cell]:
        return self.cells.get((unit_id, indicator_id, year), {})

    def result(self, reported: ReportedIndicator, period: Period, *, discrete: bool = False) -> Result:
        """How one unit stands with one indicator at the end of a period, or in its last quarter alone.

        The result word always speaks of the year so far: no quarter alone reaches a year's target.
        """
        indicator, unit_id = reported.indicator, reported.unit_id
        now = self.quarters(unit_id, indicator.pk, self.year)
        then = self.quarters(unit_id, indicator.pk, self.year - 1)
        quantity = amount(indicator, now, period.through, discrete=discrete)
        result = arithmetic.number(indicator.kind, quantity)
        former = amount(indicator, then, period.through, discrete=discrete)
        typed = None if former else self._prior(unit_id, indicator, period.through, discrete=discrete)
        base = arithmetic.number(indicator.kind, former or typed)
        targets = self.targets.get((unit_id, indicator.pk), [])
        main = next((target for target in targets if target.is_main), None)
        so_far = amount(indicator, now, period.through, discrete=False) if discrete else quantity
        last = closing_quarter(indicator, period.through) or 0
        closing = now.get(last)
        former_cell = then.get(last) if indicator.due_quarter is None else None
        is_due = falls_due(indicator, self.year, period.through)
        return Result(
            indicator=indicator,
            reported=reported,
            quantity=quantity,
            result=result,
            target=main,
            other_targets=tuple(target for target in targets if not target.is_main),
            completion=arithmetic.completion(result, main.aim if main else None),
            base=base,
            change=arithmetic.change(indicator.kind, result, base),
            standing=judged(
                indicator,
                main.aim if main else None,
                arithmetic.number(indicator.kind, so_far),
                period.through,
                is_due=is_due,
                start=_year_end(indicator, then),
            ),
            is_due=is_due,
            is_marked=closing is not None and closing.is_marked,
            is_base_invented=former_cell is not None and former_cell.provenance == Figure.Provenance.DEMONSTRATION,
            is_provisional=any(
                cell.is_provisional
                for quarter, cell in now.items()
                if cell is closing or (quarter < period.through and not discrete and _adds_up(indicator))
            ),
            closing_cell=closing,
            is_base_typed=typed is not None,
            lowerings=tuple(self.lowerings.get(main.pk, ())) if main else (),
        )

    def _prior(self, unit_id: int, indicator: Indicator, through: int, *, discrete: bool) -> Quantity | None:
        """Last year's value as it was typed beside the sheets: each holds the year up to its own quarter."""
        typed = self.prior.get((unit_id, indicator.pk), {})
        if indicator.due_quarter is not None or not discrete or indicator.kind not in arithmetic.ADDS_UP:
            return typed.get(closing_quarter(indicator, through) or 0)
        return arithmetic.difference(typed.get(through), typed.get(through - 1)) if through > 1 else typed.get(1)

    def results(self, period: Period, *, discrete: bool = False) -> list[Result]:
        return [self.result(reported, period, discrete=discrete) for reported in self.reported]


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


def reported_in(unit_ids: Collection[int], year: int) -> QuerySet[ReportedIndicator]:
    """What units report in a year."""
    reported = ReportedIndicator.objects.filter(unit__in=unit_ids, from_year__lte=year)
    return reported.filter(Q(to_year__isnull=True) | Q(to_year__gte=year))


def has_figures(unit_id: int, year: int) -> bool:
    """Whether a unit has any figure of a year, in whatever state its sheet is."""
    return Figure.objects.filter(sheet__unit=unit_id, sheet__year=year, value__isnull=False).exists()


# Few targets are ever lowered late; only theirs are asked for.
LOWERED = """
exists (select from indicators_targetrevision r where r.target_id = indicators_target.id and r.is_late_lowering)
"""


def open_book(
    unit_ids: Collection[int],
    year: int,
    *,
    states: Collection[str] = (Sheet.State.APPROVED,),
    with_sheet: int | None = None,
    indicator_ids: Collection[int] | None = None,
) -> Book:
    """Read the units' figures from sheets in the given states; `with_sheet` is read in whatever state it is.

    Of a sheet that was reopened the revision approved before is read, until the next one is approved.
    """
    reported = reported_in(unit_ids, year)
    figures = Figure.objects.filter(sheet__unit__in=unit_ids, sheet__year__in=(year, year - 1))
    former = FigureRevision.objects.filter(
        figure__sheet__unit__in=unit_ids,
        figure__sheet__year__in=(year, year - 1),
        figure__revision=F("revision") + 1,
    ).exclude(figure__sheet__state__in=states)
    if with_sheet is not None:
        former = former.exclude(figure__sheet=with_sheet)
    figures = figures.filter(Q(sheet__state__in=states) | Q(sheet=with_sheet))
    targets = Target.objects.filter(unit__in=unit_ids, year=year)
    if indicator_ids is not None:
        reported = reported.filter(indicator__in=indicator_ids)
        figures = figures.filter(indicator__in=indicator_ids)
        former = former.filter(figure__indicator__in=indicator_ids)
        targets = targets.filter(indicator__in=indicator_ids)
    order = ("indicator__field__position", "indicator__position", "indicator__pk", "unit__name_sort")
    book = Book(
        year=year,
        reported=list(reported.select_related("indicator__field").order_by(*order)),
    )
    _read_figures(book, figures, former, with_notes=with_sheet is not None)
    lowered = []
    for target in targets.annotate(is_lowered=RawSQL(LOWERED, [])):  # noqa: S611 - our own words
        book.targets[target.unit_id, target.indicator_id].append(target)
        if target.is_lowered:
            lowered.append(target.pk)
    if lowered:
        late = TargetRevision.objects.filter(target__in=lowered, is_late_lowering=True).order_by("pk")
        for revision in late:
            book.lowerings[revision.target_id].append(revision)
    known = {unit for unit, _indicator, read_year in book.cells if read_year == year - 1}
    if fresh := set(unit_ids) - known:
        _read_prior(book, fresh, states, with_sheet)
    return book


COLUMNS = (
    "sheet__unit", "indicator", "sheet__year", "sheet__quarter", "pk", "sheet", "sheet__state", "provenance",
    "version", "is_provisional", "value", "denominator", "typed",
)  # fmt: skip
FORMER_COLUMNS = (
    "figure__sheet__unit", "figure__indicator", "figure__sheet__year", "figure__sheet__quarter", "figure__pk",
    "figure__sheet", "figure__sheet__state", "figure__provenance", "figure__version", "is_provisional", "value",
    "denominator", "typed",
)  # fmt: skip
NOTE_COLUMNS = ("channel", "informant", "received_at", "document", "paper_follows", "paper_due")
NOTE_FIELDS = {field.name: field for field in FigureNote._meta.fields}
NO_NOTE = tuple(Value(None, output_field=NOTE_FIELDS[name]) for name in NOTE_COLUMNS)


def _read_figures(book: Book, figures: QuerySet[Figure], former: QuerySet[FigureRevision], *, with_notes: bool) -> None:
    note_columns = tuple(f"note__{name}" for name in NOTE_COLUMNS) if with_notes else ()
    rows = figures.order_by().values_list(*COLUMNS, *note_columns)
    for row in rows.union(former.values_list(*FORMER_COLUMNS, *(NO_NOTE if with_notes else ())), all=True):
        (
            unit,
            indicator,
            year,
            quarter,
            pk,
            sheet,
            state,
            source,
            version,
            is_provisional,
            value,
            den,
            typed,
        ) = row[:13]
        quantity = None if value is None else Quantity(value, den)
        said = row[13:]
        note = FigureNote(**dict(zip(NOTE_COLUMNS, said, strict=True))) if said and said[0] is not None else None
        book.cells[unit, indicator, year][quarter] = Cell(
            pk, sheet, state, source, version, is_provisional, quantity, typed, note
        )


def _read_prior(book: Book, unit_ids: Collection[int], states: Collection[str], with_sheet: int | None) -> None:
    """The first year of use: last year's values of the same period, typed beside its sheets, by their quarter."""
    prior = PriorFigure.objects.filter(sheet__unit__in=unit_ids, sheet__year=book.year)
    prior = prior.filter(Q(sheet__state__in=states) | Q(sheet=with_sheet))
    columns = ("sheet__unit", "indicator", "sheet__quarter", "value", "denominator")
    for unit, indicator, quarter, value, denominator in prior.values_list(*columns):
        book.prior[unit, indicator][quarter] = Quantity(value, denominator)
