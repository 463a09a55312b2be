"""Provisional figures (ước) and the official ones that take their place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang.refusals import Refused
from indicators import rules
from indicators.actions import figures, reopening, sheets
from indicators.models import Figure, Sheet
from indicators.questions import questions
from programmes.models import Person, Unit
from tests import making

Browser = Callable[[Person], Client]
Clock = Callable[[str], None]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    """Administers the district and all below it."""
    who = making.person("quan-tri", "Quản trị Quận 1")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def provisional(closing: Sheet, clerk: Person, vetter: Person, approver: Person, clock: Clock) -> Sheet:
    """The first quarter, approved as provisional two days before its cut-off."""
    clock("2022-03-12 09:00:00")
    sheets.submit(closing, by=clerk)
    sheets.vet(closing, by=vetter)
    return sheets.approve(closing, by=approver)


def typed(sheet: Sheet, code: str, value: int, *, by: Person) -> int:
    pk = sheet.figures.get(indicator__code=code).indicator_id
    return figures.enter(sheet, {pk: figures.Entry(Decimal(value))}, by=by)


def test_what_was_sent_as_provisional_and_taken_back_is_still_marked_so(
    closing: Sheet, clerk: Person, clock: Clock, as_: Browser
) -> None:
    clock("2022-03-15 09:00:00")
    assert "Số liệu ước" in as_(clerk).get(SHEET).content.decode()
    assert 'name="provisional" checked' not in as_(clerk).get(SHEET).content.decode()
    sheets.withdraw(sheets.submit(closing, by=clerk, as_provisional=True), by=clerk)
    assert 'name="provisional" checked' in as_(clerk).get(SHEET).content.decode()


@pytest.mark.parametrize(("at", "is_provisional"), [("2022-03-14 23:59:59", True), ("2022-03-15 00:00:00", False)])
def test_what_is_sent_before_the_cut_off_has_passed_is_provisional(
    closing: Sheet,
    clerk: Person,
    clock: Clock,
    at: str,
    is_provisional: bool,
) -> None:
    clock(at)
    sheet = sheets.submit(closing, by=clerk)
    assert sheet.is_provisional is is_provisional
    assert set(sheet.figures.values_list("is_provisional", flat=True)) == {is_provisional}


def test_a_clerk_marks_figures_as_provisional_when_sending(
    closing: Sheet,
    clerk: Person,
    as_: Browser,
    clock: Clock,
) -> None:
    clock("2022-03-15 10:00:00")
    assert "Số liệu ước" in as_(clerk).get(SHEET).content.decode()
    as_(clerk).post(f"{SHEET}luu/", {"then": "submit", "provisional": "on", **making.form_key()})
    closing.refresh_from_db()
    assert (closing.state, closing.is_provisional) == ("submitted", True)


def test_provisional_is_said_on_the_sheet_in_the_list_and_on_the_board(
    provisional: Sheet, clerk: Person, as_: Browser
) -> None:
    for url in (SHEET, f"{SHEET}HEM/", "/so-lieu/", f"/theo-doi/{making.WARD}/2022-Q1/"):
        assert "ước" in as_(clerk).get(url).content.decode(), url
    assert "ước 26/20" in as_(clerk).get(f"/bao-cao/{making.WARD}/2022-Q1/").content.decode()
    assert all(line.is_provisional for line in making.board_of(clerk, making.WARD, provisional.period).lines)


@pytest.mark.parametrize(("at", "is_taken"), [("2022-03-14 23:59:59", False), ("2022-03-15 00:00:00", True)])
def test_official_figures_follow_once_the_data_are_cut_off(
    provisional: Sheet,
    clerk: Person,
    as_: Browser,
    clock: Clock,
    at: str,
    is_taken: bool,
) -> None:
    clock(at)
    assert ("so-chinh-thuc" in as_(clerk).get(SHEET).content.decode()) is is_taken
    answer = as_(clerk).post(f"{SHEET}so-chinh-thuc/", making.form_key())
    assert answer.status_code == (302 if is_taken else 409)
    provisional.refresh_from_db()
    assert (provisional.is_open, provisional.revision) == ((True, 2) if is_taken else (False, 1))


def test_official_figures_are_entered_once_without_the_right_to_reopen(
    provisional: Sheet,
    clerk: Person,
    vetter: Person,
    approver: Person,
    clock: Clock,
) -> None:
    clock("2022-03-16 09:00:00")
    with pytest.raises(PermissionDenied):
        reopening.enter_official(provisional, by=approver)
    sheet = reopening.enter_official(provisional, by=clerk)
    with pytest.raises(Refused, match="không gửi là số ước nữa"):
        sheets.submit(sheet, by=clerk, as_provisional=True)
    sheet = sheets.submit(sheet, by=clerk)
    assert not sheet.is_provisional
    assert not Figure.objects.filter(sheet=sheet, is_provisional=True).exists()
    sheets.vet(sheet, by=vetter)
    sheets.approve(sheet, by=approver)
    with pytest.raises(Refused, match="đã được duyệt là số ước"):
        reopening.enter_official(sheet, by=clerk)


def test_official_figures_of_a_reopened_quarter_stay_open_to_the_day_it_was_given(
    provisional: Sheet,
    clerk: Person,
    vetter: Person,
    approver: Person,
    keeper: Person,
    clock: Clock,
) -> None:
    clock("2022-03-25 09:00:00")
    sheet = reopening.reopen(provisional, until=date(2022, 4, 10), reason="Sai số.", by=keeper)
    sheets.submit(sheet, by=clerk, as_provisional=True)
    sheets.vet(sheet, by=vetter)
    sheets.approve(sheet, by=approver)
    sheet = reopening.enter_official(sheet, by=clerk)
    typed(sheet, "HO", 20, by=clerk)
    clock("2022-04-11 00:00:00")
    with pytest.raises(Refused, match="24:00 ngày 10/4/2022"):
        typed(sheet, "HO", 21, by=clerk)


def test_official_figures_are_not_opened_twice(
    provisional: Sheet,
    clerk: Person,
    vetter: Person,
    approver: Person,
    keeper: Person,
    clock: Clock,
) -> None:
    clock("2022-03-16 09:00:00")
    sheet = reopening.enter_official(provisional, by=clerk)
    for _turn in ("official", "once more"):
        sheet = sheets.submit(sheet, by=clerk, as_provisional=sheet.revision == 3)
        sheets.vet(sheet, by=vetter)
        sheet = sheets.approve(sheet, by=approver)
        if sheet.revision == 2:
            sheet = reopening.reopen(sheet, until=date(2022, 3, 20), reason="Sai số.", by=keeper)
    assert sheet.is_provisional
    with pytest.raises(Refused, match="đề nghị cấp trên mở lại"):
        reopening.enter_official(sheet, by=clerk)


@pytest.mark.parametrize(("at", "is_late"), [("2022-03-16 17:00:00", False), ("2022-03-16 17:00:01", True)])
def test_official_figures_are_late_on_their_own_account(
    provisional: Sheet,
    clerk: Person,
    clock: Clock,
    at: str,
    is_late: bool,
) -> None:
    clock("2022-03-15 08:00:00")
    assert not provisional.is_late
    sheet = reopening.enter_official(provisional, by=clerk)
    clock(at)
    assert sheets.submit(sheet, by=clerk).is_late is is_late


def test_official_figures_are_not_opened_after_the_quarter_has_closed(
    provisional: Sheet,
    clerk: Person,
    as_: Browser,
    clock: Clock,
) -> None:
    clock("2022-03-24 00:00:00")
    with pytest.raises(Refused, match="24:00 ngày 23/3/2022"):
        reopening.enter_official(provisional, by=clerk)
    assert "so-chinh-thuc" not in as_(clerk).get(SHEET).content.decode()


@pytest.mark.parametrize(
    ("provisional_value", "official_value", "is_far"),
    [
        ("100", "105", False),
        ("100", "105.000001", True),
        ("100", "95", False),
        ("100", "94.999999", True),
        ("0", "0", False),
        ("0", "1", True),
    ],
)
def test_more_than_five_percent_is_far(provisional_value: str, official_value: str, is_far: bool) -> None:
    limit = rules.THRESHOLDS[rules.FAR_OFF]
    assert rules.is_far_off(Decimal(official_value), Decimal(provisional_value), limit) is is_far


def test_an_official_figure_far_from_the_provisional_one_is_asked_about(
    provisional: Sheet,
    clerk: Person,
    clock: Clock,
) -> None:
    clock("2022-03-15 08:00:00")
    sheet = reopening.enter_official(provisional, by=clerk)
    assert not any(question.kind == "far_off" for question in questions(sheet))
    typed(sheet, "HO", 20, by=clerk)  # from 19
    typed(sheet, "QUAN", 27, by=clerk)  # from 26
    [question] = [question for question in questions(sheet) if question.kind == "far_off"]
    assert question.code == "HO"
    assert question.sentence == "Lệch quá 5% so với số ước (19 hộ). Nêu lý do trong một câu."
