"""The reporting rate: of the units below one, how many sheets of a period were expected, came, came late, are approved.

Units are those that stood below at the period's end. A sheet that was reopened counts as it was approved before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from indicators.measures import percent
from indicators.models import Deadline, Regime, Sheet, Urging
from indicators.models import Period as RegimePeriod
from indicators.permissions import only_provides
from indicators.windows import quarter_at, quarter_end
from programmes.models import Appointment, Unit
from programmes.permissions import Role

URGINGS_SHOWN = 5

# The sheets of all that stand below a unit, by the child of it in whose branch they stand.
RATE = """
select c.id, c.code, c.name, count(*),
       count(*) filter (where s.state <> 'draft' or s.revision > 1),
       count(*) filter (where (s.state <> 'draft' or s.revision > 1) and s.first_submitted_at > s.was_due_at),
       count(*) filter (where s.state = 'approved' or s.revision > 1),
       array_agg(p.unit_id) filter (where s.id is null or (s.state = 'draft' and s.revision = 1)),
       max(s.state), bool_or(s.returned_at is not null)
  from programmes_place head
  join programmes_tree f on f.id = head.tree_id and f.valid_from <= %(on)s
   and (f.valid_to is null or f.valid_to > %(on)s)
  join programmes_place p on p.tree_id = head.tree_id and p.path > head.path and p.path < head.path || '/'
  join programmes_unit c on c.id = split_part(substr(p.path, length(head.path) + 2), '.', 1)::int
 cross join unnest(%(quarters)s::int[]) q
  left join indicators_sheet s on s.unit_id = p.unit_id and s.year = %(year)s and s.quarter = q
 where head.unit_id = %(unit)s
   and exists (select from indicators_reportedindicator r where r.unit_id = p.unit_id and r.from_year <= %(year)s
                  and (r.to_year is null or r.to_year >= %(year)s))
 group by c.id
 order by count(*) filter (where s.id is null or (s.state = 'draft' and s.revision = 1)) desc, c.name_sort, c.id
"""


@dataclass(frozen=True)
class RateRow:
    """One child unit with all that reports in its branch; or all of them together."""

    code: str
    name: str
    expected: int
    received: int
    late: int
    approved: int
    missing_units: frozenset[int]
    state: str = ""
    """In words, where one sheet is all there is."""

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def on_time(self) -> int:
        return self.received - self.late

    def share(self, count: int) -> str:
        whole = Decimal(100 * count) / self.expected if self.expected else None
        return percent(whole, get_language() or "vi")

    @property
    def received_share(self) -> str:
        return self.share(self.received)

    @property
    def on_time_share(self) -> str:
        return self.share(self.on_time)

    @property
    def late_share(self) -> str:
        return self.share(self.late)

    @property
    def approved_share(self) -> str:
        return self.share(self.approved)


@dataclass(frozen=True)
class Rate:
    unit: Unit
    period: Period
    rows: Sequence[RateRow]
    total: RateRow
    due_at: datetime | None
    """When the wards owe the last of its quarters."""

    @property
    def missing_rows(self) -> list[RateRow]:
        return [row for row in self.rows if row.missing]


def reporting_rate(unit: Unit, period: Period) -> Rate:
    """How the units below one sent up a period, who is missing first; quarters that are still to come are left out."""
    quarters = quarters_due(period)
    facts: dict[str, Any] = {
        "unit": unit.pk,
        "year": period.year,
        "quarters": quarters,
        "on": quarter_end(period.year, period.through),
    }
    with connection.cursor() as cursor:
        cursor.execute(RATE, facts)
        rows = [_row(*told) for told in cursor.fetchall()]
    total = RateRow(
        code="",
        name=_("Together"),
        expected=sum(row.expected for row in rows),
        received=sum(row.received for row in rows),
        late=sum(row.late for row in rows),
        approved=sum(row.approved for row in rows),
        missing_units=frozenset().union(*(row.missing_units for row in rows)),
    )
    return Rate(unit, period, rows, total, _due_at(period.year, quarters))


def _row(
    _pk: int,
    code: str,
    name: str,
    expected: int,
    received: int,
    late: int,
    approved: int,
    missing: list[int] | None,
    state: str | None,
    was_returned: bool | None,
) -> RateRow:
    words = ""
    if expected == 1:
        words = _state_words(state, was_returned=bool(was_returned), is_received=bool(received))
    return RateRow(code, name, expected, received, late, approved, frozenset(missing or ()), words)


def _state_words(state: str | None, *, was_returned: bool, is_received: bool) -> str:
    if state is None:
        return _("sheet not opened")
    if state == Sheet.State.DRAFT and not is_received:
        return _("returned to be completed") if was_returned else _("not sent")
    return _("opened again") if state == Sheet.State.DRAFT else str(Sheet.State(state).label)


def quarters_due(period: Period) -> list[int]:
    """The quarters of a period that are handed up by now: of a quarter itself, of a longer period all in it."""
    first = period.number if period.kind == "quarter" else 1
    now = quarter_at(dates.today())
    return [quarter for quarter in range(first, period.through + 1) if (period.year, quarter) <= now]


def _due_at(year: int, quarters: Sequence[int]) -> datetime | None:
    if not quarters:
        return None
    of_wards = Deadline.objects.filter(level=Unit.Level.COMMUNE, period__regime=Regime.STATE, period__year=year)
    due = of_wards.filter(period__kind=RegimePeriod.Kind.QUARTER, period__number=quarters[-1])
    return due.values_list("due_at", flat=True).first()


def urgings_of(unit: Unit, period: Period) -> list[Urging]:
    """The last times units below were reminded of a period; each with how many `reminded`, and `mailed`."""
    made = Urging.objects.filter(head=unit, period_code=period.code).select_related("by")
    sent = Q(reminders__sent_at__isnull=False)
    return list(made.annotate(reminded=Count("reminders"), mailed=Count("reminders", filter=sent))[:URGINGS_SHOWN])


def who_sends_for(units: frozenset[int]) -> list[Appointment]:
    """Those who enter all of a unit's figures or vet them, by their seats in the units; with person and unit."""
    held = Appointment.objects.current(dates.today()).filter(role__in=[Role.ENTER, Role.VET], whole_subtree=False)
    seated = held.annotate(seated_at=Coalesce(F("unit_id"), F("body__unit_id"))).filter(seated_at__in=units)
    people = seated.filter(person__is_active=True).select_related("person", "body__unit", "unit")
    return [a for a in people.order_by("person_id", "pk") if not only_provides(a)]
