"""The theme of the year at every level, and the days on which offices are closed."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied

from coquang.periods import Period
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.documents import progress_report
from indicators.models import Indicator
from programmes.actions import calendar, themes
from programmes.models import Body, NonWorkingDay, Person, Theme, Unit
from tests import making

TODAY = date(2022, 3, 15)
DECISION = "Quyết định số 200/QĐ-UBND, ngày 18/01/2023"


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def ward_admin(committee: Body) -> Person:
    who = making.person("quan-tri-phuong", "Quản trị phường")
    making.appointed(who, "administer", at=committee)
    return who


@pytest.fixture
def city_admin(units: dict[str, Unit]) -> Person:
    who = making.person("quan-tri-tp", "Quản trị thành phố")
    making.appointed(who, "administer", unit=units[making.CITY], below=True)
    return who


def a_theme(unit: Unit, text: str, *, by: Person, year: int = 2022, adopted_by: str = "") -> Theme:
    return themes.keep(Theme(unit=unit, year=year, text=text, adopted_by=adopted_by), by=by)


def test_a_wards_theme_finds_the_nearest_above_it(
    units: dict[str, Unit], ward_admin: Person, city_admin: Person
) -> None:
    a_theme(units[making.CITY], "Của năm trước", by=city_admin, year=2021)
    own = a_theme(units[making.WARD], "Của phường", by=ward_admin)
    assert own.superior is None
    city = a_theme(units[making.CITY], "Của thành phố", by=city_admin)
    own.refresh_from_db()
    assert own.superior == city
    district = a_theme(units[making.DISTRICT], "Của quận", by=city_admin)
    other = a_theme(units[making.OTHER_DISTRICT], "Của quận khác", by=city_admin)
    own.refresh_from_db()
    assert (own.superior, district.superior, other.superior) == (district, city, city)


def test_a_theme_is_set_by_those_who_administer_the_unit_and_once_a_year(
    units: dict[str, Unit], ward_admin: Person, clerk: Person
) -> None:
    for who in (clerk, making.person("ai-do")):
        with pytest.raises(PermissionDenied):
            a_theme(units[making.WARD], "Của phường", by=who)
    with pytest.raises(PermissionDenied):
        a_theme(units[making.CITY], "Của thành phố", by=ward_admin)
    a_theme(units[making.WARD], "Của phường", by=ward_admin)
    with pytest.raises(Refused):
        a_theme(units[making.WARD], "Lần nữa", by=ward_admin)


def test_the_list_shows_ones_own_theme_and_those_above_but_no_siblings(
    as_: Any, units: dict[str, Unit], clerk: Person, city_admin: Person
) -> None:
    for code, text in ((making.CITY, "Của thành phố"), (making.WARD, "Của phường"), (making.SIBLING, "Của bạn")):
        a_theme(units[code], text, by=city_admin)
    page = as_(clerk).get("/danh-muc/chu-de/").content.decode()
    assert "Của thành phố" in page and "Của phường" in page
    assert "Của bạn" not in page
    assert "/sua/" not in page
    assert "/sua/" in as_(city_admin).get("/danh-muc/chu-de/").content.decode()


def test_a_theme_is_typed_mended_and_refused_in_words(
    as_: Any, units: dict[str, Unit], ward_admin: Person, city_admin: Person
) -> None:
    city = a_theme(units[making.CITY], "Của thành phố", by=city_admin, adopted_by=DECISION)
    window, ward = as_(ward_admin), units[making.WARD]
    facts = {"unit": ward.pk, "year": "2022", "text": "Phục vụ Nhân dân", "adopted_by": ""}
    assert window.post("/danh-muc/chu-de/moi/", {**facts, **making.form_key()}).status_code == 302
    own = Theme.objects.get(unit=ward)
    assert own.superior == city
    page = window.get(f"/danh-muc/chu-de/{own.pk}/sua/").content.decode()
    assert "Của thành phố" in page and DECISION in page
    window.post(f"/danh-muc/chu-de/{own.pk}/sua/", {**facts, "text": "Đúng hạn", **making.form_key()})
    own.refresh_from_db()
    assert own.text == "Đúng hạn"
    assert window.post("/danh-muc/chu-de/moi/", {**facts, **making.form_key()}).status_code == 422
    assert window.post("/danh-muc/chu-de/moi/", {**facts, "year": "1999", **making.form_key()}).status_code == 422
    assert window.get(f"/danh-muc/chu-de/{city.pk}/sua/").status_code == 404


def test_both_themes_stand_in_full_on_the_board_and_in_the_report(
    as_: Any,
    units: dict[str, Unit],
    indicators: dict[str, Indicator],
    clerk: Person,
    ward_admin: Person,
    city_admin: Person,
) -> None:
    ward = units[making.WARD]
    making.reporting(ward, indicators)
    a_theme(units[making.CITY], "Của thành phố", by=city_admin, adopted_by=DECISION)
    a_theme(ward, "Của phường", by=ward_admin)
    opening = [block.get("text", "") for block in progress_report(ward, Period.parse("2022")).facts["blocks"]][:2]
    assert "“Của thành phố”" in opening[0] and DECISION in opening[0]
    assert "“Của phường”" in opening[1]
    for page in (f"/theo-doi/{ward.code}/2022/", f"/bao-cao/{ward.code}/2022/"):
        shown = as_(clerk).get(page).content.decode()
        assert "“Của thành phố”" in shown and DECISION in shown and "“Của phường”" in shown
    Theme.objects.filter(unit=ward).delete()
    opening = [block.get("text", "") for block in progress_report(ward, Period.parse("2022")).facts["blocks"]][:2]
    assert "“Của thành phố”" in opening[0]
    assert "Của phường" not in opening[1]


# --- days off -------------------------------------------------------------------------------------


def test_a_span_of_days_off_is_added_and_a_day_taken_back(as_: Any, city_admin: Person) -> None:
    window = as_(city_admin)
    span = {"first": "29/4/2023", "last": "3/5/2023", "reason": "Nghỉ lễ", **making.form_key()}
    assert window.post("/danh-muc/ngay-nghi/moi/", span).status_code == 302
    days = list(NonWorkingDay.objects.values_list("day", flat=True))
    assert days == [date(2023, 4, 29), date(2023, 4, 30), date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3)]
    page = window.get("/danh-muc/ngay-nghi/", {"year": "2023"}).content.decode()
    assert "Nghỉ lễ" in page and "30/4/2023" in page
    assert "Nghỉ lễ" not in window.get("/danh-muc/ngay-nghi/", {"year": "2022"}).content.decode()
    last = NonWorkingDay.objects.get(day=date(2023, 5, 3))
    window.post(f"/danh-muc/ngay-nghi/{last.pk}/bo/", making.form_key())
    assert not NonWorkingDay.objects.filter(pk=last.pk).exists()
    removed = JournalEntry.objects.get(act="day_off.removed")
    assert removed.facts == {"day": "2023-05-03", "reason": "Nghỉ lễ"}
    assert JournalEntry.objects.filter(act="day_off.added").count() == 5


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("3/5/2023", "29/4/2023", "Nghỉ lễ"),
        ("1/1/2023", "31/12/2023", "Nghỉ lễ"),
        ("31/2/2023", "", "Nghỉ lễ"),
        ("29/4/2023", "", " "),
    ],
)
def test_a_span_that_cannot_be_meant_is_refused(
    as_: Any, city_admin: Person, first: str, last: str, reason: str
) -> None:
    facts = {"first": first, "last": last, "reason": reason, **making.form_key()}
    assert as_(city_admin).post("/danh-muc/ngay-nghi/moi/", facts).status_code == 422
    assert not NonWorkingDay.objects.exists()


def test_a_day_that_is_off_already_keeps_its_reason(city_admin: Person) -> None:
    day = date(2023, 4, 29)
    calendar.close_offices(day, day, "Giỗ Tổ Hùng Vương", by=city_admin)
    calendar.close_offices(day, date(2023, 4, 30), "Nghỉ lễ", by=city_admin)
    assert NonWorkingDay.objects.get(day=day).reason == "Giỗ Tổ Hùng Vương"
    with pytest.raises(Refused):
        calendar.close_offices(day, day, "Nghỉ lễ", by=city_admin)


def test_the_calendar_is_kept_by_those_who_administer_a_whole_subtree(
    as_: Any, ward_admin: Person, clerk: Person, city_admin: Person
) -> None:
    day = calendar.close_offices(TODAY, TODAY, "Nghỉ lễ", by=city_admin)[0]
    for who in (ward_admin, clerk):
        with pytest.raises(PermissionDenied):
            calendar.open_offices(day, by=who)
        with pytest.raises(PermissionDenied):
            calendar.close_offices(date(2023, 1, 1), date(2023, 1, 1), "Tết", by=who)
        assert as_(who).get("/danh-muc/ngay-nghi/moi/").status_code == 403
        assert as_(who).post(f"/danh-muc/ngay-nghi/{day.pk}/bo/", making.form_key()).status_code == 403
        page = as_(who).get("/danh-muc/ngay-nghi/").content.decode()
        assert "Nghỉ lễ" in page and "/bo/" not in page


def test_a_day_is_read_on_the_page_and_counts_as_a_day_in_a_spreadsheet(as_: Any, city_admin: Person) -> None:
    NonWorkingDay.objects.create(day=date(2023, 4, 29), reason="Giỗ Tổ Hùng Vương")
    window = as_(city_admin)
    assert '<th scope="row">29/4/2023</th>' in window.get("/danh-muc/ngay-nghi/").content.decode()
    assert "29/4/2023" in window.get("/danh-muc/ngay-nghi/?tai=csv").content.decode()
    book = ZipFile(BytesIO(window.get("/danh-muc/ngay-nghi/?tai=xlsx").content))
    days_since_1900 = (date(2023, 4, 29) - date(1899, 12, 30)).days
    assert f"<v>{days_since_1900}</v>" in book.read("xl/worksheets/sheet1.xml").decode()
