"""Boards of units above wards are read from kept sums, and say as of when these are true."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coquang.periods import Period
from coquang.records import upkeep
from coquang.records.models import Job, JournalEntry
from indicators import roll_ups
from indicators.clock import compare_sums
from indicators.dashboards import boards, sums
from indicators.models import DirtyBranch, Indicator, RollUp, Tally, Target
from programmes.models import Person, Unit
from tests import making
from tests.indicators.test_roll_ups import ground_of

FIRST_QUARTER = Period(2022, "quarter", 1)
BOARD = f"/theo-doi/{making.DISTRICT}/2022-Q1/"


@pytest.fixture
def district(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Unit:
    """Two wards with approved figures of the first quarter of 2022."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), "approved")
    return units[making.DISTRICT]


def test_until_sums_are_kept_a_board_adds_up_and_is_true_of_now(district: Unit, reader: Person, as_: Any) -> None:
    assert DirtyBranch.objects.exists()
    page = as_(reader).get(BOARD).content.decode()
    assert "8,7" in page
    assert "số liệu tính đến <b>" in page


def test_a_board_of_kept_sums_says_as_of_when(district: Unit, reader: Person, as_: Any) -> None:
    roll_ups.fold_now()
    page = as_(reader).get(BOARD).content.decode()
    assert "8,7" in page
    assert "số liệu tính đến <b>" in page


def test_both_ways_show_the_same_lines_and_the_same_wards(district: Unit) -> None:
    roll_ups.fold_now()
    ground = ground_of(district, FIRST_QUARTER)
    kept, read = sums.board(ground, FIRST_QUARTER), boards.board(ground, FIRST_QUARTER)
    assert kept is not None
    assert kept.lines == read.lines
    assert kept.heat == read.heat
    assert kept.heat_heads == read.heat_heads


def test_a_city_shows_the_districts_below_it(district: Unit, units: dict[str, Unit]) -> None:
    roll_ups.fold_now()
    kept = sums.board(ground_of(units[making.CITY], FIRST_QUARTER), FIRST_QUARTER)
    assert kept is not None
    assert [(row.unit.code, row.sheet_word) for row in kept.heat] == [(making.DISTRICT, "2/2 đã duyệt")]
    assert kept.heat[0].url == f"{BOARD}"


def test_a_wards_own_board_is_read_from_its_figures(district: Unit, ward: Unit) -> None:
    roll_ups.fold_now()
    assert sums.board(ground_of(ward, FIRST_QUARTER), FIRST_QUARTER) is None


def test_as_of_is_the_moment_of_the_first_change_that_waits(district: Unit) -> None:
    roll_ups.fold_now()
    assert timezone.now() - roll_ups.as_of() < timedelta(seconds=5)
    waiting = DirtyBranch.objects.create(at=timezone.now() - timedelta(minutes=3), unit=district)
    assert roll_ups.as_of() == waiting.at
    assert roll_ups.behind() == pytest.approx(180, abs=5)


def test_a_worker_that_lags_says_so_in_its_log(
    district: Unit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    DirtyBranch.objects.create(at=timezone.now() - timedelta(seconds=31), unit=district)
    monkeypatch.setattr(roll_ups, "fold", lambda: 0)
    with caplog.at_level(logging.ERROR):
        roll_ups.keep_folded()
    assert "behind their figures" in caplog.text


def test_a_sum_that_came_to_differ_is_mended_and_journalled(district: Unit) -> None:
    roll_ups.fold_now()
    Target.objects.filter(unit__code=making.WARD, indicator__code="HEM").update(value=9)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from take_dirty_branches(1000)")  # a note is lost
    assert roll_ups.compare(2022, 1) == 4  # the ward, its district, the city, the nation
    assert JournalEntry.objects.filter(act="sums.mended").count() == 4
    kept = RollUp.objects.filter(unit=district, year=2022, quarter=1, indicator__code="HEM")
    assert kept.values_list("target", flat=True).get() == 13
    assert roll_ups.compare(2022, 1) == 0


def test_a_change_that_waits_is_no_fault_of_a_sum(district: Unit) -> None:
    roll_ups.fold_now()
    Target.objects.filter(unit__code=making.WARD, indicator__code="HEM").update(value=9)
    assert roll_ups.compare(2022, 1) == 0


@pytest.mark.parametrize("statement", ["update indicators_rollup set expected = 9", "delete from indicators_tally"])
def test_the_web_process_writes_no_sum(district: Unit, statement: str) -> None:
    roll_ups.fold_now()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_web_process_takes_no_note_away(district: Unit) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        DirtyBranch.objects.all().delete()


def test_a_nation_costs_no_more_questions_than_a_district(district: Unit, units: dict[str, Unit]) -> None:
    roll_ups.fold_now()
    counts = []
    for unit in (district, Unit.objects.get(code="VN")):
        ground = ground_of(unit, FIRST_QUARTER)
        with CaptureQueriesContext(connection) as asked:
            assert sums.board(ground, FIRST_QUARTER) is not None
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_kept_quarter_is_compared_once_a_night(district: Unit) -> None:
    roll_ups.fold_now()
    compare_sums(Job())
    compare_sums(Job())
    assert Job.objects.filter(kind="roll_ups.compare").count() == 4 * len(roll_ups.kept_years())


def test_the_command_folds_and_compares(district: Unit) -> None:
    told = StringIO()
    call_command("fold", compare=True, stdout=told)
    assert Tally.objects.filter(unit=district, year=2022).count() == 4
    assert told.getvalue().startswith("0 ")


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fold_at_once(district: Unit) -> None:
    """The second leaves everything to the first, and what the first undoes is still there to be folded."""
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        assert roll_ups.fold() > 0
        assert other.submit(_folded_elsewhere).result() == 0
        transaction.set_rollback(True)
    assert DirtyBranch.objects.exists()
    assert roll_ups.fold() > 0
    assert not DirtyBranch.objects.exists()


def _folded_elsewhere() -> int:
    try:
        return roll_ups.fold()
    finally:
        connection.close()


def test_upkeep_that_breaks_off_begins_anew(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    turns: list[int] = []

    def broken() -> None:
        turns.append(1)
        raise OperationalError("away")

    monkeypatch.setattr(upkeep, "UPKEEP", [broken])
    upkeep.keep_up(lambda _seconds: len(turns) >= 2)
    assert len(turns) == 2
