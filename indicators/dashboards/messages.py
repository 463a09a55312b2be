"""A board in a few lines to copy into a chat, with the way back to it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.dashboards.board_lines import Line
from indicators.dashboards.boards import Board
from indicators.dashboards.one_indicator import OneIndicator
from indicators.sentences import stretch
from indicators.tallies import counts_in_words

NAMED = 5
"""Indicators named in a message; the rest are counted."""


def board_message(board: Board, url: str) -> str:
    language = get_language() or "vi"
    lines = [f"{board.unit.name} – {counts_in_words(board.counted, board.period, language)}"]
    lines += [f"- {_short(line)}" for line in board.urgent[:NAMED]]
    if len(board.urgent) > NAMED:
        lines.append(_("and %(n)d more missed or at risk.") % {"n": len(board.urgent) - NAMED})
    return "\n".join([*lines, board.said, url])


def indicator_message(page: OneIndicator, url: str) -> str:
    language = get_language() or "vi"
    name = f"{page.indicator.named(language)} – {page.unit.name}, "
    name += stretch(page.period, language, discrete=page.discrete)
    told = f"{name}: {pair(page.line)}." if page.line else f"{name}."
    return "\n".join([told, page.said, url])


def _short(line: Line) -> str:
    return f"{line.name}: {pair(line)}, {line.word}"


def pair(line: Line) -> str:
    """“14,5/17,1 tỷ đồng (84,8%)”."""
    told = line.result if line.target == "–" else f"{line.result}/{line.target}"
    told += f"{line.unit}" if line.unit == "%" else f" {line.unit}"
    return told if line.percent == "–" else f"{told} ({line.percent})"
