"""Money is kept in đồng and written in the scale and words of the place it stands in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coquang.money import in_scale, scale_name, spoken_dong, written_dong
from coquang.numbers import read

COLLECTED = Decimal(14_500_000_000)


def test_an_amount_is_written_out_in_full() -> None:
    assert written_dong(COLLECTED) == "14.500.000.000 đồng"
    assert written_dong(COLLECTED, sign="đ") == "14.500.000.000đ"
    assert written_dong(COLLECTED, "en") == "14,500,000,000 \u0111"
    assert written_dong(None) == "–"


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
    assert read(written_dong(amount), decimals=0, scale=scale) == amount
    assert in_scale(amount, scale) == in_scale(amount, "đồng") / in_scale(10**12, "đồng") * in_scale(10**12, scale)
