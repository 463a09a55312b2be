"""Having a board printed: of a unit, of a named group of units, of one indicator."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.periods import Period
from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from indicators import roll_ups
from indicators.board_paper import board_table
from indicators.dashboards.boards import Board
from indicators.dashboards.one_indicator import OneIndicator
from indicators.indicator_paper import indicator_table
from indicators.permissions import may_print_report
from indicators.windows import quarter_end
from programmes.models import Person, Unit, UnitGroup

Shown = TypeVar("Shown")


@transaction.atomic
def print_board(read: Callable[[], Board], *, language: str, by: Person, ranked: bool = False) -> PrintedDocument:
    """Freeze the board, for whoever may see the unit; `ranked` when its units show their places."""
    board = _exact(read)
    if not may_print_report(by, board.unit, board.period):
        raise PermissionDenied
    return _issue(board_table(board, ranked=ranked, language=language), board.period, by)


@transaction.atomic
def print_group_board(
    group: UnitGroup, read: Callable[[], Board], *, language: str, by: Person, ranked: bool = False
) -> PrintedDocument:
    """The same of a named group, for whoever may see all of its units."""
    board = _exact(read)
    day = quarter_end(board.period.year, board.period.through)
    if not UnitGroup.objects.within(by.visible_units(places_on=day)).filter(pk=group.pk).exists():
        raise PermissionDenied
    above = Unit.objects.above_all(group.units.all(), on=day)
    return _issue(board_table(board, ranked=ranked, language=language, above=above), board.period, by)


@transaction.atomic
def print_indicator(read: Callable[[], OneIndicator], *, language: str, by: Person) -> PrintedDocument:
    """The page of one indicator, for whoever may see the unit."""
    page = _exact(read)
    if not may_print_report(by, page.unit, page.period):
        raise PermissionDenied
    return _issue(indicator_table(page, language=language), page.period, by)


def _exact(read: Callable[[], Shown]) -> Shown:
    """What is printed is read once its sums are exact."""
    roll_ups.fold_now()
    return read()


def _issue(draft: paper.Draft, period: Period, by: Person) -> PrintedDocument:
    document = paper.issue(draft, by=by)
    record(document, "board.issued", by=by, period=period.code, code=document.code)
    return document
