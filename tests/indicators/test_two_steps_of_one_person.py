"""Two capacities of one person do not vet each other, unless the unit's year allows it and the sheet's way says so."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from coquang import dates
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import corrections, double_duties, reopening, sheets
from indicators.models import DoubleDuty, Figure, Sheet
from programmes.actions import delegations
from programmes.models import Appointment, Body, Person, Unit
from tests import making

WHY = "Văn phòng chỉ có một cán bộ."
PAGE = f"/danh-muc/bao-cao-cua/{making.WARD}/2022/kiem-nhiem/"
VET, APPROVE = DoubleDuty.Steps.VET, DoubleDuty.Steps.APPROVE


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    """Administers the district with all its wards and takes no step in any of them."""
    who = making.person("quan-tri-quan", "Quản trị quận")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def both(vetter: Person, committee: Body) -> Person:
    """The vetter, who approves as well."""
    making.appointed(vetter, "approve", at=committee, post="Phó Bí thư")
    return vetter


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


# --- without leave --------------------------------------------------------------------------------


def test_whoever_vetted_does_not_approve(
    full_quarter: Sheet, clerk: Person, both: Person, approver: Person, as_: Any
) -> None:
    sheet = sheets.vet(sheets.submit(full_quarter, by=clerk), by=both)
    with pytest.raises(PermissionDenied):
        sheets.approve(sheet, by=again(both))
    page = as_(both).get(f"/so-lieu/{making.WARD}/2022-Q1/").content.decode()
    assert "Người đã rà soát biểu không duyệt biểu đó." in page
    assert sheets.approve(sheet, by=approver).state == "approved"


def test_nor_by_the_right_of_somebody_else_nor_lends_their_own(
    full_quarter: Sheet, clerk: Person, both: Person, approver: Person, clock: Any, committee: Body
) -> None:
    clock("2022-03-14 09:00:00")
    deputy = making.person("pho-chanh", "Phó Chánh Văn phòng")
    making.appointed(deputy, "read", at=committee)
    for holder, to in ((approver, both), (both, deputy)):
        right = Appointment.objects.get(person=holder, role="approve")
        day = making.moment("2022-03-14").date()
        until = making.moment("2022-03-20").date()
        delegations.hand_over(right, to=to, valid_from=day, valid_to=until, reason="Đi vắng.", by=again(holder))
    sheet = sheets.vet(sheets.submit(full_quarter, by=clerk), by=again(both))
    for who in (both, deputy):
        with pytest.raises(PermissionDenied):
            sheets.approve(sheet, by=again(who))


def test_the_database_itself_refuses_two_steps_of_one_person(full_quarter: Sheet, clerk: Person, both: Person) -> None:
    sheet = sheets.vet(sheets.submit(full_quarter, by=clerk), by=both)
    with pytest.raises(IntegrityError, match="nobody_approves_what_they_vetted"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(state="approved", approved_at=sheet.vetted_at, approved_by=both)


def test_who_vetted_may_still_judge_a_correction(
    full_quarter: Sheet, clerk: Person, both: Person, approver: Person
) -> None:
    sheets.approve(sheets.vet(sheets.submit(full_quarter, by=clerk), by=both), by=approver)
    figure = Figure.objects.get(sheet=full_quarter, indicator__code="HEM")
    asked = corrections.ask(figure, corrections.Told(2), reason="Sót.", evidence="Biên bản.", by=clerk)
    assert corrections.agree(asked, by=again(both)).decision == "agreed"


# --- with it --------------------------------------------------------------------------------------


def test_where_the_year_allows_it_the_vetter_approves_and_the_way_says_why(
    full_quarter: Sheet, clerk: Person, both: Person, keeper: Person, ward: Unit, as_: Any
) -> None:
    double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=keeper)
    sheet = sheets.vet(sheets.submit(full_quarter, by=clerk), by=both)
    assert sheets.approve(sheet, by=again(both)).one_hand
    told = JournalEntry.objects.about(sheet).filter(act="sheet.approved").get()
    assert told.facts["double_duty"] == DoubleDuty.objects.get().pk
    page = as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/qua-trinh/").content.decode()
    assert f"Kiêm nhiệm: người rà soát biểu được duyệt biểu đó, do Quản trị quận cho phép ({WHY})" in page


def test_where_the_year_allows_it_the_sender_vets_but_never_approves(
    full_quarter: Sheet, clerk: Person, approver: Person, keeper: Person, ward: Unit, committee: Body
) -> None:
    making.appointed(clerk, "vet", at=committee)
    making.appointed(clerk, "approve", at=committee)
    for steps in (VET, APPROVE):
        double_duties.allow(ward, 2022, steps, reason=WHY, by=keeper)
    sheet = sheets.vet(sheets.submit(full_quarter, by=again(clerk)), by=again(clerk))
    assert sheet.one_hand
    with pytest.raises(PermissionDenied):
        sheets.approve(sheet, by=again(clerk))
    assert sheets.approve(sheet, by=approver).one_hand
    reopened = reopening.reopen(sheet, until=dates.today(), reason="Sửa.", by=keeper)
    assert not reopened.one_hand


def test_an_ordinary_sheet_of_such_a_year_bears_no_mark(
    full_quarter: Sheet, clerk: Person, vetter: Person, approver: Person, keeper: Person, ward: Unit
) -> None:
    double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=keeper)
    sheet = sheets.approve(sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter), by=approver)
    assert not sheet.one_hand
    assert "double_duty" not in JournalEntry.objects.about(sheet).filter(act="sheet.approved").get().facts


@pytest.mark.parametrize(("code", "year"), [(making.SIBLING, 2022), (making.WARD, 2023)])
def test_leave_is_for_one_unit_and_one_year(
    full_quarter: Sheet, clerk: Person, both: Person, keeper: Person, units: dict[str, Unit], code: str, year: int
) -> None:
    double_duties.allow(units[code], year, APPROVE, reason=WHY, by=keeper)
    sheet = sheets.vet(sheets.submit(full_quarter, by=clerk), by=both)
    with pytest.raises(PermissionDenied):
        sheets.approve(sheet, by=again(both))


def test_once_ended_it_holds_no_more_and_what_was_done_stands(
    full_quarter: Sheet, clerk: Person, both: Person, keeper: Person, ward: Unit
) -> None:
    duty = double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=keeper)
    sheet = sheets.vet(sheets.submit(full_quarter, by=clerk), by=both)
    double_duties.end(duty, by=keeper)
    with pytest.raises(PermissionDenied):
        sheets.approve(sheet, by=again(both))
    with pytest.raises(Refused):
        double_duties.end(duty, by=keeper)


# --- who allows -----------------------------------------------------------------------------------


def test_only_an_administrator_who_takes_no_step_there_allows_it(
    ward: Unit, clerk: Person, both: Person, keeper: Person, stranger: Person, committee: Body
) -> None:
    for who in (clerk, both, stranger):
        with pytest.raises(PermissionDenied):
            double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=who)
    making.appointed(both, "administer", at=committee)
    with pytest.raises(Refused, match="không tự cho phép"):
        double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=again(both))
    made = double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=keeper)
    told = JournalEntry.objects.about(made).get()
    assert (told.act, told.facts["year"], told.facts["reason"]) == ("double_duty.allowed", 2022, WHY)
    with pytest.raises(Refused, match="đã được cho phép"):
        double_duties.allow(ward, 2022, APPROVE, reason=WHY, by=keeper)


def test_the_page_is_read_by_the_unit_and_kept_by_its_administrator(
    quarter: Sheet, clerk: Person, keeper: Person, stranger: Person, as_: Any
) -> None:
    allowed = {"steps": "vet", "reason": WHY}
    assert as_(keeper).post(PAGE, {**allowed, "reason": ""} | making.form_key()).status_code == 422
    assert as_(keeper).post(PAGE, allowed | making.form_key()).status_code == 302
    assert WHY in as_(clerk).get(PAGE).content.decode()
    end = f"{PAGE}{DoubleDuty.objects.get().pk}/ket-thuc/"
    assert as_(clerk).post(PAGE, allowed | making.form_key()).status_code == 403
    assert as_(clerk).post(end, making.form_key()).status_code == 403
    assert as_(stranger).get(PAGE).status_code == 404
    as_(keeper).post(end, making.form_key())
    assert DoubleDuty.objects.get().ended_by == keeper
