"""“Duyệt trên bản giấy”: recorded by the clerk, journalled in the name of who signed, confirmed by them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from coquang import attachments, dates
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import paper_approvals, reopening, sheets
from indicators.models import PaperApproval, Sheet, SignedScan
from programmes.models import Body, Person, Unit
from tests import files, making

DAY = date(2022, 4, 1)
URL = f"/so-lieu/{making.WARD}/2022-Q1/duyet-giay/"


@pytest.fixture
def vetted(full_quarter: Sheet, clerk: Person, vetter: Person) -> Sheet:
    return sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)


@pytest.fixture
def other(committee: Body) -> Person:
    who = making.person("can-bo-2", "Cán bộ thứ hai")
    making.appointed(who, "enter", at=committee)
    return who


def scan() -> SimpleUploadedFile:
    """The signed sheet as a browser sends it."""
    return SimpleUploadedFile("bieu-ky.pdf", files.pdf(), content_type="application/pdf")


@pytest.fixture(autouse=True)
def kept_in(evidence_drawer: Path) -> Path:
    return evidence_drawer


def recorded(sheet: Sheet, signed_by: Person, by: Person) -> Sheet:
    file = attachments.examine("bieu-ky.pdf", files.pdf())
    return paper_approvals.record(
        sheet, document="Biểu in, ký 1/4", file=file, signed_on=DAY, signed_by=signed_by, by=by
    )


def test_the_clerk_records_and_the_journal_names_both(vetted: Sheet, clerk: Person, approver: Person) -> None:
    assert recorded(vetted, approver, clerk).approved_by == approver
    approved, told = JournalEntry.objects.about(vetted)[:2]
    assert (approved.act, approved.by, approved.facts["recorded_by"]) == ("sheet.approved", approver, clerk.pk)
    assert (told.act, told.by) == ("sheet.recorded_as_approved_on_paper", clerk)
    assert told.facts["signed_by"] == approver.pk


def test_only_who_may_approve_can_have_signed(vetted: Sheet, clerk: Person, vetter: Person, other: Person) -> None:
    for who in (vetter, other):
        with pytest.raises(Refused, match="không chờ"):
            recorded(vetted, who, clerk)
    with pytest.raises(PermissionDenied):
        recorded(vetted, clerk, clerk)


def test_only_who_enters_records(vetted: Sheet, vetter: Person, approver: Person, stranger: Person) -> None:
    for who in (vetter, stranger, approver):
        with pytest.raises(PermissionDenied):
            recorded(vetted, approver, who)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_only_a_vetted_sheet_is_approved_on_paper(
    full_quarter: Sheet, clerk: Person, approver: Person, state: str
) -> None:
    with pytest.raises(Refused):
        recorded(making.walked(full_quarter, state), approver, clerk)


def test_whoever_submitted_did_not_approve_it_on_paper_either(
    full_quarter: Sheet, clerk: Person, vetter: Person, other: Person, committee: Body
) -> None:
    making.appointed(clerk, "approve", at=committee)
    sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)
    with pytest.raises(Refused):
        recorded(full_quarter, clerk, other)


def test_who_signed_confirms_it_at_the_next_sign_in(
    as_: Any, vetted: Sheet, clerk: Person, approver: Person, vetter: Person
) -> None:
    facts = {"document": "Biểu in", "signed_on": "1/4/2022", "signed_by": str(approver.pk)}
    wrong = {**facts, "signed_by": str(vetter.pk), "file": scan(), **making.form_key()}
    assert as_(clerk).post(URL, wrong).status_code == 422
    assert as_(clerk).post(URL, {**facts, "file": scan(), **making.form_key()}).status_code == 302
    kept = PaperApproval.objects.get()
    address = f"/duyet-giay/{kept.pk}/xac-nhan/"
    assert as_(clerk).post(address, making.form_key()).status_code == 404
    assert address in as_(approver).get("/viec-cua-toi/").content.decode()
    as_(approver).post(address, making.form_key())
    kept.refresh_from_db()
    assert kept.confirmed_at is not None
    assert address not in as_(approver).get("/viec-cua-toi/").content.decode()


# --- the signed sheet itself ----------------------------------------------------------------------


def test_the_signed_sheet_is_kept_and_shown_to_all_who_see_the_figures(
    as_: Any, vetted: Sheet, clerk: Person, approver: Person, reader: Person, stranger: Person
) -> None:
    facts = {"document": "Biểu số 12/BC-ĐU", "signed_on": "1/4/2022", "signed_by": str(approver.pk), "file": scan()}
    as_(clerk).post(URL, facts | making.form_key())
    approval = PaperApproval.objects.get()
    address = f"{URL}{approval.pk}/ban-quet/"
    answer = as_(reader).get(address)
    assert b"".join(answer.streaming_content) == files.pdf()
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_(stranger).get(address).status_code == 404
    sheet = f"/so-lieu/{making.WARD}/2022-Q1/"
    for page in (sheet, f"{sheet}qua-trinh/"):
        text = as_(clerk).get(page).content.decode()
        assert "Biểu số 12/BC-ĐU, ký ngày 1/4/2022, người ký: Phó Bí thư Thường trực" in text
        assert address in text
    assert address in as_(approver).get("/viec-cua-toi/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bieu.xlsx", files.workbook(), "chỉ nhận tệp PDF hoặc ảnh"),
        ("bieu.pdf", b"MZ", "không phải PDF"),
        ("bieu.pdf", files.pdf(b"<</Title (TUYET MAT)>>"), "mật"),
        ("bieu.pdf", b"", "Tệp trống"),
    ],
    ids=["a workbook", "a program", "a secret one", "an empty one"],
)
def test_what_is_no_signed_sheet_is_refused_and_nothing_is_approved(
    as_: Any, vetted: Sheet, clerk: Person, approver: Person, name: str, content: bytes, told: str
) -> None:
    facts = {"document": "Biểu in", "signed_on": "1/4/2022", "signed_by": str(approver.pk)}
    for file in ({"file": SimpleUploadedFile(name, content)}, {}):
        answer = as_(clerk).post(URL, {**facts, **file, **making.form_key()})
        assert answer.status_code == 422
        assert "Biểu in" in answer.content.decode()
        assert not file or told in answer.content.decode()
    vetted.refresh_from_db()
    assert (vetted.state, PaperApproval.objects.count()) == ("vetted", 0)


def test_when_the_approval_is_refused_no_file_is_left_behind(
    vetted: Sheet, clerk: Person, vetter: Person, kept_in: Path
) -> None:
    with pytest.raises(Refused):
        recorded(vetted, vetter, clerk)
    assert not [path for path in kept_in.rglob("*") if path.is_file()]
    assert not SignedScan.objects.exists()


def test_the_way_of_a_sheet_tells_of_its_reopening(
    as_: Any, vetted: Sheet, clerk: Person, approver: Person, units: dict[str, Unit]
) -> None:
    above = making.person("quan-tri-quan", "Quản trị quận")
    making.appointed(above, "administer", unit=units[making.DISTRICT], below=True)
    sheet = recorded(vetted, approver, clerk)
    reopening.reopen(sheet, until=dates.today(), reason="Cộng trùng hai hẻm.", by=above)
    page = as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/qua-trinh/").content.decode()
    opened = f"Mở lại để sửa, bản 2, đến hết ngày {dates.short(dates.today())}"
    for words in (opened, "Cộng trùng hai hẻm.", "Quản trị quận", "trên bản giấy"):
        assert words in page
