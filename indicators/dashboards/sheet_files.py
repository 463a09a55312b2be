"""The sheet with its numbers as numbers, for a workbook; the same rows in the same order as on its page."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import money
from coquang.periods import Period
from indicators.arithmetic import HUNDRED
from indicators.dashboards.sheets import Row, SheetPage
from indicators.measures import SIGNS, column_unit, target_in
from indicators.models import Indicator, Sheet, Target
from indicators.readings import open_book
from indicators.results import Book, Result
from indicators.sheet_files import FileCell, FileRow, SheetFile

PERCENT = "0.0%"


def sheet_file(sheet: Sheet, page: SheetPage) -> SheetFile:
    language = get_language() or "vi"
    book = open_book([sheet.unit_id], sheet.year, with_sheet=sheet.pk)
    results = {r.indicator.code: book.result(r, sheet.period) for r in book.reported}
    rows: list[FileRow] = []
    for group in page.groups:
        rows.append(FileRow((FileCell(None), FileCell(f"{group.number}. {group.name}")), is_heading=True))
        rows += [_row(row, results[row.code], book, sheet, language) for row in group.rows]
    heads = page.heads
    return SheetFile(
        unit_code=sheet.unit.code,
        period_code=sheet.period.code,
        title=f"{_('Figures of %s') % sheet.period.name(language)}, {sheet.unit.name}",
        heads=(
            _("Code"), _("Indicator"), _("Measure"), heads.year, heads.before,
            heads.quarter, _("after the slash"), heads.total, _("Of target"), _("Note"),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _row(row: Row, result: Result, book: Book, sheet: Sheet, language: str) -> FileRow:
    indicator = result.indicator
    cell = book.quarters(sheet.unit_id, indicator.pk, sheet.year).get(sheet.quarter)
    quantity = cell.quantity if cell else None
    value = quantity.value if quantity else None
    if cell and row.is_cumulative and cell.typed is not None:
        value = cell.typed
    before = None
    if sheet.quarter > 1:
        before = book.result(result.reported, Period(sheet.year, "quarter", sheet.quarter - 1)).result
    is_open = sheet.is_open and row.is_due
    return FileRow(
        (
            FileCell(row.code),
            FileCell(f"{row.number} {row.name}"),
            FileCell(column_unit(indicator, language)),
            target_cell(indicator, result.target, language),
            number_cell(indicator, before),
            _entry(indicator, value, is_open=is_open and not row.numerator_from),
            _entry(
                indicator,
                quantity.denominator if quantity else None,
                is_open=is_open and row.is_ratio and not row.denominator_from,
            ),
            number_cell(indicator, result.result),
            FileCell(result.completion / HUNDRED if result.completion is not None else None, PERCENT),
            FileCell(row.not_due or (_("cumulative since January") if row.is_cumulative else "")),
        )
    )


def _entry(indicator: Indicator, value: Decimal | None, *, is_open: bool) -> FileCell:
    """A cell of the quarter; the parts of a ratio are whole counts."""
    if indicator.is_ratio:
        return FileCell(value, "#,##0", is_open)
    shown = _scaled(indicator, value)
    return FileCell(shown, _form(shown, 0 if indicator.scale else indicator.decimals), is_open)


def number_cell(indicator: Indicator, value: Decimal | None) -> FileCell:
    shown = _scaled(indicator, value)
    return FileCell(shown, _form(shown, at_most=indicator.decimals if not indicator.scale else None))


def target_cell(indicator: Indicator, target: Target | None, language: str) -> FileCell:
    if target is None:
        return FileCell(None)
    if target.upper is not None:
        return FileCell(target_in(indicator, target, language))
    shown = _scaled(indicator, target.value)
    sign = SIGNS.get(target.form, "")
    return FileCell(shown, f'"{sign}"{_form(shown)}' if sign else _form(shown))


def _scaled(indicator: Indicator, value: Decimal | None) -> Decimal | None:
    return money.in_scale(value, indicator.scale) if value is not None and indicator.scale else value


def _form(value: Decimal | None, at_least: int = 0, at_most: int | None = None) -> str:
    """A format with the decimals the number has, so that nothing is rounded away on the screen."""
    exponent = value.normalize().as_tuple().exponent if value is not None else 0
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    decimals = max(at_least, own if at_most is None else min(own, at_most))
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")
