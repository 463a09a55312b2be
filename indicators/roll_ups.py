"""Folding: the sums of changed branches are added up anew by one worker, a moment after what changed them.

Nothing is ever added to a sum or taken off it: a branch is read again from its figures up, so a doubled, lost or
mistaken turn mends itself at the next. One advisory lock lets a single worker fold, whoever starts it.
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from coquang.records.journal import record
from indicators.models import DirtyBranch
from programmes.models import Unit

log = logging.getLogger("coquang.roll_ups")

ALARM_AFTER = 30.0
"""Seconds a change may wait before somebody has to look at the worker."""

AT_ONCE = 5_000  # rows of the outbox a turn takes, so that a turn after a big import is not endless
LOCK = 0x50_4C_4C  # the folding worker's; any number nobody else takes

MENDED = "sums.mended"
"""What the journal says of a unit whose sums differed."""

Tick = Callable[[int], object]
Changed = dict[int, list[int]]


def nothing(_steps: int) -> None:
    """No progress is shown."""


def fold(at_most: int = AT_ONCE) -> int:
    """Take what is dirty and add it up anew; how many quarters were. None are while another worker is at it."""
    with transaction.atomic():
        if not _asked("select pg_try_advisory_xact_lock(%s)", LOCK):
            return 0
        _take_time()
        return len(_fold(at_most))


def fold_now(tick: Tick = nothing) -> int:
    """Wait until every change committed before this moment is in the sums: for a paper that must be exact."""
    folded = 0
    last = _asked("select max(id) from indicators_dirtybranch")
    while last is not None and DirtyBranch.objects.filter(pk__lte=last).exists():
        with transaction.atomic():
            _take_time()
            _asked("select pg_advisory_xact_lock(%s)", LOCK)
            folded += len(_fold(AT_ONCE, tick))
    return folded


@transaction.atomic
def compare(year: int, quarter: int, tick: Tick = nothing) -> int:
    """Add all sums of a quarter up anew; how many had come to differ. They are mended and journalled.

    One with a change still noted below it differs rightly, and the next turn folds it.
    """
    _take_time()
    _asked("select pg_advisory_xact_lock(%s)", LOCK)
    changed = _add_up(year, quarter, _all_units(year), tick)
    noted = _noted_below()
    faults = {unit: indicators for unit, indicators in changed.items() if not noted & {unit, None}}
    for unit in Unit.objects.filter(pk__in=faults):
        record(unit, MENDED, by=None, year=year, quarter=quarter, indicators=faults[unit.pk])
    differing = sum(map(len, faults.values()))
    if differing:
        log.error("%s sums of %s-Q%s differed from their figures and were mended", differing, year, quarter)
    return differing


def behind() -> float:
    """Seconds the oldest change has waited to be in the sums; 0 when none waits."""
    waited: float = _asked(
        "select coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 from indicators_dirtybranch"
    )
    return waited


def keep_folded() -> None:
    """One turn of the worker, and a line in its log when changes wait for too long."""
    fold()
    if (waited := behind()) > ALARM_AFTER:
        log.error("the sums are %d seconds behind their figures", waited)


def as_of() -> datetime:
    """The moment all sums are true of: now, or that of the first change which still waits."""
    moment: datetime = _asked("select coalesce(min(at), clock_timestamp()) from indicators_dirtybranch")
    return moment


def _fold(at_most: int, tick: Tick = nothing) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("select * from take_dirty_branches(%s)", [at_most])
        taken = cursor.fetchall()
    plan = _plan(taken)
    periods = [(year, quarter) for year in sorted(plan) for quarter in (1, 2, 3, 4)]
    folded = []
    for year, quarter in periods:
        units = [unit for unit, first in plan[year].items() if first <= quarter]
        if units:
            _add_up(year, quarter, units, tick)
            folded.append((year, quarter))
    return folded


def _plan(taken: list[tuple[int | None, int | None, int | None]]) -> dict[int, dict[int, int]]:
    """By year, the units to add up anew and from which quarter on.

    A quarter is part of those after it, and the base of the year after. A year met for the first time is added up for
    all who report in it.
    """
    plan: dict[int, dict[int, int]] = defaultdict(dict)
    kept = kept_years() if taken else set()

    def mark(unit: int | None, year: int, quarter: int) -> None:
        for touched in _all_units(year) if unit is None else (unit,):
            plan[year][touched] = min(quarter, plan[year].get(touched, quarter))

    for unit, year, quarter in taken:
        for named in (year,) if year is not None else sorted(kept | _years_with_anything()):
            mark(unit, named, quarter or 1)
            if named + 1 in kept:
                mark(unit, named + 1, 1)
    for year in set(plan) - kept:
        mark(None, year, 1)
    return plan


# From one year to the next by the index: a nation has some ten thousand rows a quarter.
KEPT_YEARS = """
with recursive kept as (
    select min(year) as year from indicators_tally
    union all
    select (select min(t.year) from indicators_tally t where t.year > kept.year) from kept where kept.year is not null
)
select year from kept where year is not null
"""


def kept_years() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT_YEARS)
        return {year for (year,) in cursor.fetchall()}


def _years_with_anything() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("select year from indicators_sheet union select year from indicators_target")
        return {year for (year,) in cursor.fetchall()}


def _all_units(year: int) -> list[int]:
    """All who report in a year, and all of whom sums of it are kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select unit_id from indicators_reportedindicator where from_year <= %s
            union select unit_id from indicators_tally where year = %s
            """,
            [year, year],
        )
        return [unit for (unit,) in cursor.fetchall()]


def _add_up(year: int, quarter: int, units: list[int], tick: Tick) -> Changed:
    """Add units and all above them up anew for a quarter; of which indicators their rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select changed_unit, array_agg(changed_indicator order by changed_indicator)
              from roll_up(%s, %s, %s) group by changed_unit order by changed_unit
            """,
            [year, quarter, units],
        )
        changed = dict(cursor.fetchall())
    tick(len(units))
    return changed


def _noted_below() -> set[int | None]:
    """The units with a change that waits, and all above them; None when it may be anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select unit_id from indicators_dirtybranch
            union
            select unnest(string_to_array(p.path, '.')::int[]) from programmes_place p
             where p.unit_id in (select unit_id from indicators_dirtybranch)
            """
        )
        return {unit for (unit,) in cursor.fetchall()}


def _take_time() -> None:
    """Longer than a page may take, in this transaction."""
    _asked("set local statement_timeout = 0")
    _asked("set local lock_timeout = 0")


def _asked(question: str, *facts: int) -> Any:
    """The one value a question is answered with, if it is one."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts or None)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
