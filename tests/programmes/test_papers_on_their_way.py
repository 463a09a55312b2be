"""A paper from draft to signed copy: who does what, what stands from when on, what is printed in each state."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from coquang.attachments import Attachment, examine
from coquang.records.models import JournalEntry, PrintedDocument
from coquang.refusals import Refused
from programmes.actions import paper_copies, papers
from programmes.models import Body, Delivery, OfficialPaper, Person, Unit
from tests import files, making
from tests.papers import drafted, issued, printed, signed, term

TODAY = date(2023, 3, 14)
State = OfficialPaper.State


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture(autouse=True)
def the_term(committee: Body) -> None:
    term(committee)


@pytest.fixture
def secretary(committee: Body) -> Person:
    who = making.person("bi-thu", "Bí thư Minh Họa")
    making.appointed(who, "sign", at=committee)
    return who


@pytest.fixture
def district_office(units: dict[str, Unit]) -> Body:
    return making.body(units[making.DISTRICT], "QU", name="Quận ủy Quận 1", symbol="QU")


@pytest.fixture
def receiver(district_office: Body) -> Person:
    who = making.person("van-thu-quan", "Văn thư Quận ủy")
    making.appointed(who, "enter", at=district_office)
    return who


def facts_of(paper: OfficialPaper) -> dict[str, Any]:
    return PrintedDocument.objects.get(pk=paper.prints.first().document_id).facts  # type: ignore[union-attr]


def test_each_circulated_draft_counts_up(committee: Body, clerk: Person) -> None:
    paper = drafted(committee, by=clerk)
    papers.circulate(paper, by=clerk)
    papers.circulate(paper, by=clerk)
    assert facts_of(paper)["draft"] == "Dự thảo lần 2"
    assert facts_of(paper)["number"] == ""
    assert [one.draft for one in paper.prints.order_by("pk")] == [1, 2]


def test_what_the_signer_gets_leaves_number_and_day_blank_and_stands(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = drafted(committee, by=clerk)
    with pytest.raises(PermissionDenied):
        papers.submit(paper, by=clerk)
    papers.submit(paper, by=vetter)
    facts = facts_of(paper)
    assert (facts["number"], facts["draft"]) == ("", "")
    assert facts["date"].endswith("tháng 3 năm 2023") and "14" not in facts["date"]
    paper.text = "Khác."
    with pytest.raises(Refused):
        papers.keep(paper, by=clerk)
    with pytest.raises(Exception, match="does not change"), transaction.atomic():
        OfficialPaper.objects.filter(pk=paper.pk).update(text="Khác.")


def test_what_was_sent_to_be_signed_can_be_taken_back_and_mended(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = drafted(committee, by=clerk)
    papers.submit(paper, by=vetter)
    paper = papers.take_back(paper, "Sửa câu thứ hai.", by=vetter)
    paper.subject = "kết luận về thuế"
    papers.keep(paper, by=clerk)
    papers.submit(paper, by=vetter)
    assert facts_of(paper)["subject"] == "kết luận về thuế"


def test_two_who_write_at_once_do_not_overwrite_each_other(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = drafted(committee, by=clerk)
    papers.keep(paper, seen_version=1, by=vetter)
    with pytest.raises(Refused):
        papers.keep(paper, seen_version=1, by=clerk)


def test_the_signer_signs_or_the_office_says_that_the_pen_did(
    committee: Body, clerk: Person, vetter: Person, secretary: Person, approver: Person
) -> None:
    for who, on_paper in ((secretary, False), (clerk, True)):
        paper = drafted(committee, by=clerk)
        papers.submit(paper, by=vetter)
        with pytest.raises(PermissionDenied):
            papers.sign(paper, on=TODAY, signer_name="Bí thư Minh Họa", by=approver)
        with pytest.raises(Refused):
            papers.sign(paper, on=date(2023, 3, 15), signer_name="Bí thư Minh Họa", by=who)
        paper = papers.sign(paper, on=TODAY, signer_name="Bí thư Minh Họa", by=who)
        assert (paper.is_signed_on_paper, paper.signed_by) == (on_paper, None if on_paper else secretary)


def test_another_name_than_the_printed_one_does_not_sign(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = drafted(committee, by=clerk, signer_name="Bí thư Minh Họa")
    papers.submit(paper, by=vetter)
    with pytest.raises(Refused, match="Bí thư Minh Họa"):
        papers.sign(paper, on=TODAY, signer_name="Người khác", by=clerk)


def test_a_paper_is_signed_first_and_numbered_afterwards(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = drafted(committee, by=clerk)
    papers.submit(paper, by=vetter)
    with pytest.raises(Refused):
        papers.issue(paper, day=TODAY, by=clerk)


def test_what_was_signed_changes_only_by_going_back_to_its_draft(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = signed(committee, clerk=clerk, vetter=vetter)
    for changed in (
        {"facts": {"a": 1}},
        {"state": "submitted", "signed_on": None},
        {"state": "draft", "text": "Khác."},
    ):
        with pytest.raises(Exception, match="does not"), transaction.atomic():
            OfficialPaper.objects.filter(pk=paper.pk).update(**changed)
    with pytest.raises(PermissionDenied):
        papers.take_back(paper, "Sửa câu thứ hai.", by=clerk)
    paper = papers.take_back(paper, "Sửa câu thứ hai.", by=vetter)
    assert (paper.state, paper.signed_on, paper.signed_by, paper.facts) == (State.DRAFT, None, None, None)
    papers.submit(paper, by=vetter)
    with pytest.raises(Refused):
        papers.take_back(issued(committee, clerk=clerk, vetter=vetter), "Muộn.", by=vetter)


def test_an_issued_paper_says_its_number_its_day_and_the_same_words(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = signed(committee, clerk=clerk, vetter=vetter)
    before = facts_of(paper)
    papers.issue(paper, day=TODAY, by=clerk)
    after = facts_of(paper)
    assert (after["number"], after["date"]) == ("01", "ngày 14 tháng 3 năm 2023")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"number", "date", "code", "leads_to", "signatures"}


def test_an_issued_paper_neither_changes_nor_goes(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = issued(committee, clerk=clerk, vetter=vetter)
    for changed in ({"text": "Khác."}, {"state": "signed"}, {"issued_on": date(2023, 3, 1)}, {"facts": {"a": 1}}):
        with pytest.raises(Exception, match="does not"), transaction.atomic():
            OfficialPaper.objects.filter(pk=paper.pk).update(**changed)
    with pytest.raises(Exception, match=r"permission denied|never deleted"), transaction.atomic():
        connection.cursor().execute("delete from programmes_officialpaper where id = %s", [paper.pk])


def test_a_cancelled_paper_keeps_its_number_and_says_why(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = issued(committee, clerk=clerk, vetter=vetter)
    with pytest.raises(Refused):
        papers.cancel(paper, " ", by=clerk)
    papers.cancel(paper, "Ban hành nhầm.", by=clerk)
    assert OfficialPaper.objects.get(pk=paper.pk).entry.number == 1
    assert issued(committee, clerk=clerk, vetter=vetter).entry.number == 2
    with pytest.raises(Refused):
        papers.cancel(paper, "Lần nữa.", by=clerk)


def scan(pages: int) -> Attachment:
    return examine("ban-ky.pdf", files.scan(pages))


def test_the_signed_copy_is_known_by_its_code_and_its_pages(
    committee: Body, clerk: Person, vetter: Person, drawer: Path, evidence_drawer: Path
) -> None:
    paper = issued(committee, clerk=clerk, vetter=vetter, text="\n".join(["Đoạn văn khá dài của văn bản."] * 60))
    document = printed(paper)
    assert document.pages is not None and document.pages > 1
    short = printed(issued(committee, clerk=clerk, vetter=vetter))
    full, cut = scan(document.pages), scan(1)
    with pytest.raises(Refused):
        paper_copies.file_copy(paper, full, code=short.code, by=clerk)
    with pytest.raises(Refused):
        paper_copies.file_copy(paper, examine("hong.pdf", files.pdf()), code=document.code, by=clerk)
    with pytest.raises(Refused, match=rf"\b1\b.*\b{document.pages}\b"):
        paper_copies.file_copy(paper, cut, code=document.code, by=clerk)
    filed = paper_copies.file_copy(paper, full, code=document.code.lower(), by=clerk)
    assert filed.state == State.FILED and filed.signed_copy is not None
    with pytest.raises(Refused):
        paper_copies.file_copy(paper, full, code=document.code, by=clerk)


def test_a_correction_names_the_old_paper_and_goes_to_its_recipients(
    committee: Body, clerk: Person, vetter: Person, district_office: Body
) -> None:
    old = issued(committee, clerk=clerk, vetter=vetter, to=[district_office])
    notice = papers.correct(old, by=clerk)
    assert notice.corrects == old and notice.kind == "TB"
    assert "đính chính thông báo số 01-TB/ĐU, ngày 14/3/2023" in notice.subject
    assert [one.body for one in notice.deliveries.all()] == [district_office]
    papers.submit(notice, by=vetter)
    papers.sign(notice, on=TODAY, signer_name="Bí thư Minh Họa", by=clerk)
    assert papers.issue(notice, day=TODAY, by=clerk).printed == "02-TB/ĐU"


def test_a_paper_that_came_is_received_by_the_first_who_opens_it(
    committee: Body, clerk: Person, vetter: Person, district_office: Body, receiver: Person, reader: Person
) -> None:
    paper = issued(committee, clerk=clerk, vetter=vetter, to=[district_office])
    delivery = Delivery.objects.get(paper=paper)
    assert delivery.sent_at is not None
    assert paper_copies.open_delivery(delivery, by=reader).opened_at is None
    opened = paper_copies.open_delivery(delivery, by=receiver)
    assert opened.opened_by == receiver
    paper_copies.take_in(delivery, incoming_number="118", handler=receiver, by=receiver)
    with pytest.raises(PermissionDenied):
        paper_copies.take_in(delivery, incoming_number="1", handler=None, by=clerk)
    assert JournalEntry.objects.filter(act="paper.received").count() == 1


def test_drafts_stay_in_the_office_and_issued_papers_are_seen_by_those_they_go_to(
    committee: Body,
    clerk: Person,
    vetter: Person,
    stranger: Person,
    reader: Person,
    receiver: Person,
    district_office: Body,
) -> None:
    draft = drafted(committee, by=clerk, to=[district_office])
    out = issued(committee, clerk=clerk, vetter=vetter, to=[district_office])
    seen = {
        who.username: set(OfficialPaper.objects.visible_to(who)) for who in (clerk, vetter, stranger, reader, receiver)
    }
    assert seen["can-bo"] == seen["chanh-van-phong"] == {draft, out}
    assert seen["can-bo-ban"] == set()
    assert seen["quan-uy"] == seen["van-thu-quan"] == {out}


def test_an_issued_paper_is_printed_in_large_letters_to_be_read_in_the_cells(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    paper = issued(committee, clerk=clerk, vetter=vetter)
    before = facts_of(paper)
    document = papers.print_reading_copy(paper, by=clerk)
    assert document.facts["is_large"] and document.facts["copy_mark"] == "Bản đọc"
    assert document.facts["blocks"] == before["blocks"] and document.facts["number"] == before["number"]
    assert document.code != before["code"] and document.facts["code"] == document.code
    assert [one.stage for one in paper.prints.all()] == ["bản phát hành, Bản đọc", "bản phát hành", "bản trình ký"]


def test_what_is_not_issued_is_not_read_in_the_cells(committee: Body, clerk: Person, vetter: Person) -> None:
    with pytest.raises(Refused):
        papers.print_reading_copy(signed(committee, clerk=clerk, vetter=vetter), by=clerk)


def test_printing_on_both_sides_is_said_with_the_paper(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = drafted(committee, by=clerk, is_two_sided=True)
    papers.submit(paper, by=vetter)
    assert facts_of(paper)["is_two_sided"] is True


def test_our_own_print_signed_by_a_program_is_taken_and_one_with_more_in_it_is_not(
    committee: Body, clerk: Person, vetter: Person, as_: Any, drawer: Path, evidence_drawer: Path
) -> None:
    """A signature is written behind the very bytes of the paper, which carries files of its own."""
    paper = issued(committee, clerk=clerk, vetter=vetter)
    document = printed(paper)
    with document.file.open("rb") as file:
        ours = file.read()
    old = ours.rsplit(b"startxref", 1)[1].split()[0]
    address = f"/van-ban-di/{paper.pk}/ban-ky/"
    for added, status in ((b"/EF << /F 9 0 R >>", 422), (b"/Names << /EmbeddedFiles 9 0 R >>", 302)):
        signed_by_program = ours + b"\n% " + added + b"\nstartxref\n" + old + b"\n%%EOF\n"
        sent = SimpleUploadedFile("ky.pdf", signed_by_program, content_type="application/pdf")
        told = {"copy-file": sent, "copy-code": document.code, **making.form_key()}
        assert as_(clerk).post(address, told).status_code == status
    assert OfficialPaper.objects.get(pk=paper.pk).state == State.FILED
