"""How wide the columns of a table are: no sum and no word is ever cut, a phrase keeps to one line where it can."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from coquang.typeface import Unprintable, widest, width

TEXT_WIDTH, WIDTH_ACROSS = 165.0, 257.0
TABLE_SIZE = 12.0
CELL_PADDING = 2.8
LONGEST_WISH = 90.0

# Of a table of results, after the ordinal and the name: key of the row, least width, widest phrase on one line.
NARROW_COLUMNS = (
    ("measure", 14, 12),
    ("target", 24, 28),
    ("result", 24, 28),
    ("percent", 14, 28),
    ("word", 14, 11),
)
ORDINAL_COLUMN = 8.5
LEAST_NAME_COLUMN = 36.0


def laid_out(block: Mapping[str, Any], room: float, sizes: Sequence[float] = (TABLE_SIZE,)) -> Mapping[str, Any]:
    """A block of the facts with the lengths its template needs; a table takes the first of the sizes that fits."""
    if block["block"] not in {"results", "table"}:
        return block
    *larger, smallest = sizes
    for size in larger:
        try:
            return _laid_out(block, room, size)
        except Unprintable:
            continue
    return _laid_out(block, room, smallest)


def _laid_out(block: Mapping[str, Any], room: float, size: float) -> Mapping[str, Any]:
    if block["block"] == "results":
        return {**block, "size": f"{size:g}", "widths": results(block, size)}
    heads, rows, align = block["heads"], block["rows"], block["align"]
    widths = shared(heads, [row for row in rows if len(row) == len(heads)], room, size)
    return {**block, "size": f"{size:g}", "widths": widths, "rows": [_row(row, align) for row in rows]}


def _row(row: Sequence[str], align: str) -> Mapping[str, Any]:
    """A row of fewer cells than columns names a group: its last cell spans the rest, from the left."""
    missing = len(align) - len(row)
    sides = f"{align[: len(row) - 1]}l" if missing else align
    cells = [{"text": text, "align": side} for text, side in zip(row, sides, strict=True)]
    return {"is_group": missing > 0, "span": str(missing + 1), "cells": cells}


def results(table: Mapping[str, Any], size: float = TABLE_SIZE) -> tuple[str, ...]:
    """The seven columns of a table of results; the name gets what is left.

    A short phrase ("không quá 150") keeps to one line where it can; a long one may break between its words.
    """
    rows = [row for group in table["groups"] for row in group["rows"]]
    widths: dict[str, float] = {}
    for head, (key, least, wish) in zip(table["heads"][2:], NARROW_COLUMNS, strict=True):
        cells = [row[key] for row in rows]
        phrases = min(widest(cells, size), wish)
        widths[key] = max(least, _words(head, cells, size) + CELL_PADDING, phrases + CELL_PADDING)
    name = TEXT_WIDTH - ORDINAL_COLUMN - sum(widths.values())
    if name < LEAST_NAME_COLUMN:
        longest = max(rows, key=lambda row: width(row["target"] + row["result"], size))
        raise Unprintable(
            _("The figures of “%(name)s” are too long for the table: give them in a larger unit.")
            % {"name": longest["name"]}
        )
    return tuple(_mm(each) for each in (ORDINAL_COLUMN, name, *widths.values()))


def shared(
    heads: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float = TABLE_SIZE
) -> tuple[str, ...]:
    """The columns of any other table: each holds its longest word, what is left goes where the phrases are long."""
    least, wish = [], []
    for at, head in enumerate(heads):
        cells = [row[at] for row in rows]
        least.append(_words(head, cells, size) + CELL_PADDING)
        wish.append(max(least[at], min(widest([head, *cells], size, "Bold"), LONGEST_WISH) + CELL_PADDING))
    left = room - sum(least)
    if left < 0:
        raise Unprintable(
            _("The table “%(head)s …” is too wide for the page: leave a column out.") % {"head": heads[0]}
        )
    wanted = sum(wish) - sum(least)
    shares = [(more - enough) / wanted if wanted else 1 / len(heads) for more, enough in zip(wish, least, strict=True)]
    return tuple(_mm(enough + left * share) for enough, share in zip(least, shares, strict=True))


def _words(head: str, cells: Iterable[str], size: float) -> float:
    words = (word for cell in cells for word in cell.split())
    return max(widest(head.split(), size, "Bold"), widest(words, size))


def _mm(length: float) -> str:
    return f"{length:.3f}mm"
