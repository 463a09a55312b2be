"""Names that fit are placed; names that do not are refused with a sentence that says what to store."""

import pytest

from coquang import typeface
from coquang.letterhead import measured
from coquang.typeface import Unprintable, balanced


def test_widths_are_those_of_the_shipped_faces():
    assert typeface.width("ĐẢNG CỘNG SẢN VIỆT NAM", 15, "Bold") == pytest.approx(72.9, abs=0.05)
    assert typeface.width("ĐẢNG ỦY PHƯỜNG CẦU ÔNG LÃNH", 14, "Bold") == pytest.approx(86.1, abs=0.05)
    assert typeface.width("Phường Cô Giang, ngày 23 tháng 02 năm 2023", 14, "Italic") == pytest.approx(94.1, abs=0.05)


def test_decomposed_letters_are_as_wide_as_composed_ones():
    assert typeface.width("Ế", 14) == pytest.approx(typeface.width("Ế", 14))


def test_a_name_that_would_touch_the_title_is_refused(facts):
    facts["issuer_lines"] = ["ĐẢNG ỦY PHƯỜNG CẦU ÔNG LÃNH"]
    with pytest.raises(Unprintable, match="ĐẢNG ỦY PHƯỜNG CẦU ÔNG LÃNH"):
        measured(facts)


def test_a_name_too_long_beside_the_name_of_the_state_is_refused_and_not_the_place(state_facts):
    state_facts["issuer_lines"] = ["ỦY BAN NHÂN DÂN PHƯỜNG CÔ GIANG"]
    with pytest.raises(Unprintable, match="ỦY BAN NHÂN DÂN PHƯỜNG CÔ GIANG"):
        measured(state_facts | {"place": "Quận 1"})


def test_the_same_name_with_a_stored_line_break_is_set(facts):
    facts["issuer_lines"] = ["ĐẢNG ỦY PHƯỜNG", "CẦU ÔNG LÃNH"]
    assert measured(facts).name_cell


def test_a_place_too_long_for_its_half_is_refused_by_name(facts):
    facts["place"] = "Thành phố Hồ Chí Minh, Quận 1, phường Cô Giang"
    with pytest.raises(Unprintable, match="Thành phố Hồ Chí Minh"):
        measured(facts)


def test_a_short_date_leaves_the_title_in_the_middle_of_the_right_half(facts):
    facts["place"] = "Quận 1"
    place = measured(facts)
    assert float(place.number_cell.removesuffix("mm")) == pytest.approx(2 * 123.75 - 165)


def test_an_unknown_rule_is_refused(facts):
    with pytest.raises(Unprintable, match="hd11"):
        measured(facts | {"rule": "hd11"})


def test_a_signing_line_wider_than_its_half_is_refused(facts):
    facts["signatures"][0]["power"] = "T/M BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG CÔ GIANG"
    with pytest.raises(Unprintable, match="CÔ GIANG"):
        measured(facts)


def test_a_short_subject_stays_on_one_line():
    assert balanced("kết quả thực hiện các chỉ tiêu năm 2022", 14) == ("kết quả thực hiện các chỉ tiêu năm 2022",)


def test_a_long_subject_breaks_before_a_preposition_into_even_lines():
    first = "kết luận của Thường trực Quận ủy tại buổi làm việc"
    second = "với Đảng ủy phường Cô Giang về chương trình công tác năm 2023"
    assert balanced(f"{first} {second}", 14) == (first, second)


def test_a_subject_breaks_after_a_comma():
    text = "kết quả thực hiện chỉ tiêu 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2026"
    assert balanced(text, 14)[0] == "kết quả thực hiện chỉ tiêu 6 tháng đầu năm,"


def test_a_word_longer_than_a_line_is_refused():
    with pytest.raises(Unprintable, match="aaaa"):
        balanced("kết quả " + "a" * 200, 14)
