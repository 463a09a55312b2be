"""When a quarter has closed: the report of every unit whose figures are approved is made, and its people are told."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from coquang import dates
from coquang.records.jobs import put_off
from coquang.records.models import Job
from indicators.jobs_of_reports import MAKE
from indicators.models import Deadline, Period, Regime, Sheet

# So long after the closing day an approval that comes late still brings its report.
DAYS_AFTER = 10


@transaction.atomic
def write() -> int:
    """Put off the reports that are due and not put off yet; how many. The key of a job lets none be made twice."""
    due = list(_due())
    keys = [_key(sheet) for sheet in due]
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [sheet for sheet, key in zip(due, keys, strict=True) if key not in known]
    for sheet in new:
        put_off(MAKE, sheet.unit_id, sheet.period.code, by=None, key=_key(sheet))
    return len(new)


def _due() -> Iterator[Sheet]:
    """Approved sheets of quarters that closed for their unit's level a while ago, or yesterday."""
    today = dates.today()
    deadlines = Deadline.objects.filter(
        period__regime=Regime.STATE,
        period__kind=Period.Kind.QUARTER,
        period__year=OuterRef("year"),
        period__number=OuterRef("quarter"),
        level=OuterRef("unit__level"),
    )
    approved = Sheet.objects.filter(state=Sheet.State.APPROVED).select_related("unit")
    closed = approved.annotate(closed_on=Subquery(deadlines.values("closes_on")[:1]))
    yield from closed.filter(closed_on__lt=today, closed_on__gte=today - timedelta(days=DAYS_AFTER)).order_by("pk")


def _key(sheet: Sheet) -> str:
    return f"{MAKE}:{sheet.unit_id}:{sheet.period.code}"
