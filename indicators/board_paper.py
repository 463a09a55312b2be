"""A board as a paper across: results against targets with their small drawings, and the units below it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from coquang.blocks import roman
from coquang.records.paper import Draft
from indicators.dashboards.board_lines import Line
from indicators.dashboards.boards import Board
from indicators.dashboards.heat import NEEDS_A_HAND, HeatCell
from indicators.dashboards.peers import rank_notes
from indicators.form_paper import frame
from indicators.tallies import counts_in_words
from programmes.models import Body, Unit

BOARD_TABLE = "board_table"
HEADS_ACROSS = 7

TEMPLATE = "print/indicators/board_table.html"


def board_table(board: Board, *, language: str, above: Unit | None = None, ranked: bool = False) -> Draft:
    """Exactly the strings that will be printed; the drawings are those of the screen.

    A named group is no unit: it stands below the unit `above` all of its own.
    """
    unit = above or board.unit
    with translation.override(language):
        head = frame(unit, language)
        if above is not None:
            group = {"superior_lines": head["issuer_lines"], "issuer_lines": [board.unit.name.upper()]}
            head |= {"form": Body.Letterhead.NONE, **group}
        facts = {
            "kind": _("RESULTS AGAINST THE TARGETS"),
            "subject": board.stretch.upper(),
            **head,
            "span": counts_in_words(board.counted, board.period, language),
            "heads": _heads(board),
            "groups": _groups(board),
            "is_own": board.is_own,
            "units": _units(board),
            "state": board.said,
            "notes": _notes(board, ranked=ranked),
        }
        title = _("Board of %(period)s, %(unit)s") % {"period": board.stretch, "unit": board.unit.name}
    return Draft(BOARD_TABLE, title, unit.pk, board.period.code, language, TEMPLATE, facts)


def _notes(board: Board, *, ranked: bool) -> list[str]:
    notes = []
    if ranked:
        notes = [str(_("Units below: rank in the group, of each indicator by itself.")), *rank_notes(with_small=True)]
    if settings.DEMO and board.has_marks:
        notes.append(_("(*) Invented for the demonstration; not the ward's real figures."))
    return notes


def _heads(board: Board) -> list[str]:
    complete = [] if board.is_own else [_("Complete")]
    return [
        _("No."), _("Indicator"), _("Result/target of the year"), _("Measure"), _("Reached"), _("On last year"),
        _("Same period last year"), _("Five years"), *complete, _("Standing"),
    ]  # fmt: skip


def _units(board: Board) -> list[dict[str, Any]]:
    """The units below against the indicators, in tables of as many columns as a sheet across holds."""
    tables = []
    for first in range(0, len(board.heat_heads) if board.heat else 0, HEADS_ACROSS):
        some = slice(first, first + HEADS_ACROSS)
        tables.append(
            {
                "heads": [_("Unit"), *(name for name, _url in board.heat_heads[some]), _("Sheet")],
                "rows": [
                    [row.unit.short_name, *(_cell(cell) for cell in row.cells[some]), row.sheet_word]
                    for row in board.heat
                ],
            }
        )
    return tables


def _cell(cell: HeatCell) -> str:
    """A percent says so on paper, where no head of the page does; what needs a hand is told in words."""
    text = f"{cell.text}%" if cell.is_percent else cell.text
    return f"{text} ({cell.word})" if cell.standing in NEEDS_A_HAND else text


def _groups(board: Board) -> list[dict[str, Any]]:
    """Missed and at risk first, then by field; numbers run through."""
    told: list[tuple[str, Sequence[Line]]] = [(_("Missed or at risk"), board.urgent)] if board.urgent else []
    told += [(group.name, group.lines) for group in board.groups]
    groups, number = [], 0
    for place, (name, lines) in enumerate(told, start=1):
        rows = []
        for line in lines:
            number += 1
            rows.append(_row(board, line, number))
        groups.append({"number": roman(place), "name": name, "rows": rows})
    return groups


def _row(board: Board, line: Line, number: int) -> dict[str, Any]:
    drawing = board.drawings.get(line.code)
    return {
        "number": str(number),
        "name": line.name,
        "marked": settings.DEMO and line.is_marked,
        "notes": [note for note in (line.lowered, line.others, line.stated, line.sent) if note],
        "pair": line.result if line.target == "–" else f"{line.result}/{line.target}",
        "measure": line.unit,
        "percent": line.percent,
        "growth": line.growth,
        "base": line.base,
        "path": drawing.path if drawing else "",
        "dots": [list(point) for point in (*drawing.dots, drawing.points[-1])] if drawing and drawing.points else [],
        "complete": line.complete,
        "word": line.word[:1].upper() + line.word[1:],
        "standing": line.standing,
    }
