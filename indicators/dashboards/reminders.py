"""What people are to be reminded of: a person's own digest of a day, and the units whose sheets are still owed."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from coquang import dates, limits
from coquang.periods import Period
from indicators import permissions, windows
from indicators.dashboards.asked import Asked, among, asked_lines
from indicators.dashboards.lists import Item, item_of, unfinished, work_among
from indicators.dashboards.replies import News, replies_to, still_theirs
from indicators.dashboards.timeline import days_left
from indicators.models import Sheet
from indicators.openness import entry_ends, with_times
from programmes.dashboards.my_tasks import NO_TASKS, NONE_PRESSING, MyTasks, Pressing, pressing, tasks_among
from programmes.holdings import Holder, left_behind, told_of
from programmes.models import Appointment, Person, Unit
from programmes.permissions import Role, capacities, capacity
from programmes.working_days import closed_days

# How many working days before a deadline people begin to be reminded of it.
SOON = 3
NOTHING_ASKED = Asked([], [])
HANDS = (Role.ENTER, Role.VET, Role.APPROVE)


@dataclass(frozen=True)
class Digest:
    """A person's reminders of one day: their own sheets by how they stand, what waits for them, whom they wait for.

    The head of an office is told what is `left` with people who hold no appointment there any more.
    """

    overdue: Sequence[Item]
    today: Sequence[Item]
    soon: Sequence[Item]
    returned: Sequence[Item]
    waiting: Sequence[Item]
    awaited: Sequence[Item]
    news: Sequence[News] = ()
    left: Sequence[Holder] = ()
    asked: Asked = NOTHING_ASKED
    tasks: MyTasks = NO_TASKS

    @property
    def is_empty(self) -> bool:
        sheets = (self.overdue, self.today, self.soon, self.returned, self.waiting, self.awaited)
        return not any((*sheets, self.news, self.left)) and self.tasks.is_empty and self.asked.is_empty


@dataclass(frozen=True)
class Owed:
    """A sheet that a unit has not sent up, with the days that matter."""

    unit: Unit
    period: Period
    cut_off: date
    due_at: datetime
    days_left: int


def digests() -> Iterator[tuple[Person, Digest]]:
    """Today's digest of everybody who is written to and has something in it.

    People, their appointments, all unfinished sheets, replies, pressing tasks and what superiors asked are read at
    once; an approver adds two questions for each vetted sheet, because whose field it is stands in the routes.
    """
    day, closed = dates.today(), closed_days()
    people = {person.pk: person for person in _written_to().order_by("pk")}
    held = {pk: appointments for pk, appointments in Appointment.objects.held_by(people, day).items() if appointments}
    seats = {pk for appointments in held.values() for a in appointments if a.role in HANDS for pk in a.unit_ids}
    sheets = list(unfinished(seats))
    news, lines = replies_to(held), asked_lines(seats, held)
    told: dict[int, set[int]] = {}
    for pk, appointments in held.items():
        people[pk].hold(day, appointments)
        told[pk] = told_of(people[pk])
    left = left_behind(set().union(*told.values()))
    tasks = pressing(
        {pk for appointments in held.values() for a in appointments for pk in a.unit_ids if not a.whole_subtree}
    )
    for pk, units in told.items():
        own = [holder for holder in left if holder.unit.pk in units]
        asked = among(people[pk], lines)
        digest = digest_of(people[pk], sheets, closed, tasks, news=news.get(pk, ()), left=own, asked=asked)
        if not digest.is_empty:
            yield people[pk], digest


def _written_to() -> Any:
    return Person.objects.filter(is_active=True, wants_reminders=True).exclude(email="")


def digest_of(
    person: Person,
    sheets: Sequence[Any],
    closed: Set[date],
    tasks: Pressing = NONE_PRESSING,
    *,
    news: Sequence[News] = (),
    left: Sequence[Holder] = (),
    asked: Asked = NOTHING_ASKED,
) -> Digest:
    """What concerns a person today of sheets, of pressing tasks, of what they asked and of what others left behind."""
    reach = person.reach(dates.today())
    work = work_among(person, [sheet for sheet in sheets if sheet.unit_id in reach.seat_ids], closed)
    others = [sheet for sheet in sheets if sheet.is_open and sheet.unit_id in reach.unit_ids]
    awaited = [
        item_of(sheet, closed, capacity(person, sheet.unit_id, {Role.VET, Role.APPROVE}))
        for sheet in others
        if capacities(person, sheet.unit_id, {Role.VET, Role.APPROVE}) and not permissions.may_enter(person, sheet)
    ]
    return Digest(
        overdue=[item for item in work.owed if item.is_late],
        today=[item for item in work.owed if _is_due_today(item)],
        soon=[item for item in work.owed if _is_pressing(item) and not item.is_late and not _is_due_today(item)],
        returned=work.returned,
        waiting=work.waiting,
        awaited=[item for item in awaited if _is_pressing(item)],
        news=still_theirs(person, news),
        left=left,
        asked=asked,
        tasks=tasks_among(person, tasks, closed),
    )


def _is_due_today(item: Item) -> bool:
    return item.due_at is not None and timezone.localtime(item.due_at).date() == dates.today()


def _is_pressing(item: Item) -> bool:
    return item.days_left is not None and item.days_left <= SOON


def owed_to(person: Person) -> list[Owed]:
    """The sheets not sent up yet of the units a person sees, up to the quarter now due; the oldest deadline first."""
    return _owed(Q(unit__in=person.visible_units()))


def owed_by(unit: Unit, period: Period) -> Owed | None:
    """The unit's sheet of a quarter, while it is still to be sent up."""
    found = _owed(Q(unit=unit, year=period.year, quarter=period.through))
    return found[0] if found else None


def _owed(which: Q) -> list[Owed]:
    year, quarter = windows.quarter_at(dates.today())
    due = Q(year__lt=year) | Q(year=year, quarter__lte=quarter)
    sheets: Any = Sheet.objects.filter(which, due, state=Sheet.State.DRAFT).select_related("unit")
    sheets = with_times(sheets)
    closed = closed_days()
    in_order = sheets.filter(due_at__isnull=False).order_by("due_at", "unit__name_sort", "pk")
    return [
        Owed(sheet.unit, sheet.period, sheet.cut_off, ends_at, days_left(ends_at, closed) or 0)
        for sheet in in_order[: limits.REMINDED]
        if (ends_at := entry_ends(sheet).ends_at)
    ]
