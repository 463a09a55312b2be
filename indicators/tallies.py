"""How many targets stand under each result word, in one sentence of a report: “31/35 chỉ tiêu đạt và vượt; 04 …”."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from coquang.periods import Period
from indicators import arithmetic


def counts_in_words(counted: Mapping[str, int], period: Period, language: str) -> str:
    """At the year's end met and missed, before it the words of the running year."""
    assessed = sum(counted.get(word, 0) for word in arithmetic.ASSESSED)
    aside = counted.get(arithmetic.MONITORED, 0) + counted.get(arithmetic.UNASSIGNED, 0)
    waiting = counted.get(arithmetic.NOT_DUE, 0) + counted.get(arithmetic.NO_FIGURE, 0)
    good = counted.get(arithmetic.EXCEEDED, 0) + counted.get(arithmetic.MET, 0)
    clauses = []
    if period.is_closed_at_year_end:
        waiting = counted.get(arithmetic.NO_FIGURE, 0)
        told = {"good": _two(good, language), "all": _two(assessed + waiting, language)}
        clauses.append(_("%(good)s/%(all)s targets met or exceeded") % told)
        clauses += _count(counted.get(arithmetic.MISSED, 0), _("%s missed"), language)
    else:
        clauses += _count(good, _("%s targets already met or exceeded"), language)
        clauses += _count(counted.get(arithmetic.ON_COURSE, 0), _("%s on course"), language)
        clauses += _count(counted.get(arithmetic.BEHIND, 0), _("%s behind schedule"), language)
        clauses += _count(counted.get(arithmetic.AT_RISK, 0), _("%s at risk of being missed"), language)
    clauses += _count(waiting, _("%s without a figure or not due yet"), language)
    clauses += _count(aside, _("%s only monitored or without a target"), language)
    name = period.name(language)
    return f"{name[:1].upper()}{name[1:]}: " + "; ".join(clauses) + "."


def _two(count: int, language: str) -> str:
    """Small counts of official papers are padded: 04; English leaves them."""
    return str(count) if language == "en" else f"{count:02d}"


def _count(count: int, words: str, language: str) -> list[str]:
    return [words % _two(count, language)] if count else []
