"""Dates are typed day first and written as official papers write them; periods have a code and two names."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coquang import dates
from coquang.dates import NotADate
from coquang.periods import NotAPeriod, Period

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
ANY_DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "05/02/2026",
        "5/2/2026",
        "05-02-2026",
        "2026-02-05",
        "ngày 05 tháng 02 năm 2026",
        " Ngày  5 tháng 2 năm 2026 ",
    ],
)
def test_a_day_is_read_however_offices_write_it(typed: str) -> None:
    assert dates.read(typed) == date(2026, 2, 5)


@given(ANY_DAY)
def test_every_day_written_is_read_back(day: date) -> None:
    for text in (dates.short(day), dates.cited(day), dates.long_date(day), day.isoformat()):
        assert dates.read(text) == day


@pytest.mark.parametrize(
    ("typed", "reason", "sentence"),
    [
        ("5/2/26", "short_year", "Chưa đọc được “5/2/26”. Nhập đủ bốn chữ số của năm, ví dụ 5/2/2026."),
        (
            "12/31/2026",
            "day_first",
            ("Chưa đọc được “12/31/2026”. Ngày đứng trước tháng; nếu là ngày 31 tháng 12 năm 2026, nhập 31/12/2026."),
        ),
        (
            "30/02/2026",
            "no_such_day",
            "Chưa đọc được “30/02/2026”. Tháng 2 năm 2026 không có ngày 30; ngày cuối tháng là 28/02/2026.",
        ),
        (
            "01/01/1899",
            "year",
            "Chưa đọc được “01/01/1899”. Năm phải từ 1900 đến 2100; nhập theo dạng 31/12/2026.",
        ),
        ("5.2.2026", "shape", "Chưa đọc được “5.2.2026”. Nhập theo dạng ngày/tháng/năm, ví dụ 5/2/2026."),
        ("hôm nay", "shape", "Chưa đọc được “hôm nay”. Nhập theo dạng ngày/tháng/năm, ví dụ 31/12/2026."),
        ("", "blank", "Chưa có ngày; nhập theo dạng 31/12/2026."),
    ],
)
def test_anything_else_is_refused_with_what_to_type(typed: str, reason: str, sentence: str) -> None:
    with pytest.raises(NotADate) as refusal:
        dates.read(typed)
    assert refusal.value.reason == reason
    assert str(refusal.value) == sentence
    said = refusal.value.sentence("en")
    assert re.search(r"([Tt]ype|last day is) .*[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\.$", said), said


@pytest.mark.parametrize(
    "typed",
    [
        *("05/02-2026", "2026-2-5", "2026/02/05", "25:00", "45291", "5/2/02026", "0/1/2026", "٥/2/2026"),
        *("5/2/2026 08:00", "1/1/2101", "5" * 200, "13/13/2026", "ngày 05 tháng 02 năm 26", "5/2/26\x00"),
        *("29/02/2025", "99/99/99", "31/4/2026", "05/02/2026."),
    ],
)
def test_a_date_is_never_guessed(typed: str) -> None:
    with pytest.raises(NotADate) as refusal:
        dates.read(typed)
    assert re.search(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}\.$", str(refusal.value))


@given(st.text(alphabet="0123456789/-. ngàythágnăm\x00", max_size=14))
def test_whatever_is_typed_is_a_day_or_a_sentence(typed: str) -> None:
    try:
        day = dates.read(typed)
    except NotADate as refusal:
        assert refusal.sentence("vi").endswith(".")
        assert refusal.sentence("en").endswith(".")
    else:
        assert 1900 <= day.year <= 2100


def test_papers_pad_the_day_and_only_the_first_two_months() -> None:
    assert dates.long_date(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert dates.long_date(date(2026, 5, 27)) == "ngày 27 tháng 5 năm 2026"
    assert dates.long_date(date(2026, 10, 3)) == "ngày 03 tháng 10 năm 2026"
    assert dates.long_date(date(2026, 2, 5), "en") == "5 February 2026"
    assert dates.cited(date(2026, 9, 5)) == "05/9/2026"
    assert dates.cited(date(2026, 1, 9)) == "09/01/2026"
    assert dates.cited(date(2018, 3, 3)) == "03/3/2018"
    assert dates.cited(date(2023, 2, 23)) == "23/02/2023"
    assert dates.short(date(2026, 6, 14)) == "14/6/2026"
    assert dates.short(date(2026, 1, 9)) == "9/1/2026"


def test_days_hours_months_and_quarters_have_their_names() -> None:
    week = [dates.weekday(date(2023, 2, 20 + day)) for day in range(7)]
    assert week == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
    assert dates.weekday(date(2023, 2, 23), "en") == "Thursday"
    assert dates.clock(datetime(2023, 2, 23, 14, 3)) == "14:03"
    assert dates.hour_words(time(17, 0)) == "17 giờ 00"
    assert dates.month_name(5) == "tháng 5"
    assert dates.month_name(5, "en") == "May"
    assert [dates.roman(quarter) for quarter in (1, 2, 3, 4)] == ["I", "II", "III", "IV"]
    assert dates.quarter_name(2023, 1) == "quý I/2023"
    assert dates.quarter_name(2023, 1, "en") == "Q1 2023"
    with pytest.raises(LookupError):
        dates.roman(0)


def test_today_is_the_day_set_for_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "settings", SimpleNamespace(WORK_DATE=date(2023, 3, 15)))
    assert dates.today() == date(2023, 3, 15)


def test_today_is_the_day_in_viet_nam_when_none_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    class LateEvening(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "LateEvening":
            return cls(2023, 3, 15, 18, 0, tzinfo=UTC).astimezone(tz)  # type: ignore[arg-type]

    monkeypatch.setattr(dates, "settings", SimpleNamespace(WORK_DATE=None))
    monkeypatch.setattr(dates, "datetime", LateEvening)
    assert dates.today() == date(2023, 3, 16)


@pytest.mark.parametrize(
    ("code", "through", "closed", "vietnamese", "english", "before"),
    [
        ("2022-Q1", 1, False, "quý I/2022", "Q1 2022", "2021-Q1"),
        ("2022-Q4", 4, True, "quý IV/2022", "Q4 2022", "2021-Q4"),
        ("2022-6T", 2, False, "6 tháng đầu năm 2022", "the first six months of 2022", "2021-6T"),
        ("2022-9T", 3, False, "9 tháng đầu năm 2022", "the first nine months of 2022", "2021-9T"),
        ("2022", 4, True, "năm 2022", "2022", "2021"),
    ],
)
def test_a_period_has_a_code_an_end_and_two_names(
    code: str, through: int, closed: bool, vietnamese: str, english: str, before: str
) -> None:
    period = Period.parse(code.lower())
    assert period == Period.parse(code)
    assert period.code == code
    assert period.through == through
    assert period.is_closed_at_year_end is closed
    assert period.name() == vietnamese
    assert period.name("en") == english
    assert period.year_before().code == before


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2022-Q5",
        "2022-Q0",
        "2022Q1",
        "22-Q1",
        "2022-3T",
        "1999",
        "2100-Q1",
        "२०२२",
        "2022-Q1\x00",
        "9" * 99,
    ],
)
def test_no_other_period_exists(typed: str) -> None:
    with pytest.raises(NotAPeriod) as refusal:
        Period.parse(typed)
    assert "2022-Q1" in refusal.value.sentence()
    assert "2022-Q1" in refusal.value.sentence("en")


def test_a_period_cannot_be_made_wrong_by_hand() -> None:
    for year, kind, number in [
        (2022, "quarter", 5),
        (2022, "half", 2),
        (2022, "month", 1),
        (1999, "year", 1),
    ]:
        with pytest.raises(NotAPeriod):
            Period(year, kind, number)
    with pytest.raises(NotAPeriod):
        Period.parse("2000").year_before()


@pytest.mark.skipif(not SHARED.exists(), reason="the collection of nasty inputs is not beside the project")
def test_nasty_dates_are_taken_or_refused_as_the_collection_expects() -> None:
    cases = json.loads((SHARED / "bad_inputs.json").read_text(encoding="utf-8"))["cases"]
    for case in (case for case in cases if case["kind"] == "date"):
        expected = case["expect"]
        try:
            day = dates.read(case["value"])
        except NotADate:
            assert 422 in expected["status"], case
        else:
            assert 200 in expected["status"], case
            assert expected.get("stored_as", day.isoformat()).startswith(day.isoformat()), case


def test_a_moment_of_the_machine_stands_by_the_working_day_of_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "settings", SimpleNamespace(WORK_DATE=date(2023, 3, 15)))
    now = datetime.now(UTC)
    assert dates.at_the_office(now).date() == date(2023, 3, 15)
    assert dates.at_the_office(now - timedelta(days=1)).date() == date(2023, 3, 14)
    monkeypatch.setattr(dates, "settings", SimpleNamespace(WORK_DATE=None))
    assert dates.at_the_office(now) == now
