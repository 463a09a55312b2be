"""Laying out a year: the quarters of the State regime with their windows and deadlines."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from indicators import windows
from indicators.models import Deadline, Period
from programmes.models import NonWorkingDay, Unit

# Working days after the cut-off until a level hands up, and the hour; an office changes the rows, not these.
WORKING_DAYS = {Unit.Level.COMMUNE: 2, Unit.Level.DISTRICT: 4}
OFFICE_CLOSES = time(17, 0)


@transaction.atomic
def lay_out(year: int) -> None:
    """Make the periods of a year that are not there yet, with deadlines that fall on working days."""
    closed = frozenset(NonWorkingDay.objects.values_list("day", flat=True))
    for quarter in (1, 2, 3, 4):
        cut_off = windows.cut_off(year, quarter)
        period, is_new = Period.objects.get_or_create(
            year=year,
            kind=Period.Kind.QUARTER,
            number=quarter,
            defaults={"through": quarter, "opens_on": windows.opens_on(year, quarter), "cut_off": cut_off},
        )
        if not is_new:
            continue
        for level, days in WORKING_DAYS.items():
            day = windows.working_days_after(cut_off, days, closed)
            due_at = timezone.make_aware(datetime.combine(day, OFFICE_CLOSES))
            Deadline.objects.create(period=period, level=level, due_at=due_at)
