"""The words for results and states, once, for every screen and every paper."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from coquang import dates
from coquang.periods import Period as Stretch
from indicators import arithmetic
from indicators.models import Period

RESULT = {
    arithmetic.EXCEEDED: _("exceeded"),
    arithmetic.MET: _("met"),
    arithmetic.MISSED: _("missed"),
    arithmetic.ON_COURSE: _("on course"),
    arithmetic.BEHIND: _("behind schedule"),
    arithmetic.AT_RISK: _("at risk of being missed"),
    arithmetic.NOT_DUE: _("not due yet"),
    arithmetic.NO_FIGURE: _("no figure yet"),
    arithmetic.MONITORED: _("monitored only"),
    arithmetic.UNASSIGNED: _("no target assigned"),
}


@lru_cache
def _result_words(_language: str | None, is_first: bool) -> Mapping[str, str]:
    words = {standing: str(word) for standing, word in RESULT.items()}
    return {standing: capfirst(word) for standing, word in words.items()} if is_first else words


def result_words(*, is_first: bool = False) -> Mapping[str, str]:
    """Each result's word in the reader's language, or as it begins a cell. Looking one up for each row of a page takes
    as long as painting it."""
    return _result_words(get_language(), is_first)


# By what a pasted line was known, and why one was left over.
FOUND = {
    "code": _("by code"),
    "name": _("by name"),
    "remembered": _("as remembered"),
    "part": _("by part of the name"),
    "position": _("by place in the column"),
    "hand": _("by hand"),
}
LEFT_OVER = {
    "unknown": _("no row of this name or code"),
    "ambiguous": _("could be meant for several rows"),
    "run_on": _("name and value cannot be told apart for sure: put a colon between them"),
    "no_value": _("no value beside the name"),
    "several_values": _("several numbers beside the name"),
    "twice": _("two different values for one row"),
    "beyond": _("below the last row of the sheet"),
}

# The order of a board: what needs a hand first.
WORST_FIRST = (
    arithmetic.MISSED,
    arithmetic.AT_RISK,
    arithmetic.BEHIND,
    arithmetic.NO_FIGURE,
    arithmetic.ON_COURSE,
    arithmetic.MET,
    arithmetic.EXCEEDED,
    arithmetic.NOT_DUE,
    arithmetic.UNASSIGNED,
    arithmetic.MONITORED,
)


def in_shares(counted: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """How many there are of each result word, worst first: its key, the word as it begins a line, the count."""
    told = [(key, str(RESULT[key]), counted.get(key, 0)) for key in WORST_FIRST]
    return [(key, word[:1].upper() + word[1:], count) for key, word, count in told if count]


class Marked(Protocol):
    """What is known of a sheet, or of one of which only this was asked."""

    @property
    def is_open(self) -> bool: ...
    @property
    def is_reopened(self) -> bool: ...
    @property
    def is_late(self) -> bool: ...
    @property
    def is_provisional(self) -> bool: ...
    @property
    def revision(self) -> int: ...


def marks(sheet: Marked) -> list[str]:
    """What is said of a sheet beside its state: provisional, late, opened again or which revision it is."""
    told = [
        gettext("provisional") if sheet.is_provisional else "",
        gettext("late") if sheet.is_late else "",
        gettext("opened again") if sheet.is_reopened and sheet.is_open else "",
        gettext("revision %d") % sheet.revision if sheet.revision > 1 else "",
    ]
    return [word for word in told if word]


def period_name(period: Period) -> str:
    """ "tháng 3/2026", "quý I/2026", "6 tháng đầu năm 2026"; "March 2026" in English."""
    language = get_language() or "vi"
    if period.kind == Period.Kind.MONTH:
        month = dates.month_name(period.number, language)
        return f"{month} {period.year}" if language == "en" else f"{month}/{period.year}"
    return Stretch(period.year, period.kind, period.number).name(language)
