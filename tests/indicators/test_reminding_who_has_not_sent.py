"""The reporting rate of the units below one, and reminding all that have not sent: once a day a person."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang.periods import Period
from coquang.records import letters, queue
from coquang.records.models import Job, JournalEntry
from coquang.refusals import Refused
from indicators.actions import reminders, sheets
from indicators.actions.urging import urge
from indicators.dashboards.rates import reporting_rate
from indicators.models import Indicator, Reminder, Sheet, Urging
from indicators.permissions_of_asking import directing_as
from indicators.workbooks import read_workbook
from programmes.models import Person, Place, Unit
from tests import making

Browser = Callable[[Person], Client]
QUARTER = Period(2022, "quarter", 1)
PAGE = f"/theo-doi/{making.DISTRICT}/2022-Q1/gui-bao-cao/"


@pytest.fixture(autouse=True)
def the_day_after_the_deadline(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WORK_DATE = date(2022, 3, 17)
    monkeypatch.setattr(letters, "_away_until", 0.0)


@pytest.fixture
def district(units: dict[str, Unit]) -> Unit:
    return units[making.DISTRICT]


@pytest.fixture
def both(quarter: Sheet, full_quarter: Sheet, units: dict[str, Unit], indicators: dict[str, Indicator]) -> Sheet:
    """The ward's full quarter, not sent; and the neighbour's, which is returned here."""
    making.reporting(units[making.SIBLING], indicators)
    return making.filled(making.opened(units[making.SIBLING]))


def posted() -> None:
    """Have a worker do everything that waits, and what that puts off."""
    for _turn in range(2):
        for job in list(Job.objects.unfinished().order_by("pk")):
            queue.run.apply(args=(job.pk,))


def test_who_is_missing_stands_first_and_the_sums_say_how_many_came(both: Sheet, district: Unit, clerk: Person) -> None:
    making.walked(both, "approved")
    rate = reporting_rate(district, QUARTER)
    assert [(row.name, row.expected, row.received, row.approved) for row in rate.rows] == [
        ("Phường Cô Giang", 1, 0, 0),
        ("Phường Nguyễn Cư Trinh", 1, 1, 1),
    ]
    assert (rate.rows[0].state, rate.total.received_share) == ("chưa gửi", "50%")
    sheets.submit(Sheet.objects.get(unit__code=making.WARD), by=clerk)
    rate = reporting_rate(district, QUARTER)
    assert (rate.total.received, rate.total.late, rate.total.on_time, rate.total.missing) == (2, 1, 1, 0)


def test_the_rate_leaves_the_screen_as_a_workbook_with_numbers(both: Sheet, reader: Person, as_: Browser) -> None:
    assert f'href="{PAGE}tai/"' in as_(reader).get(PAGE).content.decode()
    (page,) = read_workbook(io.BytesIO(as_(reader).get(f"{PAGE}tai/").content))
    rows = [[cell.text for cell in row] for row in page.rows]
    assert rows[-1][:7] == ["Cộng", "2", "2", "0", "0", "0", "0"]


def test_a_city_counts_the_wards_of_each_district_together(both: Sheet, units: dict[str, Unit]) -> None:
    rate = reporting_rate(units[making.CITY], QUARTER)
    assert [(row.name, row.expected, row.missing) for row in rate.rows] == [("Quận 1", 2, 2)]


def test_a_quarter_that_is_still_to_come_is_not_expected(both: Sheet, district: Unit) -> None:
    assert reporting_rate(district, Period(2022, "quarter", 2)).rows == []
    assert reporting_rate(district, Period(2022, "year", 1)).total.expected == 2


def test_one_click_reminds_all_by_mail_on_their_lists_and_in_words_for_a_chat(
    both: Sheet, clerk: Person, vetter: Person, stranger: Person, reader: Person, as_: Browser
) -> None:
    clerk.email = "clerk@phuong.example"
    clerk.save()
    browser = as_(reader)
    before = browser.get(PAGE).content.decode()
    assert "NHẮC GỬI: biểu số liệu quý I/2022" in before and "Phường Cô Giang, Phường Nguyễn Cư Trinh" in before
    assert "http://testserver/viec-cua-toi/" in before
    page = browser.post(f"{PAGE}nhac/", making.form_key(), follow=True).content.decode()
    assert "Đã nhắc 3 người." in page
    assert {each.person for each in Reminder.objects.all()} == {clerk, vetter, stranger}
    posted()
    (letter,) = mail.outbox
    assert letter.to == [clerk.email]
    assert "Nhắc gửi biểu số liệu quý I/2022, Phường Cô Giang" in letter.subject
    assert reader.appointments.get().words in str(letter.body)
    assert f"/so-lieu/{making.WARD}/2022-Q1/" in str(letter.body)
    assert "nhắc gửi số liệu quý I/2022" in as_(stranger).get("/viec-cua-toi/").content.decode()
    assert JournalEntry.objects.get(act="units.urged").by == reader


def test_nobody_is_reminded_twice_a_day_and_the_page_says_who_had_been(
    both: Sheet, clerk: Person, stranger: Person, reader: Person, as_: Browser, settings: Any
) -> None:
    browser = as_(reader)
    browser.post(f"{PAGE}nhac/", making.form_key())
    again = browser.post(f"{PAGE}nhac/", making.form_key(), follow=True).content.decode()
    assert "Đã nhắc 0 người." in again
    assert "Hôm nay đã được nhắc trước đó: Cán bộ Văn phòng (Phường Cô Giang)" in again
    assert Reminder.objects.count() == 2
    settings.WORK_DATE = date(2022, 3, 18)
    browser.post(f"{PAGE}nhac/", making.form_key())
    assert Reminder.objects.count() == 4


def test_the_database_itself_holds_one_urging_a_person_and_day(both: Sheet, clerk: Person, reader: Person) -> None:
    urging = urge(Unit.objects.get(code=making.DISTRICT), QUARTER, by=reader)
    row = {"person": clerk, "day": date(2022, 3, 17), "urging": urging, "subject": "x", "body": "x"}
    with pytest.raises(IntegrityError, match="one_urging_a_person_and_day"), transaction.atomic():
        Reminder.objects.create(**row)


def test_the_clocks_letter_of_the_day_is_another_one(both: Sheet, clerk: Person, reader: Person) -> None:
    clerk.email = "clerk@phuong.example"
    clerk.save()
    urge(Unit.objects.get(code=making.DISTRICT), QUARTER, by=reader)
    assert reminders.write() == 1
    posted()
    assert len(mail.outbox) == 2


def test_who_has_sent_is_left_in_peace_and_hears_no_more_of_it(
    both: Sheet, clerk: Person, stranger: Person, reader: Person, district: Unit, as_: Browser
) -> None:
    urge(district, QUARTER, by=reader)
    sheets.submit(both, by=stranger)
    assert "nhắc gửi số liệu" not in as_(stranger).get("/viec-cua-toi/").content.decode()
    assert urge(district, QUARTER, by=reader).units == 1


def test_where_all_have_sent_there_is_nobody_to_remind(both: Sheet, district: Unit, reader: Person) -> None:
    for sheet in Sheet.objects.all():
        making.walked(sheet, "submitted")
    with pytest.raises(Refused, match="Không còn đơn vị nào phải nhắc"):
        urge(district, QUARTER, by=reader)


@pytest.mark.parametrize(
    ("role", "seat", "below", "may"),
    [
        ("read", making.DISTRICT, True, True),
        ("administer", making.CITY, True, True),
        ("enter", making.DISTRICT, False, True),
        ("approve", making.CITY, False, True),
        ("read", making.DISTRICT, False, False),
        ("read", making.OTHER_DISTRICT, True, False),
        ("approve", making.WARD, False, False),
        ("administer", making.WARD, False, False),
    ],
)
def test_who_stands_above_a_ward_directs_it(
    units: dict[str, Unit], role: str, seat: str, below: bool, may: bool
) -> None:
    who = making.person("ai-do", "Người nào đó")
    making.appointed(who, role, unit=units[seat], below=below)
    assert bool(directing_as(who, units[making.WARD])) is may


def test_the_ward_itself_and_a_stranger_remind_nobody(
    both: Sheet, clerk: Person, approver: Person, stranger: Person, district: Unit, ward: Unit, as_: Browser
) -> None:
    for who in (clerk, approver, stranger):
        with pytest.raises(PermissionDenied):
            urge(district, QUARTER, by=who)
        assert as_(who).get(PAGE).status_code == 404
        assert as_(who).post(f"{PAGE}nhac/", making.form_key()).status_code == 404
    assert not Urging.objects.exists()


def test_a_unit_in_which_nobody_sends_is_named(both: Sheet, clerk: Person, reader: Person, as_: Browser) -> None:
    page = as_(reader).post(f"{PAGE}nhac/", making.form_key(), follow=True).content.decode()
    assert "Đã nhắc 1 người." in page
    assert "Chưa có người nhập, rà soát trong danh mục của: Phường Nguyễn Cư Trinh." in page


def test_a_doubled_click_is_one_reminding(both: Sheet, clerk: Person, reader: Person, as_: Browser) -> None:
    browser, key = as_(reader), making.form_key()
    for _click in range(2):
        assert browser.post(f"{PAGE}nhac/", key).status_code == 302
    assert Urging.objects.count() == 1


def test_more_wards_cost_no_more_questions(
    both: Sheet, reader: Person, units: dict[str, Unit], indicators: dict[str, Indicator], as_: Browser
) -> None:
    browser = as_(reader)

    def asked() -> int:
        browser.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(PAGE).status_code == 200
        return len(queries)

    few = asked()
    making.reporting(units[making.FAR_WARD], indicators)
    tree = Place.objects.get(unit=units[making.DISTRICT]).tree
    for place in Place.objects.filter(tree=tree, unit=units[making.FAR_WARD]):
        place.path = place.path_of(
            [*map(int, Place.objects.get(unit=units[making.WARD]).path.split(".")[:-1]), place.unit_id]
        )
        place.save()
    assert len(reporting_rate(units[making.DISTRICT], QUARTER).rows) == 3
    assert asked() == few <= 15
