"""“Duyệt theo danh sách”: what waits, what there is to know of it, and many approved in one post, each by itself."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.actions import figures, row_returns, sheets
from indicators.actions.figures import Entry
from indicators.dashboards.approval_list import Line, approval_list
from indicators.models import FigureNote, Indicator, PartApproval, Sheet, Submission
from programmes.models import Body, Person, Unit
from tests import making

URL = "/duyet/"


@pytest.fixture
def vetted(full_quarter: Sheet, clerk: Person, vetter: Person) -> Sheet:
    return sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)


@pytest.fixture
def boss(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Person:
    """Approves in two wards."""
    who = making.person("truong-ban", "Trưởng ban")
    for code in (making.WARD, making.SIBLING):
        making.appointed(who, "approve", unit=units[code])
    return who


@pytest.fixture
def two(units: dict[str, Unit], quarter: Sheet, indicators: dict[str, Indicator], boss: Person) -> Sequence[Sheet]:
    making.reporting(units[making.SIBLING], indicators)
    ours, theirs = quarter, making.opened(units[making.SIBLING])
    return [making.walked(making.filled(sheet), "vetted") for sheet in (ours, theirs)]


def only(who: Person) -> Line:
    [line] = approval_list(who)
    return line


def tick(sheet: Sheet) -> str:
    return f"{sheet.pk}:{sum(sheet.figures.values_list('version', flat=True))}"


def test_each_sending_is_kept_as_it_was(full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator]) -> None:
    sheets.withdraw(sheets.submit(full_quarter, by=clerk), by=clerk)
    figures.enter(full_quarter, {indicators["HEM"].pk: Entry(Decimal(3))}, by=clerk)
    sheets.submit(full_quarter, by=clerk)
    first, second = Submission.objects.filter(sheet=full_quarter)
    hem = str(indicators["HEM"].pk)
    assert (first.number, second.number) == (1, 2)
    assert (Decimal(first.figures[hem][0]), Decimal(second.figures[hem][0])) == (0, 3)


def test_a_line_tells_what_there_is_to_know(vetted: Sheet, approver: Person) -> None:
    note = vetted.figures.get(indicator__code="HO")
    FigureNote.objects.create(figure=note, channel="phone", paper_follows=True)
    line = only(approver)
    assert (line.filled, line.rows, line.papers, line.answers, line.sent_times) == (7, 7, 1, 0, 1)
    assert line.is_late and line.is_complete and not line.changes
    assert [field.code for field in line.fields] == ["KT", "VX"]


def test_a_line_counts_the_answers_it_is_given(vetted: Sheet, approver: Person) -> None:
    [line] = approval_list(approver, answers=lambda keys: dict.fromkeys(keys, 4))
    assert line.answers == 4


def test_what_changed_since_the_last_sending_is_told(
    vetted: Sheet, clerk: Person, vetter: Person, approver: Person, indicators: dict[str, Indicator]
) -> None:
    sheets.return_to_unit(vetted, reason="Xem lại số hẻm.", by=approver)
    figures.enter(vetted, {indicators["HEM"].pk: Entry(Decimal(3))}, by=clerk)
    sheets.vet(sheets.submit(vetted, by=clerk), by=vetter)
    line = only(approver)
    assert [change.name for change in line.changes] == ["Chỉ tiêu HEM"]
    assert line.sent_times == 2
    assert "→" in f"{line.changes[0].old} → {line.changes[0].new}" and line.changes[0].old != line.changes[0].new


def test_rows_that_came_again_alone_are_told_too(
    vetted: Sheet, clerk: Person, approver: Person, indicators: dict[str, Indicator]
) -> None:
    hem = indicators["HEM"].pk
    sheets.approve(vetted, by=approver, but={hem: "Xem lại."})
    assert approval_list(approver) == [], "nothing to decide while the row is with the unit"
    figures.enter(vetted, {hem: Entry(Decimal(3))}, by=clerk)
    row_returns.send_again(vetted, by=clerk)
    line = only(approver)
    assert [change.name for change in line.changes] == ["Chỉ tiêu HEM"]
    assert [field.code for field in line.fields] == ["KT"]


def test_many_are_approved_in_one_post_and_each_tells_its_own_outcome(
    as_: Any, two: Sequence[Sheet], boss: Person, indicators: dict[str, Indicator]
) -> None:
    ours, theirs = two
    Sheet.objects.filter(pk=theirs.pk).update(submitted_by=boss)
    answer = as_(boss).post(URL, {"sheet": [tick(ours), tick(theirs)], **making.form_key()}, follow=True)
    told = answer.content.decode()
    assert "Phường Cô Giang, quý I/2022: Đã duyệt" in told
    assert "Phường Nguyễn Cư Trinh, quý I/2022: Không thuộc thẩm quyền duyệt." in told
    assert [Sheet.objects.get(pk=sheet.pk).state for sheet in two] == ["approved", "vetted"]


def test_quarters_of_a_year_are_approved_in_their_order(as_: Any, two: Sequence[Sheet], boss: Person) -> None:
    first = two[0]
    second = making.walked(making.filled(making.opened(first.unit, 2022, 2)), "vetted")
    assert [line.waits_for_earlier for line in approval_list(boss)] == [False, False, True]
    as_(boss).post(URL, {"sheet": [tick(second), tick(first)], **making.form_key()})
    assert {Sheet.objects.get(pk=sheet.pk).state for sheet in (first, second)} == {"approved"}


def test_figures_nobody_looked_at_are_not_approved(as_: Any, two: Sequence[Sheet], boss: Person) -> None:
    seen = tick(two[0])
    Sheet.objects.filter(pk=two[0].pk).update(state="draft", submitted_at=None, vetted_at=None)
    two[0].figures.filter(indicator__code="HEM").update(value=9, version=7)
    making.walked(Sheet.objects.get(pk=two[0].pk), "vetted")
    answer = as_(boss).post(URL, {"sheet": seen, **making.form_key()}, follow=True)
    assert "Số liệu đã thay đổi sau khi mở danh sách" in answer.content.decode()
    assert not PartApproval.objects.exists()


@pytest.mark.parametrize("value", ["", "abc", "1", "1:", "1:-2", "9" * 40 + ":1", "1:2:3", "²:1"])
def test_nonsense_in_a_tick_is_refused_calmly(as_: Any, boss: Person, value: str) -> None:
    assert as_(boss).post(URL, {"sheet": value, **making.form_key()}).status_code == 409


def test_nothing_ticked_approves_nothing_and_says_so(as_: Any, two: Sequence[Sheet], boss: Person) -> None:
    told = as_(boss).post(URL, making.form_key(), follow=True).content.decode()
    assert "Chưa đánh dấu biểu nào" in told


def test_a_sheet_of_others_is_neither_listed_nor_approved(as_: Any, two: Sequence[Sheet], stranger: Person) -> None:
    assert approval_list(stranger) == []
    told = as_(stranger).post(URL, {"sheet": tick(two[0]), **making.form_key()}, follow=True).content.decode()
    assert "không còn trong danh sách" in told
    assert not PartApproval.objects.exists()


def test_the_list_asks_as_much_for_two_sheets_as_for_one(two: Sequence[Sheet], boss: Person, committee: Body) -> None:
    Sheet.objects.update(route={})

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            approval_list(Person.objects.get(pk=boss.pk))
        return len(queries)

    both = asked()
    Sheet.objects.filter(pk=two[1].pk).update(state="draft", submitted_at=None, vetted_at=None)
    assert asked() == both <= 14
