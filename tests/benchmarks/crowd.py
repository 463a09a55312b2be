"""Many writers at once (W7, W8): what history, checks and outbox cost them, and how far the sums are behind.

The writers of W7 live in the database, one procedure each that commits after every sheet of 40 rows, so that no
client's time is in it. Loopback only, a bounded number of seconds, and every writer ends with the measurement.
"""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import cycle, islice
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from coquang.records import upkeep
from coquang.settings import database
from indicators import roll_ups, scale
from tests.benchmarks import goals, place
from tests.benchmarks.country import in_country
from tests.benchmarks.measuring import Outcome

MANY, FEW = 32, 8
SECONDS, ROUNDS = 2, 9
# Sheets a writer has written before its seconds begin: a line of the pool lives for hours, and plans once.
WARM = 20
# A deadline day times ten.
SAVES_A_SECOND, SHEETS_A_SECOND, FOR = 590, 15, 20
LOOK_EVERY = 0.05
YEAR, QUARTER = scale.YEARS[-1], scale.QUARTERS[-1]

# The same rows and columns, checks of a row and indexes; none of our triggers, and nothing points at it.
BARE = f"""
drop table if exists bare_figure;
create table bare_figure (like indicators_figure including all) with (fillfactor = 82);
insert into bare_figure select * from indicators_figure;
analyze bare_figure;
create or replace procedure write_bare(the_sheet int, seconds float) language plpgsql as $$
declare
    ends timestamptz;
    cells int[] := (select (array_agg(indicator_id order by indicator_id))[:40]
                      from bare_figure where sheet_id = the_sheet);
    done int := 0;
begin
    loop
        if done = {WARM} then
            ends := clock_timestamp() + make_interval(secs => seconds);
        end if;
        exit when clock_timestamp() >= ends;
        done := done + 1;
        insert into bare_figure as f (sheet_id, indicator_id, provenance, revision, version, is_provisional, value)
        select the_sheet, cell, 0, 1, 1, false, done from unnest(cells) cell
            on conflict (sheet_id, indicator_id) do update
           set value = excluded.value, version = f.version + 1, provenance = excluded.provenance;
        commit;
    end loop;
    insert into written values (done - {WARM});
end $$;
create or replace procedure write_kept(the_sheet int, seconds float) language plpgsql as $$
declare
    ends timestamptz;
    cells int[] := (select (array_agg(id order by indicator_id))[:40]
                      from indicators_figure where sheet_id = the_sheet);
    done int := 0;
begin
    loop
        if done = {WARM} then
            ends := clock_timestamp() + make_interval(secs => seconds);
        end if;
        exit when clock_timestamp() >= ends;
        done := done + 1;
        perform set_config('coquang.person', '1', true), set_config('coquang.source', 'web', true);
        perform from indicators_sheet where id = the_sheet and state = 'draft' for no key update;
        update indicators_figure f
           set value = done, version = f.version + 1, provenance = 0
          from unnest(cells) cell
         where f.id = cell and f.value is distinct from done;
        commit;
    end loop;
    insert into written values (done - {WARM});
end $$;
drop table if exists written;
create unlogged table written (done int);
grant all on written, bare_figure to public;
grant all on sequence indicators_figure_id_seq to public;
"""


def crowd(wards: int) -> Iterator[Outcome]:
    """In a made country, whose drafts of the last quarter are written."""
    with in_country(wards):
        with place.the_owner(scale.database_of(wards)) as owner:
            owner.execute(BARE.encode())
        drafts = _ids("select id from indicators_sheet where state = 'draft' order by id")
        yield from writers(drafts)
        yield from deadline_day(drafts)


def writers(drafts: Sequence[int]) -> Iterator[Outcome]:
    """By turns: bare, ours by as many, ours by few; the median of the rounds' ratios."""
    against_bare, against_few = [], []
    for _round in range(ROUNDS):
        bare = _throughput("write_bare", drafts, MANY)
        with Folding():
            many = _throughput("write_kept", drafts, MANY)
            few = _throughput("write_kept", drafts, FEW)
        against_bare.append(many / bare)
        against_few.append(many / few)
    yield Outcome(goals.WRITERS, statistics.median(against_bare))
    yield Outcome(goals.MORE_WRITERS, statistics.median(against_few))


def _throughput(procedure: str, drafts: Sequence[int], count: int) -> float:
    """Sheets of 40 rows committed a second by so many writers, each on a sheet of its own."""
    _asked("delete from written")
    together([partial(_called, f"call {procedure}({sheet}, {SECONDS})") for sheet in drafts[:count]])
    return float(_asked("select sum(done) from written")) / SECONDS


def _called(statement: str, line: "psycopg.Connection[Any]") -> None:
    line.execute(statement.encode())


def deadline_day(drafts: Sequence[int]) -> Iterator[Outcome]:
    """Cells saved in drafts, and sheets sent up and given back, at a steady rate, while the sums are folded."""
    saved, sent = drafts[: len(drafts) // 2], drafts[len(drafts) // 2 :]
    roll_ups.fold_now()
    deadlocks = _asked(DEADLOCKS)
    waited = []
    with Folding() as folding:
        ends = time.monotonic() + FOR
        looking = threading.Thread(target=lambda: waited.extend(_looked(ends)))
        looking.start()
        together(
            [_paced(SAVE, saved[n::MANY], SAVES_A_SECOND / MANY, ends) for n in range(MANY)]
            + [_paced(SEND, sent, SHEETS_A_SECOND, ends)]
        )
        looking.join()
    assert not folding.broken, folding.broken
    roll_ups.fold_now()
    differing = sum(roll_ups.compare(YEAR, quarter) for quarter in (1, 2, 3, 4))
    yield Outcome(goals.BEHIND, max(waited))
    yield Outcome(goals.DIFFERING, differing)
    yield Outcome(goals.DEADLOCKS, _asked(DEADLOCKS) - deadlocks)


SAVE = """
update indicators_figure set value = coalesce(value, 0) + 1, version = version + 1
 where id = (select id from indicators_figure where sheet_id = %(sheet)s order by id offset %(turn)s %% 60 limit 1)
"""
SEND = """
update indicators_sheet
   set state = case state when 'draft' then 'submitted' else 'draft' end,
       submitted_at = case state when 'draft' then now() end
 where id = %(sheet)s
"""
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


def _paced(
    statement: str, sheets: Sequence[int], rate: float, ends: float
) -> "Callable[[psycopg.Connection[Any]], None]":
    """An act so many times a second, each committed by itself, on one sheet after another."""

    def work(line: "psycopg.Connection[Any]") -> None:
        begun = time.monotonic()
        for turn, sheet in enumerate(cycle(sheets)):
            due = begun + turn / rate
            if due >= ends:
                return
            time.sleep(max(0.0, due - time.monotonic()))
            line.execute(statement, {"sheet": sheet, "turn": turn})

    return work


def _looked(ends: float) -> Iterator[float]:
    """How long the oldest change that waits has waited, looked at again and again."""
    with _line() as line:
        while time.monotonic() < ends:
            row = line.execute("select extract(epoch from clock_timestamp() - min(at)) from indicators_dirtybranch")
            found = row.fetchone()
            yield float(found[0] or 0) if found else 0.0
            time.sleep(LOOK_EVERY)


class Folding:
    """The folding worker, each second, as beside the relay; what breaks it is kept."""

    def __enter__(self) -> "Folding":
        self.broken: list[Exception] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._fold)
        self.thread.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self.over.set()
        self.thread.join()

    def _fold(self) -> None:
        pause = upkeep.EVERY
        try:
            while not self.over.wait(pause):
                begun = time.monotonic()
                roll_ups.fold()
                pause = max(0.0, begun + upkeep.EVERY - time.monotonic())
        except Exception as broken:
            self.broken.append(broken)
        finally:
            connection.close()


def together(acts: "Sequence[Callable[[psycopg.Connection[Any]], object]]") -> None:
    """Each on a line of its own, all at once; returns when the last has ended."""
    with ExitStack() as lines:
        threads = [threading.Thread(target=act, args=(lines.enter_context(_line()),)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _line() -> "psycopg.Connection[Any]":
    """A line of its own, as the serving role, without its limit of time: the writers' seconds are counted."""
    role = database(settings.DATABASE_URL)
    return psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=role["USER"],
        password=role["PASSWORD"],
        host=role["HOST"],
        port=str(role["PORT"] or ""),
        autocommit=True,
        options="-c statement_timeout=60000",
    )


def _ids(question: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [row[0] for row in islice(cursor.fetchall(), 400)]


def _asked(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None
