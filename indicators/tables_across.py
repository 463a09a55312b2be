"""Tables on a paper across, built of columns that know their width and side: strings, as they will be printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coquang.typeface import width

TEMPLATE = "print/indicators/tables_across.html"

# Of a column of static/print/css/form.css: how much room its twelve-point strings have, in millimetres.
SIZE, USUAL_ROOM = 12.0, 22.0
NUMBER, WORDS, MIDDLE = "number", "words", "middle"


@dataclass(frozen=True)
class Across:
    """One column: its head, the class of its width, and on which side its strings stand."""

    head: str
    width: str = ""
    how: str = NUMBER


@dataclass(frozen=True)
class Cell:
    text: str
    lines: tuple[str, ...] = ()
    """What stands small below it."""


Rows = Sequence[Sequence[str | Cell]]


def numbered(columns: Sequence[Across], groups: Iterable[tuple[str, Rows]], sums: Rows = ()) -> dict[str, Any]:
    """A table whose rows are numbered through all groups; its sums stand at the end, without a number."""
    columns = [Across(_("No."), "ordinal", MIDDLE), *columns]
    told, number = [], 0
    for name, rows in groups:
        held = []
        for row in rows:
            number += 1
            held.append(_row(columns, [str(number), *row]))
        if held:
            told.append({"name": name, "rows": held})
    if sums:
        told.append({"name": "", "rows": [_row(columns, ["", *row], is_sum=True) for row in sums]})
    return {"widths": [each.width for each in columns], "heads": [each.head for each in columns], "groups": told}


def _row(columns: Sequence[Across], cells: Sequence[str | Cell], *, is_sum: bool = False) -> dict[str, Any]:
    told = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
    return {
        "is_sum": is_sum,
        "cells": [
            {"text": cell.text, "lines": list(cell.lines), "how": column.how}
            for column, cell in zip(columns, told, strict=True)
        ],
    }


def width_of(texts: Iterable[str]) -> str:
    """The class of the column that holds these numbers."""
    return "wide" if any(width(text, SIZE) > USUAL_ROOM for text in texts) else "usual"
