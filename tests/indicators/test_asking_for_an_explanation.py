"""A superior asks a unit to explain an indicator by a day; the unit answers once; both see what is overdue."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang import dates
from coquang.periods import Period
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import explanations, reminders
from indicators.dashboards.explanations import explanations_of
from indicators.models import Explanation, ExplanationAnswer, ExplanationDraft, Indicator, Reminder, Sheet
from programmes.models import Body, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
QUARTER = Period(2022, "quarter", 1)
NEW = f"/theo-doi/{making.WARD}/2022-Q1/HEM/giai-trinh/"
TYPED = {"text": "Vì sao quý I chưa nâng cấp hẻm nào?", "due_on": "25/3/2022"}
FIGURE = f"/so-lieu/{making.WARD}/2022-Q1/HEM/"


@pytest.fixture(autouse=True)
def a_day_in_march(settings: Any) -> None:
    settings.WORK_DATE = date(2022, 3, 21)


@pytest.fixture
def approved(full_quarter: Sheet) -> Sheet:
    return making.walked(full_quarter, "approved")


@pytest.fixture
def asked(approved: Sheet, reader: Person, ward: Unit, indicators: dict[str, Indicator]) -> Explanation:
    facts: dict[str, Any] = {"text": TYPED["text"], "due_on": date(2022, 3, 25)}
    return explanations.ask(ward, QUARTER, indicators["HEM"], **facts, by=reader)


def test_a_superior_asks_and_it_stands_on_the_units_list_with_its_day(
    approved: Sheet, reader: Person, clerk: Person, approver: Person, as_: Browser
) -> None:
    page = as_(reader).get(FIGURE).content.decode()
    assert NEW in page
    as_(reader).post(NEW, TYPED | making.form_key())
    request = Explanation.objects.get()
    assert JournalEntry.objects.about(request).get(act="explanation.asked").by == reader
    for who in (clerk, approver):
        work = as_(who).get("/viec-cua-toi/").content.decode()
        assert "Cấp trên yêu cầu" in work and TYPED["text"] in work and "25/3/2022" in work
    assert TYPED["text"] not in as_(reader).get("/viec-cua-toi/").content.decode()


def test_the_clerk_drafts_and_the_approver_sends(
    asked: Explanation, clerk: Person, approver: Person, reader: Person, as_: Browser
) -> None:
    page = f"/giai-trinh/{asked.pk}/"
    as_(clerk).post(page, {"text": "Vướng mặt bằng.", "send": "0"} | making.form_key())
    assert ExplanationDraft.objects.get().by == clerk
    assert "Vướng mặt bằng." not in as_(reader).get(page).content.decode()
    assert "Vướng mặt bằng." in as_(approver).get(page).content.decode()
    assert as_(clerk).post(page, {"text": "x", "send": "1"} | making.form_key()).status_code == 403
    as_(approver).post(page, {"text": "Vướng mặt bằng, xong trong quý II.", "send": "1"} | making.form_key())
    answer = ExplanationAnswer.objects.get()
    assert (answer.by, answer.capacity) == (approver, approver.appointments.get().words)
    assert "Vướng mặt bằng, xong trong quý II." in as_(reader).get(page).content.decode()
    assert "Cấp trên yêu cầu" not in as_(clerk).get("/viec-cua-toi/").content.decode()


def test_an_answer_is_sent_once_and_stands(asked: Explanation, vetter: Person, approver: Person) -> None:
    explanations.send(asked, "Vướng mặt bằng.", by=vetter)
    with pytest.raises(Refused, match="đã được trả lời"):
        explanations.send(asked, "Khác.", by=approver)
    with pytest.raises(Refused, match="đã được trả lời"):
        explanations.draft(asked, "Khác.", by=approver)


def test_the_answer_stays_with_the_figure_and_the_board_says_so(
    asked: Explanation, reader: Person, approver: Person, as_: Browser
) -> None:
    board = f"/theo-doi/{making.WARD}/2022-Q1/"
    assert "chờ giải trình, hạn 25/3/2022" in as_(approver).get(board).content.decode()
    explanations.send(asked, "Vướng mặt bằng.", by=approver)
    assert "Vướng mặt bằng." in as_(reader).get(FIGURE).content.decode()
    assert "đã giải trình" in as_(reader).get(board).content.decode()


def test_a_pack_is_told_question_day_and_answer(asked: Explanation, ward: Unit, approver: Person) -> None:
    explanations.send(asked, "Vướng mặt bằng.", by=approver)
    for period in (QUARTER, Period(2022, "half", 1), Period(2022, "year", 1)):
        (told,) = explanations_of(ward, period, since=None)
        assert (told.question, told.due_on, told.answer) == (TYPED["text"], date(2022, 3, 25), "Vướng mặt bằng.")
        assert not told.was_late
    assert explanations_of(ward, Period(2021, "year", 1), since=None) == []


def test_a_pack_of_another_period_tells_what_was_answered_since_the_last_one_and_what_is_not(
    asked: Explanation, ward: Unit, approver: Person
) -> None:
    other, today = Period(2021, "year", 1), dates.today()
    assert [told.answer for told in explanations_of(ward, other, since=None)] == [""]
    explanations.send(asked, "Vướng mặt bằng.", by=approver)
    assert [told.answer for told in explanations_of(ward, other, since=today)] == ["Vướng mặt bằng."]
    assert explanations_of(ward, other, since=today + timedelta(days=1)) == []


def test_an_overdue_one_stays_in_sight_of_both(
    asked: Explanation, clerk: Person, reader: Person, approver: Person, as_: Browser, settings: Any
) -> None:
    settings.WORK_DATE = date(2022, 3, 29)
    assert "quá hạn, chưa trả lời" in as_(clerk).get(f"/giai-trinh/{asked.pk}/").content.decode().lower()
    assert "Cấp trên yêu cầu" in as_(clerk).get("/viec-cua-toi/").content.decode()
    assert "Đã yêu cầu, quá hạn chưa trả lời" in as_(reader).get("/viec-cua-toi/").content.decode()
    explanations.send(asked, "Vướng mặt bằng.", by=approver)
    asked = Explanation.objects.get()
    assert asked.was_late and not asked.is_overdue
    assert "đã giải trình, muộn" in as_(reader).get("/giai-trinh/").content.decode()


def test_the_days_letter_names_it_to_the_unit_and_once_late_to_who_asked(
    asked: Explanation, clerk: Person, reader: Person, settings: Any
) -> None:
    for who in (clerk, reader):
        who.email = f"{who.username}@phuong.example"
        who.save()
    reminders.write()
    letter = Reminder.objects.get()
    assert letter.person == clerk
    assert "CẤP TRÊN YÊU CẦU" in letter.body and "Hạn trả lời: 25/3/2022 (còn 04 ngày làm việc)" in letter.body
    assert f"/giai-trinh/{asked.pk}/" in letter.body
    settings.WORK_DATE = date(2022, 3, 29)
    reminders.write()
    late = {each.person: each.body for each in Reminder.objects.filter(day=date(2022, 3, 29))}
    assert "25/3/2022 (quá hạn)" in late[clerk]
    assert "ĐÃ YÊU CẦU, QUÁ HẠN CHƯA TRẢ LỜI" in late[reader]


def test_only_who_stands_above_asks_and_only_the_unit_answers(
    asked: Explanation, ward: Unit, reader: Person, approver: Person, stranger: Person, as_: Browser
) -> None:
    for who in (approver, stranger):
        with pytest.raises(PermissionDenied):
            explanations.ask(ward, QUARTER, asked.indicator, text="?", due_on=date(2022, 3, 25), by=who)
    for who in (reader, stranger):
        with pytest.raises(PermissionDenied):
            explanations.send(asked, "x", by=who)
        with pytest.raises(PermissionDenied):
            explanations.draft(asked, "x", by=who)
    assert as_(approver).post(NEW, TYPED | making.form_key()).status_code == 403
    assert as_(stranger).get(NEW).status_code == 404
    assert as_(stranger).get(f"/giai-trinh/{asked.pk}/").status_code == 404
    assert TYPED["text"] not in as_(stranger).get("/giai-trinh/").content.decode()
    assert TYPED["text"] in as_(reader).get("/giai-trinh/").content.decode()


def test_who_only_provides_some_rows_sees_no_request(asked: Explanation, ward: Unit, as_: Browser) -> None:
    police = making.body(ward, "CA", Body.Kind.POLICE, name="Công an phường")
    who = making.person("cong-an", "Cán bộ Công an")
    making.appointed(who, "enter", at=police)
    assert as_(who).get(f"/giai-trinh/{asked.pk}/").status_code == 404
    assert TYPED["text"] not in as_(who).get("/viec-cua-toi/").content.decode()
    with pytest.raises(PermissionDenied):
        explanations.draft(asked, "x", by=who)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"due_on": "20/3/2022"}, "due_on"),
        ({"due_on": "hôm nào"}, "due_on"),
        ({"due_on": "25/3/2024"}, "due_on"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_with_what_was_typed(
    approved: Sheet, reader: Person, as_: Browser, wrong: dict[str, str], field: str
) -> None:
    page = as_(reader).post(NEW, {**TYPED, **wrong} | making.form_key())
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert not Explanation.objects.exists()


def test_it_is_not_the_reason_a_rule_asks_for(asked: Explanation, clerk: Person, as_: Browser) -> None:
    page = as_(clerk).get(FIGURE).content.decode()
    assert "Yêu cầu giải trình" in page and "cần nêu lý do" not in page
