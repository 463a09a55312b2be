"""What is unusual is asked about once, one sentence answers, and the approver reads it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import figures, rules, sheets
from indicators.actions.figures import Entry
from indicators.models import Answer, Figure, Indicator, Rule, Sheet, Target
from indicators.questions import Question, questions
from programmes.models import Person, Unit
from programmes.unit_files import UnitRow
from tests import making
from tests.making import plant

Browser = Callable[[Person], Client]
Kind = Rule.Kind
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
WHY = "Phường vừa hoàn thành đợt nâng cấp theo kế hoạch quận."


def reported(unit: Unit, year: int, quarter: int, values: Mapping[str, str], state: str = "approved") -> Sheet:
    """A sheet of another time or unit, with a figure for each code; “12/36” is a ratio."""
    sheet = Sheet.objects.create(unit=unit, year=year, quarter=quarter)
    for code, told in values.items():
        value, _bar, denominator = told.partition("/")
        Figure.objects.create(
            sheet=sheet,
            indicator=Indicator.objects.get(code=code),
            value=Decimal(value),
            denominator=Decimal(denominator) if denominator else None,
        )
    return making.walked(sheet, state)


def history(unit: Unit, code: str, values: Sequence[int]) -> None:
    """Quarters before 2022, the last of them the fourth of 2021."""
    slots = [(year, quarter) for year in range(2018, 2022) for quarter in (1, 2, 3, 4)]
    for (year, quarter), value in zip(slots[-len(values) :], values, strict=True):
        reported(unit, year, quarter, {code: str(value)})


def asked(sheet: Sheet) -> dict[str, Question]:
    return {question.code: question for question in questions(sheet)}


def typed(sheet: Sheet, by: Person, code: str, value: int) -> None:
    figures.enter(sheet, {Indicator.objects.get(code=code).pk: Entry(Decimal(value))}, by=by)


@pytest.fixture
def jumped(full_quarter: Sheet, ward: Unit, clerk: Person) -> Sheet:
    """Four times the households of a year ago: one question."""
    reported(ward, 2021, 1, {"HO": "19"})
    typed(full_quarter, clerk, "HO", 76)
    return full_quarter


# --- what is asked --------------------------------------------------------------------------------


def test_an_ordinary_quarter_is_asked_nothing(full_quarter: Sheet) -> None:
    assert questions(full_quarter) == []


def test_far_above_the_units_own_history_is_asked_with_what_is_usual(
    full_quarter: Sheet, ward: Unit, clerk: Person
) -> None:
    history(ward, "HO", [17, 18, 19, 20, 21, 22, 19, 18, 40])
    typed(full_quarter, clerk, "HO", 55)
    question = asked(full_quarter)["HO"]
    assert question.kind == Kind.OUTLIER
    assert question.sentence == "Cao hơn hẳn 9 quý trước (thường từ 17 đến 22 hộ). Nêu lý do trong một câu."
    typed(full_quarter, clerk, "HO", 23)
    assert "HO" not in asked(full_quarter)


def test_seven_quarters_are_no_history(full_quarter: Sheet, ward: Unit, clerk: Person) -> None:
    history(ward, "HO", [30, 31, 32, 30, 31, 32, 33])
    typed(full_quarter, clerk, "HO", 80)
    assert asked(full_quarter) == {}


def test_a_jump_is_held_against_the_same_quarter_a_year_ago(jumped: Sheet) -> None:
    question = asked(jumped)["HO"]
    assert (question.kind, question.is_open) == (Kind.JUMP, True)
    assert question.sentence == "Gấp hơn 3 lần số liệu quý I/2021 (19 hộ). Nêu lý do trong một câu."


def test_exactly_three_times_is_no_jump_nor_is_a_small_count(full_quarter: Sheet, ward: Unit, clerk: Person) -> None:
    reported(ward, 2021, 1, {"HO": "20", "HEM": "1"})
    typed(full_quarter, clerk, "HO", 60)
    typed(full_quarter, clerk, "HEM", 5)
    assert {code for code, q in asked(full_quarter).items() if q.kind == Kind.JUMP} == set()


def test_a_level_is_held_against_the_quarter_before(full_quarter: Sheet, ward: Unit, clerk: Person) -> None:
    reported(ward, 2021, 4, {"NGHEO": "147"})
    typed(full_quarter, clerk, "NGHEO", 45)
    assert asked(full_quarter)["NGHEO"].sentence.startswith("Chưa bằng một phần 3 số liệu quý IV/2021 (147 hộ).")


def test_last_years_figure_to_the_last_digit_is_asked_but_not_a_short_one(full_quarter: Sheet, ward: Unit) -> None:
    reported(ward, 2021, 1, {"THUE": "4350000000", "HO": "19", "HOSO": "3618/3624"})
    found = asked(full_quarter)
    assert set(found) == {"THUE", "HOSO"}
    assert found["THUE"].sentence.startswith("Trùng số liệu quý I/2021 đến chữ số cuối (4,35 tỷ đồng).")


def test_a_rate_with_another_denominator_is_not_last_years(full_quarter: Sheet, ward: Unit) -> None:
    reported(ward, 2021, 1, {"HOSO": "3618/3625"})
    assert asked(full_quarter) == {}


def test_above_130_percent_of_the_years_target_is_asked(full_quarter: Sheet, clerk: Person) -> None:
    assert "QUAN" not in asked(full_quarter), "26 of 20 is 130 percent"
    typed(full_quarter, clerk, "QUAN", 27)
    assert asked(full_quarter)["QUAN"].sentence.startswith("Đạt 135% chỉ tiêu năm.")


def test_a_limit_that_is_not_to_be_passed_is_no_target_to_exceed(full_quarter: Sheet, clerk: Person) -> None:
    typed(full_quarter, clerk, "NGHEO", 300)
    assert "NGHEO" not in asked(full_quarter)


def test_two_findings_about_one_figure_are_one_question(full_quarter: Sheet, ward: Unit, clerk: Person) -> None:
    reported(ward, 2021, 1, {"QUAN": "20"})
    typed(full_quarter, clerk, "QUAN", 90)
    question = asked(full_quarter)["QUAN"]
    assert question.kind == Kind.OVER_TARGET
    assert "Đạt 450% chỉ tiêu năm. Gấp hơn 3 lần số liệu quý I/2021 (20 thanh niên)." in question.sentence


@pytest.fixture
def neighbours(units: dict[str, Unit]) -> list[Unit]:
    """Five more wards of the district."""
    more = [UnitRow(f"2680{n}", f"Phường Thử {n}", "Phường", making.DISTRICT, 3) for n in range(5)]
    plant((*making.ROWS, *more), valid_from=making.FIRST_DAY)
    return [Unit.objects.get(code=row.code) for row in more]


def test_far_from_five_like_wards_is_asked_whatever_their_drafts_say(
    full_quarter: Sheet, neighbours: list[Unit], clerk: Person
) -> None:
    for place, unit in enumerate(neighbours[:4]):
        reported(unit, 2022, 1, {"HO": str(18 + place)}, state="submitted")
    last = reported(neighbours[4], 2022, 1, {"HO": "20"}, state="draft")
    typed(full_quarter, clerk, "HO", 60)
    assert asked(full_quarter) == {}, "four are too few"
    making.walked(last, "submitted")
    assert asked(full_quarter)["HO"].sentence == (
        "Khác hẳn 5 đơn vị cùng cấp trên trong quý (thường từ 18 đến 21 hộ). Nêu lý do trong một câu."
    )


def test_wards_of_different_size_are_compared_by_their_share_of_the_target(
    full_quarter: Sheet, neighbours: list[Unit], indicators: dict[str, Indicator], clerk: Person
) -> None:
    for place, unit in enumerate(neighbours):
        Target.objects.create(
            unit=unit, indicator=indicators["THUE"], year=2022, base="assigned", value=Decimal(10**11)
        )
        reported(unit, 2022, 1, {"THUE": str((25 + place) * 10**9)}, state="approved")
    assert "THUE" not in asked(full_quarter), "25,4 percent of a sixth of their target"
    typed(full_quarter, clerk, "THUE", 9 * 10**9)
    assert asked(full_quarter)["THUE"].sentence.startswith(
        "Bằng 52,6% chỉ tiêu năm, trong khi 5 đơn vị cùng cấp trên thường từ 25% đến 29%."
    )


@pytest.mark.parametrize(
    ("facts", "is_asked"),
    [
        ({"from_year": 2022, "threshold": Decimal(5)}, False),
        ({"from_year": 2022, "is_off": True}, False),
        ({"from_year": 2023, "is_off": True}, True),
        ({"from_year": 2020, "to_year": 2021, "is_off": True}, True),
        ({"from_year": 2020, "threshold": Decimal(2)}, True),
    ],
)
def test_an_offices_own_limit_holds_from_its_year_on(
    jumped: Sheet, indicators: dict[str, Indicator], facts: dict[str, int], is_asked: bool
) -> None:
    Rule.objects.create(indicator=indicators["HO"], kind=Kind.JUMP, **facts)
    assert ("HO" in asked(jumped)) is is_asked


def test_the_questions_of_a_sheet_take_one_query_however_many_rows(
    jumped: Sheet, indicators: dict[str, Indicator], ward: Unit, clerk: Person
) -> None:
    def taken() -> int:
        with CaptureQueriesContext(connection) as queries:
            questions(jumped)
        return len(queries)

    Rule.objects.create(indicator=indicators["HEM"], kind=Kind.JUMP, from_year=2022, threshold=Decimal(2))
    few = taken()
    for place in range(20):
        more = Indicator.objects.create(
            code=f"THEM{place}", field=indicators["HO"].field, position=20 + place, name_vi=f"Thêm {place}",
            name_en=f"More {place}", measured="count", measure_vi="hộ", measure_en="households", kind="flow",
            direction="higher",
        )  # fmt: skip
        Figure.objects.create(sheet=jumped, indicator=more, value=Decimal(100 + place))
    rules.answer(jumped, indicators["HO"], WHY, by=clerk)
    assert taken() == few == 1


# --- answering ------------------------------------------------------------------------------------


def test_a_sheet_with_an_open_question_is_not_sent_until_it_is_answered(
    jumped: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    with pytest.raises(Refused, match="01 chỉ tiêu cần nêu lý do: Chỉ tiêu HO"):
        sheets.submit(jumped, by=clerk)
    rules.answer(jumped, indicators["HO"], WHY, by=clerk)
    assert sheets.submit(jumped, by=clerk).state == Sheet.State.SUBMITTED


def test_an_answer_is_kept_with_who_when_and_the_value_it_is_about(
    jumped: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    given = rules.answer(jumped, indicators["HO"], f"  {WHY} ", by=clerk)
    assert (given.text, given.by, given.about_value, given.kind) == (WHY, clerk, 76, Kind.JUMP)
    assert given.capacity == "Cán bộ Văn phòng, Đảng ủy phường Cô Giang"
    assert JournalEntry.objects.about(given.figure).get(act="figure.explained").by == clerk
    assert asked(jumped)["HO"].answer == WHY
    assert rules.answers_of([jumped.pk]) == {jumped.pk: 1}


def test_an_answer_stands_only_for_the_value_it_was_about(
    jumped: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    rules.answer(jumped, indicators["HO"], WHY, by=clerk)
    typed(jumped, clerk, "HO", 77)
    assert asked(jumped)["HO"].is_open
    assert rules.answers_of([jumped.pk]) == {}
    typed(jumped, clerk, "HO", 76)
    assert asked(jumped)["HO"].answer == WHY


def test_a_later_sentence_stands_in_place_of_the_first_and_both_are_kept(
    jumped: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    rules.answer(jumped, indicators["HO"], WHY, by=clerk)
    rules.answer(jumped, indicators["HO"], "Quận giao thêm một đợt.", by=clerk)
    assert asked(jumped)["HO"].answer == "Quận giao thêm một đợt."
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("nothing", ["", "   ", "có", "?!...", "1234567", "a" * 1001, "đúng\x00 như vậy"])
def test_a_sentence_that_says_nothing_is_no_answer(
    jumped: Sheet, clerk: Person, indicators: dict[str, Indicator], nothing: str
) -> None:
    with pytest.raises(Refused):
        rules.answer(jumped, indicators["HO"], nothing, by=clerk)
    assert not Answer.objects.exists()


def test_nothing_is_answered_that_was_not_asked_nor_by_another_nor_after_sending(
    jumped: Sheet, clerk: Person, vetter: Person, indicators: dict[str, Indicator]
) -> None:
    with pytest.raises(Refused, match="không cần nêu lý do"):
        rules.answer(jumped, indicators["QUAN"], WHY, by=clerk)
    with pytest.raises(PermissionDenied):
        rules.answer(jumped, indicators["HO"], WHY, by=vetter)
    making.walked(jumped, "submitted")
    with pytest.raises(Refused, match="đã được gửi"):
        rules.answer(jumped, indicators["HO"], WHY, by=clerk)


def test_the_serving_role_neither_rewrites_nor_removes_an_answer(
    jumped: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    rules.answer(jumped, indicators["HO"], WHY, by=clerk)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Answer.objects.update(text="Khác hẳn.")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Answer.objects.all()._raw_delete("default")


# --- on the screen --------------------------------------------------------------------------------


def saved(browser: Client, **told: str) -> Client:
    answer = browser.post(f"{SHEET}luu/", {name.replace("_", "-"): v for name, v in told.items()} | making.form_key())
    assert answer.status_code == 302
    return browser


def test_after_saving_a_question_opens_a_row_and_the_bar_counts_it(jumped: Sheet, clerk: Person, as_: Browser) -> None:
    page = as_(clerk).get(SHEET).content.decode()
    assert "01 chỉ tiêu cần nêu lý do" in page
    assert 'name="a-HO"' in page and "Gấp hơn 3 lần số liệu quý I/2021 (19 hộ)." in page


def test_sending_saves_but_says_what_still_needs_a_reason(jumped: Sheet, clerk: Person, as_: Browser) -> None:
    browser = saved(as_(clerk), then="submit", v_QUAN="25", was_QUAN="26|")
    page = browser.get(SHEET).content.decode()
    assert "Đã lưu nhưng chưa gửi: 01 chỉ tiêu cần nêu lý do: Chỉ tiêu HO." in page
    jumped.refresh_from_db()
    assert jumped.is_open and jumped.figures.get(indicator__code="QUAN").value == 25


def test_a_reason_typed_into_the_sheet_goes_up_with_it_and_the_approver_reads_it(
    jumped: Sheet, clerk: Person, vetter: Person, approver: Person, as_: Browser
) -> None:
    saved(as_(clerk), then="submit", a_HO=WHY)
    jumped.refresh_from_db()
    assert jumped.state == Sheet.State.SUBMITTED
    sheets.vet(jumped, by=vetter)
    for page in (as_(approver).get(url) for url in (SHEET, f"{SHEET}HO/", f"{SHEET}duyet-tung-phan/")):
        text = page.content.decode()
        assert WHY in text and "Cán bộ Văn phòng, " in text
        assert "Gấp hơn 3 lần số liệu quý I/2021 (19 hộ)." in text
        assert "Nêu lý do trong một câu" not in text and 'name="a-HO"' not in text


def test_a_figure_and_its_reason_are_saved_together(
    full_quarter: Sheet, ward: Unit, clerk: Person, as_: Browser
) -> None:
    reported(ward, 2021, 1, {"HO": "19"})
    saved(as_(clerk), v_HO="76", was_HO="19|", a_HO=WHY)
    assert asked(full_quarter)["HO"].answer == WHY


def test_a_reason_that_says_nothing_is_shown_again_and_nothing_is_saved(
    jumped: Sheet, clerk: Person, as_: Browser
) -> None:
    told = {"a-HO": "??", "v-QUAN": "25", "was-QUAN": "26|"} | making.form_key()
    page = as_(clerk).post(f"{SHEET}luu/", told)
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="??"' in text and "Lý do chưa rõ" in text
    assert jumped.figures.get(indicator__code="QUAN").value == 26
    assert not Answer.objects.exists()


def test_a_reason_for_what_is_no_longer_asked_is_let_go(jumped: Sheet, clerk: Person, as_: Browser) -> None:
    saved(as_(clerk), v_HO="20", was_HO="76|", a_HO=WHY)
    assert jumped.figures.get(indicator__code="HO").value == 20
    assert not Answer.objects.exists()


def test_a_reason_is_given_on_the_figures_own_page_too(
    jumped: Sheet, clerk: Person, stranger: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    assert 'id="ly-do"' in browser.get(f"{SHEET}HO/").content.decode()
    page = browser.post(f"{SHEET}HO/ly-do/", {"text": "ok"} | making.form_key())
    assert page.status_code == 422 and list(page.context["reason_form"].errors) == ["text"]
    assert browser.post(f"{SHEET}HO/ly-do/", {"text": WHY} | making.form_key()).status_code == 302
    assert WHY in browser.get(f"{SHEET}HO/").content.decode()
    assert browser.post(f"{SHEET}HO/ly-do/", {"a-HO": "Quận giao thêm."} | making.form_key()).status_code == 302
    assert asked(jumped)["HO"].answer == "Quận giao thêm."
    assert as_(stranger).post(f"{SHEET}HO/ly-do/", {"text": WHY} | making.form_key()).status_code == 404


def test_the_strip_says_what_is_usual(full_quarter: Sheet, ward: Unit, clerk: Person, as_: Browser) -> None:
    history(ward, "HO", [17, 18, 19, 20, 21, 22, 19, 18, 40])
    strip = as_(clerk).get(f"{SHEET}HO/", headers={"hx-request": "true"}).content.decode()
    assert "Thường từ 17 đến 22 hộ." in strip
