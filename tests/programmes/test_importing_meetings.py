"""Meetings held elsewhere are taken in whole; what their reports leave out stays unknown and is told."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from programmes.meeting_files import kind_of, read_meetings
from programmes.models import Meeting, Minutes, Task, Unit
from tests import making

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "meetings.json"


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = date(2023, 3, 15)


def told(**facts: Any) -> dict[str, Any]:
    own = {
        "id": "H1", "unit": "Phường Cô Giang", "date": "2022-03-28", "title": "Họp thường kỳ tháng 3",
        "type": "họp thường kỳ", "host": "UBND phường", "chair_title": "Chủ tịch UBND phường",
        "attendee_roles": ["công chức"], "opinions": ["Báo cáo tiến độ"],
        "conclusions": [
            {"text": "Quản lý trật tự chợ", "assigned_to": "bộ phận chuyên môn", "coordinating": ["công an phường"],
             "deadline_text": "trước ngày 30-4", "deadline": "--04-30"},
            {"text": "Nâng cao trách nhiệm", "assigned_to": ""},
        ],
    }  # fmt: skip
    return {**own, **facts}


def file(tmp_path: Path, *meetings: Any) -> Path:
    path = tmp_path / "cuoc-hop.json"
    path.write_text(json.dumps({"meetings": meetings}), encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_meetings", path, stdout=out, **options)
    return out.getvalue()


def test_each_conclusion_becomes_a_proposed_task_or_says_that_none_arises(tmp_path: Path, ward: Unit) -> None:
    run(file(tmp_path, told()))
    task = Task.objects.get()
    assert (task.is_proposed, task.lead_text, task.lead_body) == (True, "bộ phận chuyên môn", None)
    assert (task.due_on, task.deadline_words) == (date(2022, 4, 30), "trước ngày 30-4")
    minutes = Minutes.objects.get()
    assert minutes.meeting.unit == ward
    assert minutes.state == "signed"
    assert [bool(one.no_task_reason) for one in minutes.conclusions.all()] == [False, True]


def test_the_same_file_twice_makes_each_meeting_once(tmp_path: Path, ward: Unit) -> None:
    path = file(tmp_path, told())
    run(path)
    assert run(path).rstrip().endswith("1 đã có.")
    assert (Meeting.objects.count(), Task.objects.count()) == (1, 1)


def test_a_dry_run_says_what_is_missing_and_changes_nothing(tmp_path: Path, units: dict[str, Unit]) -> None:
    said = run(file(tmp_path, told(unit="TP. Uông Bí", date="", date_text="17-8")), dry_run=True)
    assert "17-8" in said
    assert not Meeting.objects.exists()


def test_what_is_unknown_stays_unknown(tmp_path: Path, units: dict[str, Unit]) -> None:
    run(file(tmp_path, told(unit="TP. Uông Bí", date="", date_text="17-8", chair_title="")))
    meeting = Meeting.objects.get()
    assert (meeting.unit, meeting.unit_text, meeting.held_on, meeting.chair_text) == (None, "TP. Uông Bí", None, "")
    # A day without its year cannot be told when the meeting's own year is unknown.
    assert Task.objects.get().due_on is None


def test_of_two_units_of_one_name_the_one_under_the_named_superior_is_meant(
    tmp_path: Path, units: dict[str, Unit]
) -> None:
    other = units[making.FAR_WARD]
    Unit.objects.filter(pk=other.pk).update(name="Phường Cô Giang", name_search="phuong co giang")
    run(file(tmp_path, told(province="Quận 3, TP. Hồ Chí Minh"), told(id="H2")))
    found = {meeting.source_key: meeting.unit for meeting in Meeting.objects.all()}
    assert found == {"H1": other, "H2": None}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b'{"meetings": 5}', b'{"meetings": [5]}', b"\xff\xfe", b"[" * 100_000,
        b'{"meetings": [{"id": 5, "title": [], "unit": null}]}',
        json.dumps({"meetings": [told(date="2022-02-30")]}).encode(),
        json.dumps({"meetings": [told(title="x" * 2000)]}).encode(),
        json.dumps({"meetings": [told(title="a\u0000b")]}).encode(),
        json.dumps({"meetings": [told(), told()]}).encode(),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_whole_with_its_faults(content: bytes, tmp_path: Path, units: Any) -> None:
    _meetings, faults = read_meetings(content)
    assert faults
    path = tmp_path / "hong.json"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        run(path)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("called", "kind"),
    [
        ("sơ kết 6 tháng Ban Thường vụ Đảng ủy phường", "mid_year"),
        ("họp thường kỳ UBND phường", "peoples_committee"),
        ("tổng kết năm Đảng ủy phường", "year_end"),
        ("giao ban tháng HĐND phường", "other"),
        ("Sơ kết giữa nhiệm kỳ", "mid_term"),
    ],
)
def test_the_kind_is_told_by_what_a_report_calls_the_meeting(called: str, kind: str) -> None:
    assert kind_of(called) == kind


@pytest.mark.skipif(not SHARED.exists(), reason="the file of published meetings lies outside the project")
def test_the_published_meetings_load_whole(units: dict[str, Unit]) -> None:
    run(SHARED)
    rows = json.loads(SHARED.read_text(encoding="utf-8"))["meetings"]
    assert Meeting.objects.count() == len(rows)
    assert Task.objects.filter(is_proposed=True).count() == sum(len(row["conclusions"]) for row in rows)
    assert Meeting.objects.filter(held_on=None).count() == 1
