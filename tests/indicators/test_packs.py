"""The pack of a meeting: the leader's page first; a hundred of them in one order that survives a crash."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from coquang import dates, printing
from coquang.periods import Period
from coquang.records import queue
from coquang.records.models import Job, JournalEntry, PrintedDocument
from coquang.records.models.documents import papers
from coquang.refusals import Refused
from indicators import jobs_of_packs
from indicators.actions import explanations, packs
from indicators.claims import claims, claims_of
from indicators.dashboards.packs import occasion_of, pack_of
from indicators.leader_page import questions, short
from indicators.models import Indicator, PackRound, ReportText
from programmes.models import Body, LeaderNote, Meeting, Person, Proposal, Task, Unit
from tests import gatherings, making
from tests.print.measuring import sheets

Clock = Callable[[str], None]
Browser = Callable[[Person], Client]

pytestmark = pytest.mark.usefixtures("drawer")

YEAR = Period.parse("2022")
MID_TERM = date(2023, 3, 29)


# --- a claim against the figures --------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Các chỉ tiêu, nhiệm vụ công tác đều hoàn thành đảm bảo tiến độ, yêu cầu đề ra",
        "Phường đã hoàn thành tất cả các chỉ tiêu được giao",
        "100% chỉ tiêu đạt và vượt kế hoạch",
    ],
)
def test_a_sentence_that_claims_everything_was_reached_is_found(sentence: str) -> None:
    assert list(claims(f"Năm 2022 có nhiều khó khăn. {sentence}. Thu ngân sách đạt khá.")) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Phấn đấu các chỉ tiêu đều hoàn thành",
        "Các chỉ tiêu chưa đều hoàn thành",
        "Hoàn thành tất cả nhiệm vụ đột xuất",
        "Một số chỉ tiêu đạt khá",
        "",
    ],
)
def test_what_is_intended_denied_or_partial_claims_nothing(sentence: str) -> None:
    assert not list(claims(sentence))


def test_a_sentence_that_claims_one_target_is_found_by_the_indicators_name() -> None:
    claimed = "Thu thuế công thương nghiệp hoàn thành chỉ tiêu năm"
    text = f"{claimed}. Thuế công thương nghiệp đạt 84,8% chỉ tiêu năm. Thuế công thương nghiệp chưa đạt chỉ tiêu."
    assert list(claims_of(text, "Thuế công thương nghiệp")) == [claimed]
    assert list(claims_of(f"{claimed} 100%", "Thuế công thương nghiệp")) == [f"{claimed} 100%"]
    assert not list(claims_of(text, "Thu Quỹ Phòng, chống thiên tai"))


def test_a_long_text_is_cut_after_a_word() -> None:
    assert short("một hai ba", 8) == "một hai…"
    assert short("một hai", 8) == "một hai"


# --- many in one order ------------------------------------------------------------------------------


@pytest.fixture
def office(units: dict[str, Unit]) -> Person:
    """Takes the district's minutes."""
    who = making.person("van-phong-quan-uy", "Văn phòng Quận ủy")
    body = making.body(units[making.DISTRICT], "QU", symbol="QU", issuer_lines="QUẬN ỦY QUẬN 1")
    making.appointed(who, "record", at=body)
    making.appointed(who, "read", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def district(units: dict[str, Unit]) -> Unit:
    return units[making.DISTRICT]


def do(job: Job | None) -> Job:
    assert job is not None
    queue.run.apply(args=(job.pk,))
    job.refresh_from_db()
    return job


def bound(order: PackRound) -> list[str]:
    order.refresh_from_db()
    with papers().open(order.stored_as) as file:
        return zipfile.ZipFile(io.BytesIO(file.read())).namelist()


def test_every_ward_of_a_district_gets_a_pack_and_all_come_in_one_file(district: Unit, office: Person) -> None:
    order = packs.order(district, YEAR, [], by=office)
    assert order.job is not None and order.job.steps == 3
    assert do(order.job).state == Job.State.DONE
    documents = [pack.document for pack in order.packs.all()]
    assert all(document is not None and document.is_ready for document in documents)
    assert bound(order) == ["001 Phường Cô Giang.pdf", "002 Phường Nguyễn Cư Trinh.pdf"]
    assert JournalEntry.objects.filter(act="packs.ordered").count() == 1


def test_after_a_crash_the_packs_that_were_made_are_not_made_anew(
    district: Unit, office: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = packs.order(district, YEAR, [], by=office)
    press, printed = jobs_of_packs.print_document, []

    def falls_at_the_second(job: Job, document: int) -> None:
        printed.append(document)
        if len(printed) == 2:
            raise RuntimeError("the worker fell")
        press(job, document)

    monkeypatch.setattr(jobs_of_packs, "print_document", falls_at_the_second)
    assert do(order.job).state == Job.State.WAITING
    first = order.packs.get(position=1).document
    assert do(order.job).state == Job.State.DONE
    assert printed == [printed[0], printed[1], printed[1]]
    assert order.packs.get(position=1).document == first
    assert PrintedDocument.objects.count() == 2
    assert len(bound(order)) == 2


def test_an_order_done_twice_makes_nothing_twice(district: Unit, office: Person) -> None:
    order = packs.order(district, YEAR, [], by=office)
    do(order.job)
    Job.objects.filter(pk=order.job_id).update(state="waiting", finished_at=None, step=0)
    do(order.job)
    assert PrintedDocument.objects.count() == 2 and len(bound(order)) == 2


def test_a_pack_whose_facts_did_not_change_is_taken_as_it_is(district: Unit, office: Person) -> None:
    do(packs.order(district, YEAR, [], by=office).job)
    ReportText.objects.create(unit=Unit.objects.get(code=making.WARD), period="2022")
    again = packs.order(district, YEAR, [], by=office)
    do(again.job)
    assert PrintedDocument.objects.count() == 2 and len(bound(again)) == 2


def test_an_order_that_was_called_off_makes_no_more_and_keeps_what_it_made(
    district: Unit, office: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = packs.order(district, YEAR, [], by=office)
    monkeypatch.setattr(queue, "STRETCH", -1.0)
    assert do(order.job).step == 1
    packs.call_off(order, by=office)
    job = do(order.job)
    assert job.state == Job.State.FAILED and "dừng theo yêu cầu" in job.reason
    assert [pack.document is not None for pack in order.packs.all()] == [True, False]
    with pytest.raises(Refused):
        packs.call_off(order, by=office)


def test_a_pack_that_cannot_be_made_says_why_and_the_others_are_made(
    district: Unit, office: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = jobs_of_packs.pack_paper

    def refuses_the_first(occasion: Any, person: Person) -> Any:
        if occasion.units[0].code == making.WARD:
            raise Refused("Chưa có số liệu.")
        return make(occasion, person)

    monkeypatch.setattr(jobs_of_packs, "pack_paper", refuses_the_first)
    order = packs.order(district, YEAR, [], by=office)
    assert do(order.job).state == Job.State.DONE
    assert [pack.reason for pack in order.packs.all()] == ["Chưa có số liệu.", ""]
    assert bound(order) == ["002 Phường Nguyễn Cư Trinh.pdf"]


def test_who_takes_no_part_in_the_district_orders_no_packs(
    district: Unit, clerk: Person, office: Person, as_: Browser
) -> None:
    with pytest.raises(PermissionDenied):
        packs.order(district, YEAR, [], by=clerk)
    order = packs.order(district, YEAR, [], by=office)
    do(order.job)
    browser = as_(clerk)
    for page in (f"/bo-tai-lieu/{order.pk}/", f"/bo-tai-lieu/{order.pk}/tai/"):
        assert browser.get(page).status_code == 404
    assert browser.post(f"/bo-tai-lieu/{order.pk}/huy/", making.form_key()).status_code == 404


def test_an_order_is_made_watched_and_fetched_on_its_pages(district: Unit, office: Person, as_: Browser) -> None:
    browser = as_(office)
    typed = {"unit": district.pk, "period": "2022", **making.form_key()}
    assert browser.post("/bo-tai-lieu/", typed).status_code == 302
    order = PackRound.objects.get()
    assert "Đã xong 0/3 bước" in browser.get(f"/bo-tai-lieu/{order.pk}/").content.decode()
    assert browser.get(f"/bo-tai-lieu/{order.pk}/tai/").status_code == 404
    do(order.job)
    assert "Đã lập xong" in browser.get(f"/bo-tai-lieu/{order.pk}/").content.decode()
    fetched = b"".join(browser.get(f"/bo-tai-lieu/{order.pk}/tai/").streaming_content)  # type: ignore[attr-defined]
    assert len(zipfile.ZipFile(io.BytesIO(fetched)).namelist()) == 2


@pytest.mark.parametrize(("period", "sentence"), [("2022-Q9", "2022-Q1"), ("", "kỳ số liệu"), ("hôm qua", "2022-Q1")])
def test_a_period_that_is_none_is_told_and_nothing_is_ordered(
    district: Unit, office: Person, as_: Browser, period: str, sentence: str
) -> None:
    answer = as_(office).post("/bo-tai-lieu/", {"unit": district.pk, "period": period, **making.form_key()})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not PackRound.objects.exists()


# --- one meeting's ----------------------------------------------------------------------------------


@pytest.fixture
def meeting(district: Unit, ward: Unit, office: Person) -> Meeting:
    return gatherings.held(district, Body.objects.get(key="QU"), office, reviewed=(ward,), figures_of="2022")


def test_the_reviewed_ward_sees_the_meeting_and_not_its_pack(meeting: Meeting, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    assert browser.get(f"/hoi-nghi/{meeting.pk}/").status_code == 200
    assert browser.get(f"/hoi-nghi/{meeting.pk}/bo-tai-lieu/").status_code == 403
    assert browser.post(f"/hoi-nghi/{meeting.pk}/bo-tai-lieu/in/", making.form_key()).status_code == 403
    assert not PrintedDocument.objects.exists()


def test_one_click_makes_the_pack_of_a_meeting(meeting: Meeting, office: Person, as_: Browser) -> None:
    browser = as_(office)
    assert f"/hoi-nghi/{meeting.pk}/bo-tai-lieu/" in browser.get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert "GỢI Ý CÂU HỎI" in browser.get(f"/hoi-nghi/{meeting.pk}/bo-tai-lieu/").content.decode()
    assert browser.post(f"/hoi-nghi/{meeting.pk}/bo-tai-lieu/in/", making.form_key()).status_code == 302
    assert PrintedDocument.objects.get().kind == "meeting_pack"


def test_a_pack_reads_nobodys_private_note(meeting: Meeting, office: Person, as_: Browser) -> None:
    LeaderNote.objects.create(meeting=meeting, person=office, text="Hỏi riêng về nhân sự")
    assert "Hỏi riêng" not in str(packs.print_pack(meeting, by=office).facts)
    assert "Hỏi riêng" not in as_(office).get(f"/hoi-nghi/{meeting.pk}/bo-tai-lieu/").content.decode()


# --- the demonstration's ----------------------------------------------------------------------------


@pytest.fixture
def mid_term(co_giang: Unit, clock: Clock) -> Meeting:
    clock("2023-03-28 09:00:00")
    return Meeting.objects.get(held_on=MID_TERM)


@pytest.fixture
def secretary(mid_term: Meeting) -> Person:
    return Person.objects.get(username="bi-thu")


def pages_of(document: PrintedDocument) -> list[str]:
    pdf = printing.ink(document.template, document.facts, language=document.language, created=timezone.now())
    pages = [page.extract_text() or "" for page in sheets(pdf)]
    return [" ".join(text.replace("\u00a0", " ").replace("\u2060", "").split()) for text in pages]


def test_the_first_page_is_the_leaders_and_ends_before_the_agenda(mid_term: Meeting, secretary: Person) -> None:
    first, second, *_others = pages_of(packs.print_pack(mid_term, by=secretary))
    place = 0
    for text in (
        "I- TỪ KỲ HỌP TRƯỚC ĐẾN NAY",
        "Từ ngày 23/02/2023: 16 nhiệm vụ được giao",
        "II- CHỈ TIÊU LỆCH NHIỀU NHẤT",
        "Người dân ra lớp phổ cập giáo dục, xóa mù chữ: 10/12 người",
        "III- KẾT LUẬN KỲ TRƯỚC",
        "Có giải pháp cụ thể giải quyết các trường hợp lang thang, xin ăn: quá hạn, hạn 09/3/2023",
        "IV- KIẾN NGHỊ QUÁ HẠN TRẢ LỜI",
        "phải trả lời trước ngày 22/3/2023",
        "V- LỜI VĂN TRÁI SỐ LIỆU",
        "viết “Các chỉ tiêu, nhiệm vụ công tác đều hoàn thành đảm bảo tiến độ, yêu cầu đề ra”",
        "nhưng có 04 chỉ tiêu chưa đạt",
        "VI- GỢI Ý CÂU HỎI",
    ):
        found = first.find(text, place)
        assert found >= 0, (text, first[place : place + 400])
        place = found
    assert first.count("?") == 3
    assert "Chương trình họp" in second and "I- VIỆC THỰC HIỆN KẾT LUẬN KỲ TRƯỚC" in second


def test_every_part_of_the_pack_is_behind_the_leaders_page(mid_term: Meeting, secretary: Person) -> None:
    facts = packs.print_pack(mid_term, by=secretary).facts
    assert [part["title"] for part in facts["annexes"]] == [
        "Chương trình họp",
        "Số liệu năm 2022 của Phường Cô Giang",
        "Giải trình số liệu của Phường Cô Giang",
        "Kiến nghị chưa giải quyết xong và nhiệm vụ quá hạn",
    ]
    tables = [block for block in facts["annexes"][-1]["blocks"] if block["block"] == "table"]
    assert [len(table["rows"]) for table in tables] == [2, 3]


@pytest.mark.parametrize("period", [YEAR, Period(2023, "quarter", 1)], ids=["the pack's own", "another one"])
def test_what_was_explained_since_stands_in_the_next_pack(mid_term: Meeting, secretary: Person, period: Period) -> None:
    above, deputy = (Person.objects.get(username=login) for login in ("quan-uy", "pho-bi-thu"))
    tax = Indicator.objects.get(code="KT01")
    facts: dict[str, Any] = {"text": "Vì sao hụt thu?", "due_on": date(2023, 3, 29)}
    asked = explanations.ask(mid_term.reviewed_units.get(), period, tax, **facts, by=above)

    def told() -> str:
        annexes = packs.print_pack(mid_term, by=secretary).facts["annexes"]
        return str([part["blocks"] for part in annexes if part["title"] == "Giải trình số liệu của Phường Cô Giang"])

    assert "Vì sao hụt thu?" in told() and "Chờ giải trình (hạn 29/3/2023)." in told()
    explanations.send(asked, "Nhiều hộ ngừng kinh doanh", by=deputy)
    assert "Nhiều hộ ngừng kinh doanh. (Phó Bí thư Thường trực Đảng ủy phường" in told()


def test_an_answered_proposal_is_no_longer_asked_for(mid_term: Meeting, secretary: Person) -> None:
    occasion = occasion_of(mid_term, secretary)
    assert occasion is not None
    late = pack_of(occasion, secretary).late_answers
    late[0][0].replies.create(kind="agreed", answered_on=dates.today(), at=timezone.now())
    assert len(pack_of(occasion, secretary).late_answers) == len(late) - 1


def test_the_questions_come_from_what_is_on_record(mid_term: Meeting, secretary: Person) -> None:
    occasion = occasion_of(mid_term, secretary)
    assert occasion is not None
    asked = questions(pack_of(occasion, secretary))
    assert len(asked) == 3 and asked[0].startswith("Báo cáo nói hoàn thành, số liệu có 04 chỉ tiêu chưa đạt")


def test_the_leaders_page_stays_one_page_however_long_the_words_are(mid_term: Meeting, secretary: Person) -> None:
    long = "xây dựng phương án tiếp nhận, giải quyết các trường hợp khó khăn trên địa bàn phường; " * 8
    Meeting.objects.filter(pk=mid_term.pk).update(title=f"Hội nghị {long}"[:900], place=long[:240])
    for task in Task.objects.filter(unit=mid_term.unit):
        task.text = long
        task.save(update_fields=["text"])
    first = Proposal.objects.filter(sent_on__isnull=False)[0]
    for _again in range(4):
        first.pk, first.text = None, long
        first.answer_due = date(2023, 3, 1)
        first.save(force_insert=True)
    mid_term.papers.filter(kind="paper").update(text=f"Các chỉ tiêu {long} đều hoàn thành. " * 3)
    mid_term.refresh_from_db()
    pages = pages_of(packs.print_pack(mid_term, by=secretary))
    assert "VI- GỢI Ý CÂU HỎI" in pages[0]
    assert "Chương trình họp" in pages[1]
