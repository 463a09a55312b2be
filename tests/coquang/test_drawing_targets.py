"""Targets as bars: how far each reaches, told apart without colours, and that a drawing stays in place."""

import re
from decimal import Decimal
from typing import Any

import pytest

from coquang import charts
from coquang.charts import Filling, Legend, Rate

LEGEND = Legend({"hatched": "chưa đạt", "open": "đúng tiến độ", "full": "đạt, vượt"}, "cả chỉ tiêu", "đến nay")


def rate(percent: str, filling: Filling = "full", *, label: str = "1. Thuế", expected: int | None = None) -> Rate:
    return Rate(label, Decimal(percent), f"{percent}%", filling, expected)


def drawing(*rates: Rate) -> dict[str, Any]:
    (only,) = charts.drawings(rates, LEGEND)
    return only


def length(bar: dict[str, Any]) -> float:
    """From the left edge to the right one, in percent; a point at its end is not counted."""
    left, right = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", bar["outline"]).groups()  # type: ignore[union-attr]
    return (float(right) - float(left)) / charts.POINTS_A_PERCENT


@pytest.mark.parametrize("percent", ["0", "12.5", "84.8", "100", "130"])
def test_a_bar_is_as_long_as_its_percent(percent: str) -> None:
    (bar,) = drawing(rate(percent))["bars"]
    assert length(bar) == pytest.approx(float(percent), abs=0.1)
    assert "L" not in bar["outline"].partition("L")[2]  # no point


def test_a_bar_that_went_further_than_it_can_be_drawn_ends_in_a_point_and_a_fall_has_no_length() -> None:
    far, below = drawing(rate("240"), rate("-3"))["bars"]
    assert length(far) == pytest.approx(130, abs=0.1) and far["outline"].count("L") == 2
    assert length(below) == 0
    assert far["text"] == "240%"


def test_the_line_of_the_whole_target_stands_where_bars_of_a_hundred_percent_end() -> None:
    whole = drawing(rate("100"), rate("30", "hatched"))
    (end,) = re.findall(r"H([\d.]+)L", whole["bars"][0]["outline"])
    assert whole["plan"].startswith(f"M{end} ")


def test_only_what_falls_short_is_hatched_and_every_stroke_stays_within_its_bar() -> None:
    short, under_way, done = drawing(rate("20", "hatched"), rate("50", "open"), rate("100"))["bars"]
    assert under_way["hatches"] == done["hatches"] == ""
    left, top, right, bottom = map(float, re.match(r"M(\S+) (\S+)H(\S+)L\S+ ([\d.]+)H", short["outline"]).groups())  # type: ignore[union-attr]
    strokes = re.findall(r"M(\S+) (\S+)L(\S+) ([\d.]+)", short["hatches"])
    assert len(strokes) > 5
    for stroke in strokes:
        x, y, to_x, to_y = map(float, stroke)
        assert left - 0.1 <= to_x <= x <= right + 0.1 and top - 0.1 <= y <= to_y <= bottom + 0.1


def test_where_a_target_should_be_by_now_is_marked_only_where_that_is_told() -> None:
    told = drawing(rate("20", expected=25), rate("20"))
    assert [bool(bar["expected"]) for bar in told["bars"]] == [True, False]
    assert [sign["text"] for sign in told["signs"]] == ["đạt, vượt", "cả chỉ tiêu", "đến nay"]
    assert "đến nay" not in [sign["text"] for sign in drawing(rate("20"))["signs"]]


def test_a_name_too_long_for_its_side_loses_its_last_words_and_keeps_its_number() -> None:
    name = "26. Hộ kinh doanh dùng hóa đơn điện tử, thanh toán không dùng tiền mặt"
    long, short = drawing(rate("20", label=name), rate("20", label="2. Thuế"))["bars"]
    assert long["label"].startswith("26. Hộ kinh doanh") and long["label"].endswith("…")
    assert name.startswith(long["label"].removesuffix("…") + " ") and short["label"] == "2. Thuế"


@pytest.mark.parametrize("count", [1, 5, 18, 19, 31, 34])
def test_a_drawing_of_any_number_of_targets_takes_less_than_half_a_page(count: int) -> None:
    told = drawing(*[rate("50", "hatched", expected=25)] * count)
    half_a_page, caption_and_note = 364, 45
    assert told["size"][1] + caption_and_note <= half_a_page
    assert told["letters"] >= 8


def test_more_targets_than_half_a_page_bears_are_shared_evenly_between_drawings() -> None:
    told = list(charts.drawings([rate("50")] * 71, LEGEND))
    assert [len(one["bars"]) for one in told] == [23, 24, 24]
    assert list(charts.drawings([], LEGEND)) == []
