"""One figure: its value in numbers and words, what it stands against, where it came from, how it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from coquang import charts, numbers
from coquang.periods import Period
from indicators import arithmetic, rules, windows
from indicators.dashboards.sheets import note_words, seen_figures
from indicators.measures import column_unit, growth, in_column, measure_of, reached, target_in
from indicators.models import (
    Definition,
    Figure,
    FigureChange,
    FigureRevision,
    ReportedIndicator,
    Responsibility,
    Sheet,
)
from indicators.questions import told
from indicators.readings import Result, open_book
from indicators.sentences import base_name, lowered, short_form, target_base
from indicators.words import RESULT

QUARTERS_SHOWN = 12
DRAWING = (220, 76)


@dataclass(frozen=True)
class Past:
    """One line of history, old and new in the strings shown."""

    change: FigureChange
    old: str
    new: str


@dataclass(frozen=True)
class FigurePage:
    sheet: Sheet
    figure: Figure
    result: Result
    responsibility: Responsibility | None
    definition: Definition | None
    name: str
    unit: str
    value: str
    words: str
    total: str
    word: str
    growth: str
    base: str
    base_name: str
    targets: Sequence[tuple[str, str, str]]
    lowered: str
    note: str
    drawing: charts.Line
    low: str
    high: str
    usual: tuple[str, str] | None
    history: Sequence[Past]
    earlier: Sequence[tuple[FigureRevision, str]]


def figure_page(sheet: Sheet, code: str) -> FigurePage | None:
    """Everything the page of one figure shows; None when the sheet has no such indicator."""
    figure = seen_figures(sheet).filter(indicator__code=code).select_related("indicator__field").first()
    if figure is None:
        return None
    indicator, language = figure.indicator, get_language() or "vi"
    period = Period(sheet.year, "quarter", sheet.quarter)
    book = open_book([sheet.unit_id], sheet.year, with_sheet=sheet.pk, indicator_ids=[indicator.pk])
    reported = book.reported[0] if book.reported else ReportedIndicator(unit=sheet.unit, indicator=indicator)
    result = book.result(reported, period)
    cell = book.quarters(sheet.unit_id, indicator.pk, sheet.year).get(sheet.quarter)
    past = _past_quarters(sheet, figure)
    known = [value for value in past if value is not None]
    own = arithmetic.number(indicator.kind, cell.quantity) if cell else None
    return FigurePage(
        sheet=sheet,
        figure=figure,
        result=result,
        responsibility=_responsibility(sheet, figure),
        definition=indicator.definitions.filter(from_year__lte=sheet.year).first(),
        name=indicator.named(language),
        unit=column_unit(indicator, language),
        value=in_column(indicator, own, language),
        words=_words(figure, own),
        total=short_form(result, language),
        word=str(RESULT[result.standing]),
        growth=growth(result.change, language),
        base=in_column(indicator, result.base, language),
        base_name=base_name(period),
        targets=[
            (
                target_in(indicator, target, language),
                target_base(target),
                _completion(result, target.aim, language),
            )
            for target in ([result.target] if result.target else []) + list(result.other_targets)
        ],
        lowered=lowered(result, language),
        note=note_words(cell.note) if cell and cell.note else "",
        drawing=charts.line(past, *DRAWING, margin=8),
        low=in_column(indicator, min(known), language) if known else "",
        high=in_column(indicator, max(known), language) if known else "",
        usual=_usual(figure, past, language),
        history=[_past(change, figure, language) for change in figure.changes.select_related("person")[:50]],
        earlier=[
            (revision, in_column(indicator, revision.value, language))
            for revision in figure.earlier.select_related("revised_by").order_by("-revision")
        ],
    )


def _responsibility(sheet: Sheet, figure: Figure) -> Responsibility | None:
    """Who answered for the indicator, and who provided it, at the end of the quarter."""
    on = windows.quarter_end(sheet.year, sheet.quarter)
    held = Responsibility.objects.current(on).filter(unit=sheet.unit_id, indicator=figure.indicator_id)
    return held.select_related("responsible", "providing_body").first()


def _completion(result: Result, aim: arithmetic.Aim, language: str) -> str:
    return reached(arithmetic.completion(result.result, aim), language)


def _words(figure: Figure, value: Decimal | None) -> str:
    """The value read aloud; only Vietnamese papers have need of it."""
    if value is None or figure.indicator.is_ratio or get_language() == "en":
        return ""
    return measure_of(figure.indicator).spoken(value)


def _past_quarters(sheet: Sheet, figure: Figure) -> list[Decimal | None]:
    """The indicator's quarters up to this one, oldest first, as many as the drawing holds."""
    rows = Figure.objects.filter(
        sheet__unit=sheet.unit_id, indicator=figure.indicator_id, sheet__year__gte=sheet.year - QUARTERS_SHOWN // 4
    ).values_list("sheet__year", "sheet__quarter", "value", "denominator")
    here = (sheet.year, sheet.quarter)
    found = {(y, q): (value, den) for y, q, value, den in rows if (y, q) <= here}
    slots = sorted(found)[-QUARTERS_SHOWN:]
    kind = figure.indicator.kind
    quantities = [None if found[s][0] is None else arithmetic.Quantity(*found[s]) for s in slots]
    return [arithmetic.number(kind, quantity) for quantity in quantities]


def _usual(figure: Figure, past: Sequence[Decimal | None], language: str) -> tuple[str, str] | None:
    """The ends of the usual range of the quarters before this one; None for too short a history."""
    found = rules.usual_range([value for value in past[:-1] if value is not None])
    return (in_column(figure.indicator, found[0], language), told(figure.indicator, found[1])) if found else None


def _past(change: FigureChange, figure: Figure, language: str) -> Past:
    def shown(value: Decimal | None, denominator: Decimal | None) -> str:
        if figure.indicator.is_ratio and value is not None:
            return f"{numbers.written(value, language=language)}/{numbers.written(denominator, language=language)}"
        return in_column(figure.indicator, value, language)

    old = shown(change.old_value, change.old_denominator)
    return Past(change, old, shown(change.new_value, change.new_denominator))
