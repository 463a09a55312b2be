"""“Ủy quyền duyệt”: an office-holder hands over his own right for some days, and every act says so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import permissions
from indicators.actions import sheets
from indicators.models import Sheet
from programmes.actions import appointments, delegations
from programmes.models import Appointment, Body, Delegation, Person, Unit
from tests import making

TODAY = date(2023, 3, 15)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def deputy(committee: Body) -> Person:
    """Reads here, and approves nothing of their own."""
    who = making.person("pho-van-phong", "Phó Chánh Văn phòng")
    making.appointed(who, "read", at=committee)
    return who


def right_of(who: Person) -> Appointment:
    return who.appointments.get()


def handed(who: Person, to: Person, days: int = 3, start: int = 0) -> Delegation:
    return delegations.hand_over(
        right_of(who),
        to=to,
        valid_from=TODAY + start * DAY,
        valid_to=TODAY + (start + days) * DAY,
        reason="Đi công tác.",
        by=who,
    )


def again(who: Person) -> Person:
    """The person at the next request."""
    return Person.objects.get(pk=who.pk)


@pytest.fixture
def vetted(full_quarter: Sheet, clerk: Person, vetter: Person) -> Sheet:
    return sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)


def test_while_it_is_in_force_the_delegate_approves_and_the_act_says_by_whose_right(
    vetted: Sheet, approver: Person, deputy: Person
) -> None:
    with pytest.raises(PermissionDenied):
        sheets.approve(vetted, by=again(deputy))
    handed(approver, deputy)
    assert sheets.approve(vetted, by=again(deputy)).approved_by == deputy
    kept = JournalEntry.objects.about(vetted).get(act="sheet.approved")
    assert kept.capacity == (
        "theo ủy quyền của Phó Bí thư Thường trực (Phó Bí thư Thường trực, Đảng ủy phường Cô Giang)"
    )
    assert kept.by == deputy


@pytest.mark.parametrize(("day", "may"), [(-1, False), (0, True), (2, True), (3, False)])
def test_the_right_counts_from_its_first_day_to_its_last(
    vetted: Sheet, approver: Person, deputy: Person, settings: Any, day: int, may: bool
) -> None:
    handed(approver, deputy, days=3)
    settings.WORK_DATE = TODAY + day * DAY
    assert permissions.may_approve(again(deputy), vetted) == may


def test_a_right_taken_back_ends_at_once_and_what_was_done_stands(
    vetted: Sheet, approver: Person, deputy: Person
) -> None:
    made = handed(approver, deputy)
    with pytest.raises(PermissionDenied):
        delegations.take_back(made, by=deputy)
    delegations.take_back(made, by=approver)
    assert not permissions.may_approve(again(deputy), vetted)
    with pytest.raises(Refused):
        delegations.take_back(made, by=approver)


def test_a_right_ends_with_the_appointment_it_comes_from(
    vetted: Sheet, approver: Person, deputy: Person, ward: Unit
) -> None:
    keeper = making.person("nguoi-giu")
    making.appointed(keeper, "administer", unit=ward)
    handed(approver, deputy)
    appointments.end(right_of(approver), last_day_after=TODAY, by=keeper)
    assert not permissions.may_approve(again(deputy), vetted)


def test_nobody_decides_by_delegation_on_what_they_submitted(
    full_quarter: Sheet, clerk: Person, vetter: Person, approver: Person
) -> None:
    handed(vetter, clerk)
    handed(approver, clerk)
    sheet = sheets.submit(full_quarter, by=again(clerk))
    with pytest.raises(PermissionDenied):
        sheets.vet(sheet, by=again(clerk))
    sheets.vet(sheet, by=vetter)
    with pytest.raises(PermissionDenied):
        sheets.approve(sheet, by=again(clerk))


def test_nobody_submits_and_has_it_decided_by_their_own_right_in_other_hands(
    full_quarter: Sheet, approver: Person, vetter: Person, deputy: Person, committee: Body
) -> None:
    right = right_of(approver)
    making.appointed(approver, "enter", at=committee, valid_from=TODAY)
    sheets.vet(sheets.submit(full_quarter, by=again(approver)), by=vetter)
    delegations.hand_over(
        right, to=deputy, valid_from=TODAY, valid_to=TODAY + DAY, reason="Đi công tác.", by=again(approver)
    )
    with pytest.raises(PermissionDenied):
        sheets.approve(full_quarter, by=again(deputy))


@pytest.mark.parametrize("role", ["enter", "sign", "read", "administer", "confirm"])
def test_only_vetting_and_approving_are_handed_over(committee: Body, deputy: Person, role: str) -> None:
    who = making.person("ai-do")
    making.appointed(who, role, at=committee)
    with pytest.raises(PermissionDenied):
        handed(who, deputy)


def test_a_right_that_was_handed_over_is_not_handed_on(approver: Person, deputy: Person, vetter: Person) -> None:
    handed(approver, deputy)
    with pytest.raises(PermissionDenied):
        delegations.hand_over(
            right_of(approver), to=vetter, valid_from=TODAY, valid_to=TODAY + DAY, reason="Bận.", by=again(deputy)
        )


@pytest.mark.parametrize("to", ["stranger", "reader", "oneself", "closed"])
def test_a_right_stays_within_its_unit(
    approver: Person, stranger: Person, reader: Person, deputy: Person, to: str
) -> None:
    Person.objects.filter(pk=deputy.pk).update(is_active=to != "closed")
    people = {"stranger": stranger, "reader": reader, "oneself": approver, "closed": deputy}
    with pytest.raises(PermissionDenied):
        handed(approver, people[to])


def test_a_right_is_in_two_hands_at_most(approver: Person, deputy: Person, vetter: Person) -> None:
    first = handed(approver, deputy, days=3)
    with pytest.raises(Refused, match="đã ủy quyền"):
        handed(approver, vetter, days=1, start=2)
    handed(approver, vetter, days=1, start=3)
    delegations.take_back(first, by=approver)
    handed(approver, vetter, days=1)


def test_the_holder_keeps_the_right(vetted: Sheet, approver: Person, deputy: Person) -> None:
    handed(approver, deputy)
    assert sheets.approve(vetted, by=again(approver)).approved_by == approver


def test_a_delegate_still_acts_in_their_own_capacity_where_they_have_one(
    full_quarter: Sheet, clerk: Person, vetter: Person, approver: Person
) -> None:
    sheets.submit(full_quarter, by=clerk)
    handed(approver, vetter)
    sheets.vet(full_quarter, by=again(vetter))
    assert JournalEntry.objects.about(full_quarter).get(act="sheet.vetted").capacity.startswith("Phụ trách Văn phòng,")


# --- the pages ------------------------------------------------------------------------------------


def test_the_office_holder_hands_over_on_a_page_and_the_delegate_finds_the_work(
    as_: Any, vetted: Sheet, approver: Person, deputy: Person
) -> None:
    facts = {"right": str(right_of(approver).pk), "to": str(deputy.pk), "valid_from": "15/3/2023"}
    url = "/uy-quyen/moi/"
    refused = as_(approver).post(url, {**facts, "last_day": "14/3/2023", "reason": "", **making.form_key()})
    assert refused.status_code == 422 and not Delegation.objects.exists()
    told = {**facts, "last_day": "17/3/2023", "reason": "Đi công tác.", **making.form_key()}
    assert as_(approver).post(url, told).status_code == 302
    assert Delegation.objects.get().valid_to == date(2023, 3, 18)
    assert "đang có hiệu lực" in as_(approver).get("/uy-quyen/").content.decode()
    work = as_(deputy).get("/viec-cua-toi/").content.decode()
    assert "theo ủy quyền của Phó Bí thư Thường trực" in work
    as_(approver).post(f"/uy-quyen/{Delegation.objects.get().pk}/thu-lai/", making.form_key())
    assert "theo ủy quyền" not in as_(deputy).get("/viec-cua-toi/").content.decode()


def test_nobody_sees_or_takes_back_what_others_handed_over(
    as_: Any, approver: Person, deputy: Person, clerk: Person
) -> None:
    made = handed(approver, deputy)
    assert as_(clerk).post(f"/uy-quyen/{made.pk}/thu-lai/", making.form_key()).status_code == 404
    assert as_(deputy).post(f"/uy-quyen/{made.pk}/thu-lai/", making.form_key()).status_code == 403
    assert as_(clerk).get("/uy-quyen/moi/").status_code == 403


def test_rights_are_read_in_one_look(approver: Person, deputy: Person) -> None:
    handed(approver, deputy)
    who = again(deputy)
    with CaptureQueriesContext(connection) as asked:
        assert len(who.appointments_on(TODAY)) == 2
        assert str(who.appointments_on(TODAY)[1].person) == "Phó Bí thư Thường trực"
    assert len(asked) == 1


def test_the_way_of_a_sheet_says_by_whose_right_each_act_was_done(
    as_: Any, vetted: Sheet, approver: Person, deputy: Person, clerk: Person
) -> None:
    handed(approver, deputy)
    sheets.approve(vetted, by=again(deputy))
    page = as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/qua-trinh/").content.decode()
    assert "theo ủy quyền của Phó Bí thư Thường trực" in page
    assert page.index("Đã duyệt") < page.index("Đã rà soát") < page.index("Gửi rà soát, duyệt")
