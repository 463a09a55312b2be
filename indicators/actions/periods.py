"""Laying out a year of a regime, its periods with windows, deadlines and closing days; and moving one deadline."""

from collections.abc import Set
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import windows
from indicators.models import Deadline, Period, Regime
from indicators.permissions import may_keep_shared
from programmes.models import Person, Unit
from programmes.permissions import Role, capacity
from programmes.working_days import closed_days, next_working, working_days_after

Kind = Period.Kind

# Working days after the cut-off until a level hands up, and the hour; an office changes the rows, not these.
WORKING_DAYS = {Unit.Level.COMMUNE: 2, Unit.Level.DISTRICT: 4}
OFFICE_CLOSES = time(17, 0)

# Working days after the deadline at whose end a period closes by itself.
DAYS_LATE = 5

# Nghị định 09/2019/NĐ-CP, Điều 8: between cut-off and deadline lies at least one working day.
DAYS_BETWEEN = 1

# The Party counts months, and from January on; its second and later quarters are six months, nine months, the year.
PERIODS: dict[str, tuple[tuple[Kind, int], ...]] = {
    Regime.STATE: tuple((Kind.QUARTER, number) for number in (1, 2, 3, 4)),
    Regime.PARTY: (
        *((Kind.MONTH, number) for number in range(1, 13)),
        *((Kind.QUARTER, 1), (Kind.HALF, 1), (Kind.NINE_MONTHS, 1), (Kind.YEAR, 1)),
    ),
}


@transaction.atomic
def lay_out(year: int, regime: str = Regime.STATE) -> int:
    """Make the periods of a year that are not there yet, with deadlines that fall on working days; how many."""
    closed = closed_days()
    made = 0
    for kind, number in PERIODS[regime]:
        opens_on, cut_off = windows.window(year, kind, number)
        through = (windows.last_month(kind, number) + 2) // 3
        period, is_new = Period.objects.get_or_create(
            regime=regime,
            year=year,
            kind=kind,
            number=number,
            defaults={"through": through, "opens_on": opens_on, "cut_off": cut_off},
        )
        if not is_new:
            continue
        made += 1
        for level, days in WORKING_DAYS.items():
            day = working_days_after(cut_off, days, closed)
            due_at = timezone.make_aware(datetime.combine(day, OFFICE_CLOSES))
            closes_on = default_closing(day, closed)
            Deadline.objects.create(period=period, level=level, due_at=due_at, closes_on=closes_on)
    return made


@transaction.atomic
def begin_year(year: int, regime: str, *, by: Person) -> int:
    """Lay out a year by hand; how many periods were new. What is there already is left as it is."""
    if not may_keep_shared(by):
        raise PermissionDenied
    made = lay_out(year, regime)
    first = Period.objects.filter(year=year, regime=regime).earliest("pk")
    record(
        first,
        "periods.laid_out",
        by=by,
        capacity=capacity(by, None, {Role.ADMINISTER}),
        year=year,
        regime=regime,
        made=made,
    )
    return made


def settled(period: Period, day: date) -> date:
    """The working day a deadline set to a day falls on; Refused when it follows the cut-off too closely."""
    closed = closed_days()
    earliest = working_days_after(period.cut_off, DAYS_BETWEEN, closed)
    falls_on = next_working(day, closed)
    if falls_on < earliest:
        raise Refused(
            _("Data are cut off on %(cut_off)s, and a deadline leaves at least one working day: %(first)s or later.")
            % {"cut_off": dates.short(period.cut_off), "first": dates.short(earliest)}
        )
    return falls_on


@transaction.atomic
def move(deadline: Deadline, day: date, hour: time, *, by: Person) -> Deadline:
    """Set a deadline to a day and hour; from a day on which offices are closed it moves to the next working day.

    The row keeps the day it was moved from. A closing day that would come before it goes along.
    """
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("period").get(pk=deadline.pk)
    if not may_keep_shared(by):
        raise PermissionDenied
    former, falls_on = deadline.due_at, settled(deadline.period, day)
    deadline.due_at = timezone.make_aware(datetime.combine(falls_on, hour))
    deadline.moved_from = None if falls_on == day else day
    if deadline.closes_on is not None and deadline.closes_on < falls_on:
        deadline.closes_on = default_closing(falls_on, closed_days())
    deadline.save(update_fields=["due_at", "moved_from", "closes_on"])
    facts = {"from": former.isoformat(), "to": deadline.due_at.isoformat()}
    record(deadline, "deadline.moved", by=by, capacity=capacity(by, None, {Role.ADMINISTER}), **facts)
    return deadline


@transaction.atomic
def set_closing(deadline: Deadline, day: date | None, *, by: Person) -> Deadline:
    """Set the day at whose end the period closes for the deadline's level; None: it does not close by itself."""
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("period").get(pk=deadline.pk)
    if not may_keep_shared(by):
        raise PermissionDenied
    due_on = timezone.localtime(deadline.due_at).date()
    if day is not None and day < due_on:
        raise Refused(_("A period cannot close before it is due, %s.") % dates.short(due_on))
    if day == deadline.closes_on:
        return deadline
    facts = {"from": str(deadline.closes_on), "to": str(day)}
    deadline.closes_on = day
    deadline.save(update_fields=["closes_on"])
    record(deadline, "deadline.closing_set", by=by, capacity=capacity(by, None, {Role.ADMINISTER}), **facts)
    return deadline


def default_closing(due_on: date, closed: Set[date]) -> date:
    """The day at whose end a period closes when nobody says otherwise."""
    return working_days_after(due_on, DAYS_LATE, closed)
