"""The notice of conclusions goes the way of every official paper: drafted from its meeting, signed, numbered, sent."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang.records.models import JournalEntry, PrintedDocument
from coquang.refusals import Refused
from programmes.actions import meeting_tasks, meetings, notices, papers
from programmes.actions.meeting_tasks import Work
from programmes.deadlines import Deadline, Kind
from programmes.issuers import BY_ORDER, FOR_ALL, Issuer
from programmes.models import Body, Meeting, Minutes, OfficialPaper, Person, Unit
from programmes.notice_parts import Typed, proposed, receivers
from tests import gatherings, making
from tests.papers import term
from tests.programmes.test_papers_of_the_work import read
from tests.security.seen import page

Browser = Callable[[Person], Client]

TODAY = date(2023, 3, 14)
State = OfficialPaper.State


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def meeting(ward: Unit, committee: Body, clerk: Person) -> Meeting:
    term(committee)
    return gatherings.held(ward, committee, clerk)


@pytest.fixture
def minutes(meeting: Meeting, clerk: Person) -> Minutes:
    return gatherings.signed(meeting, by=clerk)


def drafted(minutes: Minutes, by: Person, body: Body, **facts: Any) -> OfficialPaper:
    typed = Typed(**{"subject": "kết luận của Ban Thường vụ", **facts})
    return notices.draft(minutes, Issuer(body, FOR_ALL), typed, by=by)


def work(text: str, lead: Body) -> Work:
    return Work(text, lead, Deadline(Kind.FIXED, due_on=date(2023, 6, 30)))


def signed(paper: OfficialPaper, clerk: Person, vetter: Person) -> OfficialPaper:
    papers.submit(paper, by=vetter)
    return papers.sign(paper, on=TODAY, signer_name="Bí thư Minh Họa", by=clerk)


def printed(paper: OfficialPaper) -> PrintedDocument:
    return PrintedDocument.objects.get(pk=paper.prints.first().document_id)  # type: ignore[union-attr]


def words_of(document: PrintedDocument) -> str:
    return " ".join(block.get("text", "") for block in document.facts["blocks"])


def on_record(meeting: Meeting) -> tuple[str, date | None]:
    meeting.refresh_from_db()
    return meeting.notice_number, meeting.notice_date


# --- beginning it ----------------------------------------------------------------------------------


def test_a_notice_waits_for_the_signature_of_the_minutes(
    meeting: Meeting, committee: Body, clerk: Person, as_: Browser
) -> None:
    minutes = gatherings.prepared(meeting, by=clerk)
    with pytest.raises(Refused):
        drafted(minutes, clerk, committee)
    assert as_(clerk).get(f"/hoi-nghi/{meeting.pk}/thong-bao/soan/").status_code == 404
    assert "Soạn thông báo" not in as_(clerk).get(f"/hoi-nghi/{meeting.pk}/").content.decode()


def test_the_office_drafts_it_from_the_meeting_and_chooses_who_issues(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, as_: Browser
) -> None:
    address, browser = f"/hoi-nghi/{meeting.pk}/thong-bao/soan/", as_(clerk)
    assert "Soạn thông báo" in browser.get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert "kết luận của đồng chí Bí thư Đảng ủy tại hội nghị Ban Thường vụ" in browser.get(address).content.decode()
    typed = {
        "issuer": f"{committee.pk}-self",
        "subject": "kết luận của Ban Thường vụ",
        "assessment": "Thu ngân sách còn chậm\nCải cách hành chính có tiến bộ",
        "report_by": "30/6/2023",
        "recipients": "Các chi bộ",
        **making.form_key(),
    }
    answer = browser.post(address, typed)
    paper = OfficialPaper.objects.get()
    assert answer["Location"] == f"/van-ban-di/{paper.pk}/"
    assert (paper.kind, paper.state, paper.signing_power) == ("TB", State.DRAFT, "T/M BAN THƯỜNG VỤ")
    assert paper.recipients == f"Các chi bộ\nLưu Văn phòng {committee.name}"
    assert not PrintedDocument.objects.exists()
    assert browser.post(address, typed).status_code == 302 and OfficialPaper.objects.count() == 1
    papers.circulate(paper, by=clerk)
    document = printed(paper)
    assert document.facts["draft"] == "Dự thảo lần 1"
    assert "1. Thu ngân sách còn chậm. 2. Cải cách hành chính có tiến bộ." in words_of(document)
    assert "trước ngày 30/6/2023" in words_of(document) and "Thu đủ chỉ tiêu năm." in words_of(document)
    assert JournalEntry.objects.filter(act="meeting.notice_drafted").count() == 1


def test_what_was_typed_wrong_is_kept_and_told(meeting: Meeting, minutes: Minutes, clerk: Person, as_: Browser) -> None:
    typed = {"issuer": "7-nobody", "subject": "", "report_by": "31/02/2023", "assessment": "Giữ lại câu này"}
    answer = as_(clerk).post(f"/hoi-nghi/{meeting.pk}/thong-bao/soan/", {**typed, **making.form_key()})
    assert answer.status_code == 422
    seen = answer.content.decode()
    assert "Giữ lại câu này" in seen and "không có ngày 31" in seen
    assert not OfficialPaper.objects.exists()


def test_only_the_office_of_who_issues_drafts_it(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, reader: Person, as_: Browser
) -> None:
    taker = making.person("ghi-bien-ban", "Người ghi biên bản")
    making.appointed(taker, "record", at=committee)
    for who in (reader, taker):
        with pytest.raises(PermissionDenied):
            drafted(minutes, who, committee)
        assert "Soạn thông báo" not in as_(who).get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert as_(taker).get(f"/hoi-nghi/{meeting.pk}/thong-bao/soan/").status_code == 403


def test_a_notice_that_is_under_way_is_gone_on_with(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, vetter: Person, as_: Browser
) -> None:
    paper = drafted(minutes, clerk, committee)
    assert drafted(minutes, vetter, committee) == paper
    seen = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert f"/van-ban-di/{paper.pk}/" in seen and "Soạn thông báo" not in seen
    assert as_(clerk).get(f"/hoi-nghi/{meeting.pk}/thong-bao/soan/").status_code == 200
    papers.submit(paper, by=vetter)
    assert as_(clerk).get(f"/hoi-nghi/{meeting.pk}/thong-bao/soan/")["Location"] == f"/van-ban-di/{paper.pk}/"


def test_those_who_lead_its_tasks_are_offered_as_recipients(
    meeting: Meeting, minutes: Minutes, committee: Body, ward: Unit, clerk: Person, as_: Browser
) -> None:
    leads = making.body(ward, "UB", kind=Body.Kind.PEOPLES_COMMITTEE, name="UBND phường", letterhead="state")
    meeting_tasks.give(minutes.conclusions.get(), work("Vận động hộ kinh doanh", leads), by=clerk)
    assert receivers(minutes) == [leads]
    assert "UBND phường" in proposed(minutes, clerk).recipients
    seen = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/thong-bao/soan/").content.decode()
    assert re.search(rf'name="to"[^>]*value="{leads.pk}"[^>]*checked', seen)
    paper = notices.draft(minutes, Issuer(committee, FOR_ALL), Typed("kết luận"), to=[committee, leads], by=clerk)
    assert [one.body for one in paper.deliveries.all()] == [leads]


# --- while it is a draft ---------------------------------------------------------------------------


def test_conclusions_and_tasks_are_taken_anew_until_it_goes_to_be_signed_and_the_page_marks_it(
    minutes: Minutes, committee: Body, clerk: Person, vetter: Person, as_: Browser
) -> None:
    paper = drafted(minutes, clerk, committee)
    papers.circulate(paper, by=clerk)
    address, mark = f"/van-ban-di/{paper.pk}/", "đã khác dự thảo lần 1"
    assert mark not in as_(clerk).get(address).content.decode()
    meeting_tasks.give(minutes.conclusions.get(), work("Rà soát hộ kinh doanh", committee), by=clerk)
    assert mark in as_(clerk).get(address).content.decode()
    papers.submit(paper, by=vetter)
    rows = printed(paper).facts["annexes"][0]["blocks"][0]["rows"]
    assert "Rà soát hộ kinh doanh" in str(rows)
    meeting_tasks.give(minutes.conclusions.get(), work("Nhiệm vụ sau", committee), by=clerk)
    assert "Nhiệm vụ sau" not in str(OfficialPaper.objects.get(pk=paper.pk).facts)


def test_its_own_parts_are_marked_when_the_record_says_otherwise_and_are_taken_anew_on_request(
    meeting: Meeting, ward: Unit, committee: Body, minutes: Minutes, clerk: Person, as_: Browser, monkeypatch: Any
) -> None:
    short = ["Thu thuế 14,5/17,1 tỷ đồng"]
    monkeypatch.setattr("programmes.besides.shortfalls", lambda _meeting, _person: short)
    offered = proposed(minutes, clerk)
    paper = notices.draft(minutes, Issuer(committee, FOR_ALL), offered, by=clerk)
    address, parts = f"/van-ban-di/{paper.pk}/", f"/hoi-nghi/{meeting.pk}/thong-bao/soan/"
    mark = "đã khác so với khi viết"
    assert mark not in as_(clerk).get(address).content.decode()
    short[0] = "Thu thuế 14,6/17,1 tỷ đồng"
    seen = page(as_(clerk).get(address)).text
    assert mark in seen and "thu thuế 14,5/17,1 tỷ đồng" in seen and "thu thuế 14,6/17,1 tỷ đồng" in seen
    typed = {"assessment": offered.assessment[-1], "report_by": "30/6/2023", "seen": "1", **making.form_key()}
    answer = as_(clerk).post(parts, {**typed, "anew": "1"}).content.decode()
    assert "14,6/17,1" in answer.split("<textarea", 2)[1] and "30/6/2023" in answer
    assert "14,5" in OfficialPaper.objects.get().notice.assessment
    kept = {**typed, "assessment": "Thu thuế 14,6/17,1 tỷ đồng, cần cố gắng."}
    assert as_(clerk).post(parts, kept)["Location"] == address
    assert OfficialPaper.objects.get().notice.assessment == kept["assessment"]
    assert mark not in as_(clerk).get(address).content.decode()


def test_two_who_write_its_parts_at_once_do_not_overwrite_each_other(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, vetter: Person, as_: Browser
) -> None:
    drafted(minutes, clerk, committee)
    typed = {"assessment": "Của người thứ nhất", "seen": "1"}
    parts = f"/hoi-nghi/{meeting.pk}/thong-bao/soan/"
    assert as_(clerk).post(parts, {**typed, **making.form_key()}).status_code == 302
    late = as_(vetter).post(parts, {**typed, "assessment": "Của người thứ hai", **making.form_key()})
    assert late.status_code == 422 and "Của người thứ hai" in late.content.decode()
    assert OfficialPaper.objects.get().notice.assessment == "Của người thứ nhất"


# --- on its way ------------------------------------------------------------------------------------


def test_its_number_of_the_register_and_its_day_come_to_the_meeting_when_it_is_issued(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, vetter: Person, as_: Browser
) -> None:
    paper = drafted(minutes, clerk, committee)
    papers.submit(paper, by=vetter)
    assert printed(paper).facts["number"] == "" and on_record(meeting) == ("", None)
    papers.sign(paper, on=TODAY, signer_name="Bí thư Minh Họa", by=clerk)
    papers.issue(paper, day=TODAY, by=clerk)
    assert on_record(meeting) == ("01-TB/ĐU", TODAY)
    assert "Thu đủ chỉ tiêu năm." in read(printed(paper))
    seen = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert "Số 01-TB/ĐU" in seen and f"/van-ban-di/{paper.pk}/" in seen


def test_a_number_recorded_by_hand_is_the_one_it_is_issued_with(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, vetter: Person
) -> None:
    meetings.record_notice(meeting, number="15-TB/ĐU", on=TODAY, by=clerk)
    paper = signed(drafted(minutes, clerk, committee), clerk, vetter)
    with pytest.raises(Refused, match="15-TB/ĐU"):
        papers.issue(paper, day=TODAY, by=clerk)
    assert papers.issue(paper, day=TODAY, number=15, by=clerk).printed == "15-TB/ĐU"


def test_a_cancelled_notice_leaves_room_for_another(
    meeting: Meeting, minutes: Minutes, committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = signed(drafted(minutes, clerk, committee), clerk, vetter)
    papers.issue(paper, day=TODAY, by=clerk)
    papers.cancel(paper, "Ban hành nhầm.", by=clerk)
    again = drafted(minutes, clerk, committee)
    assert again != paper
    papers.issue(signed(again, clerk, vetter), day=TODAY, by=clerk)
    assert on_record(meeting) == ("02-TB/ĐU", TODAY)


def test_by_order_it_bears_the_letterhead_of_the_committee(
    minutes: Minutes, committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = notices.draft(minutes, Issuer(committee, BY_ORDER), Typed("kết luận"), by=clerk)
    papers.submit(paper, by=vetter)
    facts = printed(paper).facts
    assert (facts["number"], facts["symbol"]) == ("", "TB/ĐU")
    assert facts["signatures"] == [{"power": "T/L BAN THƯỜNG VỤ", "title": "CHÁNH VĂN PHÒNG", "name": ""}]
