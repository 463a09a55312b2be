"""The table of a one-off report as a workbook: numbers as numbers, with how many units each sum rests on."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import money
from indicators.arithmetic import HUNDRED
from indicators.dashboards.one_offs import CellShown, Column, Row, Table
from indicators.models import OneOff, OneOffQuestion

HOUR = "dd/mm/yyyy hh:mm"
WIDTH_OF_NAME, WIDTH = 34, 16


def written_table(one_off: OneOff, table: Table) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(_("Table"))
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    formats: dict[tuple[str, bool], Any] = {}

    def form(code: str, *, is_bold: bool = False) -> Any:
        key = (code, is_bold)
        if key not in formats:
            formats[key] = book.add_format({"num_format": code, "bold": is_bold})
        return formats[key]

    def cells(place: int, of_row: Sequence[CellShown], *, is_bold: bool = False) -> None:
        for at, (column, cell) in enumerate(zip(table.columns, of_row, strict=True)):
            number = _number(column, cell)
            if number is not None:
                page.write_number(place, 2 + 2 * at, float(number), form(_form(column, number), is_bold=is_bold))
            else:
                page.write_string(place, 2 + 2 * at, cell.shown if column.is_text else "")
            page.write_string(place, 3 + 2 * at, cell.state)

    page.write_string(0, 0, f"{one_off.title} ({one_off.head.name}, {one_off.period.name()})", bold)
    asked = [words for column in table.columns for words in (_head(column), _("State"))]
    heads = [_("No."), _("Unit"), *asked, _("Answered at"), _("Late"), _("Note")]
    for column, words in enumerate(heads):
        page.write_string(2, column, words, head)
        page.set_column(column, column, WIDTH_OF_NAME if column == 1 else WIDTH)
    last = 2 + 2 * len(table.columns)
    for place, row in enumerate(table.rows, start=3):
        page.write_number(place, 0, place - 2)
        page.write_string(place, 1, row.unit.name)
        cells(place, row.cells)
        _facts(page, place, last, row, form(HOUR))
    place = 3 + len(table.rows)
    page.write_string(place, 1, _("Together"), bold)
    cells(place, table.sums, is_bold=True)
    page.write_string(place + 1, 1, _("Units with an answer"))
    for at, complete in enumerate(table.complete):
        page.write_string(place + 1, 2 + 2 * at, complete)
    page.freeze_panes(3, 2)
    book.close()
    return out.getvalue()


def _facts(page: Any, place: int, last: int, row: Row, hour: Any) -> None:
    if row.asked is None or row.asked.sent_at is None:
        page.write_string(place, last, _("held already") if row.asked and row.asked.was_held else _("not answered"))
        return
    page.write_datetime(place, last, timezone.localtime(row.asked.sent_at).replace(tzinfo=None), hour)
    page.write_string(place, last + 1, _("late") if row.asked.was_late else "")
    page.write_string(place, last + 2, row.asked.note)


def _head(column: Column) -> str:
    return f"{column.name} ({column.unit})" if column.unit else column.name


def _number(column: Column, cell: CellShown) -> Decimal | None:
    """The number as its column has it: money in its scale, a rate as a share that is shown in percent."""
    value = column.number(cell.quantity)
    if value is None:
        return None
    if _is_percent(column):
        return value / HUNDRED
    scale = column.indicator.scale if column.indicator else ""
    return money.in_scale(value, scale) if scale else value


def _is_percent(column: Column) -> bool:
    if column.indicator is not None:
        return column.is_ratio or column.indicator.measured == "percent"
    return column.question is not None and column.question.kind == OneOffQuestion.Kind.PERCENT


def _form(column: Column, number: Decimal) -> str:
    if _is_percent(column):
        decimals = column.indicator.decimals if column.indicator else 2
        return f"0.{'0' * decimals}%" if decimals else "0%"
    exponent = number.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
