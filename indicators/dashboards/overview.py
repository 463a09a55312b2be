"""The start page of a leader: how the year stands, what changed since they last looked, what waits for them.

Cheap by construction: the result words come from one unit's kept sums, the changes from rows with a day on them.
Nothing is added up, and no board is made.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from coquang import dates
from coquang.periods import Period
from indicators.dashboards.boards import at
from indicators.dashboards.grounds import Themes, themes_over
from indicators.dashboards.sums import kept_rows
from indicators.kept import Kept, standing_of
from indicators.kept_sums import with_start
from indicators.models import Correction, Explanation, Sheet, Tally, TargetRevision, Visit
from indicators.permissions_of_asking import explanations_seen_by
from indicators.tallies import counts_in_words
from indicators.words import in_shares
from programmes.models import Appointment, Person, Task, Unit, UnitGroup
from programmes.permissions import Role

LEADS = frozenset({Role.READ, Role.APPROVE, Role.SIGN})

# Who never said that they looked is told of the last week; nobody of more than a quarter.
AT_FIRST, AT_MOST = timedelta(days=7), timedelta(days=92)
SHOWN = 8
"""Lines of each kind of change; how many there are is said beside them."""


def leads(person: Person) -> list[Appointment]:
    """The capacities in which a person leads: they read, approve or sign."""
    return [a for a in person.appointments_on(dates.today()) if a.role in LEADS]


@dataclass(frozen=True)
class Standings:
    """How many of a unit's targets stand under each word, at the end of the last period with approved figures."""

    period: Period
    counted: Mapping[str, int]
    words: str
    approved: int
    units: int
    as_of: str
    broken: int
    """Rows that hold what is no number."""

    @property
    def shares(self) -> list[tuple[str, str, int]]:
        return in_shares(self.counted)


@dataclass(frozen=True)
class Changes:
    """What happened since a moment among the units a person sees; the first lines of each, and how many there are."""

    since: datetime
    sheets: Sequence[Sheet]
    sheets_count: int
    corrections: Sequence[Correction]
    targets: Sequence[TargetRevision]
    explanations: Sequence[Explanation]
    """Those that were asked for or given."""
    tasks: Sequence[Task]
    overdue: int

    @property
    def is_empty(self) -> bool:
        return not (self.sheets or self.corrections or self.targets or self.explanations or self.tasks)


@dataclass(frozen=True)
class Overview:
    unit: Unit
    themes: Themes
    standings: Standings | None
    last_year: Standings | None
    """The last year that is over, while the present one runs."""
    changes: Changes
    others: Sequence[Unit]
    groups: Sequence[UnitGroup]


def overview(person: Person) -> Overview | None:
    """The start page of a person who leads; None for others."""
    held = leads(person)
    units = list(Unit.objects.filter(pk__in={a.seat_id for a in held if a.seat_id}).order_by("level", "name_sort"))
    groups = list(UnitGroup.objects.current(dates.today()).within(person.visible_units()).order_by("name", "pk"))
    if not units:
        own = {a.group_id for a in held if a.group_id}
        units = list(Unit.objects.filter(groups__in=own).order_by("level", "name_sort").distinct()[:SHOWN])
    if not units:
        return None
    acting = person.acting()
    unit = next((one for one in units if acting and one.pk == acting.seat_id), units[0])
    now = standings(unit)
    return Overview(
        unit=unit,
        themes=themes_over(unit, dates.today().year),
        standings=now,
        last_year=standings(unit, before=now.period.year) if now and now.period.through < 4 else None,
        changes=changes(person),
        others=[one for one in units if one.pk != unit.pk],
        groups=groups,
    )


def standings(unit: Unit, *, before: int | None = None) -> Standings | None:
    """From the kept sums alone, of the last quarter approved (before a year); None until something of it is."""
    kept_of = Tally.objects.filter(unit=unit, approved__gt=0)
    if before is not None:
        kept_of = kept_of.filter(year__lt=before)
    last = kept_of.order_by("-year", "-quarter").first()
    if last is None:
        return None
    period = up_to(last.year, last.quarter)
    rows: list[Any] = list(kept_rows(unit, period).annotate(start=with_start()))
    # As on its board: what only one unit below reports is no sum of those above.
    kept = [(row, Kept.of(row, "approved")) for row in rows if last.units == 1 or row.expected > 1]
    if not kept:
        return None
    counted = Counter(standing_of(item, row.indicator, period, start=row.start) for row, item in kept)
    words = counts_in_words(counted, period, get_language() or "vi")
    return Standings(
        period, counted, words, last.approved, last.units, at(rows[0].as_of), sum(item.is_broken for _row, item in kept)
    )


def up_to(year: int, quarter: int) -> Period:
    """The year as far as a quarter's end."""
    kinds = {1: "quarter", 2: "half", 3: "nine_months", 4: "year"}
    return Period(year, kinds[quarter], 1)


def seen_to(person: Person) -> datetime:
    visit = Visit.objects.filter(person=person).first()
    return max(visit.seen_to if visit else dates.now() - AT_FIRST, dates.now() - AT_MOST)


def changes(person: Person) -> Changes:
    since, units, today = seen_to(person), person.visible_units().values("pk"), dates.today()
    # By the index of quarters: what is older than last year is not approved any more.
    sheets = Sheet.objects.filter(year__gte=today.year - 1, state=Sheet.State.APPROVED, unit__in=units)
    fresh = sheets.filter(approved_at__gt=since).select_related("unit").order_by("-approved_at")
    corrections = Correction.objects.filter(
        decision=Correction.Decision.AGREED, decided_at__gt=since, figure__sheet__unit__in=units
    ).select_related("figure__sheet__unit", "figure__indicator")
    revised = TargetRevision.objects.filter(revised_on__gte=since.date(), target__unit__in=units)
    explained = explanations_seen_by(person).filter(Q(at__gt=since) | Q(answer__at__gt=since))
    overdue = Task.objects.open().filter(unit__in=units, due_on__lt=today)
    lately = overdue.filter(due_on__gte=since.date() - timedelta(days=1)).select_related("unit", "owner__person")
    return Changes(
        since=since,
        sheets=list(fresh[:SHOWN]),
        sheets_count=fresh.count(),
        corrections=list(corrections.order_by("-decided_at")[:SHOWN]),
        targets=list(revised.select_related("target__unit", "target__indicator")[:SHOWN]),
        explanations=list(explained.select_related("unit", "indicator", "answer").order_by("-pk")[:SHOWN]),
        tasks=list(lately.order_by("due_on", "pk")[:SHOWN]),
        overdue=overdue.count(),
    )
