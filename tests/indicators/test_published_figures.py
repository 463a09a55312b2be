"""Real published results of wards and districts: typed as they were printed, and their percent worked out anew."""

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from coquang import numbers
from coquang.fields import Measure
from coquang.unread import Unread
from indicators import arithmetic
from indicators.arithmetic import Aim
from indicators.measures import reached

Case = Mapping[str, str]
FILE = Path(__file__).parents[3] / "shared" / "data" / "published_figures.csv"

PERCENT = re.compile(r"[0-9]+(?:,[0-9]+)?")
RIGHT = {"match_half_up", "consistent_with_inferred_target"}
SCALES = {"đồng": 0, "triệu đồng": 6, "tỷ đồng": 9}
DECIMALS = {"%": 2, "ha": 1, "tấn": 1}


def cases() -> list[Case]:
    if not FILE.exists():
        return []
    with FILE.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


CASES = cases()
each_case = pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES] or None)
beside_the_checkout = pytest.mark.skipif(not CASES, reason="the published figures do not lie beside the checkout")


def measure(unit: str) -> Measure:
    """The measure an indicator of this unit would have."""
    if unit in SCALES:
        return Measure(name="đồng", is_money=True, scale="" if unit == "đồng" else unit)
    return Measure(name=unit, decimals=DECIMALS.get(unit, 0), is_percentage=unit == "%")


def true_value(text: str, unit: str) -> Decimal:
    return Decimal(text).scaleb(SCALES.get(unit, 0))


def digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char in ".,")


@beside_the_checkout
@each_case
@pytest.mark.parametrize("side", ["result", "target"])
def test_a_published_number_is_read_rightly_or_refused_with_what_to_type(case: Case, side: str) -> None:
    printed, told = case[f"{side}_raw"], case[f"{side}_value"]
    if not printed:
        pytest.skip("not published")
    kind = measure(case["unit_of_measure"])
    try:
        value = kind.read(printed)
    except Unread as refusal:
        said = refusal.sentence()
        assert f"nhập {digits(printed)}" in said
        kept = said.rpartition("nhập ")[2].rstrip(".")
        assert kind.read(kept) == true_value(told, case["unit_of_measure"])
    else:
        assert value == true_value(told, case["unit_of_measure"])


@beside_the_checkout
@each_case
def test_the_percent_is_worked_out_from_the_exact_numbers(case: Case) -> None:
    if not (case["computed_percent"] and case["result_value"] and case["target_value"]):
        pytest.skip("no target was published")
    result, target = Decimal(case["result_value"]), Decimal(case["target_value"])
    ours = arithmetic.completion(result, Aim("value", target))
    assert ours is not None
    for places in (1, 2):
        assert numbers.rounded(ours, places) == numbers.rounded(result * 100 / target, places)
    assert abs(ours - Decimal(case["computed_percent"])) < Decimal("0.0001")
    printed = PERCENT.search(case["stated_percent_raw"])
    if printed and case["verdict"] in RIGHT:
        stated = printed[0].replace(",", ".")
        assert numbers.rounded(ours, len(stated.partition(".")[2])) == Decimal(stated)


@pytest.mark.parametrize(
    ("result", "target", "printed", "right"),
    [("265", "220", "120", "120,5"), ("4.896", "4.800", "102", "102"), ("1.275", "1.140", "112", "111,8")],
)
def test_a_percent_the_publisher_cut_or_rounded_up_is_worked_out_rightly(
    result: str, target: str, printed: str, right: str
) -> None:
    kind = Measure(name="triệu đồng")
    ours = reached(arithmetic.completion(kind.read(result), Aim("value", kind.read(target))))
    assert ours == f"{right}%"
    assert (printed == right) is (ours == f"{printed}%")


@beside_the_checkout
def test_the_first_case_is_printed_as_the_article_prints_it() -> None:
    first = next(case for case in CASES if case["id"] == "F001")
    kind = measure(first["unit_of_measure"])
    result, target = kind.read(first["result_raw"]), kind.read(first["target_raw"])
    assert reached(arithmetic.completion(result, Aim("value", target))) == "84,8%"
