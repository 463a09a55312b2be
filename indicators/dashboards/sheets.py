"""The sheet of one unit and quarter as its page shows it: one answer, one query whatever the number of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coquang import dates, numbers
from coquang.fields import Measure
from coquang.instances import untold
from coquang.periods import Period
from indicators import arithmetic, bodies_beside
from indicators.bodies_beside import Provided
from indicators.dashboards.remarks import said_beside
from indicators.dashboards.rules import reasons_needed
from indicators.grounds_to_ask import DOCUMENTS, facts_of
from indicators.measures import column_unit, in_column, measure_of, reached, target_in
from indicators.models import CellDraft, Field, FigureNote, Indicator, Sheet
from indicators.numbering import outline, roman
from indicators.questions import Question, questions_about
from indicators.readings import read_book
from indicators.results import Book, Cell, Result, amount


class Row(NamedTuple):
    """One line of the sheet, in the strings that are shown. Empty `typed` is a cell without a figure."""

    code: str
    number: str
    name: str
    unit: str
    target: str
    before: str
    quarter: str
    total: str
    completion: str
    prior: str
    typed: str
    typed_denominator: str
    was: str
    figure_id: int
    is_due: bool
    is_ratio: bool
    is_cumulative: bool
    numerator_from: str
    denominator_from: str
    not_due: str
    note: str
    read_back: str
    is_marked: bool
    is_filled: bool
    awaits_paper: bool = False
    prior_asked: bool = False
    is_prior_typed: bool = False
    prior_typed: str = ""
    prior_denominator: str = ""
    prior_was: str = ""
    refusal: str = ""
    is_drafted: bool = False
    questions: tuple[Question, ...] = ()

    @property
    def is_asked(self) -> bool:
        return any(question.is_open for question in self.questions)


@dataclass(frozen=True)
class Group:
    """A field of work with its rows; `done` counts rows that owe nothing more."""

    number: str
    name: str
    rows: tuple[Row, ...]

    @cached_property
    def done(self) -> int:
        return sum(row.is_filled or not row.is_due for row in self.rows)


@dataclass(frozen=True)
class Heads:
    """The column heads, which name their periods."""

    before: str
    quarter: str
    total: str
    year: str
    prior: str


@dataclass(frozen=True)
class SheetPage:
    sheet: Sheet
    period: Period
    groups: tuple[Group, ...]
    heads: Heads
    opens_on: date | None
    cut_off: date | None
    due_at: datetime | None
    provided: Mapping[str, Provided]
    """Who provides each row, by the code of its indicator; empty where nobody is on record."""
    to_cells: int = 0
    """How many figures of cells were not put to them as they now stand."""
    refusals: int = 0

    @property
    def heading(self) -> str:
        return _("Figures of %(period)s") % {"period": self.period.name()}

    @property
    def title(self) -> str:
        return _("Figures of %(period)s, %(unit)s") % {"period": self.period.name(), "unit": self.sheet.unit.name}

    @cached_property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def done(self) -> int:
        return sum(group.done for group in self.groups)

    @cached_property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if row.is_due and not row.is_filled]

    @property
    def share(self) -> int:
        return 100 * self.done // max(len(self.rows), 1)

    @property
    def papers_awaited(self) -> str:
        """“01 văn bản chưa về”; empty when no paper is to follow."""
        return papers_awaited(sum(row.awaits_paper for row in self.rows))

    @property
    def refused(self) -> str:
        """That nothing was saved, because of some cells; empty when all were taken."""
        if not (count := self.refusals):
            return ""
        told = ngettext(
            "%(n)s cell was not taken, so nothing has been saved yet. What was typed is still in its cells.",
            "%(n)s cells were not taken, so nothing has been saved yet. What was typed is still in its cells.",
            count,
        )
        return told % {"n": count}

    @property
    def to_ask_of_cells(self) -> str:
        """The deed of putting the cells' figures to them."""
        count = self.to_cells
        return ngettext("Ask the cell about %(n)s figure", "Ask the cells about %(n)s figures", count) % {"n": count}

    @property
    def cells_drafted(self) -> str:
        """“01 ô chưa nhận”; empty when all that was typed was taken."""
        count = sum(row.is_drafted for row in self.rows)
        shown = numbers.padded(count, get_language() or "vi")
        return ngettext("%(n)s cell not taken", "%(n)s cells not taken", count) % {"n": shown} if count else ""

    @property
    def asked(self) -> list[Row]:
        return [row for row in self.rows if row.is_asked]

    @property
    def reasons_needed(self) -> str:
        """“02 chỉ tiêu cần nêu lý do”; empty when no question is open."""
        return reasons_needed([question for row in self.rows for question in row.questions])

    @property
    def has_marks(self) -> bool:
        return any(row.is_marked for row in self.rows)


def papers_awaited(count: int) -> str:
    shown = numbers.padded(count, get_language() or "vi")
    return ngettext("%(n)s paper has not come", "%(n)s papers have not come", count) % {"n": shown} if count else ""


@dataclass(frozen=True)
class Typing:
    """What a person typed into one row and why it was not taken, to be shown again as it was."""

    value: str = ""
    denominator: str = ""
    prior: str = ""
    prior_denominator: str = ""
    answer: str = ""
    refusal: str = ""
    is_drafted: bool = False


def sheet_page(sheet: Sheet, typing: Mapping[str, Typing] | None = None) -> SheetPage:
    """Everything the page of a sheet shows; `typing` is what a refused form brought, by indicator code."""
    language = get_language() or "vi"
    period = Period(sheet.year, "quarter", sheet.quarter)
    beside = {**facts_of(sheet), **bodies_beside.facts_of(sheet)}
    asked_besides = (*DOCUMENTS, *bodies_beside.DOCUMENTS)
    book, told = read_book([sheet.unit_id], sheet.year, with_sheet=sheet.pk, also=asked_besides, facts=beside)
    told = told or [None] * len(asked_besides)
    grounds, (provided, to_cells, back) = told[: len(DOCUMENTS)], map(untold, told[len(DOCUMENTS) :])
    asks_prior = sheet.is_open and not book.has_year_before
    codes = {reported.indicator_id: reported.indicator.code for reported in book.reported}
    asked = {question.code: question for question in questions_about(sheet, _due(book, sheet), grounds)}
    grouped: dict[int, tuple[Field, list[Row]]] = {}
    by_indicator = {reported.indicator_id: reported for reported in book.reported}
    indicators = {pk: reported.indicator for pk, reported in by_indicator.items()}
    asked_back = said_beside(bodies_beside.asked_back_of(back or ()), indicators)
    rows = ((pk, held.indicator.field_id, held.indicator.parent_id) for pk, held in by_indicator.items())
    for indicator_id, number in outline(rows):
        reported = by_indicator[indicator_id]
        indicator = reported.indicator
        of_field = grouped.setdefault(indicator.field_id, (indicator.field, []))[1]
        if sheet.only_rows is not None and indicator_id not in sheet.only_rows:
            continue
        result = book.result(reported, period)
        typed = (typing or {}).get(indicator.code)
        row = _row(book, result, sheet, number, codes, typed, language, asks_prior=asks_prior)
        if question := asked.get(indicator.code):
            row = row._replace(questions=(question._replace(typed=typed.answer if typed else ""),))
        if said := asked_back.get(row.figure_id):
            row = row._replace(note="; ".join(filter(None, (said, row.note))))
        of_field.append(row)
    groups = tuple(
        Group(roman(place), held.named(language), tuple(lines))
        for place, (held, lines) in enumerate(grouped.values(), start=1)
        if lines
    )
    return SheetPage(
        sheet=sheet,
        period=period,
        groups=groups,
        heads=_heads(sheet),
        opens_on=getattr(sheet, "opens_on", None),
        cut_off=getattr(sheet, "cut_off", None),
        due_at=getattr(sheet, "due_at", None),
        provided=bodies_beside.provided_of(provided or ()),
        to_cells=to_cells or 0,
        refusals=sum(bool(t.refusal) and not t.is_drafted for t in (typing or {}).values()),
    )


def _due(book: Book, sheet: Sheet) -> Iterator[tuple[int, Indicator]]:
    """The figures that stand and fall due, by key, with their indicators."""
    for reported in book.reported:
        cell = book.quarters(sheet.unit_id, reported.indicator_id, sheet.year).get(sheet.quarter)
        if cell is not None and cell.quantity is not None and reported.indicator.is_due_in(sheet.quarter):
            yield cell.pk, reported.indicator


def drafts_of(sheet: Sheet) -> dict[str, Typing]:
    """What was typed into the sheet's cells and not taken, with the reason, by indicator code."""
    drafts = CellDraft.objects.filter(figure__sheet=sheet).values_list(
        "figure__indicator__code", "value", "denominator", "why"
    )
    return {code: Typing(value, denominator, refusal=why, is_drafted=True) for code, value, denominator, why in drafts}


def _heads(sheet: Sheet) -> Heads:
    totals = {1: _("Quarter I"), 2: _("Six months"), 3: _("Nine months"), 4: _("Whole year")}
    before = _("To the end of quarter %s") % dates.roman(sheet.quarter - 1) if sheet.quarter > 1 else _("Carried over")
    return Heads(
        before=before,
        quarter=_("Done in quarter %s") % dates.roman(sheet.quarter),
        total=totals[sheet.quarter],
        year=_("Target of %d") % sheet.year,
        prior=_("Same period of %d") % (sheet.year - 1),
    )


def _row(
    book: Book,
    result: Result,
    sheet: Sheet,
    number: str,
    codes: Mapping[int, str],
    typing: Typing | None,
    language: str,
    *,
    asks_prior: bool,
) -> Row:
    indicator, indicator_id = result.indicator, result.reported.indicator_id
    cell = book.quarters(sheet.unit_id, indicator_id, sheet.year).get(sheet.quarter)
    is_cumulative = result.reported.entry_mode == result.reported.EntryMode.CUMULATIVE
    is_due = indicator.is_due_in(sheet.quarter)
    measure = measure_of(indicator, language)
    typed, denominator = _typed(cell, is_cumulative)
    prior = book.prior.get((sheet.unit_id, indicator_id), {}).get(sheet.quarter)
    prior_typed = measure.shown(prior.value) if prior else ""
    prior_denominator = measure.shown(prior.denominator) if prior else ""
    stood = measure.shown(typed), measure.shown(denominator)
    return Row(
        code=indicator.code,
        number=number,
        name=indicator.named(language),
        unit=column_unit(indicator, language),
        target=target_in(indicator, result.target, language),
        before=_before(book, result, sheet, language),
        quarter=_own_quarter(indicator, cell, language),
        total=in_column(indicator, result.result, language),
        completion=reached(result.completion, language),
        prior=in_column(indicator, result.base, language),
        typed=typing.value if typing else stood[0],
        typed_denominator=typing.denominator if typing else stood[1],
        was=was(*stood),
        figure_id=cell.pk if cell else 0,
        is_due=is_due,
        is_ratio=indicator.is_ratio,
        is_cumulative=is_cumulative,
        numerator_from=codes.get(indicator.numerator_id or 0, ""),
        denominator_from=codes.get(indicator.denominator_id or 0, ""),
        not_due="" if is_due else not_due_words(indicator),
        note=_note(result, cell),
        read_back="" if typing or language != "vi" else _read_back(indicator, measure, typed),
        is_marked=cell is not None and cell.is_marked and typed is not None,
        is_filled=typed is not None and (not indicator.is_ratio or denominator is not None),
        awaits_paper=cell is not None and cell.note is not None and cell.note.paper_follows,
        prior_asked=asks_prior and is_due,
        is_prior_typed=result.is_base_typed,
        prior_typed=typing.prior if typing and not typing.is_drafted else prior_typed,
        prior_denominator=typing.prior_denominator if typing and not typing.is_drafted else prior_denominator,
        prior_was=was(prior_typed, prior_denominator),
        refusal=typing.refusal if typing else "",
        is_drafted=typing is not None and typing.is_drafted,
    )


def _read_back(indicator: Indicator, measure: Measure, value: Decimal | None) -> str:
    """A stored value in words; a ratio is not read aloud."""
    return measure.spoken(value) if value is not None and not indicator.is_ratio else ""


def was(value: str, denominator: str) -> str:
    """What stood in a row's inputs when the page was made, as its hidden field says it."""
    return f"{value}|{denominator}"


def _typed(cell: Cell | None, is_cumulative: bool) -> tuple[Decimal | None, Decimal | None]:
    if cell is None or cell.quantity is None:
        return None, None
    value = cell.typed if is_cumulative and cell.typed is not None else cell.quantity.value
    return value, cell.quantity.denominator


def _own_quarter(indicator: Indicator, cell: Cell | None, language: str) -> str:
    if cell is None or cell.quantity is None:
        return numbers.MISSING
    if indicator.is_ratio:
        parts = (numbers.written(cell.quantity.value), numbers.written(cell.quantity.denominator))
        return "/".join(parts)
    return in_column(indicator, cell.quantity.value, language)


def _note(result: Result, cell: Cell | None) -> str:
    """What stands in the column of notes: that only published figures belong here, and where this one came from."""
    told = [_("published figures only")] if result.indicator.published_only else []
    told += [_("no number")] if result.is_broken else []
    return "; ".join([*told, *([note_words(cell.note)] if cell and cell.note else [])])


def _before(book: Book, result: Result, sheet: Sheet, language: str) -> str:
    """What the year had reached by the quarter before."""
    if sheet.quarter == 1:
        return numbers.MISSING
    of_year = book.quarters(sheet.unit_id, result.indicator.pk, sheet.year)
    earlier = amount(result.indicator, of_year, sheet.quarter - 1, discrete=False)
    return in_column(result.indicator, arithmetic.number(result.indicator.kind, earlier), language)


def not_due_words(indicator: Indicator) -> str:
    return _("once a year, in quarter %s") % dates.roman(indicator.due_quarter or 4)


def note_words(note: FigureNote) -> str:
    """Where a figure came from, in the few words of a column."""
    parts = [str(note.get_channel_display()), note.informant]
    if note.received_at:
        at = timezone.localtime(note.received_at)
        parts.append(
            dates.short(at.date()) if at.time() == time(0, 0) else f"{dates.clock(at)} {dates.short(at.date())}"
        )
    parts.append(note.document)
    if note.paper_follows:
        due = note.paper_due
        parts.append(_("paper to follow by %s") % dates.short(due) if due else _("paper to follow"))
    return ", ".join(part for part in parts if part)
