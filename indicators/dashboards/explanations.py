"""Requests for explanation as they are read: of a unit and a period, beside a figure, on a board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.addresses import address
from coquang.periods import Period
from indicators.dashboards.grounds import Ground
from indicators.dashboards.heat import NEEDS_A_HAND
from indicators.models import Explanation, Figure
from indicators.permissions_of_asking import directs, explanations_seen_by, sees_explanations
from programmes.models import Person, Unit


@dataclass(frozen=True)
class Explained:
    """One request with its answer in plain words, for whoever composes a paper or a pack."""

    indicator: str
    period: str
    question: str
    asked_by: str
    due_on: date
    answer: str
    answered_by: str
    answered_at: datetime | None
    was_late: bool
    is_overdue: bool


def explanations_of(unit: Unit, period: Period | None, since: date | None) -> list[Explained]:
    """What a unit was asked to explain, by the day it was due: of a period and of shorter ones within it; whatever was
    answered since a day; and what still waits for its answer."""
    language = get_language() or "vi"
    wanted = Q(answer__isnull=True)
    if period is not None:
        wanted |= Q(year=period.year, through__lte=period.through)
    if since is not None:
        wanted |= Q(answer__at__gte=dates.start_of(since))
    return [_explained(each, language) for each in _read(Explanation.objects.filter(wanted, unit=unit))]


def _read(explanations: QuerySet[Explanation]) -> QuerySet[Explanation]:
    return explanations.select_related("unit", "indicator", "by", "answer__by")


def _explained(each: Explanation, language: str) -> Explained:
    given = each.given
    return Explained(
        indicator=each.indicator.named(language),
        period=each.period.name(language),
        question=each.text,
        asked_by=each.capacity,
        due_on=each.due_on,
        answer=given.text if given else "",
        answered_by=given.capacity if given else "",
        answered_at=given.at if given else None,
        was_late=each.was_late,
        is_overdue=each.is_overdue,
    )


def beside_figure(figure: Figure, person: Person) -> Sequence[Explanation]:
    """What was asked of the indicator in the figure's quarter or a period that ends with it, the newest first."""
    sheet = figure.sheet
    seen = explanations_seen_by(person).filter(unit=sheet.unit_id, indicator=figure.indicator_id)
    return list(_read(seen.filter(year=sheet.year, through=sheet.quarter)).order_by("-pk"))


@dataclass(frozen=True)
class Asking:
    """What a board's rows say of explanations, by the indicators' codes; and whether this person may ask for more."""

    marks: Mapping[str, "Mark"]
    may_ask: bool
    may_ask_below: bool
    unit: Unit
    period: Period

    def offers(self, standing: str, url: str) -> bool:
        """Asking is offered on the rows that need a hand, and on those that lead to no figure where it can be."""
        return self.may_ask and (standing in NEEDS_A_HAND or not url)

    def url(self, code: str) -> str:
        """Where a row leads: to the last request about it, else to asking for one."""
        if code in self.marks:
            return address("indicators:explanation", self.marks[code].pk)
        return address("indicators:explanation-new", self.unit.code, self.period, code)


def asking_beside(ground: Ground, period: Period, person: Person) -> Asking:
    is_above, is_below = directs(person, ground.unit)
    asked = ground.explanations if sees_explanations(person, ground.unit.pk) else ()
    marks = {code: _mark(pk, due_on, answered_at) for pk, code, due_on, answered_at in asked}
    return Asking(marks, is_above, is_below, ground.unit, period)


@dataclass(frozen=True)
class Mark:
    """What a board's row says of the last request about its indicator."""

    pk: int
    words: str
    is_overdue: bool


def _mark(pk: int, due_on: str, answered_at: str | None) -> Mark:
    """Whether an explanation was asked for and came."""
    due = date.fromisoformat(due_on)
    given_on = timezone.localtime(datetime.fromisoformat(answered_at)).date() if answered_at else None
    return Mark(pk, _standing(due, given_on), given_on is None and due < dates.today())


def standing_words(each: Explanation) -> str:
    """“chờ giải trình, hạn 20/3/2023”, “quá hạn giải trình (20/3/2023)”, “đã giải trình”."""
    return _standing(each.due_on, timezone.localtime(each.given.at).date() if each.given else None)


def _standing(due_on: date, given_on: date | None) -> str:
    told = {"day": dates.short(due_on)}
    if given_on is not None:
        return _("explained late (due %(day)s)") % told if given_on > due_on else _("explained")
    if due_on < dates.today():
        return _("explanation overdue (due %(day)s)") % told
    return _("explanation awaited by %(day)s") % told


def find_explanation(person: Person, pk: int) -> Explanation | None:
    """The one door to a request: by its key, if the person sees all of the unit it was put to."""
    return _read(explanations_seen_by(person)).filter(pk=pk).first()
