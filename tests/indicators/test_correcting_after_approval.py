"""“Đề nghị đính chính”: one figure put right after approval, asked with reason and evidence, its approver decides."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from coquang import dates
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import corrections, reopening
from indicators.actions.corrections import Told
from indicators.models import ApprovalRoute, Correction, Field, Figure, FigureChange, FigureRevision, Sheet
from programmes.models import Body, Person, Unit
from tests import making

WHY = {"reason": "Cộng trùng một hẻm.", "evidence": "Biên bản nghiệm thu số 12."}
URL = f"/so-lieu/{making.WARD}/2022-Q1/HEM/dinh-chinh/"


@pytest.fixture
def approved(full_quarter: Sheet) -> Sheet:
    return making.walked(full_quarter, "approved")


def figure(sheet: Sheet, code: str) -> Figure:
    return sheet.figures.select_related("indicator", "sheet__unit").get(indicator__code=code)


def asked(sheet: Sheet, code: str, value: str, by: Person, denominator: str = "") -> Correction:
    told = Told(Decimal(value), Decimal(denominator) if denominator else None)
    return corrections.ask(figure(sheet, code), told, by=by, **WHY)


@pytest.fixture
def year(approved: Sheet) -> Sequence[Sheet]:
    """Three quarters: two approved, the third in entry; the tax is typed as a total since January."""
    sheets = [approved]
    for quarter, total in ((2, "9000000000"), (3, "12000000000")):
        sheet = making.filled(making.opened(approved.unit, 2022, quarter))
        before = sum(figure(earlier, "THUE").value or 0 for earlier in sheets)
        sheet.figures.filter(indicator__code="THUE").update(typed=total, value=Decimal(total) - before)
        sheets.append(making.walked(sheet, "approved" if quarter == 2 else "draft"))
    return sheets


def test_an_agreed_correction_is_a_new_revision_of_that_figure_alone(
    approved: Sheet, clerk: Person, approver: Person
) -> None:
    before = {row.pk: row.version for row in approved.figures.all()}
    corrections.agree(asked(approved, "HEM", "3", clerk), by=approver)
    now = figure(approved, "HEM")
    assert (now.value, now.revision) == (3, 2)
    kept = FigureRevision.objects.get(figure=now)
    assert (kept.revision, kept.value, kept.reason, kept.revised_by) == (1, 0, WHY["reason"], approver)
    moved = [row.pk for row in approved.figures.all() if row.version != before[row.pk]]
    assert moved == [now.pk]
    approved.refresh_from_db()
    assert approved.state == "approved" and approved.revision == 1
    acts = JournalEntry.objects.about(now).order_by("pk").values_list("act", "by")
    assert list(acts) == [("correction.asked", clerk.pk), ("correction.agreed", approver.pk)]


def test_the_history_of_a_figure_says_that_it_was_put_right_and_in_which_capacity(
    year: Sequence[Sheet], clerk: Person, approver: Person, as_: Any
) -> None:
    corrections.agree(asked(year[0], "THUE", "5000000000", clerk), by=approver)
    for sheet in year[:2]:
        change = FigureChange.objects.of(figure(sheet, "THUE")).first()
        assert change is not None
        assert change.door == "đính chính"
        assert "Phó Bí thư Thường trực" in change.capacity
    page = as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/THUE/").content.decode()
    assert "<td>đính chính</td>" in page


def test_it_goes_on_from_revision_to_revision(approved: Sheet, clerk: Person, approver: Person) -> None:
    for value in ("3", "2", "3"):
        corrections.agree(asked(approved, "HEM", value, clerk), by=approver)
    assert figure(approved, "HEM").revision == 4
    assert list(FigureRevision.objects.order_by("revision").values_list("value", flat=True)) == [0, 3, 2]


def test_a_quarter_with_a_corrected_figure_is_opened_again_and_keeps_both(
    approved: Sheet, clerk: Person, approver: Person
) -> None:
    keeper = making.person("quan-tri", "Quản trị")
    making.appointed(keeper, "administer", unit=approved.unit)
    corrections.agree(asked(approved, "HEM", "3", clerk), by=approver)
    reopening.reopen(approved, until=dates.today(), reason="Sai số thuế.", by=keeper)
    now = figure(approved, "HEM")
    assert (now.value, now.revision) == (3, 3)
    kept = FigureRevision.objects.filter(figure=now).order_by("revision")
    assert list(kept.values_list("revision", "value")) == [(1, 0), (2, 3)]
    assert figure(approved, "HO").revision == 2


def test_a_ratio_follows_the_row_it_is_made_of(approved: Sheet, clerk: Person, approver: Person) -> None:
    made = corrections.agree(asked(approved, "NGHEO", "140", clerk), by=approver)
    ratio = figure(approved, "TLNGHEO")
    assert (ratio.value, ratio.denominator, ratio.revision) == (140, 2905, 2)
    assert ratio.corrections.get().follows == made


def test_later_totals_stand_and_their_own_parts_follow(year: Sequence[Sheet], clerk: Person, approver: Person) -> None:

    corrections.agree(asked(year[0], "THUE", "4400000000", clerk), by=approver)
    taxes = [figure(sheet, "THUE") for sheet in year]
    assert [tax.value for tax in taxes] == [4_400_000_000, 4_600_000_000, 3_000_000_000]
    assert [tax.typed for tax in taxes] == [4_400_000_000, 9_000_000_000, 12_000_000_000]
    assert [tax.revision for tax in taxes] == [2, 2, 1]


def test_a_later_draft_is_simply_written_anew(year: Sequence[Sheet], clerk: Person, approver: Person) -> None:
    second, third = year[1], year[2]
    corrections.agree(asked(second, "THUE", "9500000000", clerk), by=approver)
    assert figure(third, "THUE").value == 2_500_000_000
    assert not figure(third, "THUE").corrections.exists()


def test_a_total_above_a_later_one_is_refused_until_that_is_put_right(
    year: Sequence[Sheet], clerk: Person, approver: Person
) -> None:
    request = asked(year[0], "THUE", "9500000000", clerk)
    with pytest.raises(Refused, match="Quý II/2022 đã báo cáo lũy kế 9 tỷ"), transaction.atomic():
        corrections.agree(request, by=approver)
    assert figure(year[0], "THUE").revision == 1 and not FigureRevision.objects.exists()


def test_not_agreed_the_figure_stays_and_the_unit_reads_why(approved: Sheet, clerk: Person, approver: Person) -> None:
    request = asked(approved, "HEM", "3", clerk)
    with pytest.raises(Refused):
        corrections.decline(request, reason="", by=approver)
    corrections.decline(request, reason="Chưa đủ căn cứ.", by=approver)
    assert figure(approved, "HEM").value == 0
    with pytest.raises(Refused, match="đã được quyết định"):
        corrections.agree(request, by=approver)
    asked(approved, "HEM", "2", clerk)


@pytest.mark.parametrize("state", ["draft", "submitted", "vetted"])
def test_only_an_approved_figure_is_put_right(full_quarter: Sheet, clerk: Person, state: str) -> None:
    sheet = making.walked(full_quarter, state)
    with pytest.raises(Refused, match="số đã duyệt"):
        asked(sheet, "HEM", "3", clerk)


def test_one_correction_at_a_time_and_never_to_the_same(approved: Sheet, clerk: Person) -> None:
    with pytest.raises(Refused, match="trùng số đã duyệt"):
        asked(approved, "HEM", "0", clerk)
    first = asked(approved, "HEM", "3", clerk)
    with pytest.raises(Refused, match="đang có đề nghị"):
        asked(approved, "HEM", "4", clerk)
    corrections.take_back(first, by=clerk)
    asked(approved, "HEM", "4", clerk)


WHO = ("clerk", "vetter", "approver", "reader", "stranger")


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("act", ["ask", "agree", "decline", "take back"])
def test_who_may_do_what(
    approved: Sheet, clerk: Person, vetter: Person, approver: Person, reader: Person, stranger: Person,
    who: str, act: str,
) -> None:  # fmt: skip
    people = dict(zip(WHO, (clerk, vetter, approver, reader, stranger), strict=True))
    by = people[who]
    if act != "ask":
        request = asked(approved, "HEM", "3", clerk)
    may = who == ("clerk" if act in {"ask", "take back"} else "approver")

    def do() -> None:
        if act == "ask":
            asked(approved, "HEM", "3", by)
        elif act == "agree":
            corrections.agree(request, by=by)
        elif act == "decline":
            corrections.decline(request, reason="Chưa đủ.", by=by)
        else:
            corrections.take_back(request, by=by)

    if may:
        do()
        return
    with pytest.raises(PermissionDenied):
        do()


def test_whoever_asked_does_not_decide_in_another_capacity(approved: Sheet, clerk: Person, committee: Body) -> None:
    making.appointed(clerk, "approve", at=committee)
    request = asked(approved, "HEM", "3", clerk)
    with pytest.raises(PermissionDenied):
        corrections.agree(request, by=clerk)


def test_the_approver_of_another_field_does_not_decide(
    approved: Sheet, clerk: Person, approver: Person, ward: Unit
) -> None:
    council = making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, name="UBND phường")
    ApprovalRoute.objects.create(unit=ward, field=Field.objects.get(code="KT"), body=council)
    with pytest.raises(PermissionDenied):
        corrections.agree(asked(approved, "HEM", "3", clerk), by=approver)
    corrections.agree(asked(approved, "QUAN", "25", clerk), by=approver)


# --- what the database holds ----------------------------------------------------------------------


def test_the_database_lets_an_approved_figure_move_by_no_other_way(
    approved: Sheet, clerk: Person, approver: Person
) -> None:
    row = approved.figures.filter(indicator__code="HEM")
    request = asked(approved, "HEM", "3", clerk)
    for facts in ({"value": 3}, {"value": 3, "revision": 2}):
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            row.update(**facts)
    corrections.agree(request, by=approver)
    for facts in ({"value": 4}, {"value": 4, "revision": 3}, {"value": 0, "revision": 1}, {"revision": 3}):
        with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
            row.update(**facts)


def test_a_decided_correction_is_not_rewritten(approved: Sheet, clerk: Person, approver: Person) -> None:
    corrections.agree(asked(approved, "HEM", "3", clerk), by=approver)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Correction.objects.update(value=9)


# --- the page -------------------------------------------------------------------------------------


def test_asked_and_decided_on_its_page_with_the_papers_that_used_the_old_value(
    as_: Any, approved: Sheet, clerk: Person, approver: Person, ward: Unit
) -> None:
    paper = making.paper_of(ward, by=clerk)
    typed = {"deed": "ask", "value": "ba", "reason": "", "evidence": "Biên bản.", **making.form_key()}
    answer = as_(clerk).post(URL, typed)
    assert answer.status_code == 422 and "Biên bản." in answer.content.decode()
    as_(clerk).post(URL, {**typed, "value": "3", "reason": "Cộng trùng.", **making.form_key()})
    assert "Đề nghị đính chính chờ quyết định" in as_(approver).get("/viec-cua-toi/").content.decode()
    page = as_(approver).get(URL).content.decode()
    assert "Cộng trùng." in page and paper.title in page and "Quận 1" in page
    as_(approver).post(URL, {"deed": "agree", **making.form_key()})
    assert figure(approved, "HEM").value == 3
    assert "bản 2" in as_(clerk).get(URL).content.decode()
    assert "Cộng trùng." in as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/HEM/").content.decode()


@pytest.mark.parametrize("deed", ["ask", "agree", "decline", "take-back", "", "khác"])
def test_others_are_refused_calmly_on_the_page(
    as_: Any, approved: Sheet, clerk: Person, reader: Person, deed: str
) -> None:
    asked(approved, "HEM", "3", clerk)
    facts = {"deed": deed, "value": "4", "reason": "Vì.", "evidence": "Có.", **making.form_key()}
    assert as_(reader).post(URL, facts).status_code in {403, 409}
    assert figure(approved, "HEM").value == 0
