"""Made countries of several sizes (W5, W6): what grows with their wards, and what reading a kept sum saves."""

import math
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape

from django.db import connection
from django.test import Client

from coquang.supervisor import ROOT
from indicators import scale
from programmes.models import Appointment
from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome

SMALL, TODAY, WHOLE = 300, 3_321, 10_599
REPEATS, TIMES = 7, 9
YEAR, QUARTER = scale.YEARS[-1], scale.QUARTERS[-1]

NATION = "select id from programmes_unit where code = 'VN'"
KEPT = f"""
select * from indicators_rollup
 where unit_id = ({NATION}) and year = {YEAR - 1} and quarter = 4
"""
ADDED_UP = f"""
select f.indicator_id, sum(f.value), sum(f.denominator), count(distinct s.unit_id), sum(t.value)
  from programmes_place h
  join programmes_place p on p.tree_id = h.tree_id and p.path >= h.path and p.path < h.path || '/'
  join indicators_sheet s on s.unit_id = p.unit_id and s.year = {YEAR - 1} and s.state = 'approved'
  join indicators_figure f on f.sheet_id = s.id
  left join indicators_target t on t.unit_id = s.unit_id and t.year = s.year and t.indicator_id = f.indicator_id
                               and t.is_main and s.quarter = 4
 where h.unit_id = ({NATION}) group by f.indicator_id
"""
TREND = f"""
select year, quarter, approved_alone_value, approved_alone_denominator, approved_alone_count, expected
  from indicators_rollup where unit_id = ({NATION}) and indicator_id = 1 order by year, quarter
"""
DISTRICTS = "(select array_agg(id) from programmes_unit where level = 2)"
WARDS = "(select array_agg(id) from programmes_unit where level = 3)"
FOLD = "select count(*) from roll_up({year}, {quarter}, {units})"
# Without an own figure changed nothing would be written: every sum is made to differ first.
SPOILED = f"""
update indicators_rollup set approved_value = approved_value + 1
 where year = {YEAR - 1} and quarter = 4 and unit_id in (select id from programmes_unit where level < {{level}})
"""


@contextmanager
def made(sizes: Sequence[int], *options: str) -> Iterator[list[str]]:
    """Countries of so many wards, dropped at the end; and how long each took to make."""
    took = []
    try:
        for wards in sizes:
            begun = time.monotonic()
            _command(wards, *options)
            took.append(f"{wards} wards with 20 quarters made in {time.monotonic() - begun:.0f} s")
        yield took
    finally:
        for wards in sizes:
            _command(wards, "--drop")


def growth(sizes: Sequence[int]) -> Iterator[Outcome]:
    """How the time of an act grows with the wards of the country: the exponent of its power."""
    acts: dict[int, dict[str, Callable[[], object]]] = {}
    for wards in sizes:
        with in_country(wards):
            acts[wards] = _acts()
    took: dict[tuple[str, int], list[float]] = {}
    for _repeat in range(REPEATS):
        for wards in sizes:
            with in_country(wards):
                for name, act in acts[wards].items():
                    act()
                    took.setdefault((name, wards), []).extend(_seconds(act) for _time in range(TIMES))
    for name, goal in (
        ("board", goals.BOARD_GROWTH),
        ("sheet", goals.SHEET_GROWTH),
        ("save", goals.SAVE_GROWTH),
        ("trend", goals.TREND_GROWTH),
    ):
        small, large = (statistics.median(took[name, wards]) for wards in (sizes[0], sizes[-1]))
        yield Outcome(goal, math.log(large / small) / math.log(sizes[-1] / sizes[0]))


def _acts() -> dict[str, Callable[[], object]]:
    clerk = place.signed_in(scale.CLERK)
    ward = Appointment.objects.get(person__username=scale.CLERK).unit
    assert ward is not None
    board, sheet = f"/theo-doi/{ward.code}/{YEAR - 1}-Q4/", f"/so-lieu/{ward.code}/{YEAR}-Q{QUARTER}/"
    return {
        "board": lambda: _opened(clerk, board),
        "sheet": lambda: _opened(clerk, sheet),
        "save": Saving(clerk, sheet),
        "trend": lambda: _rows(TREND),
    }


class Saving:
    """The clerk types one cell after another into the same place."""

    def __init__(self, client: Client, sheet: str) -> None:
        self.client, self.sheet = client, sheet
        page = client.get(sheet).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None
        seen = re.search(r'name="was-DO-01" value="([^"]*)"', page)
        assert seen is not None
        self.token, self.seen, self.turn = found[1], unescape(seen[1]), 0

    def __call__(self) -> None:
        self.turn += 1
        typed = {"v-DO-01": str(1_000 + self.turn), "was-DO-01": self.seen, "csrfmiddlewaretoken": self.token}
        answer = self.client.post(f"{self.sheet}DO-01/luu/", typed)
        assert answer.status_code == 200 and b"saved" in answer.content, answer.content
        self.seen = f"{typed['v-DO-01']}|"


def sums(wards: int) -> Iterator[Outcome | str]:
    """Reading a nation's kept sums against adding them up, and adding them up anew."""
    with in_country(wards, unhurried=True):
        kept = statistics.median(_seconds(lambda: _rows(KEPT)) for _time in range(REPEATS * TIMES))
        added = statistics.median(_seconds(lambda: _rows(ADDED_UP)) for _time in range(3))
        yield Outcome(goals.NATION_READ, kept / added)
        yield Outcome(goals.NATION_FOLD, statistics.median(_fold(3, DISTRICTS) for _time in range(3)))
        yield f"the same quarter with every figure of its {wards} wards read anew: {_fold(4, WARDS):.1f} s"


def _fold(below_level: int, units: str) -> float:
    """Seconds in which the sums of a quarter are written anew, all of those above a level differing."""
    with place.the_owner(str(connection.settings_dict["NAME"])) as owner:
        owner.execute(SPOILED.format(level=below_level).encode())
        owner.execute("vacuum indicators_rollup")
    return _seconds(lambda: _rows(FOLD.format(year=YEAR - 1, quarter=4, units=units)))


@contextmanager
def in_country(wards: int, *, unhurried: bool = False) -> Iterator[None]:
    """Work in the database of a country; unhurried, a question may take longer than a page lets it."""
    before = connection.settings_dict["NAME"]
    place.turn_to(scale.database_of(wards))
    if unhurried:
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = 0")
    try:
        yield
    finally:
        place.turn_to(before)


def _command(wards: int, *options: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "load_scale", "--wards", str(wards), *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def _opened(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)


def _rows(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
