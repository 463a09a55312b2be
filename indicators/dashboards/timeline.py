"""The days of a quarter that matter, in order, with today among them; and how many working days are left."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from indicators.models import Deadline, Period, Regime
from indicators.openness import moved_words
from indicators.words import period_name
from programmes.models import Unit
from programmes.working_days import working_days_between


@dataclass(frozen=True)
class Step:
    day: date
    words: str
    is_today: bool = False
    is_mine: bool = False


def timeline(year: int, quarter: int) -> list[Step]:
    """Cut-off, each level's deadline, the wards' closing, the Party's deadline of the same quarters, today."""
    steps = [Step(dates.today(), _("Today"), is_today=True)]
    period = Period.objects.filter(regime=Regime.STATE, year=year, kind=Period.Kind.QUARTER, number=quarter).first()
    if period is not None:
        steps.append(Step(period.cut_off, _("Figures are cut off")))
        words = {Unit.Level.COMMUNE: _("Wards send up"), Unit.Level.DISTRICT: _("The district sends up")}
        for deadline in period.deadlines.order_by("due_at"):
            day = timezone.localtime(deadline.due_at).date()
            level = Unit.Level(deadline.level)
            is_mine = level == Unit.Level.COMMUNE
            told = words.get(level, str(level.label))
            moved = moved_words(deadline.moved_from)
            steps.append(Step(day, f"{told} ({moved})" if moved else told, is_mine=is_mine))
            if deadline.closes_on is not None and is_mine:
                steps.append(Step(deadline.closes_on, _("Entry closes for wards at 24:00")))
    steps += _of_the_party(year, quarter)
    return sorted(steps, key=lambda step: (step.day, step.is_today))


def _of_the_party(year: int, quarter: int) -> list[Step]:
    """When wards owe the Party's longer periods, which are read from the same quarters."""
    due = Deadline.objects.filter(
        period__regime=Regime.PARTY, period__year=year, period__through=quarter, level=Unit.Level.COMMUNE
    )
    told = _("Wards send the Party's report, %s")
    return [
        Step(timezone.localtime(deadline.due_at).date(), told % period_name(deadline.period))
        for deadline in due.exclude(period__kind=Period.Kind.MONTH).select_related("period")
    ]


def days_left(due_at: datetime | None, closed: Set[date]) -> int | None:
    """Working days from today to a deadline, its own day included; negative once it has passed."""
    if due_at is None:
        return None
    return working_days_between(dates.today(), timezone.localtime(due_at).date(), closed)
