"""Whoever asked for a correction, or asked back about a row, is told what came of it until they have opened it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coquang import dates
from indicators.actions import corrections, remarks, reminders
from indicators.actions.corrections import Told
from indicators.dashboards.replies import news_for
from indicators.models import Correction, Figure, Indicator, Remark, Reminder, Reply, Responsibility, Sheet
from programmes.models import Body, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
WORK = "/viec-cua-toi/"
HEM = f"/so-lieu/{making.WARD}/2022-Q1/HEM/"
CORRECTION = f"{HEM}dinh-chinh/"


@pytest.fixture
def approved(full_quarter: Sheet) -> Sheet:
    return making.walked(full_quarter, "approved")


@pytest.fixture
def asked(approved: Sheet, clerk: Person) -> Correction:
    told = {"reason": "Cộng trùng một hẻm.", "evidence": "Biên bản nghiệm thu số 12."}
    return corrections.ask(figure(approved), Told(Decimal(3)), by=clerk, **told)


@pytest.fixture
def question(full_quarter: Sheet, ward: Unit, indicators: dict[str, Indicator], vetter: Person) -> Remark:
    """Put by the vetter to a body in which the clerk of the People's Committee works."""
    committee = making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân phường Cô Giang")
    making.appointed(making.person("dia-chinh", "Công chức địa chính"), "read", at=committee)
    Responsibility.objects.create(
        unit=ward,
        indicator=indicators["HEM"],
        providing_body=committee,
        provider_post="Công chức địa chính",
        valid_from=making.FIRST_DAY,
    )
    return remarks.ask_back(figure(full_quarter), "Tuyến hẻm 36 đã nghiệm thu chưa?", by=vetter)


def figure(sheet: Sheet) -> Figure:
    return sheet.figures.select_related("indicator", "sheet__unit").get(indicator__code="HEM")


def test_a_decision_stands_on_the_work_of_who_asked_until_they_open_it(
    asked: Correction, clerk: Person, approver: Person, as_: Browser
) -> None:
    assert "Đính chính:" not in as_(clerk).get(WORK).content.decode()
    corrections.agree(asked, by=approver)
    assert "Đính chính:" not in as_(approver).get(WORK).content.decode()
    as_(approver).get(CORRECTION)
    page = as_(clerk).get(WORK).content.decode()
    assert "Đã quyết định, đã trả lời" in page and CORRECTION in page
    assert "Đính chính: đồng ý, số liệu nay là 3 tuyến hẻm." in page
    as_(clerk).get(CORRECTION)
    assert "Đính chính:" not in as_(clerk).get(WORK).content.decode()


def test_who_reads_that_it_was_not_agreed_reads_why(asked: Correction, clerk: Person, approver: Person) -> None:
    corrections.decline(asked, reason="Biên bản chưa có dấu.", by=approver)
    (news,) = news_for(clerk)
    assert news.says == "Đính chính: chưa đồng ý. Lý do: Biên bản chưa có dấu."
    assert (news.who, news.where) == (approver, "Phường Cô Giang · Quý I/2022")


def test_what_one_takes_back_oneself_is_no_news(asked: Correction, clerk: Person) -> None:
    corrections.take_back(asked, by=clerk)
    assert not Reply.objects.exists()


def test_an_answer_stands_on_the_work_of_who_asked_until_they_open_the_figure(
    question: Remark, vetter: Person, as_: Browser
) -> None:
    remarks.answer(question, "Đã nghiệm thu ngày 2/3.", by=Person.objects.get(username="dia-chinh"))
    page = as_(vetter).get(WORK).content.decode()
    assert "Trả lời: Đã nghiệm thu ngày 2/3." in page
    assert f"{HEM}#y-kien-so-{question.pk}" in page
    as_(vetter).get(HEM, headers={"HX-Request": "true"})
    assert len(news_for(vetter)) == 1, "the strip beside a sheet shows too little to count as opened"
    as_(vetter).get(HEM)
    assert news_for(vetter) == []


def test_the_days_letter_tells_it_until_it_was_seen(
    asked: Correction, clerk: Person, approver: Person, settings: Any, as_: Browser
) -> None:
    clerk.email = "clerk@phuong.example"
    clerk.save()
    corrections.decline(asked, reason="Biên bản chưa có dấu.", by=approver)
    settings.WORK_DATE = date(2022, 5, 10)
    assert reminders.write() == 1
    letter = Reminder.objects.get()
    assert letter.subject == "[Cô Quang] 01 việc đã trả lời – 10/5/2022"
    assert "ĐÃ QUYẾT ĐỊNH, ĐÃ TRẢ LỜI" in letter.body
    assert "chưa đồng ý. Lý do: Biên bản chưa có dấu." in letter.body and CORRECTION in letter.body
    as_(clerk).get(CORRECTION)
    settings.WORK_DATE = date(2022, 5, 11)
    assert reminders.write() == 0


def test_nobody_hears_of_a_unit_they_left(asked: Correction, clerk: Person, approver: Person) -> None:
    corrections.agree(asked, by=approver)
    clerk.appointments.update(valid_to=date(2022, 1, 1))
    assert news_for(Person.objects.get(pk=clerk.pk)) == []


def test_the_database_itself_wants_a_reply_to_be_a_decision_or_an_answer(approved: Sheet, clerk: Person) -> None:
    with pytest.raises(IntegrityError, match="a_reply_is_a_decision_or_an_answer"), transaction.atomic():
        Reply.objects.create(person=clerk, figure=figure(approved), at=dates.now())
