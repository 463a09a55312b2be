"""One figure: its value in numbers and words, what it stands against, where it came from, how it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from coquang import charts, dates, numbers
from coquang.periods import Period
from indicators import arithmetic, rules, windows
from indicators.dashboards.sheets import note_words
from indicators.doors import seen_figures
from indicators.measures import column_unit, growth, in_column, measure_of, reached, target_in
from indicators.models import (
    Definition,
    Figure,
    FigureChange,
    FigureRevision,
    Indicator,
    ReportedIndicator,
    Responsibility,
    Sheet,
)
from indicators.published import stated_beside
from indicators.questions import told
from indicators.readings import open_book
from indicators.results import Result
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
class Earlier:
    """One quarter before this one: its value, and how that stood against the same quarter a year before."""

    quarter: str
    value: str
    growth: str


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
    parts: str
    words: str
    total: str
    word: str
    growth: str
    base: str
    base_name: str
    targets: Sequence[tuple[str, str, str]]
    lowered: str
    note: str
    stated: str
    """The percent that was published with it, where ours is another."""
    drawing: charts.Line
    low: str
    high: str
    usual: tuple[str, str] | None
    quarters: Sequence[Earlier]
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
    reported_so_far = _quarters_up_to(sheet, figure)
    past = [reported_so_far[slot] for slot in sorted(reported_so_far)[-QUARTERS_SHOWN:]]
    known = [value for value in past if value is not None]
    changes = FigureChange.objects.of(figure).select_related("person")
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
        parts=_parts(figure.value, figure.denominator, language) if indicator.is_ratio else "",
        words=_words(figure, own),
        total=short_form(result, language, is_exact=True),
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
        stated=stated_beside(cell.note.stated, result.completion, language) if cell and cell.note else "",
        drawing=charts.line(tuple(past), *DRAWING, margin=8),
        low=in_column(indicator, min(known), language) if known else "",
        high=in_column(indicator, max(known), language) if known else "",
        usual=_usual(figure, past, language),
        quarters=_earlier(sheet, indicator, reported_so_far, language),
        history=[_past(change, figure, language) for change in changes[:50]],
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


def _quarters_up_to(sheet: Sheet, figure: Figure) -> dict[tuple[int, int], Decimal | None]:
    """The indicator's quarters up to this one, with one year more than is shown, for growth to be told of each."""
    first = sheet.year - QUARTERS_SHOWN // 4 - 1
    rows = Figure.objects.filter(
        sheet__unit=sheet.unit_id, indicator=figure.indicator_id, sheet__year__gte=first
    ).values_list("sheet__year", "sheet__quarter", "value", "denominator")
    here, kind = (sheet.year, sheet.quarter), figure.indicator.kind
    return {
        (year, quarter): None if value is None else arithmetic.number(kind, arithmetic.Quantity(value, denominator))
        for year, quarter, value, denominator in rows
        if (year, quarter) <= here
    }


def _earlier(
    sheet: Sheet, indicator: Indicator, reported: Mapping[tuple[int, int], Decimal | None], language: str
) -> list[Earlier]:
    """The quarters before this one that have a figure, the newest first."""
    slots = [slot for slot in sorted(reported) if slot < (sheet.year, sheet.quarter) and reported[slot] is not None]
    return [
        Earlier(
            quarter=dates.quarter_name(year, quarter, language),
            value=in_column(indicator, reported[year, quarter], language),
            growth=growth(
                arithmetic.change(indicator.kind, reported[year, quarter], reported.get((year - 1, quarter))), language
            ),
        )
        for year, quarter in reversed(slots[-QUARTERS_SHOWN:])
    ]


def _usual(figure: Figure, past: Sequence[Decimal | None], language: str) -> tuple[str, str] | None:
    """The ends of the usual range of the quarters before this one; None for too short a history."""
    found = rules.usual_range([value for value in past[:-1] if value is not None])
    return (in_column(figure.indicator, found[0], language), told(figure.indicator, found[1])) if found else None


def _past(change: FigureChange, figure: Figure, language: str) -> Past:
    def shown(value: Decimal | None, denominator: Decimal | None) -> str:
        if figure.indicator.is_ratio and value is not None:
            return _parts(value, denominator, language)
        return in_column(figure.indicator, value, language)

    old = shown(change.old_value, change.old_denominator)
    return Past(change, old, shown(change.new_value, change.new_denominator))


def _parts(value: Decimal | None, denominator: Decimal | None, language: str) -> str:
    """“4/5”; empty for a ratio that was not reported."""
    if value is None:
        return ""
    return f"{numbers.written(value, language=language)}/{numbers.written(denominator, language=language)}"
