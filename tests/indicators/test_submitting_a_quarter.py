"""The way of a sheet: draft → submitted → vetted → approved, and back with a reason."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import sheets
from indicators.models import Sheet
from programmes.models import Person


def test_submitting_closes_the_quarter_and_leaves_a_trace(full_quarter: Sheet, clerk: Person) -> None:
    sheet = sheets.submit(full_quarter, by=clerk)
    assert sheet.state == Sheet.State.SUBMITTED
    entry = JournalEntry.objects.about(sheet).get(act="sheet.submitted")
    assert (entry.by, entry.capacity) == (clerk, "Cán bộ Văn phòng, Đảng ủy phường Cô Giang")


def test_a_submitted_quarter_is_not_submitted_twice(full_quarter: Sheet, clerk: Person) -> None:
    sheets.submit(full_quarter, by=clerk)
    with pytest.raises(Refused, match="đã được gửi"):
        sheets.submit(full_quarter, by=clerk)


def test_a_quarter_with_a_missing_figure_is_not_submitted(quarter: Sheet, clerk: Person) -> None:
    with pytest.raises(Refused, match="Còn thiếu 7 chỉ tiêu"):
        sheets.submit(quarter, by=clerk)


def test_a_stranger_submits_nothing(full_quarter: Sheet, stranger: Person) -> None:
    with pytest.raises(PermissionDenied):
        sheets.submit(full_quarter, by=stranger)


def test_nobody_vets_what_they_submitted(full_quarter: Sheet, clerk: Person, committee: object) -> None:
    from tests import making

    making.appointed(clerk, "vet", at=committee)  # type: ignore[arg-type]
    sheets.submit(full_quarter, by=clerk)
    with pytest.raises(PermissionDenied):
        sheets.vet(full_quarter, by=clerk)


def test_vetted_and_approved_a_sheet_is_approved(
    full_quarter: Sheet, clerk: Person, vetter: Person, approver: Person
) -> None:
    sheets.submit(full_quarter, by=clerk)
    sheets.vet(full_quarter, by=vetter)
    sheet = sheets.approve(full_quarter, by=approver)
    assert sheet.state == Sheet.State.APPROVED
    assert sheet.approved_by == approver


def test_a_return_needs_a_reason_and_reopens_the_draft(full_quarter: Sheet, clerk: Person, vetter: Person) -> None:
    sheets.submit(full_quarter, by=clerk)
    with pytest.raises(Refused, match="nội dung cần bổ sung"):
        sheets.return_to_unit(full_quarter, reason="  ", by=vetter)
    sheet = sheets.return_to_unit(full_quarter, reason="Đối chiếu lại số thuế.", by=vetter)
    assert sheet.is_open
    assert sheet.return_reason == "Đối chiếu lại số thuế."


@pytest.mark.parametrize("state", ["submitted", "vetted", "approved"])
def test_the_database_itself_refuses_a_sheet_born_late(full_quarter: Sheet, state: str) -> None:
    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        Sheet.objects.create(unit=full_quarter.unit, year=2022, quarter=2, state=state)


def test_the_database_itself_refuses_approval_before_vetting(full_quarter: Sheet) -> None:
    with pytest.raises(IntegrityError, match="does not go from draft to approved"), transaction.atomic():
        Sheet.objects.filter(pk=full_quarter.pk).update(state="approved")


def test_the_database_itself_refuses_new_figures_in_a_submitted_sheet(full_quarter: Sheet, clerk: Person) -> None:
    sheets.submit(full_quarter, by=clerk)
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        full_quarter.figures.update(value=1)
