"""The figures of a unit beside a meeting and inside its agenda: the period's results, each as its sentence tells it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from coquang import dates
from coquang.periods import NotAPeriod, Period
from indicators import arithmetic
from indicators.models import ConclusionIndicator, TaskIndicator
from indicators.readings import open_book
from indicators.results import Result
from indicators.sentences import sentence
from indicators.words import RESULT
from programmes.besides import Piece
from programmes.models import AgendaItem, Meeting, Person, Task, Unit

# What the leader looks at first.
WORRYING = {arithmetic.MISSED, arithmetic.AT_RISK, arithmetic.BEHIND}


@dataclass(frozen=True)
class Told:
    """One indicator of a unit: where it stands, and the sentence that says it."""

    standing: str
    word: str
    sentence: str


@dataclass(frozen=True)
class OfUnit:
    unit: Unit
    period: Period
    name: str
    first: tuple[Told, ...]
    rest: tuple[Told, ...]


def beside_item(item: AgendaItem, person: Person) -> Piece | None:
    """The figures inside an agenda item that is to show them."""
    return beside_meeting(item.meeting, person) if item.shows_figures else None


def beside_meeting(meeting: Meeting, person: Person) -> Piece | None:
    """The figures of the reviewed units a person sees, of the period the meeting names."""
    period = period_of(meeting)
    if period is None:
        return None
    reviewed = meeting.reviewed_units.values_list("pk", flat=True)
    seen = person.visible_units(places_on=dates.today()).filter(pk__in=reviewed).in_vietnamese_order()
    units = [told for unit in seen if (told := _of_unit(unit, period)) is not None]
    facts: dict[str, Any] = {"units": units}
    return Piece("indicators/meeting/_figures.html", facts) if units else None


def with_a_figure(tasks: Collection[int]) -> set[int]:
    """Of some tasks, those an indicator measures: their own, or one their conclusion names."""
    own = TaskIndicator.objects.filter(task=OuterRef("pk"))
    named = ConclusionIndicator.objects.filter(conclusion=OuterRef("conclusion"))
    return set(Task.objects.filter(Exists(own) | Exists(named), pk__in=tasks).values_list("pk", flat=True))


def named_by(conclusions: Collection[int]) -> dict[int, list[str]]:
    """The names of the indicators that conclusions name, by conclusion."""
    language, named = get_language() or "vi", defaultdict[int, list[str]](list)
    for link in ConclusionIndicator.objects.filter(conclusion__in=conclusions).select_related("indicator"):
        named[link.conclusion_id].append(link.indicator.named(language))
    return named


def period_of(meeting: Meeting) -> Period | None:
    """The period whose figures lie before the meeting."""
    try:
        return Period.parse(meeting.figures_of)
    except NotAPeriod:
        return None


def shortfalls(meeting: Meeting, person: Person) -> list[str]:
    """The sentences of the reviewed units' figures that missed their target in the period of the meeting."""
    period = period_of(meeting)
    if period is None:
        return []
    seen = person.visible_units(places_on=dates.today()).filter(pk__in=meeting.reviewed_units.values("pk"))
    book = open_book(list(seen.values_list("pk", flat=True)), period.year)
    missed = [result for result in book.results(period) if result.standing == arithmetic.MISSED]
    return [sentence(result, period, "vi") for result in missed]


def _of_unit(unit: Unit, period: Period) -> OfUnit | None:
    language = get_language() or "vi"
    results = open_book([unit.pk], period.year).results(period)
    rows = [_told(result, period, language) for result in results if result.result is not None]
    if not rows:
        return None
    first = tuple(row for row in rows if row.standing in WORRYING)
    rest = tuple(row for row in rows if row.standing not in WORRYING)
    return OfUnit(unit, period, period.name(language), first, rest)


def _told(result: Result, period: Period, language: str) -> Told:
    word = str(RESULT[result.standing])
    return Told(result.standing, word, sentence(result, period, language))
