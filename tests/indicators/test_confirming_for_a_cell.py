"""The clerk asks a cell whether its figures are right; its secretary answers at the door, or tells the office."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from coquang import dates
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import confirmations, remarks
from indicators.actions.remarks import Verdict
from indicators.models import Figure, Indicator, Remark, Sheet
from programmes.models import Body, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
SHEET, DOOR = f"/so-lieu/{making.WARD}/2022-Q1/", "/chi-bo/cau-hoi/"


@pytest.fixture
def cell(ward: Unit) -> Body:
    return making.body(ward, "CB1", Body.Kind.PARTY_CELL, name="Chi bộ Khu phố 1")


@pytest.fixture
def secretary(cell: Body) -> Person:
    who = making.person("bi-thu-chi-bo", "Bí thư Chi bộ Khu phố 1")
    making.appointed(who, "confirm", at=cell)
    return who


@pytest.fixture
def other_secretary(ward: Unit) -> Person:
    who = making.person("bi-thu-chi-bo-2")
    making.appointed(who, "confirm", at=making.body(ward, "CB2", Body.Kind.PARTY_CELL, name="Chi bộ Khu phố 2"))
    return who


@pytest.fixture
def celled(full_quarter: Sheet, ward: Unit, indicators: dict[str, Indicator], cell: Body) -> Sheet:
    """The full quarter, of which a cell provides the households, a total since January and a ratio."""
    for code in ("HO", "THUE", "HOSO"):
        making.provided(ward, indicators[code], cell)
    return full_quarter


@pytest.fixture
def asked(celled: Sheet, clerk: Person) -> Sheet:
    """The same with the cell asked."""
    assert confirmations.ask_cells(celled, by=clerk) == 3
    return celled


def figure_of(sheet: Sheet, code: str) -> Figure:
    return sheet.figures.select_related("indicator", "sheet").get(indicator__code=code)


def question_of(sheet: Sheet, code: str) -> Remark:
    return Remark.objects.questions().select_related("figure").get(figure=figure_of(sheet, code))


def post(browser: Client, url: str, **typed: Any) -> Any:
    return browser.post(url, typed | making.form_key())


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_clerk_asks_the_cells_once_from_the_sheet(celled: Sheet, clerk: Person, as_: Browser) -> None:
    window = as_(clerk)
    assert "Hỏi chi bộ 3 số liệu" in text(window.get(SHEET))
    assert "Đã gửi 3 số liệu để chi bộ xác nhận." in text(
        window.post(f"{SHEET}hoi-chi-bo/", making.form_key(), follow=True)
    )
    assert "Hỏi chi bộ" not in text(window.get(SHEET))
    assert confirmations.ask_cells(celled, by=clerk) == 0
    question = question_of(celled, "HO")
    assert (question.value, question.asked_post) == (Decimal(19), "Chi bộ Khu phố 1")


def test_only_the_unit_s_own_asks_and_not_about_an_approved_quarter(
    celled: Sheet, clerk: Person, secretary: Person, stranger: Person
) -> None:
    for who in (secretary, stranger):
        with pytest.raises(PermissionDenied):
            confirmations.ask_cells(celled, by=who)
    with pytest.raises(Refused, match="đã duyệt"):
        confirmations.ask_cells(making.walked(celled, "approved"), by=clerk)


def test_questions_come_one_a_screen_with_the_figure_in_words(asked: Sheet, secretary: Person, as_: Browser) -> None:
    page = text(as_(secretary).get(DOOR))
    assert "câu hỏi 1/3" in page
    # The order of the sheet: the total since January comes first.
    assert "Lũy kế từ đầu năm đến hết quý I/2022" in page
    assert "4,35 tỷ đồng" in page and "bốn tỷ ba trăm năm mươi triệu đồng" in page
    assert "Chỉ tiêu HO" not in page.replace("Chỉ tiêu HOSO", "")


def test_right_is_one_press_and_stands_beside_the_figure(
    asked: Sheet, secretary: Person, clerk: Person, as_: Browser
) -> None:
    question = question_of(asked, "HO")
    window = as_(secretary)
    url, form = f"{DOOR}{question.pk}/dung/", making.form_key()
    assert window.post(url, form)["Location"] == DOOR
    page = text(window.get(DOOR))
    assert "Đã ghi nhận: đúng." in page and "câu hỏi 1/2" in page
    given = Remark.objects.get(answers=question)
    assert (given.is_right, given.text, given.capacity) == (True, "Đúng: 19 hộ.", "Bí thư Chi bộ Khu phố 1")
    assert JournalEntry.objects.filter(act="figure.answered", by=secretary).count() == 1
    assert "Chi bộ Khu phố 1: đúng" in text(as_(clerk).get(SHEET))


def test_not_right_says_what_is_and_leaves_the_figure_to_the_clerk(
    asked: Sheet, secretary: Person, clerk: Person, as_: Browser
) -> None:
    question = question_of(asked, "HO")
    window, url = as_(secretary), f"{DOOR}{question.pk}/sua/"
    assert "văn phòng đang ghi" in text(window.get(url))
    answer = post(window, url, value="21", text="Thêm hai hộ mới về.")
    assert answer["Location"] == DOOR
    given = Remark.objects.get(answers=question)
    assert (given.is_right, given.value, given.text) == (
        False,
        Decimal(21),
        "Chưa đúng; số đúng là 21 hộ. Thêm hai hộ mới về.",
    )
    assert figure_of(asked, "HO").value == 19
    assert "Chi bộ Khu phố 1: chưa đúng, số đúng là 21 hộ" in text(as_(clerk).get(SHEET))
    assert "Thêm hai hộ mới về." in text(as_(clerk).get(f"{SHEET}HO/"))


def test_a_ratio_is_mended_by_both_its_parts(asked: Sheet, secretary: Person, as_: Browser) -> None:
    question = question_of(asked, "HOSO")
    window, url = as_(secretary), f"{DOOR}{question.pk}/sua/"
    assert post(window, url, value="3.600", denominator="3.624").status_code == 302
    assert Remark.objects.get(answers=question).text == "Chưa đúng; số đúng là 3.600/3.624."


@pytest.mark.parametrize(("typed", "sentence"), [("", "Chưa có gì ở đây"), ("hai mươi", "Chưa đọc được"), ("-3", "")])
def test_a_right_figure_that_cannot_be_read_is_told_and_the_words_are_kept(
    asked: Sheet, secretary: Person, as_: Browser, typed: str, sentence: str
) -> None:
    question = question_of(asked, "HO")
    answer = post(as_(secretary), f"{DOOR}{question.pk}/sua/", value=typed, text="Thêm hai hộ.")
    assert answer.status_code == 422
    assert sentence in text(answer) and "Thêm hai hộ." in text(answer)
    assert not Remark.objects.filter(answers=question).exists()


def test_another_cell_finds_none_of_these_questions(
    asked: Sheet, other_secretary: Person, clerk: Person, as_: Browser
) -> None:
    question = question_of(asked, "HO")
    window = as_(other_secretary)
    assert "Không còn câu hỏi nào" in text(window.get(DOOR))
    assert post(window, f"{DOOR}{question.pk}/dung/").status_code == 404
    assert window.get(f"{DOOR}{question.pk}/sua/").status_code == 404
    assert post(as_(clerk), f"{DOOR}{question.pk}/dung/").status_code == 404


def test_a_question_is_answered_once(asked: Sheet, secretary: Person, as_: Browser) -> None:
    question = question_of(asked, "HO")
    window = as_(secretary)
    assert post(window, f"{DOOR}{question.pk}/dung/").status_code == 302
    assert post(window, f"{DOOR}{question.pk}/dung/").status_code == 404
    with pytest.raises(Refused, match="trả lời"):
        remarks.answer(question, "", by=secretary, verdict=Verdict(True))


def test_a_figure_changed_after_it_was_called_right_says_so_and_is_asked_about_anew(
    asked: Sheet, secretary: Person, clerk: Person, as_: Browser
) -> None:
    remarks.answer(question_of(asked, "HO"), "", by=secretary, verdict=Verdict(True))
    Figure.objects.filter(pk=figure_of(asked, "HO").pk).update(value=20)
    page = text(as_(clerk).get(SHEET))
    assert "Chi bộ Khu phố 1 xác nhận 19 hộ là đúng, trước khi số này được sửa" in page
    assert "Hỏi chi bộ 1 số liệu" in page


def test_a_missing_figure_can_be_said_but_not_called_right(
    quarter: Sheet,
    ward: Unit,
    indicators: dict[str, Indicator],
    cell: Body,
    clerk: Person,
    secretary: Person,
    as_: Browser,
) -> None:
    making.provided(ward, indicators["HO"], cell)
    question = remarks.ask_back(figure_of(quarter, "HO"), "Quý này bao nhiêu hộ?", by=clerk)
    page = text(as_(secretary).get(DOOR))
    assert "chưa có số liệu" in page and f"{DOOR}{question.pk}/dung/" not in page
    assert post(as_(secretary), f"{DOOR}{question.pk}/dung/").status_code == 409
    assert post(as_(secretary), f"{DOOR}{question.pk}/sua/", value="7").status_code == 302


def test_the_clerk_notes_what_the_cell_said_on_the_telephone_who_and_when(
    asked: Sheet, clerk: Person, vetter: Person, as_: Browser
) -> None:
    question = question_of(asked, "HO")
    url = f"{SHEET}HO/hoi-lai/{question.pk}/tra-loi/"
    told = {"channel": "phone", "informant": "Bí thư Chi bộ Khu phố 1"}
    when = {"told_on": "14/3/2022", "told_hour": "9 giờ 15"}
    window = as_(clerk)
    page = text(window.get(f"{SHEET}HO/"))
    assert 'name="is_right"' in page and 'value="Chi bộ Khu phố 1"' in page
    answer = post(window, url, is_right="0", **told, **when)
    assert answer.status_code == 422 and "Nhập số mà chi bộ cho là đúng." in text(answer)
    assert post(window, url, is_right="0", value="21", **told, **when).status_code == 302
    given = Remark.objects.get(answers=question)
    assert (given.is_right, given.value, given.channel, given.by) == (False, Decimal(21), "phone", clerk)
    assert given.told_at == making.moment("2022-03-14 09:15:00")
    page = text(window.get(f"{SHEET}HO/"))
    assert "9:15" in page and "14/3/2022" in page
    assert "chưa đúng, số đúng là 21 hộ" in text(window.get(SHEET))
    assert post(as_(vetter), url, is_right="1", **told, **when).status_code in {403, 422}


def test_what_was_told_was_not_told_tomorrow(asked: Sheet, clerk: Person, as_: Browser) -> None:
    question = question_of(asked, "HO")
    typed = {"is_right": "1", "channel": "phone", "informant": "Bí thư", "told_on": "1/1/2099"}
    assert dates.today().year < 2099
    answer = post(as_(clerk), f"{SHEET}HO/hoi-lai/{question.pk}/tra-loi/", **typed)
    assert answer.status_code == 422 and "Ngày này chưa đến." in text(answer)


def test_questions_of_an_approved_quarter_wait_no_more(asked: Sheet, secretary: Person, as_: Browser) -> None:
    making.walked(asked, "approved")
    assert "Không còn câu hỏi nào" in text(as_(secretary).get(DOOR))


def test_the_database_itself_keeps_right_and_figures_where_they_belong(asked: Sheet, clerk: Person) -> None:
    figure = figure_of(asked, "HO")
    wrong = (
        {"kind": "comment", "value": 1},
        {"kind": "comment", "is_right": True},
        {"kind": "comment", "told_at": dates.now()},
    )
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Remark.objects.create(figure=figure, text="x", by=clerk, at=dates.now(), **facts)
