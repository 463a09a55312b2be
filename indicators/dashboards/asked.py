"""What superiors ask of units besides their sheets: for the unit until it answers, for who asked once it is late."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from indicators.models import Explanation, OneOffUnit, Reminder
from indicators.permissions_of_asking import drafting_units
from programmes.models import Person
from programmes.working_days import closed_days, working_days_between

Address = tuple[str, tuple[object, ...]]  # the name of a page, and what it takes


@dataclass(frozen=True)
class Line:
    """One request that waits for a unit's answer."""

    unit_id: int
    unit: str
    by_id: int
    word: str
    title: str
    why: str
    due: str
    due_on: date
    days_left: int
    is_late: bool
    address: Address
    """The unit's page of it."""
    whole: Address
    """The page of who asked, with the answers of all units."""

    @property
    def days(self) -> int:
        return abs(self.days_left)

    @property
    def url(self) -> str:
        name, told = self.address
        return reverse(name, args=told)


@dataclass(frozen=True)
class Asked:
    """What waits for the answer of a person's units, and what they themselves asked for and did not get in time."""

    of_me: list[Line]
    by_me: list[Line]

    @property
    def is_empty(self) -> bool:
        return not (self.of_me or self.by_me)


def asked_lines(units: Collection[int], people: Collection[int]) -> list[Line]:
    """The open requests put to some units, and the overdue ones of some people, in two questions."""
    closed, now = closed_days(), dates.now()
    explanations = Explanation.objects.open().filter(unit__in=units)
    late = Explanation.objects.open().filter(by__in=people, due_on__lt=dates.today())
    one_offs = OneOffUnit.objects.open().filter(unit__in=units)
    late_ones = OneOffUnit.objects.open().filter(one_off__by__in=people, one_off__due_at__lt=now)
    lines = [
        *(_explanation(each, closed) for each in (explanations | late).select_related("unit", "indicator")),
        *(_one_off(each, closed, now) for each in (one_offs | late_ones).select_related("unit", "one_off")),
    ]
    return sorted(lines, key=lambda line: (line.days_left, not line.is_late, line.title))


def _explanation(each: Explanation, closed: frozenset[date]) -> Line:
    return Line(
        unit_id=each.unit_id,
        unit=each.unit.name,
        by_id=each.by_id,
        word=_("Request for explanation"),
        title=f"{each.indicator.named(get_language() or 'vi')}, {each.period.name()}",
        why=f"{each.capacity}: {each.text}",
        due=dates.short(each.due_on),
        due_on=each.due_on,
        days_left=working_days_between(dates.today(), each.due_on, closed),
        is_late=each.is_overdue,
        address=("indicators:explanation", (each.pk,)),
        whole=("indicators:explanation", (each.pk,)),
    )


def _one_off(each: OneOffUnit, closed: frozenset[date], now: datetime) -> Line:
    due = timezone.localtime(each.one_off.due_at)
    return Line(
        unit_id=each.unit_id,
        unit=each.unit.name,
        by_id=each.one_off.by_id,
        word=_("One-off report"),
        title=each.one_off.title,
        why=each.one_off.capacity,
        due=f"{dates.clock(due)} {dates.short(due.date())}",
        due_on=due.date(),
        days_left=working_days_between(dates.today(), due.date(), closed),
        is_late=due < now,
        address=("indicators:one-off-answer", (each.one_off_id, each.unit.code)),
        whole=("indicators:one-off", (each.one_off_id,)),
    )


def among(person: Person, lines: Collection[Line]) -> Asked:
    """Those of the lines that concern a person."""
    own = drafting_units(person)
    return Asked(
        of_me=[line for line in lines if line.unit_id in own],
        by_me=_together(
            [line for line in lines if line.is_late and line.by_id == person.pk and line.unit_id not in own]
        ),
    )


def _together(lines: Collection[Line]) -> list[Line]:
    """One line for each request, naming the units that have not answered it."""
    units: dict[Address, list[Line]] = {}
    for line in lines:
        units.setdefault(line.whole, []).append(line)
    return [
        replace(first, unit=", ".join(line.unit for line in (first, *others)), address=whole)
        for whole, (first, *others) in units.items()
    ]


def asked_of(person: Person) -> Asked:
    return among(person, asked_lines(drafting_units(person), [person.pk]))


def urged(person: Person, quarters: Collection[tuple[int, int]]) -> list[Reminder]:
    """The times superiors reminded a person of quarters that they still owe, the latest first."""
    found = Reminder.objects.filter(person=person, urging__isnull=False).select_related("urging").order_by("-pk")
    return [each for each in found[:10] if _is_owed(each, quarters)]


def _is_owed(reminder: Reminder, quarters: Collection[tuple[int, int]]) -> bool:
    period = reminder.urging.period if reminder.urging else None
    return period is not None and any(year == period.year and quarter <= period.through for year, quarter in quarters)
