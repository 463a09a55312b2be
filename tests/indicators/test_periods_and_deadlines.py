"""Windows of data after Nghị định 09/2019/NĐ-CP Điều 12, the two regimes' years, and deadlines that may be moved."""

from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from coquang.refusals import Refused
from indicators import windows
from indicators.actions import periods
from indicators.dashboards.timeline import timeline
from indicators.doors import find_sheet
from indicators.models import Deadline, Indicator, Period, Regime, Sheet
from programmes.models import NonWorkingDay, Person, Unit
from programmes.working_days import closed_days, is_working, next_working, working_days_between
from tests import making


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    who = making.person("quan-tri", "Quản trị danh mục")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def deadline(db: None) -> Deadline:
    """The wards' deadline of quarter I of 2023, cut off on Tuesday 14 March."""
    periods.lay_out(2023)
    return Deadline.objects.get(period__number=1, level=Unit.Level.COMMUNE)


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("month", 1, "2025-12-15", "2026-01-14"),
        ("month", 2, "2026-01-15", "2026-02-14"),
        ("month", 3, "2026-02-15", "2026-03-14"),
        ("month", 12, "2026-11-15", "2026-12-14"),
        ("quarter", 1, "2025-12-15", "2026-03-14"),
        ("quarter", 2, "2026-03-15", "2026-06-14"),
        ("quarter", 3, "2026-06-15", "2026-09-14"),
        ("quarter", 4, "2026-09-15", "2026-12-14"),
        ("half", 1, "2025-12-15", "2026-06-14"),
        ("half", 2, "2026-06-15", "2026-12-14"),
        ("nine_months", 1, "2025-12-15", "2026-09-14"),
        ("year", 1, "2025-12-15", "2026-12-14"),
    ],
)
def test_each_period_has_its_window(kind: str, number: int, first: str, last: str) -> None:
    assert windows.window(2026, kind, number) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("kind", ["month", "quarter", "half"])
def test_one_window_begins_the_day_after_the_one_before_ends(kind: str) -> None:
    count = 12 // windows.MONTHS_LONG[kind]
    spans = [windows.window(year, kind, n) for year in (2025, 2026) for n in range(1, count + 1)]
    assert all((later[0] - sooner[1]).days == 1 for sooner, later in pairwise(spans))


@pytest.mark.parametrize(("kind", "number"), [("month", 0), ("month", 13), ("quarter", 5), ("nine_months", 2)])
def test_a_period_the_year_does_not_have_is_no_period(kind: str, number: int) -> None:
    with pytest.raises(ValueError, match="no "):
        windows.window(2026, kind, number)


@pytest.mark.parametrize(
    ("day", "falls_on"),
    [
        ("2023-03-17", "2023-03-17"),
        ("2023-03-18", "2023-03-20"),
        ("2023-03-19", "2023-03-20"),
        ("2023-04-29", "2023-05-04"),
    ],
)
def test_a_closed_day_gives_way_to_the_next_working_day(day: str, falls_on: str) -> None:
    holidays = frozenset(date(2023, 5, n) for n in (1, 2, 3))
    assert next_working(date.fromisoformat(day), holidays) == date.fromisoformat(falls_on)


@pytest.mark.django_db
def test_the_state_counts_quarters_and_the_party_from_january_on() -> None:
    assert periods.lay_out(2026) == 4
    assert periods.lay_out(2026, Regime.PARTY) == 16
    state = Period.objects.filter(regime=Regime.STATE)
    assert list(state.order_by("number").values_list("kind", "number", "through")) == [
        ("quarter", n, n) for n in (1, 2, 3, 4)
    ]
    party = Period.objects.filter(regime=Regime.PARTY).exclude(kind="month")
    assert list(party.order_by("through").values_list("kind", "through", "cut_off")) == [
        ("quarter", 1, date(2026, 3, 14)),
        ("half", 2, date(2026, 6, 14)),
        ("nine_months", 3, date(2026, 9, 14)),
        ("year", 4, date(2026, 12, 14)),
    ]
    months = Period.objects.filter(kind="month").order_by("number").values_list("number", "through")
    assert list(months) == [(n, (n + 2) // 3) for n in range(1, 13)]


@pytest.mark.django_db
def test_every_deadline_is_a_working_day_after_the_cut_off() -> None:
    NonWorkingDay.objects.create(day=date(2026, 6, 16), reason="Nghỉ bù")
    for regime in Regime:
        periods.lay_out(2026, regime)
    closed = closed_days()
    for deadline in Deadline.objects.select_related("period"):
        day = timezone.localtime(deadline.due_at).date()
        assert is_working(day, closed)
        assert working_days_between(deadline.period.cut_off, day, closed) >= 1


def test_laying_out_again_leaves_moved_deadlines_alone(deadline: Deadline, keeper: Person) -> None:
    periods.move(deadline, date(2023, 3, 22), time(11, 30), by=keeper)
    assert periods.begin_year(2023, Regime.STATE, by=keeper) == 0
    deadline.refresh_from_db()
    assert deadline.due_at == timezone.make_aware(datetime(2023, 3, 22, 11, 30))


def test_the_file_of_periods_keeps_the_hour_of_a_deadline(as_: Any, deadline: Deadline, keeper: Person) -> None:
    periods.move(deadline, date(2023, 3, 22), time(11, 30), by=keeper)
    assert "22/3/2023 11:30" in as_(keeper).get("/danh-muc/ky-bao-cao/?tai=csv").content.decode()


@pytest.mark.parametrize("day", ["2023-03-13", "2023-03-14"])
def test_a_deadline_leaves_a_working_day_after_the_cut_off(deadline: Deadline, keeper: Person, day: str) -> None:
    with pytest.raises(Refused, match="15/3/2023"):
        periods.move(deadline, date.fromisoformat(day), time(17), by=keeper)
    assert periods.move(deadline, date(2023, 3, 15), time(17), by=keeper).due_at.date() == date(2023, 3, 15)


def test_a_deadline_on_a_closed_day_falls_on_the_next_working_day_and_says_so(
    as_: Any, deadline: Deadline, keeper: Person
) -> None:
    NonWorkingDay.objects.create(day=date(2023, 3, 20), reason="Nghỉ bù")
    url = f"/danh-muc/ky-bao-cao/han-gui/{deadline.pk}/sua/"
    told = {"day": "18/3/2023", "hour": "11h30", **making.form_key()}
    page = as_(keeper).post(url, told, follow=True).content.decode()
    assert "18/3/2023" in page and "21/3/2023" in page
    deadline.refresh_from_db()
    assert timezone.localtime(deadline.due_at) == timezone.make_aware(datetime(2023, 3, 21, 11, 30))
    assert Period.objects.get(pk=deadline.period_id).cut_off == date(2023, 3, 14)


@pytest.mark.parametrize(
    ("told", "at_fault"),
    [
        ({"day": "14/3/2023", "hour": "17:00"}, "day"),
        ({"day": "20/3/2032", "hour": "17:00"}, "day"),
        ({"day": "31/2/2023", "hour": "17:00"}, "day"),
        ({"day": "20/3/2023", "hour": "25:00"}, "hour"),
        ({"day": "20/3/2023", "hour": "chiều"}, "hour"),
    ],
)
def test_a_deadline_that_cannot_stand_comes_back_with_its_reason(
    as_: Any, deadline: Deadline, keeper: Person, told: dict[str, str], at_fault: str
) -> None:
    before = deadline.due_at
    answer = as_(keeper).post(f"/danh-muc/ky-bao-cao/han-gui/{deadline.pk}/sua/", {**told, **making.form_key()})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {at_fault}
    deadline.refresh_from_db()
    assert deadline.due_at == before


def test_only_those_who_keep_what_all_share_lay_out_years_and_move_deadlines(
    as_: Any, deadline: Deadline, ward: Unit, clerk: Person
) -> None:
    who = making.person("quan-tri-phuong")
    making.appointed(who, "administer", unit=ward)
    for person in (who, clerk):
        with pytest.raises(PermissionDenied):
            periods.move(deadline, date(2023, 3, 22), time(17), by=person)
        with pytest.raises(PermissionDenied):
            periods.begin_year(2024, Regime.PARTY, by=person)
    window = as_(clerk)
    assert window.get("/danh-muc/ky-bao-cao/").status_code == 200
    assert window.get("/danh-muc/ky-bao-cao/moi/").headers["Location"] == "/danh-muc/ky-bao-cao/"


def test_a_year_is_laid_out_from_its_page_and_listed_by_regime(as_: Any, keeper: Person) -> None:
    window = as_(keeper)
    told = {"year": "2024", "regime": "party", **making.form_key()}
    answer = window.post("/danh-muc/ky-bao-cao/moi/", told)
    assert answer.headers["Location"] == "/danh-muc/ky-bao-cao/?regime=party&year=2024"
    page = window.get(answer.headers["Location"]).content.decode()
    assert "tháng 12/2024" in page and "9 tháng đầu năm 2024" in page
    assert window.post("/danh-muc/ky-bao-cao/moi/", {**told, "year": "1999"}).status_code == 422


def test_the_partys_quarter_does_not_stand_in_for_the_states_on_a_sheet(
    clerk: Person, quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    state = Deadline.objects.get(period__year=2022, period__number=1, level=Unit.Level.COMMUNE)
    Period.objects.filter(year=2022).delete()
    periods.lay_out(2022, Regime.PARTY)
    periods.lay_out(2022)
    party = Deadline.objects.filter(period__regime=Regime.PARTY)
    party.update(due_at=timezone.make_aware(datetime(2022, 4, 1, 8)), closes_on=None)
    found = find_sheet(clerk, making.WARD, quarter.period)
    assert found is not None
    assert found.due_at == state.due_at  # type: ignore[attr-defined]


def test_the_partys_six_months_are_owed_beside_the_states_second_quarter(clerk: Person, quarter: Sheet) -> None:
    periods.lay_out(2022, Regime.PARTY)
    told = [step.words for step in timeline(2022, 2)]
    assert "Phường gửi báo cáo của Đảng, 6 tháng đầu năm 2022" in told
    assert not any("tháng 6/2022" in words for words in told)
