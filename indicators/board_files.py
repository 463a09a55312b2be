"""What stands on a board as a workbook to keep working with: numbers stay numbers, in the formats of the screen."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from indicators.sheet_files import FileCell, FileRow, write_cell


@dataclass(frozen=True)
class FilePage:
    """One sheet of a workbook: its name, the lines above the table, the heads with their widths, the rows."""

    name: str
    lines: Sequence[str]
    heads: Sequence[tuple[str, int]]
    rows: Sequence[FileRow]


def written_pages(pages: Sequence[FilePage]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    formats: dict[str, Any] = {}
    for told in pages:
        page = book.add_worksheet(told.name)
        for place, line in enumerate(told.lines):
            page.write_string(place, 0, line, bold if place == 0 else None)
        first = len(told.lines) + 1
        for column, (words, width) in enumerate(told.heads):
            page.set_column(column, column, width)
            page.write_string(first, column, words, head)
        for place, row in enumerate(told.rows, start=first + 1):
            for column, cell in enumerate(row.cells):
                form = bold if row.is_heading else formats.setdefault(cell.form, _format(book, cell))
                write_cell(page, place, column, cell, form)
        page.freeze_panes(first + 1, 1)
    book.close()
    return out.getvalue()


def _format(book: Any, cell: FileCell) -> Any:
    return book.add_format({"num_format": cell.form})
