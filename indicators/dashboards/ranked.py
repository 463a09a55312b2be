"""Units against indicators by their places instead of percents: each indicator by itself, among like units only.

Nothing is added up over the indicators: that would be the one league table that tells nobody anything.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from coquang import numbers
from indicators.dashboards import peers
from indicators.dashboards.boards import Board
from indicators.dashboards.heat import HeatCell, HeatRow
from indicators.kept import Kept
from indicators.kept_sums import sums_of
from indicators.models import Indicator


def ranked(board: Board) -> Board:
    """The same board whose units show their places, from the kept sums; in one question."""
    if not board.heat:
        return board
    heads = [line.indicator for line in board.lines]
    kept = _kept(board)
    places = {head.pk: peers.ranks(_standings(board, head, kept[head.pk])) for head in heads}

    def cell(row: HeatRow, head: Indicator, shown: HeatCell) -> HeatCell:
        place, own = places[head.pk].get(row.unit.pk), kept[head.pk].get(row.unit.pk)
        if place is not None:
            return replace(shown, text=f"{place[0]}/{place[1]}", value=Decimal(place[0]), is_percent=False)
        is_small = own is not None and peers.is_small(head, own.quantity, own.aim)
        text = _("small number") if is_small else numbers.MISSING
        return replace(shown, text=text, value=None, is_percent=False)

    rows = [
        replace(row, cells=tuple(cell(row, *pair) for pair in zip(heads, row.cells, strict=True))) for row in board.heat
    ]
    return replace(board, heat=tuple(rows))


def _kept(board: Board) -> Mapping[int, dict[int, Kept]]:
    """By indicator and unit."""
    period, found = board.period, defaultdict[int, dict[int, Kept]](dict)
    units = [row.unit.pk for row in board.heat]
    for unit, indicator, sums in sums_of(units, period, discrete=board.discrete, with_sent=board.with_sent):
        found[indicator][unit] = sums.kept
    return found


def _standings(board: Board, head: Indicator, kept: Mapping[int, Kept]) -> list[peers.Standing]:
    return [
        peers.Standing(
            row.unit.pk,
            row.group or row.unit.kind,
            peers.merit(head, own.result(head), own.aim),
            peers.is_small(head, own.quantity, own.aim),
        )
        for row in board.heat
        if (own := kept.get(row.unit.pk)) is not None
    ]
