"""Papers behind figures: attached, checked, serving many rows, fetched by who may see, taken away only from a draft."""

import stat
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang import attachments, limits
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import evidence
from indicators.dashboards.lists import work_of
from indicators.models import Evidence, EvidenceOf, Figure, FigureNote, Sheet
from programmes.models import Person
from tests import files, making
from tests.security.boxes import forms

Browser = Callable[[Person], Client]
HEM = f"/so-lieu/{making.WARD}/2022-Q1/HEM/"
ATTACH = f"{HEM}van-ban/"


def papers_of(sheet_id: int) -> dict[int, int]:
    """How many papers stand behind each figure of a sheet."""
    return dict(Counter(EvidenceOf.objects.filter(evidence__sheet=sheet_id).values_list("figure", flat=True)))


def papers_awaited(sheet: Sheet) -> int:
    return FigureNote.objects.filter(figure__sheet=sheet, paper_follows=True).count()


def figure_of(sheet: Sheet, code: str) -> Figure:
    return sheet.figures.select_related("indicator", "sheet").get(indicator__code=code)


def sent(name: str = "Báo cáo 15.pdf", content: bytes = b"", **more: Any) -> dict[str, Any]:
    file = SimpleUploadedFile(name, content or files.pdf(), content_type="text/html")
    return {"file": file, "title": "Báo cáo 15/BC-UBND", **more} | making.form_key()


def attached(sheet: Sheet, by: Person, *codes: str, content: bytes = b"") -> Evidence:
    examined = attachments.examine("Báo cáo 15.pdf", content or files.pdf())
    rows = [figure_of(sheet, code) for code in codes or ("HEM",)]
    return evidence.attach(sheet, examined, title="Báo cáo 15/BC-UBND", to=rows, by=by)


def awaiting(sheet: Sheet, code: str = "HEM") -> FigureNote:
    return FigureNote.objects.create(
        figure=figure_of(sheet, code), channel="phone", paper_follows=True, paper_due=date(2022, 3, 18)
    )


def test_a_paper_is_kept_outside_what_is_served_under_a_name_that_tells_nothing(
    full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    browser = as_(clerk)
    assert browser.post(ATTACH, sent()).status_code == 302
    kept = Evidence.objects.get()
    (lying,) = (file for file in evidence_drawer.rglob("*") if file.is_file())
    assert (kept.kind, kept.file_name, kept.size) == ("pdf", "Báo cáo 15.pdf", len(files.pdf()))
    assert (kept.by, kept.capacity) == (clerk, "Cán bộ Văn phòng, Đảng ủy phường Cô Giang")
    assert lying.read_bytes() == files.pdf()
    assert stat.S_IMODE(lying.stat().st_mode) == 0o600
    assert lying == evidence_drawer / kept.stored_as and len(lying.name) == 40
    assert JournalEntry.objects.about(kept).get(act="evidence.attached").facts["sha256"] == kept.sha256
    page = browser.get(HEM).content.decode()
    assert "Báo cáo 15/BC-UBND" in page and "Cán bộ Văn phòng gắn lúc" in page


def test_the_storage_lies_outside_every_folder_that_is_served(settings: Any) -> None:
    place = Path(settings.STORAGES["evidence"]["OPTIONS"]["location"])
    assert place.parent == settings.VAR_DIR
    assert not any(place.is_relative_to(folder) for folder in settings.STATICFILES_DIRS)


def test_a_paper_is_fetched_as_a_file_and_never_as_a_page_of_ours(
    full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    paper = attached(full_quarter, clerk)
    answer = as_(clerk).get(f"{ATTACH}{paper.pk}/tai/")
    assert b"".join(answer.streaming_content) == files.pdf()  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_paper_is_not_there_for_who_does_not_see_the_sheet_nor_behind_another_figure(
    full_quarter: Sheet, clerk: Person, stranger: Person, reader: Person, as_: Browser, evidence_drawer: Path
) -> None:
    paper = attached(full_quarter, clerk)
    for who in (stranger, reader):  # the district reads what was sent up, not a draft
        assert as_(who).get(f"{ATTACH}{paper.pk}/tai/").status_code == 404
    assert as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/HO/van-ban/{paper.pk}/tai/").status_code == 404
    making.walked(full_quarter, "submitted")
    assert as_(reader).get(f"{ATTACH}{paper.pk}/tai/").status_code == 200
    assert as_(stranger).get(f"{ATTACH}{paper.pk}/tai/").status_code == 404


def test_a_file_that_is_gone_from_the_drawer_is_not_there(
    full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    paper = attached(full_quarter, clerk)
    (evidence_drawer / paper.stored_as).unlink()
    assert as_(clerk).get(f"{ATTACH}{paper.pk}/tai/").status_code == 404


def test_one_paper_serves_many_rows(full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path) -> None:
    browser = as_(clerk)
    assert browser.post(ATTACH, sent(rows=["HO", "QUAN"])).status_code == 302
    paper = Evidence.objects.get()
    assert papers_of(full_quarter.pk) == {figure_of(full_quarter, code).pk: 1 for code in ("HEM", "HO", "QUAN")}
    link = f"/so-lieu/{making.WARD}/2022-Q1/THUE/van-ban/co-san/"
    assert browser.post(link, {"paper": paper.pk} | making.form_key()).status_code == 302
    assert papers_of(full_quarter.pk)[figure_of(full_quarter, "THUE").pk] == 1
    assert Evidence.objects.count() == 1
    assert browser.post(link, {"paper": paper.pk} | making.form_key()).status_code == 422


def test_the_papers_of_a_sheet_are_counted_in_one_query(
    full_quarter: Sheet, clerk: Person, evidence_drawer: Path
) -> None:
    attached(full_quarter, clerk, "HEM", "HO", "QUAN", "THUE")
    with CaptureQueriesContext(connection) as queries:
        assert len(papers_of(full_quarter.pk)) == 4
    assert len(queries) == 1


def test_a_row_that_waited_for_its_paper_waits_no_more_when_it_came(
    full_quarter: Sheet, clerk: Person, approver: Person, as_: Browser, evidence_drawer: Path
) -> None:
    awaiting(full_quarter)
    awaiting(full_quarter, "HO")
    making.walked(full_quarter, "vetted")
    assert papers_awaited(full_quarter) == 2
    assert work_of(approver).waiting[0].papers == 2
    assert "còn 02 chỉ tiêu chờ văn bản" in as_(approver).get("/viec-cua-toi/").content.decode()
    assert as_(clerk).post(ATTACH, sent(rows=["HO"])).status_code == 302
    assert papers_awaited(full_quarter) == 0
    assert "chờ văn bản" not in as_(approver).get("/viec-cua-toi/").content.decode()
    came = EvidenceOf.objects.get(figure__indicator__code="HEM")
    assert (came.was_awaited, came.was_due, came.by) == (True, date(2022, 3, 18), clerk)
    entry = JournalEntry.objects.about(figure_of(full_quarter, "HEM")).get(act="figure.paper_came")
    assert (entry.by, entry.facts["due"]) == (clerk, "2022-03-18")
    assert "trước đó chờ văn bản, hạn 18/3/2022" in as_(approver).get(HEM).content.decode()


def test_the_channel_and_who_told_stay_when_the_paper_came(
    full_quarter: Sheet, clerk: Person, evidence_drawer: Path
) -> None:
    awaiting(full_quarter)
    attached(full_quarter, clerk)
    note = FigureNote.objects.get()
    assert (note.channel, note.paper_follows, note.paper_due) == ("phone", False, None)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"MZ", "không phải PDF"),
        ("a.exe", files.pdf(), "chỉ nhận tệp PDF"),
        ("a.html.pdf", files.pdf(), "hai đuôi"),
        ("a.xlsx", files.workbook({"xl/vbaProject.bin": b"x"}), "macro"),
        ("a.xlsx", files.saying("TỐI MẬT"), "gửi theo đường văn bản mật"),
        ("a.png", b"<svg onload=alert(1)>", "SVG"),
        ("a.jpg", b" ", "không phải JPEG"),
    ],
)
def test_a_file_that_is_not_taken_comes_back_with_a_sentence_and_the_rest_of_the_typing(
    name: str, content: bytes, words: str, full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    page = as_(clerk).post(ATTACH, sent(name, content, rows=["HO"]))
    assert page.status_code == 422
    (sentence,) = page.context["paper_form"].errors["file"]
    assert words.lower() in sentence.lower()
    (form,) = (form for form in forms(page) if form.action == f"{ATTACH}#van-ban")
    assert form.boxes["title"].values == ["Báo cáo 15/BC-UBND"]
    assert form.boxes["rows"].values == ["HO"]
    assert not Evidence.objects.exists() and not any(evidence_drawer.rglob("*"))


def test_a_form_without_a_file_or_with_an_empty_one_says_so(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    page = browser.post(ATTACH, {"title": "Báo cáo", "file": "a.pdf"} | making.form_key())
    assert page.status_code == 422 and "Chưa nhận được tệp" in page.content.decode()
    empty = SimpleUploadedFile("a.pdf", b"")
    page = browser.post(ATTACH, {"title": "Báo cáo", "file": empty} | making.form_key())
    assert page.status_code == 422 and "Tệp trống" in page.content.decode()


def test_a_file_of_ten_megabytes_passes_and_a_larger_one_is_told_the_limit(
    full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    browser = as_(clerk)
    end = b"\n%%EOF\n"
    whole = b"%PDF-1.7\n" + b" " * (limits.FILE_BYTES - 9 - len(end)) + end
    assert browser.post(ATTACH, sent("a.pdf", whole)).status_code == 302
    slightly = browser.post(ATTACH, sent("a.pdf", b"%PDF-1.7\n" + whole))
    assert slightly.status_code == 422
    assert "Tệp lớn hơn 10 MB" in slightly.content.decode()
    much = browser.post(ATTACH, sent("a.pdf", whole + whole))
    assert much.status_code == 413
    assert "Tệp lớn hơn 10 MB nên chưa nhận gì" in much.content.decode()
    assert Evidence.objects.count() == 1


def test_no_other_view_takes_a_body_of_such_a_size(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    large = {"file": SimpleUploadedFile("a.pdf", b" " * 3_000_000), "text": "Ý kiến"} | making.form_key()
    assert as_(clerk).post(f"{HEM}y-kien/", large).status_code == 400


def test_the_same_file_is_kept_once_on_a_sheet(full_quarter: Sheet, clerk: Person, evidence_drawer: Path) -> None:
    attached(full_quarter, clerk)
    with pytest.raises(Refused, match="đã có trong biểu"):
        attached(full_quarter, clerk, "HO")


def test_a_doubled_post_keeps_one_paper(
    full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    key = making.form_key()
    for _time in range(2):
        assert as_(clerk).post(ATTACH, sent() | key).status_code == 302
    assert Evidence.objects.count() == 1


def test_only_those_who_enter_the_sheet_attach(
    full_quarter: Sheet, clerk: Person, vetter: Person, stranger: Person, as_: Browser, evidence_drawer: Path
) -> None:
    assert as_(vetter).post(ATTACH, sent()).status_code == 403
    assert as_(stranger).post(ATTACH, sent()).status_code == 404
    with pytest.raises(PermissionDenied):
        attached(full_quarter, stranger)
    assert "Gắn văn bản mới" not in as_(vetter).get(HEM).content.decode()


def test_a_paper_leaves_a_draft_row_by_row_and_the_file_goes_with_the_last(
    full_quarter: Sheet,
    clerk: Person,
    evidence_drawer: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    awaiting(full_quarter)
    paper = attached(full_quarter, clerk, "HEM", "HO")
    with django_capture_on_commit_callbacks(execute=True):
        evidence.detach(paper, figure_of(full_quarter, "HO"), by=clerk)
    assert (evidence_drawer / paper.stored_as).exists()
    with django_capture_on_commit_callbacks(execute=True):
        evidence.detach(paper, figure_of(full_quarter, "HEM"), by=clerk)
    assert not Evidence.objects.exists()
    assert not [file for file in evidence_drawer.rglob("*") if file.is_file()]
    # What it had been waited for is waited for again.
    note = FigureNote.objects.get()
    assert (note.paper_follows, note.paper_due) == (True, date(2022, 3, 18))
    acts = list(JournalEntry.objects.filter(act__startswith="evidence.").order_by("pk").values_list("act", flat=True))
    assert acts == ["evidence.attached", "evidence.detached", "evidence.detached", "evidence.removed"]


def test_once_the_sheet_was_sent_up_its_papers_stay(
    full_quarter: Sheet, clerk: Person, as_: Browser, evidence_drawer: Path
) -> None:
    paper = attached(full_quarter, clerk)
    making.walked(full_quarter, "submitted")
    browser = as_(clerk)
    answer = browser.post(f"{ATTACH}{paper.pk}/go/", making.form_key())
    assert answer.status_code == 409
    assert "văn bản đã gắn được giữ nguyên" in answer.content.decode()
    assert "/go/" not in browser.get(HEM).content.decode()
    assert EvidenceOf.objects.count() == 1


def test_the_database_itself_keeps_the_papers_of_a_sheet_that_was_sent_up(
    full_quarter: Sheet, clerk: Person, evidence_drawer: Path
) -> None:
    paper = attached(full_quarter, clerk)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Evidence.objects.filter(pk=paper.pk).update(title="khác")
    making.walked(full_quarter, "submitted")
    for rows in (EvidenceOf.objects.all(), Evidence.objects.all()):
        with pytest.raises(DatabaseError, match="stand"), transaction.atomic():
            rows.delete()


def test_a_paper_does_not_stand_behind_a_figure_of_another_sheet(
    full_quarter: Sheet, clerk: Person, evidence_drawer: Path
) -> None:
    paper = attached(full_quarter, clerk)
    other = making.opened(full_quarter.unit, 2022, 2)
    with pytest.raises(DatabaseError, match="its own sheet"), transaction.atomic():
        evidence.link(paper, figure_of(other, "HEM"), by=clerk)
