"""The indicators a task is to move: their results told beside it, and which of them can be chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from indicators.measures import column_unit, target_in
from indicators.models import Field, Indicator, TaskIndicator
from indicators.readings import open_book, reported_in
from indicators.results import Book
from indicators.sentences import sentence, target_base
from indicators.windows import quarter_at
from indicators.words import RESULT
from programmes import permissions_of_work as may
from programmes.besides import Piece
from programmes.models import Person, Task

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
    may_link = bool(may.giving(person, task.unit.pk, task.giver_id))
    told = told_of(task)
    if not told and not may_link:
        return None
    year, quarter = quarter_at(dates.today())
    period = Period(year, "quarter", quarter)
    url = reverse("indicators:task-figures", args=[task.pk]) if may_link else ""
    board = reverse("indicators:board", args=[task.unit.code, period])
    return Piece(TEMPLATE, {"told": told, "url": url, "board": board, "period": period})


def told_of(task: Task) -> list[Told]:
    """The linked indicators as they stand at the end of the quarter that is now handed up."""
    codes = list(TaskIndicator.objects.filter(task=task).values_list("indicator", flat=True))
    return told_among(task.unit_id, codes, dates.today().year) if task.unit_id and codes else []


def told_among(unit_id: int, indicator_ids: Collection[int], year: int) -> list[Told]:
    """Indicators of a unit in one reading, in the catalogue's order."""
    this_year, quarter = quarter_at(dates.today())
    period = Period(year, "quarter", quarter if year == this_year else 4 if year < this_year else 1)
    book = open_book([unit_id], year, indicator_ids=indicator_ids)
    told = [_told(book, reported.indicator_id, period) for reported in book.reported]
    known = {reported.indicator_id for reported in book.reported}
    others = Indicator.objects.filter(pk__in=set(indicator_ids) - known)
    return told + [Told(one.code, f"{one.named(_language())}.") for one in others]


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


def indicators_of(task: Task) -> list[Indicator]:
    """What can be chosen: whatever the unit reports this year, and what is linked already."""
    reported = reported_in([task.unit_id or 0], dates.today().year).values("indicator")
    linked = TaskIndicator.objects.filter(task=task).values("indicator")
    rows = Indicator.objects.filter(pk__in=reported) | Indicator.objects.filter(pk__in=linked)
    return list(rows.select_related("field").order_by("field__position", "position", "pk"))
