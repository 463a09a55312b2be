"""A book of results: every ward's part made once, bound with contents and page numbers, after a crash gone on with."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang import binding
from coquang.bounded import Bounds
from coquang.periods import Period
from coquang.records import queue
from coquang.records.models import Job, JournalEntry, PrintedDocument
from coquang.records.models.documents import papers
from coquang.records.verifying import document_with
from coquang.refusals import Refused
from indicators import jobs_of_books, jobs_of_packs
from indicators.actions import books, packs
from indicators.models import Indicator, PackRound, Target
from programmes.models import Person, Unit
from tests import making
from tests.print.measuring import sheets
from tests.print.test_the_square_is_read import read, rendered

Browser = Callable[[Person], Client]

pytestmark = pytest.mark.usefixtures("drawer")

QUARTER = Period.parse("2022-Q1")
WARDS = ["Phường Cô Giang", "Phường Nguyễn Cư Trinh"]


@pytest.fixture
def district(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Unit:
    """Quận 1, both of whose wards have reported."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), "approved")
    return units[making.DISTRICT]


def do(job: Job | None) -> Job:
    assert job is not None
    queue.run.apply(args=(job.pk,))
    job.refresh_from_db()
    return job


def ordered(district: Unit, reader: Person) -> PackRound:
    order = books.order(district, QUARTER, by=reader)
    assert do(order.job).state == Job.State.DONE, order.job
    order.refresh_from_db()
    return order


def parts(order: PackRound) -> list[PrintedDocument | None]:
    return [part.document for part in order.packs.filter(position__gt=0)]


def content(document: PrintedDocument | None) -> bytes:
    assert document is not None
    with document.file.open("rb") as file:
        return bytes(file.read())


# --- the book ---------------------------------------------------------------------------------------


def test_a_book_holds_every_ward_behind_contents_that_name_its_page(district: Unit, reader: Person) -> None:
    order = ordered(district, reader)
    pages = sheets(content(order.book))
    told = [page.extract_text() for page in pages]
    first, second = (document.pages or 0 for document in parts(order) if document)
    assert order.book is not None and len(pages) == order.book.pages == 1 + first + second
    lines = told[0].splitlines()
    assert f"1 {WARDS[0]} 2" in lines and f"2 {WARDS[1]} {2 + first}" in lines
    assert "PHƯỜNG CÔ GIANG" in told[1] and "PHƯỜNG NGUYỄN CƯ TRINH" in told[1 + first]
    assert "17.100.000.000" in told[1]


def test_pages_of_a_book_are_numbered_through_where_papers_are_numbered(district: Unit, reader: Person) -> None:
    pages = sheets(content(ordered(district, reader).book))
    assert "TẬP SỐ LIỆU" in pages[0].extract_text()
    assert not [letter for letter in pages[0].chars if letter["top"] < 45]
    for number, page in enumerate(pages[1:], start=2):
        digits = [letter for letter in page.chars if letter["top"] < 45]
        assert "".join(letter["text"] for letter in digits) == str(number)
        left, right = digits[0]["x0"], digits[-1]["x1"]
        assert (left + right) / 2 * 25.4 / 72 == pytest.approx(112.5, abs=0.05)
        assert (page.height - digits[0]["matrix"][5]) * 25.4 / 72 == pytest.approx(14.4, abs=0.05)
        assert digits[0]["size"] == pytest.approx(14)


def test_a_book_is_pdf_a_3b_with_a_bookmark_for_each_ward(district: Unit, reader: Person) -> None:
    order = ordered(district, reader)
    with pikepdf.open(io.BytesIO(content(order.book))) as pdf:
        with pdf.open_metadata() as told:
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("3", "B")
            assert told["dc:title"] == str(pdf.docinfo["/Title"]) == "Tập số liệu quý I/2022, Quận 1"
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1" and str(pdf.Root.Lang) == "vi"
        assert "/StructTreeRoot" not in pdf.Root and not any("/StructParents" in page.obj for page in pdf.pages)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["TẬP SỐ LIỆU", *WARDS]


def test_binding_the_same_parts_again_gives_the_same_bytes(district: Unit, reader: Person) -> None:
    order = ordered(district, reader)
    assert order.book is not None
    held = [binding.Part("a", content(document)) for document in parts(order)]
    facts: dict[str, Any] = {"title": "a", "language": "vi", "created": order.book.issued_at}
    assert binding.bound(held, **facts) == binding.bound(held, **facts)


def test_a_book_and_its_parts_come_in_one_file_and_are_known_by_their_bytes(district: Unit, reader: Person) -> None:
    order = ordered(district, reader)
    with papers().open(order.stored_as) as file, zipfile.ZipFile(file) as held:
        assert held.namelist() == [
            "000 Tập số liệu quý I-2022, Quận 1.pdf", *(f"{at:03d} {name}.pdf" for at, name in enumerate(WARDS, 1))
        ]  # fmt: skip
        assert document_with([held.read(held.namelist()[0])]) == order.book
        assert document_with([held.read(held.namelist()[2])]) == parts(order)[1]


def test_each_part_and_the_contents_bear_a_square_that_leads_to_them_alone(district: Unit, reader: Person) -> None:
    order = ordered(district, reader)
    contents = order.packs.get(position=0).document
    assert contents is not None and order.book is not None
    pdf, at = content(order.book), 0
    for document in (contents, *parts(order)):
        assert document is not None
        assert read(rendered(pdf, 150, at)) == [document.facts["leads_to"]]
        assert document.code in sheets(pdf)[at].extract_text()
        at += document.pages or 0
    assert at == order.book.pages


def test_the_code_of_a_part_tells_whether_its_figures_stand(district: Unit, reader: Person, as_: Browser) -> None:
    document = parts(ordered(district, reader))[0]
    assert document is not None
    page = as_(reader).get(f"/van-ban/ma/{document.code}/").content.decode()
    assert "Chỉ tiêu THUE" in page and "Phường Cô Giang" in page


# --- what is made once ------------------------------------------------------------------------------


def test_only_the_ward_whose_figures_changed_is_laid_out_again(
    district: Unit, reader: Person, units: dict[str, Unit]
) -> None:
    first = ordered(district, reader)
    Target.objects.filter(unit=units[making.SIBLING], indicator__code="THUE").update(value=18_000_000_000)
    before = PrintedDocument.objects.count()
    second = ordered(district, reader)
    assert parts(second)[0] == parts(first)[0] and parts(second)[1] != parts(first)[1]
    assert PrintedDocument.objects.count() == before + 2  # the part and the book; the contents stand
    assert second.book != first.book


def test_after_a_crash_the_parts_that_were_laid_out_are_not_laid_out_anew(
    district: Unit, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = books.order(district, QUARTER, by=reader)
    press, printed = jobs_of_packs.print_document, []

    def falls_at_the_second(job: Job, document: int) -> None:
        printed.append(document)
        if len(printed) == 2:
            raise RuntimeError("the worker fell")
        press(job, document)

    monkeypatch.setattr(jobs_of_packs, "print_document", falls_at_the_second)
    assert do(order.job).state == Job.State.WAITING
    assert do(order.job).state == Job.State.DONE
    assert printed == [printed[0], printed[1], printed[1]]
    assert PrintedDocument.objects.count() == 4


def test_a_book_called_off_keeps_the_parts_it_made_and_the_next_book_takes_them(
    district: Unit, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = books.order(district, QUARTER, by=reader)
    with monkeypatch.context() as patch:
        patch.setattr(queue, "STRETCH", -1.0)
        assert do(order.job).step == 1
        packs.call_off(order, by=reader)
        assert do(order.job).state == Job.State.FAILED
    order.refresh_from_db()
    assert order.book is None and not order.stored_as
    assert parts(ordered(district, reader))[0] == parts(order)[0]


def test_contents_longer_than_guessed_are_laid_out_with_the_pages_they_have(
    district: Unit, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_of_books, "ON_THE_FIRST_PAGE", -79)
    pages = sheets(content(ordered(district, reader).book))
    assert f"1 {WARDS[0]} 2" in pages[0].extract_text().splitlines()


# --- what cannot be made ----------------------------------------------------------------------------


def test_a_ward_that_reported_nothing_says_so_and_the_book_goes_without_it(
    units: dict[str, Unit], indicators: dict[str, Indicator], reader: Person
) -> None:
    making.reporting(units[making.WARD], indicators)
    order = ordered(units[making.DISTRICT], reader)
    assert [bool(part.reason) for part in order.packs.filter(position__gt=0)] == [False, True]
    assert "không trực tiếp báo cáo chỉ tiêu" in order.packs.get(position=2).reason
    assert WARDS[1] not in sheets(content(order.book))[0].extract_text()


def test_a_part_that_is_a_bomb_says_why_and_the_others_are_bound(
    district: Unit, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    press, turn = jobs_of_packs.print_document, []

    def a_bomb_first(job: Job, document: int) -> None:
        turn.append(document)
        with monkeypatch.context() as patch:
            if len(turn) == 1:
                patch.setattr("coquang.printing.Bounds", lambda: Bounds(memory=0))
            press(job, document)

    monkeypatch.setattr(jobs_of_packs, "print_document", a_bomb_first)
    order = ordered(district, reader)
    assert order.packs.get(position=1).reason.startswith("Văn bản này quá lớn")
    assert order.packs.get(position=2).document is not None and order.book is not None


def test_a_book_without_a_single_result_is_not_bound(units: dict[str, Unit], reader: Person) -> None:
    job = do(books.order(units[making.DISTRICT], QUARTER, by=reader).job)
    assert job.state == Job.State.FAILED and "Chưa đơn vị nào" in job.reason


# --- who may ----------------------------------------------------------------------------------------


def test_only_who_sees_all_below_orders_a_book(district: Unit, clerk: Person, units: dict[str, Unit]) -> None:
    with pytest.raises(PermissionDenied):
        books.order(district, QUARTER, by=clerk)
    beside = making.person("van-thu", "Văn thư Quận ủy")
    making.appointed(beside, "read", unit=district)
    with pytest.raises(PermissionDenied):
        books.order(district, QUARTER, by=beside)
    assert not PackRound.objects.exists()


def test_a_unit_without_wards_makes_no_book(district: Unit, reader: Person, units: dict[str, Unit]) -> None:
    with pytest.raises(Refused, match="không có phường, xã nào"):
        books.order(units[making.WARD], QUARTER, by=reader)


def test_a_bound_book_is_read_by_those_who_see_all_of_it(district: Unit, reader: Person, as_: Browser) -> None:
    order = ordered(district, reader)
    beside, above = making.person("van-thu", "Văn thư Quận ủy"), making.person("thanh-uy", "Thành ủy")
    making.appointed(beside, "read", unit=district)
    making.appointed(above, "read", unit=Unit.objects.get(code=making.CITY), below=True)
    assert as_(beside).get(f"/van-ban/{order.book_id}/tai/").status_code == 404
    assert as_(above).get(f"/van-ban/{order.book_id}/tai/").status_code == 200


def test_a_book_is_ordered_watched_and_fetched_on_its_pages(
    district: Unit, reader: Person, clerk: Person, as_: Browser
) -> None:
    browser = as_(reader)
    assert "/tap-so-lieu/" in browser.get("/van-ban/").content.decode()
    typed = {"unit": district.pk, "period": "2022-Q1", **making.form_key()}
    assert browser.post("/tap-so-lieu/", typed).status_code == 302
    order = PackRound.objects.get()
    assert "Đã xong 0/3 bước" in browser.get(f"/tap-so-lieu/{order.pk}/").content.decode()
    assert browser.get(f"/tap-so-lieu/{order.pk}/tai/").status_code == 404
    do(order.job)
    page = browser.get(f"/tap-so-lieu/{order.pk}/").content.decode()
    assert "Đã lập xong tập số liệu" in page and f"/tap-so-lieu/{order.pk}/tai/" in page
    assert browser.get(f"/tap-so-lieu/{order.pk}/tai/").status_code == 200
    assert browser.get(f"/bo-tai-lieu/{order.pk}/").status_code == 404
    assert "Quận 1, 2022-Q1" in browser.get("/tap-so-lieu/").content.decode()
    assert JournalEntry.objects.filter(act="book.ordered").count() == 1
    assert as_(clerk).get(f"/tap-so-lieu/{order.pk}/").status_code == 404
    assert as_(clerk).get("/tap-so-lieu/").status_code == 403


@pytest.mark.parametrize(("period", "sentence"), [("2022-Q9", "2022-Q1"), ("hôm qua", "2022-Q1"), ("", "is-invalid")])
def test_a_period_that_is_none_is_told_and_nothing_is_ordered(
    district: Unit, reader: Person, as_: Browser, period: str, sentence: str
) -> None:
    answer = as_(reader).post("/tap-so-lieu/", {"unit": district.pk, "period": period, **making.form_key()})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not PackRound.objects.exists()


def test_a_book_of_a_period_before_the_tree_is_refused_on_its_page(
    district: Unit, reader: Person, as_: Browser
) -> None:
    typed = {"unit": district.pk, "period": "2015", **making.form_key()}
    assert as_(reader).post("/tap-so-lieu/", typed).status_code in {403, 422}
    assert date(2015, 12, 31) < making.FIRST_DAY and not PackRound.objects.exists()
