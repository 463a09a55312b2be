"""“Duyệt trên bản giấy”: recorded by the clerk, journalled in the name of who signed, confirmed by them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import paper_approvals, sheets
from indicators.models import PaperApproval, Sheet
from programmes.models import Body, Person
from tests import making

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


def recorded(sheet: Sheet, signed_by: Person, by: Person) -> Sheet:
    return paper_approvals.record(sheet, document="Biểu in, ký 1/4", signed_on=DAY, signed_by=signed_by, by=by)


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
    assert as_(clerk).post(URL, {**facts, "signed_by": str(vetter.pk), **making.form_key()}).status_code == 422
    assert as_(clerk).post(URL, {**facts, **making.form_key()}).status_code == 302
    kept = PaperApproval.objects.get()
    address = f"/duyet-giay/{kept.pk}/xac-nhan/"
    assert as_(clerk).post(address, making.form_key()).status_code == 404
    assert address in as_(approver).get("/viec-cua-toi/").content.decode()
    as_(approver).post(address, making.form_key())
    kept.refresh_from_db()
    assert kept.confirmed_at is not None
    assert address not in as_(approver).get("/viec-cua-toi/").content.decode()
