"""The indicators a task is to move, or an initiative moved: their results told beside it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from indicators.linked import choosing_as
from indicators.measures import column_unit, target_in
from indicators.models import ConclusionIndicator, Field, Indicator, TaskIndicator
from indicators.readings import open_book
from indicators.results import Book
from indicators.sentences import sentence, target_base
from indicators.windows import quarter_at
from indicators.words import RESULT
from programmes.besides import Piece
from programmes.models import Initiative, Person, Task, Unit

TEMPLATE = "indicators/task/_figures.html"


@dataclass(frozen=True)
class Told:
    """One linked indicator: what the approved figures say of it, or its target while there is none yet."""

    code: str
    line: str
    has_figure: bool = False
    standing: str = ""
    word: str = ""


def fields_of_work() -> list[tuple[str, str]]:
    return [(field.code, field.named(_language())) for field in Field.objects.all()]


def figures_beside(task: Task, person: Person) -> Piece | None:
    """What stands beside a task: its indicators, and for who writes the unit's tasks the way to choose them."""
    if task.unit is None:
        return None
    url = reverse("indicators:task-figures", args=[task.pk]) if choosing_as(person, task) else ""
    return _piece(task.unit, told_of(task), url)


def beside_initiative(initiative: Initiative, person: Person) -> Piece | None:
    """The indicators an initiative is to move, for whoever reads of it; chosen by its own unit."""
    codes = list(initiative.indicator_links.values_list("indicator", flat=True))
    url = reverse("indicators:initiative-figures", args=[initiative.pk]) if choosing_as(person, initiative) else ""
    is_seen = person.visible_units().filter(pk=initiative.unit_id).exists()
    if not is_seen:
        return Piece(TEMPLATE, {"told": _names(codes), "url": ""}) if codes else None
    return _piece(initiative.unit, told_among(initiative.unit_id, codes, dates.today().year) if codes else [], url)


def _piece(unit: Unit, told: list[Told], url: str) -> Piece | None:
    if not told and not url:
        return None
    year, quarter = quarter_at(dates.today())
    period = Period(year, "quarter", quarter)
    board = reverse("indicators:board", args=[unit.code, period])
    return Piece(TEMPLATE, {"told": told, "url": url, "board": board, "period": period})


def told_of(task: Task) -> list[Told]:
    """Its indicators and those its conclusion names, as they stand at the end of the quarter now handed up."""
    named = Q(pk__in=TaskIndicator.objects.filter(task=task).values("indicator"))
    named |= Q(pk__in=ConclusionIndicator.objects.filter(conclusion=task.conclusion_id).values("indicator"))
    codes = list(Indicator.objects.filter(named).values_list("pk", flat=True))
    return told_among(task.unit_id, codes, dates.today().year) if task.unit_id and codes else []


def told_among(unit_id: int, indicator_ids: Collection[int], year: int) -> list[Told]:
    """Indicators of a unit in one reading, in the catalogue's order."""
    this_year, quarter = quarter_at(dates.today())
    period = Period(year, "quarter", quarter if year == this_year else 4 if year < this_year else 1)
    book = open_book([unit_id], year, indicator_ids=indicator_ids)
    told = [_told(book, reported.indicator_id, period) for reported in book.reported]
    known = {reported.indicator_id for reported in book.reported}
    return told + _names(set(indicator_ids) - known)


def _names(indicator_ids: Collection[int]) -> list[Told]:
    """Indicators by their names alone, where there is no figure to tell or none to be seen."""
    return [Told(one.code, f"{one.named(_language())}.") for one in Indicator.objects.filter(pk__in=indicator_ids)]


def _told(book: Book, indicator_id: int, period: Period) -> Told:
    reported = next(row for row in book.reported if row.indicator_id == indicator_id)
    result, language = book.result(reported, period), _language()
    indicator, target = result.indicator, result.target
    if result.result is not None:
        line = f"{sentence(result, period, language)}."
        return Told(indicator.code, line, True, result.standing, str(RESULT[result.standing]))
    if target is None:
        return Told(indicator.code, f"{indicator.named(language)}.")
    unit = column_unit(indicator, language)
    aim = target_in(indicator, target, language, how="line") + ("%" if unit == "%" else f" {unit}")
    told = {"name": indicator.named(language), "aim": aim, "base": target_base(target)}
    return Told(indicator.code, _("%(name)s: the year's target is %(aim)s, %(base)s.") % told)


def _language() -> str:
    return get_language() or "vi"
