"""People type Vietnamese numbers; each is read for the one thing it can mean, or refused with advice."""

import csv
import json
import random
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coquang.limits import FIGURE_LIMIT
from coquang.numbers import NotANumber, padded, parse, read, rounded, spoken, written

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("14.500.000.000", 14_500_000_000),
        ("14.500.000.000đ", 14_500_000_000),
        ("14.500.000.000 ₫", 14_500_000_000),
        ("14,5 tỷ", 14_500_000_000),
        ("14,5 TỶ ĐỒNG", 14_500_000_000),
        ("14,5 tỉ", 14_500_000_000),
        ("14 tỷ 500 triệu", 14_500_000_000),
        ("14 tỷ 500 triệu đồng", 14_500_000_000),
        ("25,134 tỷ", 25_134_000_000),
        ("1.332,5 tỷ đồng", 1_332_500_000_000),
        ("14,5 nghìn tỷ", 14_500_000_000_000),
        ("1 ngàn tỉ 250 tỉ", 1_250_000_000_000),
        ("359,8 triệu", 359_800_000),
        ("359,8tr", 359_800_000),
        ("359,8 trđ", 359_800_000),
        ("254 triệu 700 nghìn", 254_700_000),
        ("254 triệu 700 ngàn", 254_700_000),
        ("254 triệu 700.000 đồng", 254_700_000),
        ("14.500", 14_500),
        ("1 234 567", 1_234_567),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("1\u202f234\u202f567", 1_234_567),
        (" \u00a012\t\r\n", 12),
        ("１２３", 123),
        ("03", 3),
        ("007", 7),
        ("0", 0),
    ],
)
def test_a_whole_number_is_read_as_it_is_typed(typed: str, number: int) -> None:
    for form in ("NFC", "NFD"):
        value = read(unicodedata.normalize(form, typed), decimals=0)
        assert value == number
        assert str(value) == str(number)


@pytest.mark.parametrize(
    ("typed", "decimals", "number"),
    [
        ("84,8%", 1, "84.8"),
        ("84,8 %", 1, "84.8"),
        ("1.332,50", 2, "1332.5"),
        ("0,125", 3, "0.125"),
        ("5", 2, "5"),
    ],
)
def test_a_decimal_number_has_a_comma(typed: str, decimals: int, number: str) -> None:
    assert str(read(typed, decimals=decimals)) == number


@pytest.mark.parametrize(
    ("typed", "heading", "number"),
    [
        ("14,5", "tỷ đồng", 14_500_000_000),
        ("14,5", "tỷ", 14_500_000_000),
        ("359,8", "triệu đồng", 359_800_000),
        ("12,5", "nghìn đồng", 12_500),
        ("2", "nghìn tỷ đồng", 2_000_000_000_000),
        ("500", "đồng", 500),
        ("359,8 triệu", "tỷ đồng", 359_800_000),
        ("14.500.000.000đ", "tỷ đồng", 14_500_000_000),
    ],
)
def test_a_column_headed_in_billions_lends_its_word_unless_one_is_typed(typed: str, heading: str, number: int) -> None:
    assert read(typed, decimals=0, scale=heading) == number


def test_an_unknown_heading_is_a_mistake_of_the_programmer_and_not_of_the_typist() -> None:
    with pytest.raises(LookupError):
        read("5", decimals=0, scale="đảng viên")


def test_the_words_typed_beside_a_number_are_told_to_the_field() -> None:
    amount, dong, percentage, bare = (parse(typed, decimals=1) for typed in ("15 tỷ", "15đ", "15%", "15"))
    assert (amount.said_scale, amount.said_dong, amount.said_percent) == (True, False, False)
    assert (dong.said_scale, dong.said_dong, dong.said_percent) == (False, True, False)
    assert (percentage.said_scale, percentage.said_dong, percentage.said_percent) == (False, False, True)
    assert (bare.said_scale, bare.said_dong, bare.said_percent) == (False, False, False)


@pytest.mark.parametrize(("typed", "number"), [("-5", -5), ("\u22125", -5), ("+5", 5), ("-14,5 tỷ", -14_500_000_000)])
def test_a_sign_is_read_only_where_a_measure_may_fall_below_zero(typed: str, number: int) -> None:
    assert read(typed, decimals=0, signed=True) == number
    with pytest.raises(NotANumber) as refusal:
        read(typed, decimals=0)
    assert refusal.value.reason == "sign"


def test_minus_zero_is_zero() -> None:
    assert str(read("-0", decimals=0, signed=True)) == "0"


@pytest.mark.parametrize(
    ("typed", "decimals", "sentence"),
    [
        ("12.5", 1, "Chưa đọc được “12.5”. Nếu là số thập phân, nhập 12,5; nếu là số nguyên, nhập 125."),
        (
            "12.5",
            0,
            "Chưa đọc được “12.5”. Nếu là số nguyên, nhập 125; chỉ tiêu này không có phần thập phân.",
        ),
        (
            "1,000",
            0,
            "Chưa đọc được “1,000”. Nếu là một nghìn, nhập 1.000; chỉ tiêu này không có phần thập phân.",
        ),
        (
            "1,000",
            2,
            (
                "Chưa đọc được “1,000”. Nếu là một nghìn, nhập 1.000; nếu là một, nhập 1; "
                "nhập nhiều nhất 02 chữ số sau dấu phẩy."
            ),
        ),
        (
            "12,345678",
            2,
            "Chưa đọc được “12,345678”. Nhập nhiều nhất 02 chữ số sau dấu phẩy; nếu làm tròn, nhập 12,35.",
        ),
        ("1,234.5", 1, "Chưa đọc được “1,234.5”. Nếu là số thập phân, nhập 1.234,5."),
        ("1,234,567", 0, "Chưa đọc được “1,234,567”. Nếu là số nguyên, nhập 1.234.567."),
        ("1.234 567", 0, "Chưa đọc được “1.234 567”. Nếu là số nguyên, nhập 1.234.567."),
        (
            "1.7080 tỷ",
            0,
            ("Chưa đọc được “1.7080 tỷ”. Nếu là số thập phân, nhập 1,7080 tỷ; nếu là số nguyên, nhập 17.080 tỷ."),
        ),
        ("hơn 70 tỷ", 0, "Chưa đọc được “hơn 70 tỷ”. Chỉ nhập con số; bỏ “hơn” và nhập 70 tỷ."),
        ("170ha", 0, "Chưa đọc được “170ha”. Chỉ nhập con số; bỏ “ha” và nhập 170."),
        ("-", 0, "Chưa đọc được “-”. Nếu không phát sinh, nhập 0; nếu chưa có số liệu, để trống."),
        ("1\u200b2", 0, "Chưa đọc được “1�2”. Có ký tự không nhìn thấy; xóa hết rồi nhập 12."),
        (" ", 1, "Chưa có số nào; nhập theo dạng 1.234,5."),
    ],
)
def test_a_number_of_two_meanings_is_refused_with_what_to_type(typed: str, decimals: int, sentence: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        read(typed, decimals=decimals)
    assert str(refusal.value) == sentence


def test_the_english_screen_says_the_same() -> None:
    with pytest.raises(NotANumber) as refusal:
        read("12.5", decimals=1)
    assert refusal.value.sentence("en") == (
        "“12.5” was not read. If it is a decimal number, type 12,5; if it is a whole number, type 125."
    )


REFUSED = (
    *("12.5", "1,234.5", "1.23.4", "1,234", "1.7080 tỷ", "0.125", "000.125", "012.500", "1..5", ".", ","),
    *("12 34", "1 234\u00a0567", "1\u202f234 567", "1.234 567", "1 234.567", "1'234", "5/8", "=1+1"),
    *("95,%", ",5", "5,", "NaN", "Infinity", "1e9", "0x10", "½", "²", "٣", "१", "abc", "12\x00", "\u202e12"),
    *("hơn 70 tỷ", "5 tỷ rưỡi", "5 ty", "5k", "12đ5", "12%5", "%", "đ", "tỷ", "5 tỷ%", "5%đ", "5đ%"),
    *("5 tỷ 14 tỷ", "14 triệu 2 tỷ", "14,5 tỷ 500 triệu", "14 tỷ 1500 triệu", "14 tỷ 500", "--5", "- 5"),
    *("14 tỷ 1.000.000.000 đồng", "1" * 65, "9" * 30),
)


@pytest.mark.parametrize("typed", REFUSED)
def test_every_refusal_names_something_to_type(typed: str) -> None:
    for heading in (None, "tỷ đồng"):
        if heading and typed in ("1,234", "1,234.5"):
            continue
        with pytest.raises(NotANumber) as refusal:
            read(typed, decimals=0, scale=heading)
        for language, verb in (("vi", r"nhập|dạng|ví dụ|để trống"), ("en", r"type|such as|example|leave")):
            said = re.sub(r"^[^”]*”[^.]*\. ", "", refusal.value.sentence(language))
            assert re.search(rf"(?:{verb})\D* [0-9]", said), said
            assert said.endswith(".")
            assert "bạn" not in said
            assert "lỗi" not in said


def test_no_more_than_forty_characters_of_a_paste_are_quoted() -> None:
    with pytest.raises(NotANumber) as refusal:
        read("1" * 100_000, decimals=0)
    assert refusal.value.reason == "too_long"
    assert refusal.value.text == "1" * 39 + "…"


@given(
    st.text(alphabet="0123456789.,  \u00a0\u202f-+%đtỷriệunghồ\u0301\u200b\x00½e{}'", max_size=12),
    st.integers(0, 4),
)
def test_whatever_is_typed_is_a_number_or_a_sentence(typed: str, decimals: int) -> None:
    try:
        value = read(typed, decimals=decimals, signed=True)
    except NotANumber as refusal:
        assert refusal.sentence("vi").endswith(".")
        assert refusal.sentence("en").endswith(".")
    else:
        assert value == rounded(value, decimals)
        assert "E" not in str(value)


@given(st.decimals(min_value=-FIGURE_LIMIT + 1, max_value=FIGURE_LIMIT - 1, places=4))
def test_a_written_number_is_read_back_as_itself(value: Decimal) -> None:
    assert read(written(value), decimals=4, signed=True) == value


def test_a_hundred_thousand_written_numbers_are_read_back_as_themselves() -> None:
    chance = random.Random(2023)
    for _ in range(100_000):
        decimals = chance.randrange(5)
        total = chance.randrange(10 ** chance.randrange(1, 17))
        value = Decimal((chance.randrange(2), tuple(map(int, str(total))), -decimals))
        assert read(written(value), decimals=decimals, signed=True) == value


@given(st.integers(0, 10**15), st.integers(0, 2))
def test_rounding_is_half_up_and_never_further_than_half(tenths: int, places: int) -> None:
    value = Decimal(tenths).scaleb(-3)
    difference = rounded(value, places) - value
    half = Decimal(5).scaleb(-places - 1)
    assert -half < difference <= half


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (Decimal("84.795"), 2, "84,8", "84.8"),
        (Decimal("84.795"), None, "84,795", "84.795"),
        (Decimal("84.85"), 1, "84,9", "84.9"),
        (Decimal("130.00"), None, "130", "130"),
        (Decimal("129.96"), 1, "130", "130"),
        (14_500_000_000, None, "14.500.000.000", "14,500,000,000"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (Decimal("-1332.5"), None, "−1.332,5", "−1,332.5"),
        (Decimal("-0.04"), 1, "0", "0"),
        (Decimal("-0"), None, "0", "0"),
        (None, 1, "–", "–"),
    ],
)
def test_numbers_are_written_the_house_way(
    value: Decimal | int | None, decimals: int | None, vietnamese: str, english: str
) -> None:
    assert written(value, decimals=decimals) == vietnamese
    assert written(value, decimals=decimals, language="en") == english


@pytest.mark.parametrize(
    ("count", "paper"),
    [(3, "03"), (Decimal("3.0"), "03"), (0, "0"), (10, "10"), (Decimal("3.5"), "3,5"), (None, "–")],
)
def test_small_counts_are_padded_on_official_papers(count: Decimal | int | None, paper: str) -> None:
    assert padded(count) == paper


@pytest.mark.parametrize(
    ("value", "words", "english"),
    [
        (0, "không", "zero"),
        (10, "mười", "ten"),
        (15, "mười lăm", "fifteen"),
        (21, "hai mươi mốt", "twenty-one"),
        (24, "hai mươi bốn", "twenty-four"),
        (25, "hai mươi lăm", "twenty-five"),
        (101, "một trăm linh một", "one hundred and one"),
        (111, "một trăm mười một", "one hundred and eleven"),
        (1_005, "một nghìn không trăm linh năm", "one thousand and five"),
        (2_026, "hai nghìn không trăm hai mươi sáu", "two thousand and twenty-six"),
        (1_000_005, "một triệu không trăm linh năm", "one million and five"),
        (14_500_000_000, "mười bốn tỷ năm trăm triệu", "fourteen billion five hundred million"),
        (10**12, "một nghìn tỷ", "one trillion"),
        (10**18, "một tỷ tỷ", "one quintillion"),
        (Decimal("3.5"), "ba phẩy năm", "three point five"),
        (Decimal("84.80"), "tám mươi bốn phẩy tám", "eighty-four point eight"),
        (Decimal("3.05"), "ba phẩy không năm", "three point zero five"),
        (-7, "âm bảy", "minus seven"),
        (
            1_234_567_890_123,
            (
                "một nghìn hai trăm ba mươi bốn tỷ năm trăm sáu mươi bảy triệu tám trăm chín mươi nghìn "
                "một trăm hai mươi ba"
            ),
            (
                "one trillion two hundred and thirty-four billion five hundred and sixty-seven million "
                "eight hundred and ninety thousand one hundred and twenty-three"
            ),
        ),
    ],
)
def test_a_figure_is_read_back_in_words(value: Decimal | int, words: str, english: str) -> None:
    assert spoken(value) == words
    assert spoken(value, "en") == english


def test_no_two_numbers_sound_the_same() -> None:
    heard = [spoken(number) for number in (*range(20_000), *range(10**6, 10**6 + 2_000), *range(10**9, 10**9 + 2_000))]
    assert len(set(heard)) == len(heard)


def _bad_inputs(kind: str) -> list[dict[str, Any]]:
    file = SHARED / "bad_inputs.json"
    if not file.exists():
        return []
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    return [case for case in cases if case["kind"] == kind]


@pytest.mark.skipif(not SHARED.exists(), reason="the collection of nasty inputs is not beside the project")
def test_nasty_numbers_are_taken_or_refused_as_the_collection_expects() -> None:
    for case in _bad_inputs("number") + _bad_inputs("integer"):
        decimals, signed = (0 if case["kind"] == "integer" else 1), case["id"] == "integer-002"
        recipe = case.get("value_gen", {})
        typed = case["value"] if "value" in case else recipe["repeat"] * recipe["times"]
        allowed = case["expect"]["status"]
        try:
            value = read(typed, decimals=decimals, signed=signed)
        except NotANumber:
            assert 422 in allowed, case
        else:
            # The least whole number a column holds is the field's business.
            assert 200 in allowed or case["id"] == "integer-002", case
            stored = case["expect"].get("stored_as")
            assert stored is None or str(value) == stored.split(" ")[0], case


@pytest.mark.skipif(not SHARED.exists(), reason="the published figures are not beside the project")
def test_published_figures_are_read_right_or_refused_with_a_sentence() -> None:
    rows = csv.DictReader((SHARED / "published_figures.csv").read_text(encoding="utf-8").splitlines())
    read_right = refused = 0
    for row in rows:
        for side in ("result", "target"):
            typed, expected = row[f"{side}_raw"], row[f"{side}_value"]
            if not typed:
                continue
            power = {"triệu đồng": 6, "tỷ đồng": 9}.get(row["unit_of_measure"], 0)
            try:
                value = read(typed, decimals=2)
            except NotANumber as refusal:
                refused += 1
                assert re.search(r"^(hơn|gần|trên|≥) |(ha|tấn)$", typed), typed
                assert f"nhập {written(Decimal(expected))}" in refusal.sentence()
            else:
                read_right += 1
                assert value == Decimal(expected).scaleb(power), row
    assert (read_right, refused) == (51, 14)
