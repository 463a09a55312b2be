"""A figure corrected between the frozen text and the number stops the paper; one corrected after its issue does not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from coquang.attachments import examine
from coquang.periods import Period
from coquang.refusals import Refused
from indicators.actions import corrections, figures, reopening, reports, sheets
from indicators.models import Correction, Sheet
from programmes.actions import paper_copies, papers
from programmes.models import Body, OfficialPaper, Person
from tests import files, making
from tests.indicators.test_checking_a_printed_paper import correct
from tests.papers import printed, term
from tests.security.seen import page

TODAY, BEFORE = date(2022, 4, 20), date(2022, 4, 19)
FELL = "Chỉ tiêu HEM: đã in 0 tuyến hẻm, nay là 03 tuyến hẻm, đính chính ngày 20/4/2022"
SIGNER = "Bí thư Minh Họa"


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def approved(full_quarter: Sheet) -> Sheet:
    return making.walked(full_quarter, "approved")


@pytest.fixture
def submitted(approved: Sheet, committee: Body, clerk: Person, vetter: Person) -> OfficialPaper:
    term(committee)
    paper = reports.draft_report(approved.unit, Period.parse("2022-Q1"), by=clerk)
    papers.submit(paper, by=vetter)
    return OfficialPaper.objects.get(pk=paper.pk)


def signed(paper: OfficialPaper, by: Person, on: date = TODAY) -> OfficialPaper:
    return papers.sign(paper, on=on, signer_name=SIGNER, by=by)


def test_a_paper_whose_figure_was_corrected_is_not_signed(
    submitted: OfficialPaper, approved: Sheet, clerk: Person, approver: Person
) -> None:
    correct(approved, clerk, approver)
    with pytest.raises(Refused) as refused:
        signed(submitted, clerk)
    assert FELL in str(refused.value) and "Đưa văn bản về dự thảo" in str(refused.value)
    assert "Chỉ tiêu THUE" not in str(refused.value)


def test_a_paper_whose_figure_was_corrected_after_the_signature_is_not_issued_and_goes_back_to_be_signed_anew(
    submitted: OfficialPaper, approved: Sheet, clerk: Person, vetter: Person, approver: Person
) -> None:
    paper = signed(submitted, clerk)
    correct(approved, clerk, approver)
    with pytest.raises(Refused, match="nay là 03"):
        papers.issue(paper, day=TODAY, by=clerk)
    papers.take_back(paper, "Số liệu đã được đính chính.", by=vetter)
    papers.submit(paper, by=vetter)
    signed(paper, clerk)
    papers.issue(paper, day=TODAY, by=clerk)
    told = {one["key"]: one["value"] for one in OfficialPaper.objects.get(pk=paper.pk).frozen["figures"]}
    assert told["HEM"] == "3"


def test_an_earlier_day_on_the_paper_does_not_pass_a_corrected_figure(
    submitted: OfficialPaper, approved: Sheet, clerk: Person, approver: Person
) -> None:
    paper = signed(submitted, clerk, on=BEFORE)
    correct(approved, clerk, approver)
    with pytest.raises(Refused, match="nay là 03"):
        papers.issue(paper, day=BEFORE, by=clerk)


def test_a_paper_that_was_numbered_in_the_paper_book_before_the_correction_is_entered_as_it_was(
    submitted: OfficialPaper, approved: Sheet, clerk: Person, approver: Person
) -> None:
    correct(approved, clerk, approver)
    paper = signed(submitted, clerk, on=BEFORE)
    with pytest.raises(Refused, match="nay là 03"), transaction.atomic():
        papers.issue(paper, day=TODAY, number=5, by=clerk)
    assert papers.issue(paper, day=BEFORE, number=5, by=clerk).printed == "05-BC/ĐU"


def test_a_correction_that_is_only_asked_for_stops_nothing(
    submitted: OfficialPaper, approved: Sheet, clerk: Person
) -> None:
    figure = approved.figures.select_related("indicator", "sheet__unit").get(indicator__code="HEM")
    corrections.ask(figure, corrections.Told(Decimal(3)), reason="Đếm sót.", evidence="Biên bản 12.", by=clerk)
    assert Correction.objects.filter(decided_at__isnull=True).count() == 1
    papers.issue(signed(submitted, clerk), day=TODAY, by=clerk)


def test_a_figure_that_another_revision_changed_stops_the_paper_with_the_day_of_its_approval(
    submitted: OfficialPaper, approved: Sheet, clerk: Person, vetter: Person, approver: Person
) -> None:
    keeper = making.person("quan-tri", "Quản trị phường")
    making.appointed(keeper, "administer", unit=approved.unit)
    sheet = reopening.reopen(approved, until=date(2022, 4, 28), reason="Đếm lại.", by=keeper)
    hem = sheet.figures.get(indicator__code="HEM").indicator_id
    figures.enter(sheet, {hem: figures.Entry(Decimal(3))}, by=clerk)
    sheets.submit(sheet, by=clerk)
    sheets.vet(sheet, by=vetter)
    signed(submitted, clerk)
    sheets.approve(sheet, by=approver)
    with pytest.raises(Refused) as refused:
        papers.issue(submitted, day=TODAY, by=clerk)
    assert FELL in str(refused.value)


def test_the_page_says_it_before_anyone_presses(
    submitted: OfficialPaper, approved: Sheet, clerk: Person, vetter: Person, approver: Person, as_: Any
) -> None:
    address = f"/van-ban-di/{submitted.pk}/"
    assert "đã được đính chính sau khi trình ký" not in page(as_(vetter).get(address)).text
    correct(approved, clerk, approver)
    for deed in ("Ghi nhận đã ký", "Phát hành"):
        seen = page(as_(vetter).get(address)).text
        assert "1 số liệu của văn bản đã được đính chính sau khi trình ký." in seen and FELL in seen
        assert deed in seen and "Đưa về dự thảo" in seen
        if not OfficialPaper.objects.get(pk=submitted.pk).signed_on:
            signed(submitted, clerk, on=BEFORE)
    papers.issue(submitted, day=BEFORE, number=5, by=clerk)
    assert FELL not in page(as_(vetter).get(address)).text


def test_the_signed_scan_of_a_text_that_was_taken_back_is_not_the_papers_copy(
    submitted: OfficialPaper, clerk: Person, vetter: Person, drawer: Any, evidence_drawer: Any
) -> None:
    former = printed(submitted)
    papers.take_back(signed(submitted, clerk), "Sửa câu chữ.", by=vetter)
    papers.submit(submitted, by=vetter)
    papers.issue(signed(submitted, clerk), day=TODAY, by=clerk)
    scan = examine("ban-ky.pdf", files.scan(former.pages or 1))
    with pytest.raises(Refused, match="không phải của văn bản này"):
        paper_copies.file_copy(submitted, scan, code=former.code, by=clerk)
    now = printed(submitted)
    assert paper_copies.file_copy(submitted, scan, code=now.code, by=clerk).state == "filed"
