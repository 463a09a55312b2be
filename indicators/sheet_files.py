"""The sheet as a workbook of the system's own form: written to be filled in, known again when it comes back.

A hidden sheet says whose and which quarter's it is; the code in the first column says which row is which.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from indicators.workbook_parts import NotAWorkbook
from indicators.workbooks import NO_CELL, Cell, Page

MARK, FORM = "coquang", "sheet-1"
CODE, VALUE, DENOMINATOR = 0, 5, 6
WIDTHS = (10, 44, 14, 14, 14, 16, 16, 14, 12, 24)


@dataclass(frozen=True)
class FileCell:
    """One cell: a number with the format it is shown in, or words."""

    value: Decimal | str | None
    form: str = "General"
    is_open: bool = False


@dataclass(frozen=True)
class FileRow:
    """A field's heading (no code) or an indicator, in the order of the columns."""

    cells: tuple[FileCell, ...]
    is_heading: bool = False


@dataclass(frozen=True)
class SheetFile:
    unit_code: str
    period_code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[FileRow, ...]


def written_file(sheet: SheetFile) -> bytes:
    """The workbook; only the cells of the quarter can be typed into."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(_("Sheet"))
    facts = book.add_worksheet(MARK)
    facts.write_row(0, 0, [FORM, sheet.unit_code, sheet.period_code])
    facts.hide()
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    page.write_string(0, 0, sheet.title, bold)
    for column, (words, width) in enumerate(zip(sheet.heads, WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(2, column, words, head)
    formats: dict[tuple[str, bool], Any] = {}
    for place, row in enumerate(sheet.rows, start=3):
        for column, cell in enumerate(row.cells):
            key = (cell.form, cell.is_open)
            if key not in formats:
                open_cell = {"locked": False, "bg_color": "#fcfaf6", "border": 1, "border_color": "#877f75"}
                formats[key] = book.add_format({"num_format": cell.form, **(open_cell if cell.is_open else {})})
            write_cell(page, place, column, cell, bold if row.is_heading else formats[key])
    page.freeze_panes(3, 2)
    page.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return out.getvalue()


def write_cell(page: Any, row: int, column: int, cell: FileCell, form: Any) -> None:
    if cell.value is None:
        page.write_blank(row, column, None, form)
    elif isinstance(cell.value, Decimal):
        page.write_number(row, column, float(cell.value), form)
    else:
        page.write_string(row, column, cell.value, form)


def brought_lines(pages: Sequence[Page], unit_code: str, period_code: str) -> list[tuple[Cell, ...]]:
    """The lines of an uploaded workbook. Of our own form code and figures; a sheet of others' making as it stands.

    NotAWorkbook when it is our form of another unit or quarter.
    """
    *marked, page = pages
    if not marked:
        return list(page.rows)
    told = [cell.text for row in marked[0].rows[:1] for cell in row]
    if len(told) != 3 or told[0] != FORM:
        raise NotAWorkbook(_("This form is not known here; download the sheet again and fill that file in."))
    if told[1] != unit_code:
        raise NotAWorkbook(_("This file is the sheet of another unit (%s); choose the file of this unit.") % told[1])
    if told[2] != period_code:
        raise NotAWorkbook(
            _("This file is the sheet of another quarter (%s); choose the file of this quarter.") % told[2]
        )
    lines = (tuple(_at(row, column) for column in (CODE, VALUE, DENOMINATOR)) for row in page.rows[3:])
    return [line for line in lines if line[0].text and (line[1].text or line[2].text)]


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else NO_CELL
