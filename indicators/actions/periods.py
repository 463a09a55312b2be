"""Laying out a year of a regime, its periods with their windows and deadlines; and moving one deadline."""

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
from programmes.models import NonWorkingDay, Person, Unit
from programmes.permissions import Role, capacity

Kind = Period.Kind

# Working days after the cut-off until a level hands up, and the hour; an office changes the rows, not these.
WORKING_DAYS = {Unit.Level.COMMUNE: 2, Unit.Level.DISTRICT: 4}
OFFICE_CLOSES = time(17, 0)

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
            day = windows.working_days_after(cut_off, days, closed)
            due_at = timezone.make_aware(datetime.combine(day, OFFICE_CLOSES))
            Deadline.objects.create(period=period, level=level, due_at=due_at)
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
    earliest = windows.working_days_after(period.cut_off, DAYS_BETWEEN, closed)
    falls_on = windows.next_working(day, closed)
    if falls_on < earliest:
        raise Refused(
            _("Data are cut off on %(cut_off)s, and a deadline leaves at least one working day: %(first)s or later.")
            % {"cut_off": dates.short(period.cut_off), "first": dates.short(earliest)}
        )
    return falls_on


@transaction.atomic
def move(deadline: Deadline, day: date, hour: time, *, by: Person) -> Deadline:
    """Set a deadline to a day and hour; from a day on which offices are closed it moves to the next working day."""
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("period").get(pk=deadline.pk)
    if not may_keep_shared(by):
        raise PermissionDenied
    former = deadline.due_at
    deadline.due_at = timezone.make_aware(datetime.combine(settled(deadline.period, day), hour))
    deadline.save(update_fields=["due_at"])
    facts = {"from": former.isoformat(), "to": deadline.due_at.isoformat()}
    record(deadline, "deadline.moved", by=by, capacity=capacity(by, None, {Role.ADMINISTER}), **facts)
    return deadline


def closed_days() -> frozenset[date]:
    return frozenset(NonWorkingDay.objects.values_list("day", flat=True))
