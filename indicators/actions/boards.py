"""Having a board printed."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from indicators import roll_ups
from indicators.board_paper import board_table
from indicators.dashboards.boards import Board
from indicators.permissions import may_print_report
from programmes.models import Person


@transaction.atomic
def print_board(read: Callable[[], Board], *, language: str, by: Person) -> PrintedDocument:
    """Freeze the board as it stands, for whoever may see the unit; it is read once its sums are exact."""
    roll_ups.fold_now()
    board = read()
    if not may_print_report(by, board.unit, board.period):
        raise PermissionDenied
    document = paper.issue(board_table(board, language=language), by=by)
    record(document, "board.issued", by=by, period=board.period.code, code=document.code)
    return document
