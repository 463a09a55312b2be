"""A printed figure leads back: by the square and code of its paper, by its file, by what travels inside the file."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from coquang import printing
from coquang.periods import Period
from coquang.records import press
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from indicators.actions import corrections, reports
from indicators.models import DirtyBranch, Sheet
from programmes.actions import papers
from programmes.models import Body, OfficialPaper, Person
from tests import making
from tests.papers import drafted, printed, term
from tests.security.seen import page

TODAY = date(2022, 4, 20)
PERIOD = Period.parse("2022-Q1")


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def approved(full_quarter: Sheet) -> Sheet:
    return making.walked(full_quarter, "approved")


@pytest.fixture
def report(approved: Sheet, committee: Body, clerk: Person, vetter: Person, drawer: Path) -> OfficialPaper:
    """The report of the quarter, issued as the committee's paper."""
    term(committee)
    paper = reports.draft_report(approved.unit, PERIOD, by=clerk)
    papers.submit(paper, by=vetter)
    papers.sign(paper, on=TODAY, signer_name="Bí thư Minh Họa", by=clerk)
    papers.issue(paper, day=TODAY, by=clerk)
    return OfficialPaper.objects.get(pk=paper.pk)


@pytest.fixture
def document(report: OfficialPaper) -> PrintedDocument:
    return printed(report)


def content(document: PrintedDocument) -> bytes:
    with document.file.open("rb") as file:
        return bytes(file.read())


def told(client: Client, document: PrintedDocument) -> str:
    return " ".join(page(client.get(f"/van-ban/ma/{document.code}/")).text.split())


# --- the report as an official paper ---------------------------------------------------------------


def test_a_report_waits_for_the_approval_of_its_sheet(
    full_quarter: Sheet, committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = reports.draft_report(full_quarter.unit, PERIOD, by=clerk)
    with pytest.raises(Refused):
        papers.submit(paper, by=vetter)
    making.walked(full_quarter, "approved")
    papers.submit(paper, by=vetter)


def test_a_report_goes_out_once_the_sums_hold_all_its_figures(
    approved: Sheet, committee: Body, clerk: Person, vetter: Person, approver: Person
) -> None:
    """A paper of a closed period and the boards beside it never say two things."""
    term(committee)
    paper = reports.draft_report(approved.unit, PERIOD, by=clerk)
    papers.submit(paper, by=vetter)
    papers.sign(paper, on=TODAY, signer_name="Bí thư Minh Họa", by=clerk)
    for there_and_back in (3, 0):
        correct(approved, clerk, approver, to=there_and_back)
    assert DirtyBranch.objects.exists()
    papers.issue(paper, day=TODAY, by=clerk)
    assert not DirtyBranch.objects.exists()


def test_a_report_that_is_being_written_is_gone_on_with(approved: Sheet, committee: Body, clerk: Person) -> None:
    first = reports.draft_report(approved.unit, PERIOD, by=clerk)
    assert reports.draft_report(approved.unit, PERIOD, by=clerk) == first


def test_an_issued_report_keeps_its_figures_whatever_is_corrected_later(
    report: OfficialPaper, approved: Sheet, clerk: Person, approver: Person
) -> None:
    before = report.facts
    correct(approved, clerk, approver)
    assert OfficialPaper.objects.get(pk=report.pk).facts == before
    assert {figure["key"] for figure in report.frozen["figures"]} >= {"HEM", "THUE"}


def correct(sheet: Sheet, clerk: Person, approver: Person, to: int = 3) -> None:
    figure = sheet.figures.select_related("indicator", "sheet__unit").get(indicator__code="HEM")
    asked = corrections.ask(figure, corrections.Told(Decimal(to)), reason="Đếm sót.", evidence="Biên bản 12.", by=clerk)
    corrections.agree(asked, by=approver)


# --- by its code -----------------------------------------------------------------------------------


def test_whoever_holds_an_issued_paper_learns_that_it_stands_in_the_register_and_no_more(
    document: PrintedDocument, client: Client, stranger: Person
) -> None:
    for _who in (None, client.force_login(stranger)):
        seen = told(client, document)
        assert "Văn bản có trong sổ của Đảng ủy phường Cô Giang, số 01-BC/ĐU, ngày 20/4/2022." in seen
        assert "Bí thư Minh Họa" not in seen and "Chỉ tiêu" not in seen


def test_those_who_may_read_it_learn_who_signed_and_that_every_figure_stands(
    document: PrintedDocument, clerk: Person, as_: Any
) -> None:
    seen = told(as_(clerk), document)
    assert "Bí thư Minh Họa" in seen and "Phụ trách Văn phòng" in seen
    assert "Chỉ tiêu HEM" in seen and "đã được đính chính" not in seen


def test_a_figure_that_was_corrected_after_printing_says_so_with_the_day(
    document: PrintedDocument, approved: Sheet, clerk: Person, approver: Person, as_: Any
) -> None:
    correct(approved, clerk, approver)
    seen = told(as_(clerk), document)
    assert seen.count("Số liệu này đã được đính chính sau khi in (ngày ") == 1


def test_a_draft_is_told_of_to_nobody_outside_the_office(
    committee: Body, clerk: Person, reader: Person, stranger: Person, client: Client, drawer: Path
) -> None:
    paper = drafted(committee, by=clerk)
    papers.circulate(paper, by=clerk)
    draft = printed(paper)
    for who in (None, reader, stranger):
        if who is not None:
            client.force_login(who)
        answer = client.get(f"/van-ban/ma/{draft.code}/")
        assert answer.status_code == 404 and "Chưa tìm thấy văn bản này." in page(answer).text
        assert who is None or client.get(f"/van-ban/{draft.pk}/tai/").status_code == 404
    client.force_login(clerk)
    assert client.get(f"/van-ban/ma/{draft.code}/").status_code == 200
    assert client.get(f"/van-ban/{draft.pk}/tai/").status_code == 200


def test_a_cancelled_and_a_corrected_paper_say_so_to_everybody(
    report: OfficialPaper, document: PrintedDocument, clerk: Person, vetter: Person, client: Client
) -> None:
    notice = papers.correct(report, by=clerk)
    papers.submit(notice, by=vetter)
    papers.sign(notice, on=TODAY, signer_name="Bí thư Minh Họa", by=clerk)
    papers.issue(notice, day=TODAY, by=clerk)
    assert "đã được đính chính bằng văn bản số 01-TB/ĐU, ngày 20/4/2022." in told(client, document)
    papers.cancel(report, "Ban hành nhầm.", by=clerk)
    seen = told(client, document)
    assert "Văn bản này đã hủy; số vẫn giữ." in seen and "Ban hành nhầm" not in seen


# --- by its file -----------------------------------------------------------------------------------


def test_a_file_of_ours_is_known_by_its_bytes_and_one_changed_byte_is_noticed(
    document: PrintedDocument, tmp_path: Path, as_: Any, stranger: Person
) -> None:
    ours, altered = tmp_path / "ours.pdf", tmp_path / "altered.pdf"
    ours.write_bytes(content(document))
    altered.write_bytes(content(document)[:-1] + b" ")
    said = StringIO()
    call_command("verify_paper", str(ours), stdout=said)
    assert "số 01-BC/ĐU, ngày 20/4/2022" in said.getvalue() and "Tệp còn nguyên vẹn." in said.getvalue()
    for other in (altered, tmp_path / "none.pdf"):
        with pytest.raises(CommandError):
            call_command("verify_paper", str(other), stdout=said)
    browser = as_(stranger)
    for file, sentence in ((ours, "Tệp còn nguyên vẹn."), (altered, "không phải văn bản do hệ thống lập")):
        sent = {"file": SimpleUploadedFile("van-ban.pdf", file.read_bytes()), "form_key": making.form_key()}
        answer = browser.post("/van-ban/kiem-tra/", sent)
        assert answer.status_code == 200 and sentence in page(answer).text


def test_a_code_that_was_typed_leads_to_the_paper_and_nonsense_to_nothing(
    document: PrintedDocument, as_: Any, clerk: Person
) -> None:
    browser = as_(clerk)
    answer = browser.get("/van-ban/kiem-tra/", {"code": document.code.lower()}, follow=True)
    assert document.title in page(answer).text
    for code in ("…", "<b>", "AAAA-AAAA", "x" * 19):
        assert browser.get("/van-ban/kiem-tra/", {"code": code}, follow=True).status_code == 404
    assert browser.get("/van-ban/kiem-tra/", {"code": "x" * 300}).status_code == 200


# --- what is in the file ---------------------------------------------------------------------------


def test_the_file_carries_its_figures_as_json_and_xlsx_related_to_the_paper(document: PrintedDocument) -> None:
    with pikepdf.open(BytesIO(content(document))) as pdf:
        names = set(pdf.attachments)
        assert names == {"figures.json", "figures.xlsx"}
        data = json.loads(pdf.attachments["figures.json"].get_file().read_bytes())
        related = {str(part.UF): str(part.AFRelationship) for part in pdf.Root.AF}
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1" if "/OutputIntents" in pdf.Root else True
    assert related == {"figures.json": "/Data", "figures.xlsx": "/Source"}
    assert data["code"] == document.code
    assert {figure["key"] for figure in data["figures"]} >= {"HEM", "THUE"}


def test_the_same_facts_with_their_figures_give_the_same_bytes(document: PrintedDocument) -> None:
    assert press.lay_out(document) == content(document)


def test_the_square_stands_at_the_foot_of_the_first_page_only_and_says_where_it_leads(
    document: PrintedDocument, settings: Any
) -> None:
    assert document.facts["leads_to"] == f"{settings.PORTAL_ADDRESS}/van-ban/ma/{document.code}/"
    drawn = str(printing.square(document.facts["leads_to"]))
    assert f"<title>{document.facts['leads_to']}</title>" in drawn
    assert segno.make(document.facts["leads_to"], error="q", micro=False, boost_error=False).error == "Q"
    with pdfplumber.open(BytesIO(content(document))) as pdf:
        first, second = pdf.pages[0], pdf.pages[1]
        marks = [one for one in [*first.lines, *first.curves, *first.rects] if one["top"] > 278 / 25.4 * 72]
        assert marks and not [
            one for one in [*second.lines, *second.curves, *second.rects] if one["top"] > 278 / 25.4 * 72
        ]
        left, right = (f(mark[side] for mark in marks) / 72 * 25.4 for f, side in ((min, "x0"), (max, "x1")))
        assert right - left == pytest.approx(10.5, abs=0.6) and right == pytest.approx(195, abs=0.6)
        assert max(mark["bottom"] for mark in marks) / 72 * 25.4 < 297 - 4.2
        assert document.code in first.extract_text() and document.code in second.extract_text()
