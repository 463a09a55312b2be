"""Where a leader starts: the theme, how the year stands, what changed since the last visit, what waits."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang import dates
from coquang.periods import Period
from indicators import roll_ups
from indicators.actions import explanations, visits
from indicators.models import Indicator, Sheet, Visit
from programmes.models import Person, Theme, Unit
from tests import making

PAGE = "/tong-quan/"
SUMS = re.compile(r"indicators_(rollup|tally|reportedindicator|target)\b")


@pytest.fixture
def district(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Unit:
    """Two wards with approved figures of the first quarter of 2022, folded."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), "approved")
    Sheet.objects.update(approved_at=dates.now() - timedelta(days=1))
    roll_ups.fold_now()
    return units[making.DISTRICT]


@pytest.fixture
def this_year(clock: Any) -> None:
    clock("2022-03-20 08:00:00")


def test_signing_in_asks_for_no_sum_and_makes_no_board(district: Unit, reader: Person) -> None:
    client = Client()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(
            "/dang-nhap/", {"username": reader.username, "password": making.PASSWORD, **making.form_key()}, follow=True
        )
    assert answer.status_code == 200
    assert "/viec-cua-toi/" in answer.redirect_chain[-1][0]
    assert [q["sql"] for q in asked if SUMS.search(q["sql"])] == []


def test_the_start_page_reads_sums_and_adds_up_no_figure(
    this_year: None, district: Unit, reader: Person, as_: Any
) -> None:
    client = as_(reader)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    about = [q["sql"] for q in asked if SUMS.search(q["sql"])]
    assert len(about) <= 4
    assert not any("sum(" in sql.lower() for sql in about)
    assert len(asked) <= 40


def test_a_leader_reads_the_theme_and_how_many_stand_under_each_word(
    this_year: None, district: Unit, reader: Person, as_: Any
) -> None:
    Theme.objects.create(unit=district, year=2022, text="Thích ứng an toàn, linh hoạt")
    page = as_(reader).get(PAGE).content.decode()
    assert "Thích ứng an toàn, linh hoạt" in page
    assert "Quý I/2022: " in page
    assert "chỉ theo dõi hoặc không giao" in page
    assert "số liệu tính đến <b>" in page


def test_the_words_counted_are_those_of_the_board(this_year: None, district: Unit, reader: Person, as_: Any) -> None:
    client = as_(reader)
    counts = r'<li class="share-count-(\w+)"><b>(\d+)</b>'
    on_board = re.findall(counts, client.get(f"/theo-doi/{making.DISTRICT}/2022-Q1/").content.decode())
    assert re.findall(counts, client.get(PAGE).content.decode()) == on_board != []


def test_a_ward_leader_sees_the_words_of_their_own_board(
    this_year: None, district: Unit, approver: Person, as_: Any
) -> None:
    client = as_(approver)
    counts = r'<li class="share-count-(\w+)"><b>(\d+)</b>'
    on_board = re.findall(counts, client.get(f"/theo-doi/{making.WARD}/2022-Q1/").content.decode())
    assert re.findall(counts, client.get(PAGE).content.decode()) == on_board != []


def test_what_was_approved_since_the_last_visit_is_told_until_it_is_looked_through(
    this_year: None, district: Unit, reader: Person, as_: Any
) -> None:
    client = as_(reader)
    Sheet.objects.update(approved_at=dates.now() - timedelta(hours=2))
    page = client.get(PAGE).content.decode()
    assert "2 biểu được duyệt" in page
    shown = re.search(r'name="to" value="([^"]+)"', page)
    assert shown
    client.post(f"{PAGE}da-xem/", {"to": shown[1], **making.form_key()})
    assert "biểu được duyệt" not in client.get(PAGE).content.decode().replace("chưa có biểu nào được duyệt", "")


def test_reading_the_page_twice_forgets_nothing(this_year: None, district: Unit, reader: Person, as_: Any) -> None:
    Sheet.objects.update(approved_at=dates.now() - timedelta(hours=2))
    client = as_(reader)
    assert client.get(PAGE).content.decode().count("2 biểu được duyệt") == 1
    assert client.get(PAGE).content.decode().count("2 biểu được duyệt") == 1
    assert not Visit.objects.exists()


@pytest.mark.parametrize("told", ["", "abc", "2022-13-45T00:00:00", "9999-12-31T23:59:59+00:00", "2022-03-20"])
def test_a_nonsense_moment_is_now(this_year: None, reader: Person, as_: Any, told: str) -> None:
    assert as_(reader).post(f"{PAGE}da-xem/", {"to": told, **making.form_key()}).status_code == 302
    assert Visit.objects.get(person=reader).seen_to == dates.now()


def test_what_was_seen_is_never_told_anew(this_year: None, reader: Person) -> None:
    late, early = dates.now(), dates.now() - timedelta(days=3)
    visits.mark_seen(by=reader, to=late)
    assert visits.mark_seen(by=reader, to=early).seen_to == late


def test_a_task_that_became_overdue_is_told(
    this_year: None, district: Unit, ward: Unit, vetter: Person, as_: Any
) -> None:
    task = making.told_task(
        ward, by=vetter, said_on=date(2022, 3, 10), deadline=making.deadline("fixed", date(2022, 3, 18))
    )
    leader = making.person("bi-thu", "Bí thư Đảng ủy")
    making.appointed(leader, "sign", unit=ward)
    page = as_(leader).get(PAGE).content.decode()
    assert f"Quá hạn: {task.text}" in page
    assert "1 nhiệm vụ đang quá hạn" in page


def test_explanations_asked_for_and_given_since_the_last_visit_are_told(
    this_year: None, district: Unit, ward: Unit, reader: Person, vetter: Person, indicators: Any, as_: Any
) -> None:
    period, facts = Period(2022, "quarter", 1), {"text": "Vì sao?", "due_on": date(2022, 3, 25), "by": reader}
    given = explanations.ask(ward, period, indicators["THUE"], **facts)
    explanations.ask(ward, period, indicators["HO"], **facts)
    explanations.send(given, "Đã rà soát.", by=vetter)
    page = as_(reader).get(PAGE).content.decode()
    assert "Đã giải trình: Chỉ tiêu THUE" in page and "Yêu cầu giải trình: Chỉ tiêu HO" in page
    as_(reader).post(f"{PAGE}da-xem/", {"to": dates.now().isoformat(), **making.form_key()})
    assert "Chỉ tiêu HO" not in as_(reader).get(PAGE).content.decode()


def test_who_does_not_lead_starts_with_their_work(district: Unit, clerk: Person, as_: Any) -> None:
    assert as_(clerk).get("/").headers["Location"] == "/viec-cua-toi/"
    assert as_(clerk).get(PAGE).headers["Location"] == "/viec-cua-toi/"


def test_who_leads_starts_with_the_overview(district: Unit, reader: Person, as_: Any) -> None:
    assert as_(reader).get("/").headers["Location"] == PAGE
