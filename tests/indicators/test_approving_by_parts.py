"""Approving all but some rows: these go back alone with their reasons, are typed anew, sent again and settled."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import permissions
from indicators.actions import figures, row_returns, sheets
from indicators.actions.figures import Entry
from indicators.models import ApprovalRoute, Field, Indicator, RowReturn, Sheet
from programmes.models import Body, Person, Unit
from tests import making

URL = f"/so-lieu/{making.WARD}/2022-Q1/"
PARTS, ROWS = f"{URL}duyet-tung-phan/", f"{URL}chi-tieu-tra-lai/"
ASKED = "Đối chiếu với danh sách của khu phố."


@pytest.fixture
def vetted(full_quarter: Sheet, clerk: Person, vetter: Person) -> Sheet:
    return sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)


@pytest.fixture
def with_a_row_back(vetted: Sheet, approver: Person, indicators: dict[str, Indicator]) -> Sheet:
    return sheets.approve(vetted, by=approver, but={indicators["HEM"].pk: ASKED})


def test_all_but_one_row_is_approved_and_that_row_goes_back_alone(
    with_a_row_back: Sheet, indicators: dict[str, Indicator]
) -> None:
    sheet = with_a_row_back
    assert sheet.state == "vetted" and sheet.parts.count() == 2
    assert permissions.open_rows(sheet) == {indicators["HEM"].pk}
    told = JournalEntry.objects.about(sheet).latest("pk")
    assert told.act == "sheet.part_approved" and told.facts["returned"] == {"HEM": ASKED}


def test_only_that_row_may_be_typed_and_only_by_who_enters(
    with_a_row_back: Sheet, clerk: Person, vetter: Person, indicators: dict[str, Indicator]
) -> None:
    sheet = with_a_row_back
    assert permissions.open_rows(sheet) == {indicators["HEM"].pk}
    assert figures.enter(sheet, {indicators["HEM"].pk: Entry(Decimal(3))}, by=clerk) == 1
    with pytest.raises(Refused, match="không sửa được nữa"):
        figures.enter(sheet, {indicators["HO"].pk: Entry(Decimal(3))}, by=clerk)
    with pytest.raises(PermissionDenied):
        figures.enter(sheet, {indicators["HEM"].pk: Entry(Decimal(3))}, by=vetter)


def test_the_database_itself_lets_only_that_row_move(with_a_row_back: Sheet) -> None:
    rows = with_a_row_back.figures
    rows.filter(indicator__code="HEM").update(value=5)
    for touched in (rows.filter(indicator__code="HO"), rows.filter(indicator__code__in=["HEM", "HO"])):
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            touched.update(value=6)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        rows.filter(indicator__code="HEM")._raw_delete("default")


def test_a_row_sent_again_is_closed_until_the_approver_decides(
    with_a_row_back: Sheet, clerk: Person, approver: Person, indicators: dict[str, Indicator]
) -> None:
    sheet, hem = with_a_row_back, indicators["HEM"].pk
    with pytest.raises(Refused, match="Còn 1 chỉ tiêu trả lại"):
        sheets.approve(sheet, by=approver)
    figures.enter(sheet, {hem: Entry(Decimal(2))}, by=clerk)
    assert row_returns.send_again(sheet, by=clerk) == 1
    with pytest.raises(Refused):
        figures.enter(sheet, {hem: Entry(Decimal(4))}, by=clerk)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        sheet.figures.filter(indicator=hem).update(value=5)
    assert sheets.approve(sheet, by=approver).state == "approved"
    kept = RowReturn.objects.get()
    assert (kept.value, kept.answered_by, kept.settled_by) == (0, clerk, approver)


def test_a_row_may_go_back_a_second_time(
    with_a_row_back: Sheet, clerk: Person, approver: Person, indicators: dict[str, Indicator]
) -> None:
    sheet, hem = with_a_row_back, indicators["HEM"].pk
    with pytest.raises(Refused, match="đơn vị đang sửa"):
        sheets.approve(sheet, by=approver, but={hem: "Xem lại."})
    row_returns.send_again(sheet, by=clerk)
    assert sheets.approve(sheet, by=approver, but={hem: "Chưa đúng."}).state == "vetted"
    assert permissions.open_rows(sheet) == {hem}
    assert RowReturn.objects.count() == 2


def test_a_ratio_goes_back_with_the_row_it_follows(
    vetted: Sheet, approver: Person, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    sheets.approve(vetted, by=approver, but={indicators["NGHEO"].pk: ASKED})
    assert permissions.open_rows(vetted) == {indicators["NGHEO"].pk, indicators["TLNGHEO"].pk}
    figures.enter(vetted, {indicators["NGHEO"].pk: Entry(Decimal(140))}, by=clerk)
    assert vetted.figures.get(indicator__code="TLNGHEO").value == 140


def test_a_row_emptied_is_not_sent_again(
    with_a_row_back: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    figures.enter(with_a_row_back, {indicators["HEM"].pk: Entry(None)}, by=clerk)
    with pytest.raises(Refused, match="Còn thiếu 1 chỉ tiêu"):
        row_returns.send_again(with_a_row_back, by=clerk)


def test_whoever_sent_a_row_again_does_not_settle_it(
    with_a_row_back: Sheet, clerk: Person, vetter: Person, committee: Body
) -> None:
    other = making.person("can-bo-2")
    making.appointed(other, "enter", at=committee)
    making.appointed(other, "approve", at=committee)
    row_returns.send_again(with_a_row_back, by=other)
    with pytest.raises(PermissionDenied):
        sheets.approve(with_a_row_back, by=other)
    with pytest.raises(IntegrityError, match="nobody_settles_a_row_they_sent"), transaction.atomic():
        RowReturn.objects.update(settled_at="2022-05-01T00:00:00Z", settled_by=other)


def test_nobody_returns_rows_of_another_approvers_field(
    vetted: Sheet, ward: Unit, approver: Person, indicators: dict[str, Indicator]
) -> None:
    council = making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, name="UBND phường")
    Sheet.objects.filter(pk=vetted.pk).update(route=None)
    ApprovalRoute.objects.create(unit=ward, field=Field.objects.get(code="KT"), body=council)
    with pytest.raises(PermissionDenied):
        sheets.approve(vetted, by=approver, but={indicators["HEM"].pk: ASKED})
    sheets.approve(vetted, by=approver, but={indicators["QUAN"].pk: ASKED})
    assert list(vetted.parts.values_list("field__code", flat=True)) == ["VX"]


def test_all_rows_do_not_go_back_one_by_one(vetted: Sheet, approver: Person, indicators: dict[str, Indicator]) -> None:
    with pytest.raises(Refused, match="trả lại cả biểu"):
        sheets.approve(vetted, by=approver, but={indicator.pk: ASKED for indicator in indicators.values()})


def test_returning_the_whole_sheet_closes_what_went_back_alone(
    with_a_row_back: Sheet, approver: Person, clerk: Person, vetter: Person
) -> None:
    sheet = sheets.return_to_unit(with_a_row_back, reason="Lập lại biểu.", by=approver)
    assert sheet.is_open and not sheet.row_returns.unsettled().exists()
    sheet = sheets.vet(sheets.submit(sheet, by=clerk), by=vetter)
    assert permissions.open_rows(sheet) == frozenset()


# --- the pages ------------------------------------------------------------------------------------


def test_the_approver_ticks_rows_with_a_reason_each(as_: Any, vetted: Sheet, approver: Person) -> None:
    page = as_(approver).get(PARTS).content.decode()
    assert page.count('name="back-') == 7
    answer = as_(approver).post(PARTS, {"back-HEM": "1", "why-HEM": "", "why-HO": "Thiếu.", **making.form_key()})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Ghi một câu" in told and "chưa đánh dấu" in told and "Thiếu." in told
    vetted.refresh_from_db()
    assert not vetted.parts.exists()
    as_(approver).post(PARTS, {"back-HEM": "1", "why-HEM": ASKED, **making.form_key()})
    assert RowReturn.objects.get().reason == ASKED


def test_the_clerk_finds_the_row_in_their_work_mends_it_and_sends_it_again(
    as_: Any, with_a_row_back: Sheet, clerk: Person, approver: Person
) -> None:
    work = as_(clerk).get("/viec-cua-toi/").content.decode()
    assert "01 chỉ tiêu trả lại" in work and ROWS in work
    page = as_(clerk).get(ROWS).content.decode()
    assert ASKED in page and page.count('name="v-') == 1
    answer = as_(clerk).post(ROWS, {"v-HEM": "hai", "was-HEM": "00|", "then": "send", **making.form_key()})
    assert answer.status_code == 422 and "hai" in answer.content.decode()
    as_(clerk).post(ROWS, {"v-HEM": "2", "was-HEM": "00|", "then": "send", **making.form_key()})
    page = as_(approver).get(PARTS).content.decode()
    assert page.count('name="back-') == 3, "only the field whose row came again waits"
    assert re.search(r"→ <b>0?2</b>", page)
    as_(approver).post(PARTS, making.form_key())
    with_a_row_back.refresh_from_db()
    assert with_a_row_back.state == "approved"


def test_rows_not_on_the_list_are_not_taken_by_the_page(
    as_: Any, with_a_row_back: Sheet, clerk: Person, reader: Person
) -> None:
    as_(clerk).post(ROWS, {"v-HO": "99", "was-HO": "19|", "then": "save", **making.form_key()})
    assert with_a_row_back.figures.get(indicator__code="HO").value == 19
    assert as_(reader).post(ROWS, {"v-HEM": "99", **making.form_key()}).status_code == 403
