"""How one result is told: to the đồng or in its scale, beyond its target, within its limit, with rounded parts."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from coquang.periods import Period
from indicators import arithmetic
from indicators.documents import rounding_note
from indicators.models import Indicator, ReportedIndicator, Target
from indicators.results import Result
from indicators.sentences import figure_told, sentence

YEAR = Period.parse("2022")


@pytest.fixture(autouse=True)
def vietnamese() -> Any:
    with translation.override("vi"):
        yield


def told(result: Result, period: Period = YEAR) -> str:
    return sentence(result, period, "vi").partition(": ")[2]


def result(value: str, *targets: Target, base: str = "", through: int = 4, **facts: Any) -> Result:
    own = {"measured": "count", "measure_vi": "vụ", "kind": "flow", "direction": "higher", "name_vi": "Chỉ tiêu"}
    indicator = Indicator(**{**own, **facts})
    amount = Decimal(value)
    return Result(
        indicator=indicator,
        reported=ReportedIndicator(indicator=indicator),
        quantity=None,
        result=amount,
        target=targets[0] if targets else None,
        other_targets=tuple(targets[1:]),
        completion=arithmetic.completion(amount, targets[0].aim if targets else None),
        base=Decimal(base) if base else None,
        so_far=amount,
        start=None,
        through=through,
        is_due=True,
        is_marked=False,
        is_base_invented=False,
        is_provisional=False,
        closing_cell=None,
        is_base_typed=False,
        lowerings=(),
    )


def aim(value: str, form: str = "value", **facts: Any) -> Target:
    return Target(form=form, value=Decimal(value), **facts)


TAX = {"measured": "money", "measure_vi": "đồng", "scale": "tỷ đồng"}


def test_money_to_the_dong_as_the_indicator_says() -> None:
    tax = result("14500000000", aim("17100000000"), base="12741652021", **TAX, sentence_is_exact=True)
    assert told(tax) == "14.500.000.000đ/17.100.000.000đ (đạt 84,8% chỉ tiêu năm), tăng 13,8% so với năm 2021"


def test_money_in_its_scale_where_the_indicator_does_not_say_so() -> None:
    tax = result("14500000000", aim("17100000000"), base="12741652021", **TAX)
    assert told(tax) == "14,5/17,1 tỷ đồng (đạt 84,8% chỉ tiêu năm), tăng 13,8% so với năm 2021"


def test_money_without_a_target_to_the_dong() -> None:
    gifts = result("359800000", **{**TAX, "scale": "triệu đồng"}, sentence_is_exact=True, direction="monitor")
    assert told(gifts) == "359.800.000 đồng"


def test_a_limit_and_a_floor_of_money_are_told_to_the_dong_beside_a_result_that_is() -> None:
    facts = {**TAX, "sentence_is_exact": True}
    floor = result("16000000000", aim("17100000000", "at_least"), **facts)
    assert told(floor) == "16.000.000.000 đồng (chỉ tiêu từ 17.100.000.000 đồng trở lên)"
    limit = result("18000000000", aim("17100000000", "at_most"), direction="at_most", **facts)
    assert told(limit) == "18.000.000.000 đồng (chỉ tiêu không quá 17.100.000.000 đồng)"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"due_quarter": 1}, "26/20 thanh niên, đạt tỷ lệ 130% (vượt 30%)"),
        ({}, "26/20 thanh niên, đạt 130% chỉ tiêu năm (vượt 30%)"),
    ],
)
def test_beyond_a_target_of_one_value_by_how_much_it_is(facts: dict[str, Any], words: str) -> None:
    assert told(result("26", aim("20"), measure_vi="thanh niên", **facts)) == words


def test_reached_exactly_is_not_beyond() -> None:
    assert told(result("3", aim("3"), is_padded=True, measure_vi="cuộc")) == "03/03 cuộc (đạt 100% chỉ tiêu năm)"


def test_against_several_targets_each_has_its_percent_and_nothing_is_said_to_be_beyond() -> None:
    district = aim("1000", base_printed="chỉ tiêu quận giao")
    ward = aim("900", base_printed="nghị quyết Đảng ủy phường")
    assert told(result("977", district, ward)) == (
        "977/1.000 vụ (đạt 97,7% chỉ tiêu quận giao, 108,6% nghị quyết Đảng ủy phường)"
    )


def test_a_limit_that_was_kept_to_the_years_end() -> None:
    kept = result("8", aim("10", "at_most"), direction="at_most", is_padded=True)
    assert told(kept) == "08/10 vụ, bảo đảm chỉ tiêu"
    assert figure_told(kept, "vi") == "08/10 vụ"


@pytest.mark.parametrize(("value", "through"), [("12", 4), ("8", 2)])
def test_a_limit_that_was_passed_or_may_still_be_is_told_as_what_it_is(value: str, through: int) -> None:
    words = told(result(value, aim("10", "at_most"), through=through, direction="at_most", is_padded=True))
    assert words == f"{int(value):02d} vụ (chỉ tiêu không quá 10 vụ)"


def test_parts_that_do_not_add_up_to_the_printed_whole_get_the_note() -> None:
    whole = result("2900000000", **TAX, pk=1)
    parts = [result("1450000000", **TAX, pk=pk, parent_id=1) for pk in (2, 3)]
    assert list(rounding_note([whole, *parts])) == [
        "Ghi chú: tổng có thể không bằng tổng các số thành phần do làm tròn."
    ]


@pytest.mark.parametrize("first", ["1400000000", "1300000000"], ids=["they add up", "they are not all its parts"])
def test_parts_that_add_up_or_are_not_all_of_it_have_no_note(first: str) -> None:
    whole = result("2900000000", **TAX, pk=1)
    parts = [result(first, **TAX, pk=2, parent_id=1), result("1500000000", **TAX, pk=3, parent_id=1)]
    assert list(rounding_note([whole, *parts])) == []
