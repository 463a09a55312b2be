"""Money is kept in đồng and written in the scale and words of the place it stands in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coquang.money import in_scale, ratio, scale_name, spoken_dong, written_dong, written_scaled
from coquang.numbers import read

COLLECTED, PLANNED = Decimal(14_500_000_000), Decimal(17_100_000_000)


def test_an_amount_is_written_out_in_full() -> None:
    assert written_dong(COLLECTED) == "14.500.000.000 đồng"
    assert written_dong(COLLECTED, sign="đ") == "14.500.000.000đ"
    assert written_dong(COLLECTED, "en") == "14,500,000,000 \u0111"
    assert written_dong(None) == "–"


@pytest.mark.parametrize(
    ("scale", "decimals", "vietnamese", "english"),
    [
        ("tỷ đồng", 1, "14,5 tỷ đồng", "14.5 billion đ"),
        ("triệu đồng", 1, "14.500 triệu đồng", "14,500 million đ"),
        ("nghìn đồng", 0, "14.500.000 nghìn đồng", "14,500,000 thousand đ"),
        ("nghìn tỷ đồng", 3, "0,015 nghìn tỷ đồng", "0.015 trillion đ"),
        ("đồng", 0, "14.500.000.000 đồng", "14,500,000,000 đ"),
    ],
)
def test_an_amount_is_written_in_the_scale_of_its_table(
    scale: str, decimals: int, vietnamese: str, english: str
) -> None:
    assert written_scaled(COLLECTED, scale, decimals) == vietnamese
    assert written_scaled(COLLECTED, scale, decimals, "en") == english


def test_the_collection_stands_over_the_plan() -> None:
    assert ratio(COLLECTED, PLANNED, "tỷ đồng") == "14,5/17,1 tỷ đồng"
    assert ratio(COLLECTED, PLANNED, "tỷ đồng", language="en") == "14.5/17.1 billion đ"


def test_a_missing_amount_is_a_dash_and_never_zero() -> None:
    assert written_scaled(None) == "–"
    assert ratio(COLLECTED, None) == "14,5/– tỷ đồng"
    assert ratio(None, PLANNED) == "–/17,1 tỷ đồng"
    assert ratio(None, None) == "–"


def test_a_scale_is_known_by_any_of_its_spellings() -> None:
    assert {scale_name(spelling) for spelling in ("tỷ", "tỉ đồng", "Tỷ đồng")} == {"tỷ đồng"}
    assert scale_name("tỷ đồng", "en") == "billion đ"
    with pytest.raises(LookupError):
        scale_name("thanh niên")


def test_the_amount_in_words_ends_in_dong() -> None:
    assert spoken_dong(COLLECTED) == "mười bốn tỷ năm trăm triệu đồng"
    assert spoken_dong(COLLECTED, "en") == "fourteen billion five hundred million đồng"


@given(st.integers(0, 10**15), st.sampled_from(["đồng", "nghìn đồng", "triệu đồng", "tỷ đồng", "nghìn tỷ đồng"]))
def test_no_dong_is_lost_between_scales(amount: int, scale: str) -> None:
    assert read(written_scaled(amount, scale, decimals=12), decimals=0) == amount
    assert read(written_dong(amount), decimals=0, scale=scale) == amount
    assert in_scale(amount, scale) == in_scale(amount, "đồng") / in_scale(10**12, "đồng") * in_scale(10**12, scale)
