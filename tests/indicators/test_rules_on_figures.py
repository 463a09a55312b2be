"""What a figure is held to: a part never passes its whole, a range is kept, and what is unusual is noticed.

Rules are data of an indicator from a year on; the arithmetic behind them is pure and exact.
"""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators import rules as arithmetic_of_rules
from indicators.actions import figures, rules, sheets
from indicators.actions.figures import Entry
from indicators.models import Indicator, Rule, Sheet
from indicators.rules import EARLIER_AT_LEAST, THRESHOLDS, digits, is_jump, is_outlier, median, modified_z, usual_range
from programmes.models import Person, Unit
from tests import making

Kind = Rule.Kind
numbers = st.decimals(min_value=0, max_value=10**15, places=2)
histories = st.lists(numbers, min_size=EARLIER_AT_LEAST, max_size=16)
LIMIT = THRESHOLDS[arithmetic_of_rules.OUTLIER]


# --- the arithmetic -------------------------------------------------------------------------------


def test_the_modified_z_is_the_one_of_the_books() -> None:
    history = [Decimal(value) for value in (1, 2, 3, 4, 5)]
    assert modified_z(Decimal(10), history) == Decimal("0.6745") * 7
    assert modified_z(Decimal(3), history) == 0


def test_where_most_of_a_history_is_one_number_the_mean_deviation_takes_over() -> None:
    history = [Decimal(value) for value in (5, 5, 5, 5, 5, 5, 5, 9)]
    assert modified_z(Decimal(9), history) == Decimal(4) / (Decimal("1.253314") * Decimal("0.5"))


def test_beside_a_history_that_never_moved_anything_else_is_endlessly_far() -> None:
    history = [Decimal(5)] * 8
    assert modified_z(Decimal(5), history) == 0
    assert modified_z(Decimal(6), history) == Decimal("Infinity")
    assert modified_z(Decimal(4), history) == Decimal("-Infinity")
    assert not is_outlier(Decimal(6), history, LIMIT), "a fifth more is a trifle"
    assert is_outlier(Decimal(7), history, LIMIT)


@given(numbers, histories)
def test_a_value_and_its_history_moved_together_are_as_far_apart_as_before(
    value: Decimal, history: list[Decimal]
) -> None:
    moved = modified_z(value + 1000, [past + 1000 for past in history])
    assert moved == pytest.approx(modified_z(value, history), rel=Decimal("1e-15"))


@given(numbers, histories)
def test_above_the_middle_is_positive_and_below_it_negative(value: Decimal, history: list[Decimal]) -> None:
    far = modified_z(value, history)
    assert (far > 0) == (value > median(history))
    assert (far < 0) == (value < median(history))


@given(histories, st.integers(min_value=0, max_value=100))
def test_nothing_inside_the_usual_range_is_an_outlier(history: list[Decimal], share: int) -> None:
    found = usual_range(history)
    assert found is not None
    low, high = found
    assert low in history and high in history
    assert low <= median(history) <= high
    assert not is_outlier(low + (high - low) * share / 100, history, LIMIT)


@given(st.lists(numbers, max_size=EARLIER_AT_LEAST - 1))
def test_too_short_a_history_has_no_usual_range(history: list[Decimal]) -> None:
    assert usual_range(history) is None


@given(numbers, numbers)
def test_a_jump_up_is_a_jump_back_down_and_nothing_jumps_from_nothing(value: Decimal, before: Decimal) -> None:
    assert is_jump(value, before, Decimal(3)) == is_jump(before, value, Decimal(3))
    assert not is_jump(value, Decimal(0), Decimal(3))


@pytest.mark.parametrize(
    ("number", "count"), [("0", 1), ("7", 1), ("100", 3), ("28500000.0000", 8), ("12.5", 3), ("0.05", 1), ("99.99", 4)]
)
def test_digits_are_counted_as_the_number_is_written(number: str, count: int) -> None:
    assert digits(Decimal(number)) == count


# --- hard rules at entry --------------------------------------------------------------------------


@pytest.fixture
def part(indicators: dict[str, Indicator]) -> Rule:
    """Of the alleys, counted in the same measure for this test, no more than of the households."""
    Indicator.objects.filter(code="HEM").update(measure_vi="hộ", is_padded=False)
    return Rule.objects.create(
        indicator=indicators["HEM"], kind=Kind.PART_OF_WHOLE, other=indicators["HO"], from_year=2022
    )


def typed(sheet: Sheet, by: Person, **values: str) -> None:
    known = {i.code: i.pk for i in Indicator.objects.all()}
    figures.enter(sheet, {known[code]: Entry(Decimal(value)) for code, value in values.items()}, by=by)


def refusals(sheet: Sheet, by: Person, **values: str) -> dict[str, str]:
    with pytest.raises(figures.NotTaken) as refused, transaction.atomic():
        typed(sheet, by, **values)
    codes = dict(Indicator.objects.values_list("pk", "code"))
    return {codes[pk]: sentence for pk, sentence in refused.value.sentences.items()}


def test_a_part_greater_than_its_whole_is_refused_with_the_whole_named(
    full_quarter: Sheet, clerk: Person, part: Rule
) -> None:
    told = refusals(full_quarter, clerk, HEM="20")
    assert told == {
        "HEM": "Lớn hơn “Chỉ tiêu HO” (19 hộ), trong khi chỉ là một phần của chỉ tiêu đó; xem lại số vừa nhập."
    }
    typed(full_quarter, clerk, HEM="19")


def test_a_whole_typed_below_its_part_is_refused_at_the_whole(full_quarter: Sheet, clerk: Person, part: Rule) -> None:
    typed(full_quarter, clerk, HEM="19")
    told = refusals(full_quarter, clerk, HO="18")
    assert list(told) == ["HO"] and "“Chỉ tiêu HEM” (19 hộ)" in told["HO"]


def test_part_and_whole_typed_together_are_weighed_as_typed(full_quarter: Sheet, clerk: Person, part: Rule) -> None:
    typed(full_quarter, clerk, HEM="40", HO="41")


def test_a_rule_made_later_stops_no_other_cell_but_the_sending(
    full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    typed(full_quarter, clerk, HEM="25")
    Indicator.objects.filter(code="HEM").update(measure_vi="hộ")
    Rule.objects.create(indicator=indicators["HEM"], kind=Kind.PART_OF_WHOLE, other=indicators["HO"], from_year=2022)
    typed(full_quarter, clerk, QUAN="25")
    with pytest.raises(Refused, match="Chỉ tiêu HEM: Lớn hơn “Chỉ tiêu HO”"):
        sheets.submit(full_quarter, by=clerk)


def test_a_rate_above_its_range_is_refused_in_percent(
    full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    held = indicators["HOSO"]
    Rule.objects.create(indicator=held, kind=Kind.RANGE, high=Decimal(100), from_year=2022)
    with pytest.raises(figures.NotTaken, match="120% vượt mức cao nhất của chỉ tiêu này \\(100%\\)"):
        figures.enter(full_quarter, {held.pk: Entry(Decimal(120), Decimal(100))}, by=clerk)
    figures.enter(full_quarter, {held.pk: Entry(Decimal(100), Decimal(100))}, by=clerk)


def test_money_outside_its_range_is_told_in_the_unit_of_its_column(
    full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    Rule.objects.create(indicator=indicators["THUE"], kind=Kind.RANGE, low=Decimal(10**9), from_year=2020)
    told = refusals(full_quarter, clerk, THUE="43500000")
    assert told["THUE"].startswith("0,0435 tỷ đồng thấp hơn mức thấp nhất của chỉ tiêu này (1 tỷ đồng)")


@pytest.mark.parametrize("facts", [{"from_year": 2023}, {"from_year": 2020, "to_year": 2021}])
def test_a_rule_of_other_years_is_no_rule_of_this_one(
    full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator], facts: dict[str, int]
) -> None:
    Rule.objects.create(indicator=indicators["HO"], kind=Kind.RANGE, high=Decimal(10), **facts)
    typed(full_quarter, clerk, HO="20")


def test_the_rule_of_the_later_year_holds_and_may_switch_the_earlier_off(
    full_quarter: Sheet, clerk: Person, indicators: dict[str, Indicator]
) -> None:
    Rule.objects.create(indicator=indicators["HO"], kind=Kind.RANGE, high=Decimal(10), from_year=2020)
    assert "HO" in refusals(full_quarter, clerk, HO="20")
    Rule.objects.create(indicator=indicators["HO"], kind=Kind.RANGE, is_off=True, from_year=2022)
    typed(full_quarter, clerk, HO="20")


def test_a_refused_figure_stands_on_the_sheet_again_with_its_sentence(
    full_quarter: Sheet, clerk: Person, part: Rule, as_: Any
) -> None:
    told = {"v-HEM": "20", "was-HEM": "0|", "v-HO": "19", "was-HO": "19|", **making.form_key()}
    page = as_(clerk).post(f"/so-lieu/{making.WARD}/2022-Q1/luu/", told)
    assert page.status_code == 422
    assert 'value="20"' in page.content.decode() and "Lớn hơn “Chỉ tiêu HO” (19 hộ)" in page.content.decode()
    assert full_quarter.figures.get(indicator__code="HEM").value == 0


# --- keeping rules --------------------------------------------------------------------------------


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Person:
    who = making.person("quan-tri", "Quản trị")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


def form(**facts: str) -> dict[str, str]:
    return {"kind": "range", "from_year": "2022", **facts, **making.form_key()}


def address(indicator: Indicator) -> str:
    return f"/danh-muc/chi-tieu/{indicator.pk}/quy-tac/"


def test_a_rule_is_kept_from_a_year_on_listed_and_journalled(
    indicators: dict[str, Indicator], keeper: Person, as_: Any
) -> None:
    browser: Client = as_(keeper)
    assert browser.post(address(indicators["THUE"]), form(low="1,5", high="20 tỷ")).status_code == 302
    rule = Rule.objects.get()
    assert (rule.kind, rule.from_year, rule.low, rule.high) == (Kind.RANGE, 2022, 15 * 10**8, 20 * 10**9)
    page = browser.get(f"/danh-muc/chi-tieu/{indicators['THUE'].pk}/").content.decode()
    assert "1,5–20 tỷ đồng" in page and "không nhận số liệu" in page
    entry = JournalEntry.objects.about(indicators["THUE"]).get(act="indicator.ruled")
    assert (entry.by, entry.facts["rule"], entry.facts["now"]["low"]) == (keeper, "range", "1500000000")


def test_a_limit_is_changed_from_a_year_and_switched_off_from_a_later_one(
    indicators: dict[str, Indicator], keeper: Person, as_: Any
) -> None:
    browser: Client = as_(keeper)
    browser.post(address(indicators["HEM"]), form(kind="over_target", threshold="150"))
    browser.post(address(indicators["HEM"]), form(kind="over_target", from_year="2023", is_off="on"))
    page = browser.get(f"/danh-muc/chi-tieu/{indicators['HEM'].pk}/").content.decode()
    assert "trên 150%" in page and "đã tắt" in page and "quá 3 lần" in page


def test_a_rule_kept_again_for_the_same_year_takes_the_place_of_the_first(
    indicators: dict[str, Indicator], keeper: Person, as_: Any
) -> None:
    browser: Client = as_(keeper)
    browser.post(address(indicators["HO"]), form(high="10"))
    browser.post(address(indicators["HO"]), form(high="20"))
    assert Rule.objects.get().high == 20
    assert [e.facts["before"] for e in JournalEntry.objects.filter(act="indicator.ruled").order_by("pk")] == [
        {},
        {"high": "10.0000"},
    ]


@pytest.mark.parametrize(
    ("code", "facts", "field", "sentence"),
    [
        ("HO", {"kind": "part_of_whole"}, "other", "Chọn chỉ tiêu tổng"),
        ("HO", {"kind": "part_of_whole", "other": "THUE"}, "other", "cùng đơn vị tính"),
        ("HOSO", {"kind": "part_of_whole", "other": "HO"}, "other", "Tỷ lệ không phải là một phần"),
        ("HO", {"low": "20", "high": "20"}, "high", "lớn hơn mức thấp nhất"),
        ("HO", {}, "low", "Nhập mức thấp nhất hoặc mức cao nhất"),
        ("HO", {"low": "12,5"}, "low", "12,5"),
        ("HO", {"kind": "jump", "threshold": "0"}, "threshold", "lớn hơn 0"),
        ("HO", {"kind": "jump", "threshold": "100001"}, "threshold", "không quá 100.000"),
        ("HO", {"high": "9", "to_year": "2021"}, "to_year", "Năm kết thúc"),
        ("HO", {"kind": "la", "high": "9"}, "kind", "la"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_at_its_field(
    indicators: dict[str, Indicator],
    keeper: Person,
    as_: Any,
    code: str,
    facts: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    if "other" in facts:
        facts = {**facts, "other": str(indicators[facts["other"]].pk)}
    page = as_(keeper).post(address(indicators[code]), form(**facts))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert sentence in str(page.context["form"].errors)
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    ("kind", "limits"),
    [("part_of_whole", {"other"}), ("range", {"low", "high"}), ("jump", {"threshold"}), ("la", {"threshold"})],
)
def test_the_form_asks_only_for_what_the_chosen_rule_has_a_use_for(
    indicators: dict[str, Indicator], keeper: Person, as_: Any, kind: str, limits: set[str]
) -> None:
    page = as_(keeper).get(f"{address(indicators['HO'])}?rule={kind}")
    assert set(page.context["form"].fields) == {"kind", "from_year", "to_year", "is_off"} | limits
    assert ("la" in str(page.context["kind_form"].errors)) == (kind == "la")


def test_only_who_keeps_the_indicator_keeps_its_rules(
    indicators: dict[str, Indicator], clerk: Person, keeper: Person, as_: Any
) -> None:
    assert as_(clerk).get(address(indicators["HO"])).status_code == 302
    assert as_(clerk).post(address(indicators["HO"]), form(high="9")).status_code == 403
    rule = Rule(indicator=indicators["HO"], kind=Kind.RANGE, from_year=2022, high=9)
    with pytest.raises(PermissionDenied):
        rules.keep(rule, by=clerk)
    with pytest.raises(Refused, match="mức thấp nhất hoặc mức cao nhất"):
        rules.keep(Rule(indicator=indicators["HO"], kind=Kind.RANGE, from_year=2022), by=keeper)
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": "range"}, "only_a_range_has_ends"),
        ({"kind": "jump", "high": 3}, "only_a_range_has_ends"),
        ({"kind": "range", "low": 4, "high": 4}, "a_range_goes_upwards"),
        ({"kind": "part_of_whole"}, "only_a_part_names_its_whole"),
        ({"kind": "range", "high": 4, "threshold": 3}, "only_a_soft_rule_has_a_limit_above_zero"),
        ({"kind": "jump", "threshold": 0}, "only_a_soft_rule_has_a_limit_above_zero"),
        ({"kind": "jump", "to_year": 2021}, "a_rule_ends_after_it_begins"),
    ],
)
def test_the_database_itself_refuses_a_rule_without_sense(
    indicators: dict[str, Indicator], facts: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Rule.objects.create(indicator=indicators["HO"], from_year=2022, **facts)
