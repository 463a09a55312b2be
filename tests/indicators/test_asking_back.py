"""Speaking about a figure: a comment, “Hỏi lại” to who provides it, the answer beside it; and one's own list."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from coquang import limits
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import remarks
from indicators.actions.remarks import Told
from indicators.dashboards.lists import work_of
from indicators.dashboards.remarks import questions_put_to, watched_by
from indicators.dashboards.sheets import sheet_page
from indicators.models import Figure, FollowUp, Indicator, Remark, Responsibility, Sheet
from programmes.models import Body, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
HEM = f"/so-lieu/{making.WARD}/2022-Q1/HEM/"
ASK, COMMENT, FOLLOW = f"{HEM}hoi-lai/", f"{HEM}y-kien/", f"{HEM}theo-doi/"
QUESTION = "Tuyến hẻm 36 đã nghiệm thu chưa?"


@pytest.fixture
def people_s_committee(ward: Unit) -> Body:
    return making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, name="Ủy ban nhân dân phường Cô Giang")


@pytest.fixture
def provider(people_s_committee: Body) -> Person:
    """Works in the body that provides the figure, and only reads the portal."""
    who = making.person("dia-chinh", "Công chức địa chính")
    making.appointed(who, "read", at=people_s_committee)
    return who


@pytest.fixture
def hem(full_quarter: Sheet, ward: Unit, indicators: dict[str, Indicator], people_s_committee: Body) -> Figure:
    """A figure whose provider is on record."""
    Responsibility.objects.create(
        unit=ward,
        indicator=indicators["HEM"],
        providing_body=people_s_committee,
        provider_post="Công chức địa chính, UBND phường",
        valid_from=making.FIRST_DAY,
    )
    return figure_of(full_quarter, "HEM")


def figure_of(sheet: Sheet, code: str) -> Figure:
    return sheet.figures.select_related("indicator", "sheet").get(indicator__code=code)


def post(browser: Client, url: str, **typed: Any) -> Any:
    return browser.post(url, typed | making.form_key())


def test_a_question_goes_to_the_providing_body_and_its_answer_comes_back_beside_the_figure(
    hem: Figure, vetter: Person, provider: Person, as_: Browser
) -> None:
    making.walked(hem.sheet, "submitted")
    assert post(as_(vetter), ASK, text=QUESTION).status_code == 302
    question = Remark.objects.get()
    assert (question.asked_of, question.capacity) == (
        Body.objects.get(key="UBND"),
        "Phụ trách Văn phòng, Đảng ủy phường Cô Giang",
    )
    sheet = HEM.removesuffix("HEM/")
    assert "đang hỏi lại, chưa có trả lời" in as_(vetter).get(sheet).content.decode()
    work = as_(provider).get("/viec-cua-toi/").content.decode()
    assert QUESTION in work and f"{HEM}#y-kien-so-{question.pk}" in work
    page = as_(provider).get(HEM).content.decode()
    assert "Đang hỏi lại, chưa có trả lời." in page and "Qua kênh" not in page
    assert post(as_(provider), f"{ASK}{question.pk}/tra-loi/", text="Đã nghiệm thu ngày 10/3.").status_code == 302
    page = as_(vetter).get(HEM).content.decode()
    assert "Đã nghiệm thu ngày 10/3." in page and "chưa có trả lời" not in page
    assert "đang hỏi lại" not in as_(vetter).get(sheet).content.decode()
    assert QUESTION not in as_(provider).get("/viec-cua-toi/").content.decode()
    acts = list(JournalEntry.objects.about(hem).order_by("pk").values_list("act", "by__username"))
    assert acts == [("figure.asked_back", "chanh-van-phong"), ("figure.answered", "dia-chinh")]


def test_a_provider_in_a_body_of_the_ward_opens_the_page_of_a_draft_figure(
    hem: Figure, provider: Person, as_: Browser
) -> None:
    assert as_(provider).get(HEM).status_code == 200


def test_nobody_else_is_asked(hem: Figure, vetter: Person, clerk: Person, approver: Person, stranger: Person) -> None:
    remarks.ask_back(hem, QUESTION, by=vetter)
    assert not [who for who in (vetter, clerk, approver, stranger) if questions_put_to(who)]


def test_an_appointment_that_has_ended_is_asked_no_more(
    hem: Figure, vetter: Person, provider: Person, settings: Any
) -> None:
    remarks.ask_back(hem, QUESTION, by=vetter)
    assert len(work_of(provider).asked) == 1
    provider.appointments.update(valid_to=date(2022, 1, 1))
    late = Person.objects.get(pk=provider.pk)
    assert work_of(late).asked == []
    with pytest.raises(PermissionDenied):
        remarks.answer(Remark.objects.get(), "Rồi.", by=late)


def test_an_answer_that_was_told_is_kept_with_its_channel_and_post(
    hem: Figure, vetter: Person, clerk: Person, as_: Browser
) -> None:
    question = remarks.ask_back(hem, QUESTION, by=vetter)
    url = f"{ASK}{question.pk}/tra-loi/"
    told = {"channel": "chat", "informant": "Công chức địa chính"}
    lacking = post(as_(clerk), url, text="Đã nghiệm thu.", channel="chat")
    assert lacking.status_code == 422
    assert list(lacking.context["refused_answer"].errors) == ["informant"]
    assert "Đã nghiệm thu." in lacking.content.decode()
    assert post(as_(clerk), url, text="Đã nghiệm thu.", **told).status_code == 302
    answer = Remark.objects.get(kind="answer")
    assert (answer.channel, answer.informant, answer.by) == ("chat", "Công chức địa chính", clerk)
    assert "Công chức địa chính trả lời qua Zalo" in as_(vetter).get(HEM).content.decode()


def test_only_those_asked_answer_and_only_those_who_enter_pass_an_answer_on(
    hem: Figure, vetter: Person, clerk: Person, approver: Person, stranger: Person, as_: Browser
) -> None:
    question = remarks.ask_back(hem, QUESTION, by=vetter)
    told = Told("phone", "Công chức địa chính")
    with pytest.raises(PermissionDenied):
        remarks.answer(question, "Rồi.", by=clerk)
    for who in (vetter, approver):
        with pytest.raises(PermissionDenied):
            remarks.answer(question, "Rồi.", by=who, told=told)
    assert post(as_(stranger), f"{ASK}{question.pk}/tra-loi/", text="Rồi.").status_code == 404
    assert not Remark.objects.filter(kind="answer").exists()


def test_a_question_is_answered_once(hem: Figure, vetter: Person, provider: Person) -> None:
    question = remarks.ask_back(hem, QUESTION, by=vetter)
    remarks.answer(question, "Rồi.", by=provider)
    with pytest.raises(Refused, match="đã có trả lời"):
        remarks.answer(question, "Chưa.", by=provider)


def test_a_post_without_a_body_is_asked_through_the_clerk(
    full_quarter: Sheet, ward: Unit, indicators: dict[str, Indicator], vetter: Person, clerk: Person
) -> None:
    Responsibility.objects.create(
        unit=ward, indicator=indicators["HO"], provider_post="Trưởng khu phố 2", valid_from=making.FIRST_DAY
    )
    question = remarks.ask_back(figure_of(full_quarter, "HO"), QUESTION, by=vetter)
    assert (question.asked_of, question.asked_post) == (None, "Trưởng khu phố 2")
    remarks.answer(question, "Rồi.", by=clerk, told=Told("phone", "Trưởng khu phố 2"))
    assert "hỏi lại" not in "".join(row.note for row in sheet_page(full_quarter).rows)


def test_nobody_is_asked_when_nobody_is_on_record(full_quarter: Sheet, vetter: Person, as_: Browser) -> None:
    answer = post(as_(vetter), ASK, text=QUESTION)
    assert answer.status_code == 409
    assert "Chưa ghi nơi cung cấp số liệu này" in answer.content.decode()
    assert "Chưa ghi nơi cung cấp số liệu này" in as_(vetter).get(HEM).content.decode()


def test_who_only_reads_neither_asks_nor_comments_from_above(
    hem: Figure, reader: Person, provider: Person, as_: Browser
) -> None:
    making.walked(hem.sheet, "submitted")
    assert post(as_(reader), ASK, text=QUESTION).status_code == 403
    assert post(as_(reader), COMMENT, text="Cần xem lại.").status_code == 403
    assert post(as_(provider), ASK, text=QUESTION).status_code == 403
    page = as_(reader).get(HEM).content.decode()
    assert "/y-kien/" not in page and "/hoi-lai/" not in page


def test_a_comment_stands_on_the_page_and_in_the_strip_with_who_and_in_which_capacity(
    hem: Figure, approver: Person, clerk: Person, as_: Browser
) -> None:
    assert post(as_(approver), COMMENT, text="Đối chiếu với biên bản nghiệm thu.").status_code == 302
    for headers in ({}, {"hx-request": "true"}):
        page = as_(clerk).get(HEM, headers=headers).content.decode()
        assert "Đối chiếu với biên bản nghiệm thu." in page and "Phó Bí thư Thường trực" in page


@pytest.mark.parametrize("text", ["", " \u200b ", "thu\x07", "x" * (limits.REMARK + 1)])
def test_a_comment_that_says_nothing_or_too_much_comes_back(
    text: str, hem: Figure, clerk: Person, as_: Browser
) -> None:
    page = post(as_(clerk), COMMENT, text=text)
    assert page.status_code == 422
    assert page.context["comment_form"].errors
    assert not Remark.objects.exists()


def test_a_doubled_post_is_one_question(hem: Figure, vetter: Person, as_: Browser) -> None:
    once = {"text": QUESTION} | making.form_key()
    for _time in range(2):
        assert as_(vetter).post(ASK, once).status_code == 302
    assert Remark.objects.count() == 1


def test_what_was_said_is_neither_changed_nor_taken_back(hem: Figure, clerk: Person) -> None:
    remarks.comment(hem, "Đã đối chiếu.", by=clerk)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Remark.objects.update(text="khác")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Remark.objects.all().delete()


def test_the_database_itself_wants_a_question_put_to_someone_and_an_answer_to_a_question(
    hem: Figure, clerk: Person
) -> None:
    now = hem.sheet.submitted_at or JournalEntry.objects.earliest("at").at
    for wrong in ({"kind": "question"}, {"kind": "answer"}, {"kind": "comment", "channel": "phone"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Remark.objects.create(figure=hem, text="x", by=clerk, at=now, **wrong)


# --- one's own list -------------------------------------------------------------------------------


def test_a_figure_is_followed_and_left_again_on_ones_own_list_only(
    hem: Figure, clerk: Person, vetter: Person, as_: Browser
) -> None:
    assert "Chưa theo dõi số liệu nào." in as_(clerk).get("/so-lieu/theo-doi-rieng/").content.decode()
    for _time in range(2):
        assert post(as_(clerk), FOLLOW, on="1").status_code == 302
    assert FollowUp.objects.count() == 1
    mine = as_(clerk).get("/so-lieu/theo-doi-rieng/").content.decode()
    assert "Chỉ tiêu HEM" in mine and HEM in mine
    assert "Bỏ theo dõi" in as_(clerk).get(HEM).content.decode()
    assert watched_by(vetter) == []
    post(as_(clerk), FOLLOW, on="0")
    assert watched_by(clerk) == []
    acts = JournalEntry.objects.about(hem).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["figure.followed", "figure.left"]


def test_a_followed_figure_that_may_no_longer_be_seen_is_not_on_the_list(hem: Figure, clerk: Person) -> None:
    remarks.follow(hem, by=clerk)
    clerk.appointments.update(valid_to=date(2022, 1, 1))
    assert watched_by(Person.objects.get(pk=clerk.pk)) == []
