"""Loading a file of units: all rows or none, twice as good as once, and at peace with the demonstration."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.models import Sheet
from programmes import demonstration
from programmes.actions import units as planting
from programmes.models import Person, Place, Tree, Unit
from programmes.unit_files import COLUMNS
from tests import making

pytestmark = pytest.mark.django_db

NATION_2024 = Path(__file__).resolve().parents[3] / "shared" / "data" / "units_2024.csv"

SMALL = (
    ("79", "Thành phố Hồ Chí Minh", "Thành phố", "", "1"),
    ("760", "Quận 1", "Quận", "79", "2"),
    ("26755", "Phường Cô Giang", "Phường", "760", "3"),
    ("26758", "Phường Nguyễn Cư Trinh", "Phường", "760", "3"),
)
# What stands beside the demonstration's units in a larger file: a district and a ward of its own, another city.
OTHERS = (
    ("770", "Quận 3", "Quận", "79", "2"),
    ("27139", "Phường Võ Thị Sáu", "Phường", "770", "3"),
    ("01", "Thành phố Hà Nội", "Thành phố", "", "1"),
    ("001", "Quận Ba Đình", "Quận", "01", "2"),
    ("00001", "Phường Phúc Xá", "Phường", "001", "3"),
)

Rows = Iterable[tuple[str, ...]]
Life = tuple[str, str, str, str, date, date | None]


def told_units() -> Rows:
    """The demonstration's own units, as rows of a file."""
    content = json.loads((Path(demonstration.__file__).parent / "units.json").read_text(encoding="utf-8"))
    return [tuple(str(unit[column]) for column in COLUMNS) for unit in content["units"]]


@pytest.fixture
def a_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows below the usual heading."""

    def write(rows: Rows, *, name: str = "units.csv") -> Path:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
        file = tmp_path / name
        file.write_text(text.getvalue(), encoding="utf-8")
        return file

    return write


@pytest.fixture
def load(a_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Has the command load rows from a day on; what it said on both its streams."""

    def run(rows: Rows, since: str = "2021-01-01", *options: str) -> str:
        call_command("import_units", str(a_file(rows)), "--from", since, *options)
        said = capsys.readouterr()
        return said.out + said.err

    return run


def lives() -> set[Life]:
    """Every unit with its life."""
    return set(Unit.objects.values_list("code", "name", "kind", "parent_code", "known_from", "known_to"))


def places() -> dict[tuple[date, date | None], set[tuple[str, ...]]]:
    """Every version of the tree, each place as the line of codes from the nation down."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    found: dict[tuple[date, date | None], set[tuple[str, ...]]] = {
        (tree.valid_from, tree.valid_to): set() for tree in Tree.objects.all()
    }
    for tree_from, tree_to, path in Place.objects.values_list("tree__valid_from", "tree__valid_to", "path"):
        found[tree_from, tree_to].add(tuple(codes[int(step)] for step in path.split(".")))
    return found


def changed(rows: Rows, code: str, **cells: str) -> list[tuple[str, ...]]:
    """The rows with some cells of one of them changed."""
    by_column = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return [tuple((row | cells if row["code"] == code else row)[column] for column in COLUMNS) for row in by_column]


# --- all or nothing -------------------------------------------------------------------------------


def test_a_right_file_becomes_the_tree_with_the_nation_above_it(load: Callable[..., str]) -> None:
    said = load(SMALL)
    assert "4 dòng" in said
    assert lives() == {
        ("VN", "Việt Nam", "Quốc gia", "", date(2021, 1, 1), None),
        ("79", "Thành phố Hồ Chí Minh", "Thành phố", "VN", date(2021, 1, 1), None),
        ("760", "Quận 1", "Quận", "79", date(2021, 1, 1), None),
        ("26755", "Phường Cô Giang", "Phường", "760", date(2021, 1, 1), None),
        ("26758", "Phường Nguyễn Cư Trinh", "Phường", "760", date(2021, 1, 1), None),
    }
    assert places() == {
        (date(2021, 1, 1), None): {
            ("VN",),
            ("VN", "79"),
            ("VN", "79", "760"),
            ("VN", "79", "760", "26755"),
            ("VN", "79", "760", "26758"),
        }
    }


def test_one_wrong_row_keeps_every_row_out(load: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match="Chưa nạp gì: tệp có 1 lỗi"):
        load(changed(SMALL, "26758", level="4"))
    assert not Unit.objects.exists()
    assert not Tree.objects.exists()
    assert not JournalEntry.objects.exists()


def test_faults_are_a_table_of_row_column_value_and_reason(
    a_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ("79", "Thành phố Hồ Chí Minh", "Thành phố", "", "1"),
        ("760", "Quận 1", "Quận", "", "2"),
        ("26755", "", "Phường", "760", "3"),
        ("26758", "Phường Nguyễn Cư Trinh", "Phường", "999", "3"),
        ("26758", "Phường Cầu Kho", "Phường", "79", "3"),
        ("26761", "Phường Cầu Kho", "Phường", "79", "ba"),
        ("26764", "Phường Bến Nghé", "Phường", "26758", "3"),
    ]
    with pytest.raises(CommandError, match="tệp có 6 lỗi"):
        call_command("import_units", str(a_file(rows)), "--from", "2021-01-01")
    heading, *table = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in table] == ["3", "4", "5", "6", "7", "8"]
    told = [line[len(line.split()[0]) :].strip() for line in table]
    assert told[0].startswith("parent_code") and "mã đơn vị cấp trên" in told[0]
    assert told[1].startswith("name")
    assert told[2].split()[:2] == ["parent_code", "999"]
    assert told[3].split()[:2] == ["code", "26758"] and "dòng 5" in told[3]
    assert told[4].split()[:2] == ["level", "ba"] and "1 (tỉnh)" in told[4]
    assert told[5].split()[:2] == ["parent_code", "26758"]
    assert heading.split() == ["dòng", "cột", "giá", "trị", "lý", "do"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "parent_code"),
        (b"code,name\n79,A\n", "kind"),
        ("code,name,kind,parent_code,level\n79,Thành phố,Thành phố\n".encode(), "2"),
        ("code,name,kind,parent_code,level\n79,A,B,,1,dư\n".encode(), "2"),
        ("code,name,kind,parent_code,level\n79,Thành phố,Thành phố,,1\n".encode("cp1258", "replace"), "2"),
        (b"code,name,kind,parent_code,level\n79,A\0,B,,1\n", "2"),
        (b'code,name,kind,parent_code,level\n79,"A" B,C,,1\n', "Không phải dòng CSV"),
        (b"code,name,kind,parent_code,level\n", "2"),
        (b"code,name,kind,parent_code,level\nVN,Vi\xe1\xbb\x87t Nam,B,,1\n", "code"),
    ],
    ids=["empty", "no columns", "too few", "too many", "not UTF-8", "NUL", "torn quotes", "no rows", "the nation"],
)
def test_a_file_that_is_none_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, line: str
) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="Chưa nạp gì"):
        call_command("import_units", str(file), "--from", "2021-01-01")
    assert line in capsys.readouterr().err
    assert not Unit.objects.exists()


def test_a_file_saved_by_a_spreadsheet_with_a_mark_at_its_head_is_read(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    lines = [",".join(row) for row in (COLUMNS, *SMALL)]
    file.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
    call_command("import_units", str(file), "--from", "2021-01-01", verbosity=0)
    assert Unit.objects.count() == 5


def test_a_day_that_is_none_and_a_file_that_is_not_there_are_refused_in_a_sentence(
    a_file: Callable[..., Path],
) -> None:
    with pytest.raises(CommandError, match=r"--from: Chưa đọc được “2021-13-01”"):
        call_command("import_units", str(a_file(SMALL)), "--from", "2021-13-01")
    with pytest.raises(CommandError, match=r"Không đọc được .*nowhere\.csv"):
        call_command("import_units", "nowhere.csv", "--from", "2021-01-01")
    assert not Unit.objects.exists()


def test_a_dry_run_says_what_would_change_and_changes_nothing(load: Callable[..., str]) -> None:
    load(SMALL)
    before = lives(), places(), JournalEntry.objects.count()
    said = load([*SMALL, *OTHERS], "2022-01-01", "--dry-run")
    assert "9 dòng" in said
    assert "5 đơn vị mới" in said
    assert (lives(), places(), JournalEntry.objects.count()) == before


def test_progress_reaches_a_hundred_percent_once(load: Callable[..., str]) -> None:
    said = load(SMALL)
    assert said.count("100%") == 1
    assert "units.csv" in said


def test_the_action_ticks_once_for_every_place_whether_set_or_known(db: None) -> None:
    for _time in (1, 2):
        ticks: list[int] = []
        planting.plant(making.ROWS, valid_from=making.FIRST_DAY, tick=ticks.append)
        assert sum(ticks) == len(making.ROWS) + 1


# --- again, later, changed ------------------------------------------------------------------------


def test_the_same_file_twice_is_the_same_tree_and_leaves_one_trace(load: Callable[..., str]) -> None:
    load(SMALL)
    before = lives(), places(), set(Place.objects.values_list("pk", flat=True))
    said = load(SMALL)
    assert "0 đơn vị mới" in said
    assert (lives(), places(), set(Place.objects.values_list("pk", flat=True))) == before
    assert JournalEntry.objects.filter(act="tree.planted").count() == 1


def test_a_later_tree_begins_and_the_earlier_one_ends_that_day(load: Callable[..., str]) -> None:
    load(SMALL)
    load([*SMALL, *OTHERS], "2025-07-01")
    assert sorted(places()) == [(date(2021, 1, 1), date(2025, 7, 1)), (date(2025, 7, 1), None)]
    assert Tree.objects.holding(date(2025, 6, 30)).get().valid_from == date(2021, 1, 1)
    assert Tree.objects.holding(date(2025, 7, 1)).get().valid_from == date(2025, 7, 1)
    assert not Tree.objects.holding(date(2020, 12, 31)).exists()


def test_a_row_that_names_the_same_unit_lengthens_its_life(load: Callable[..., str]) -> None:
    load(SMALL, "2025-07-01")
    ward = Unit.objects.get(code="26755")
    load(SMALL, "2021-01-01")
    same = Unit.objects.get(code="26755")
    assert (same.pk, same.known_from, same.known_to) == (ward.pk, date(2021, 1, 1), None)


@pytest.mark.parametrize(
    "cells",
    [{"name": "Phường Cầu Kho"}, {"parent_code": "79"}, {"kind": "Xã"}],
    ids=["another name", "another superior", "another kind"],
)
def test_a_known_code_with_another_name_superior_or_kind_is_another_unit(
    load: Callable[..., str], cells: dict[str, str]
) -> None:
    load(SMALL)
    load(changed(SMALL, "26755", **cells), "2025-07-01")
    before, after = Unit.objects.filter(code="26755").order_by("known_from")
    assert (before.known_from, before.known_to) == (date(2021, 1, 1), date(2025, 7, 1))
    assert (after.known_from, after.known_to) == (date(2025, 7, 1), None)
    assert Unit.objects.with_code("26755", on=date(2025, 6, 30)).get() == before
    assert Unit.objects.with_code("26755", on=date(2025, 7, 1)).get() == after


def test_a_unit_that_the_next_tree_leaves_out_ends_with_the_last_that_knew_it(load: Callable[..., str]) -> None:
    load(SMALL)
    load(SMALL[:3], "2025-07-01")
    assert Unit.objects.get(code="26758").known_to == date(2025, 7, 1)
    assert not Unit.objects.with_code("26758", on=date(2025, 7, 1)).exists()


def test_a_tree_put_between_two_others_shortens_only_the_one_before(load: Callable[..., str]) -> None:
    load(SMALL, "2021-01-01")
    load(SMALL, "2025-07-01")
    load(SMALL, "2023-01-01")
    assert sorted(places()) == [
        (date(2021, 1, 1), date(2023, 1, 1)),
        (date(2023, 1, 1), date(2025, 7, 1)),
        (date(2025, 7, 1), None),
    ]


def test_a_corrected_file_of_the_same_day_replaces_the_places(load: Callable[..., str]) -> None:
    load(SMALL)
    load(SMALL[:3])
    assert places() == {
        (date(2021, 1, 1), None): {("VN",), ("VN", "79"), ("VN", "79", "760"), ("VN", "79", "760", "26755")}
    }


def test_what_was_reported_stays_with_the_unit_when_a_new_tree_begins(load: Callable[..., str]) -> None:
    load(SMALL)
    ward = Unit.objects.get(code="26755")
    sheet = Sheet.objects.create(unit=ward, year=2022, quarter=1)
    load([*SMALL, *OTHERS], "2025-07-01")
    sheet.refresh_from_db()
    assert sheet.unit_id == ward.pk
    assert Unit.objects.with_code("26755", on=date(2026, 1, 1)).get() == ward


def test_some_units_are_placed_without_ending_the_rest_of_a_tree(db: None) -> None:
    planting.plant(making.ROWS[:4], valid_from=making.FIRST_DAY)
    planted = planting.place(making.ROWS, valid_from=date(2022, 1, 1))
    assert (planted.units, planted.places) == (2, 2)
    assert [tree.valid_from for tree in Tree.objects.all()] == [making.FIRST_DAY]
    assert planting.place(making.ROWS, valid_from=date(2022, 1, 1)) == planting.Planted(0, 0)


# --- beside the demonstration ---------------------------------------------------------------------


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """Eleven accounts are made; how slowly their passwords are hashed is not looked at here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.usefixtures("quick_passwords")
@pytest.mark.parametrize("since", ["2020-01-01", "2021-01-01", "2025-07-01"], ids=["before", "same day", "after"])
def test_demonstration_and_file_give_the_same_units_in_either_order_and_repeated(
    load: Callable[..., str], settings: Any, tmp_path: Path, since: str
) -> None:
    settings.VAR_DIR = tmp_path
    rows = [*told_units(), *OTHERS]

    def demo() -> None:
        call_command("load_demo", verbosity=0)

    def file() -> None:
        load(rows, since)

    def state_after(*steps: Callable[[], object]) -> tuple[set[Life], Any]:
        with transaction.atomic():
            for step in steps:
                step()
            found = lives(), places()
            transaction.set_rollback(True)
        return found

    first = state_after(demo, file)
    assert state_after(file, demo) == first
    offices = demonstration.load  # the part of it that touches units
    assert state_after(offices, file, offices, file) == first
    assert state_after(file, offices, file, offices) == first
    assert len({life[:4] for life in first[0]}) == len(first[0]) == len(rows) + 1


@pytest.mark.usefixtures("quick_passwords")
def test_a_file_of_the_demonstrations_own_day_makes_its_tree_whole(load: Callable[..., str]) -> None:
    demonstration.load()
    assert Tree.objects.get().is_partial
    load([*told_units(), *OTHERS])
    assert not Tree.objects.get().is_partial


@pytest.mark.usefixtures("quick_passwords")
def test_a_file_from_an_earlier_day_takes_the_demonstrations_tree_in(load: Callable[..., str]) -> None:
    demonstration.load()
    load([*told_units(), *OTHERS], "2020-01-01")
    assert list(places()) == [(date(2020, 1, 1), None)]


@pytest.mark.usefixtures("quick_passwords")
def test_the_demonstrations_people_see_their_ward_whichever_came_first(load: Callable[..., str]) -> None:
    load([*told_units(), *OTHERS], "2020-01-01")
    demonstration.load()
    reader = Person.objects.get(username="quan-uy")
    assert reader.visible_units().count() == 11


@pytest.mark.slow
@pytest.mark.skipif(not NATION_2024.exists(), reason="the file of all units of 2024 is not beside the project")
def test_the_units_of_the_whole_nation_load_and_load_again(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_units", str(NATION_2024), "--from", "2021-01-01")
    said = capsys.readouterr()
    assert "11363 dòng" in said.out
    assert Unit.objects.count() == Place.objects.count() == 11_364
    assert "100%" in said.err
    call_command("import_units", str(NATION_2024), "--from", "2021-01-01")
    assert "0 đơn vị mới" in capsys.readouterr().out
    assert Unit.objects.count() == Place.objects.count() == 11_364


# --- units by code --------------------------------------------------------------------------------


def test_a_command_finds_the_unit_that_bore_the_code_at_the_periods_end(
    load: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(SMALL)
    load(changed(SMALL, "26755", name="Phường Cầu Ông Lãnh"), "2025-07-01")
    old, new = Unit.objects.filter(code="26755").order_by("known_from")
    asked: list[Unit] = []

    def only_ask(unit: Unit, *_args: object, **_options: object) -> None:
        asked.append(unit)
        raise Refused("Far enough.")

    monkeypatch.setattr("indicators.management.commands.print_report.progress_report", only_ask)
    for period in ("2025-Q1", "2025-6T", "2025-Q3", "2025"):
        with pytest.raises(CommandError, match=r"Far enough\."):
            call_command("print_report", unit="26755", period=period, output=tmp_path / "paper.pdf")
    assert asked == [old, old, new, new]


def test_a_command_refuses_a_code_nobody_bore_at_the_periods_end(load: Callable[..., str], tmp_path: Path) -> None:
    load(SMALL, "2023-01-01")
    with pytest.raises(CommandError, match=r"26755.*31/12/2022"):
        call_command("print_report", unit="26755", period="2022", output=tmp_path / "paper.pdf")
    assert not (tmp_path / "paper.pdf").exists()
