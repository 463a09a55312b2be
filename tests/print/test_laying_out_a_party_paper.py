"""Hướng dẫn 36-HD/VPTW, measured on the finished sheet."""

from itertools import pairwise

import pytest

from tests.print.measuring import BOTTOM, LEFT, MM, RIGHT, TOP, body, find, lines, rules, sheets

TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"
NAME = "ĐẢNG ỦY PHƯỜNG CÔ GIANG"
NUMBER = "Số 12-BC/ĐU"
DATE = "Phường Cô Giang, ngày 15 tháng 3 năm 2023"
MIDDLE_OF_THE_TEXT = (LEFT + RIGHT) / 2


def test_the_sheet_is_a4_with_margins_of_20_15_20_and_30(pages):
    written = [line for page in pages for line in body(page)]
    assert {(round(page.width * MM, 1), round(page.height * MM, 1)) for page in pages} == {(210.0, 297.0)}
    assert min(line.left for line in written) == pytest.approx(LEFT, abs=0.5)
    assert max(line.right for line in written) == pytest.approx(RIGHT, abs=0.5)
    assert max(line.baseline for line in written) < BOTTOM
    # Capitals of 15 pt reach 3.5 mm above their baseline; the highest accent begins at the margin.
    assert find(pages[0], TITLE).baseline == pytest.approx(TOP + 4.8, abs=0.5)


def test_full_lines_end_exactly_at_the_right_margin(pages):
    opening = find(pages[0], "Chủ đề năm 2022 của Thành phố")
    first = next(line for line in lines(pages[0]) if line.baseline == opening.baseline)
    assert first.left == pytest.approx(LEFT + 10, abs=0.1)
    assert first.right == pytest.approx(RIGHT, abs=0.1)


@pytest.mark.parametrize(
    ("text", "size", "face"),
    [
        (TITLE, 15, "Paper-Bold"),
        ("ĐẢNG BỘ QUẬN 1", 14, "Paper"),
        (NAME, 14, "Paper-Bold"),
        (NUMBER, 14, "Paper"),
        (DATE, 14, "Paper-Italic"),
        ("BÁO CÁO", 16, "Paper-Bold"),
        ("kết quả thực hiện các chỉ tiêu năm 2022", 14, "Paper-Bold"),
        ("-----", 14, "Paper"),
        ("Đảng ủy phường Cô Giang báo cáo", 14, "Paper"),
        ("I- KẾT QUẢ THỰC HIỆN", 14, "Paper-Bold"),
    ],
)
def test_every_line_of_the_head_has_its_size_and_weight(pages, text, size, face):
    span = find(pages[0], text)
    assert span.size == pytest.approx(size, abs=0.1)
    assert span.face == face


def test_the_rule_under_the_title_is_as_long_as_the_title(pages):
    title, rule = find(pages[0], TITLE), rules(pages[0])[0]
    assert rule.length == pytest.approx(title.right - title.left, abs=0.5)
    assert rule.left == pytest.approx(title.left, abs=0.5)
    assert 1 < rule.top - title.baseline < 2.5


@pytest.mark.parametrize(
    "date", ["ngày 15 tháng 3 năm 2023", "ngày 23 tháng 02 năm 2023"], ids=["room to spare", "the date is wider"]
)
def test_name_star_and_number_share_one_axis_and_title_and_date_another(printed, facts, date):
    page = sheets(printed(facts, date=date))[0]
    name, number, title, date = (find(page, text) for text in (NAME, NUMBER, TITLE, f"Phường Cô Giang, {date}"))
    star = next(line for line in lines(page) if line.text == "*")
    assert star.axis == pytest.approx(name.axis, abs=0.1)
    assert number.axis == pytest.approx(name.axis, abs=0.1)
    assert date.axis == pytest.approx(title.axis, abs=0.1)
    assert date.baseline == pytest.approx(number.baseline, abs=0.05)
    assert find(page, "ĐẢNG BỘ QUẬN 1").baseline == pytest.approx(title.baseline, abs=0.05)
    assert name.left >= LEFT - 0.1
    assert date.right <= RIGHT + 0.1


def test_justified_lines_with_capitals_that_kerning_would_draw_together_end_at_the_margin(printed, facts):
    facts["opening"] = "Trạm Y tế, Võ Văn Tần, Tân Thành, Vành đai V, Yên Thế, Trần Văn Tý, AVATAR, " * 8
    page = sheets(printed(facts))[0]
    first = find(page, "Trạm Y tế, Võ Văn").baseline
    *full, _last = [line for line in body(page) if first <= line.baseline < find(page, "I- KẾT").baseline]
    assert len(full) > 4
    for line in full:
        assert line.right == pytest.approx(RIGHT, abs=0.1)


def test_kind_subject_and_five_hyphens_stand_in_the_middle_of_the_text(pages):
    for text in ("BÁO CÁO", "kết quả thực hiện các chỉ tiêu năm 2022", "-----"):
        assert find(pages[0], text).axis == pytest.approx(MIDDLE_OF_THE_TEXT, abs=0.1)


def test_lines_of_a_paragraph_are_18_points_apart_and_paragraphs_24(pages):
    first = find(pages[0], "Chủ đề năm 2022")
    last = find(pages[0], "2. Văn hóa – xã hội")
    paragraphs = [line for line in body(pages[0]) if first.baseline <= line.baseline <= last.baseline and line.size > 9]
    steps = [round((below.baseline - above.baseline) / MM, 1) for above, below in pairwise(paragraphs)]
    before_the_heading_of_a_part = 26.0
    assert set(steps) == {18.0, 24.0, before_the_heading_of_a_part}
    assert steps.count(before_the_heading_of_a_part) == 1


def test_the_first_page_has_no_number_and_the_others_carry_it_ten_millimetres_from_the_edge(pages):
    assert not [line for line in lines(pages[0]) if line.baseline < TOP]
    for at, page in enumerate(pages[1:], start=2):
        (number,) = [line for line in lines(page) if line.baseline < TOP]
        assert number.text == str(at)
        assert number.size == pytest.approx(14, abs=0.1)
        assert number.axis == pytest.approx(MIDDLE_OF_THE_TEXT, abs=0.1)
        ascent = 14 * 1825 / 2048 * MM
        assert number.baseline - ascent == pytest.approx(10, abs=0.5)


def test_the_signature_has_power_title_and_room_for_the_hand(printed, facts):
    (*_others, page) = sheets(printed(facts, signatures=[facts["signatures"][0] | {"name": "BÍ THƯ ĐẢNG ỦY"}]))
    power, title, name = (find(page, text) for text in ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "BÍ THƯ ĐẢNG ỦY"))
    assert (power.face, title.face, name.face) == ("Paper-Bold", "Paper", "Paper-Bold")
    for line in (power, title, name):
        assert line.size == pytest.approx(14, abs=0.1)
        assert line.axis == pytest.approx(153.75, abs=0.1)
    assert (name.baseline - title.baseline) / MM == pytest.approx(83, abs=0.5)


def test_recipients_are_underlined_at_14_and_listed_at_12_with_commas(pages):
    page = pages[-1]
    label = find(page, "Nơi nhận:")
    assert label.left == pytest.approx(LEFT, abs=0.1)
    assert label.size == pytest.approx(14, abs=0.1)
    assert any(rule.length == pytest.approx(label.right - label.left, abs=0.5) for rule in rules(page))
    assert find(page, "- Thường trực Quận ủy,").size == pytest.approx(12, abs=0.1)
    assert find(page, "- Lưu Văn phòng Đảng ủy.")


def test_a_paper_without_a_number_keeps_room_to_write_it(printed, facts):
    page = sheets(printed(facts, number=""))[0]
    before, after = find(page, "Số "), find(page, "-BC/ĐU")
    assert after.left - before.right == pytest.approx(10, abs=0.5)
    assert (before.left + after.right) / 2 == pytest.approx(find(page, NAME).axis, abs=0.1)


def test_every_page_says_that_the_figures_are_a_demonstration(pages):
    for page in pages:
        mark = find(page, "SỐ LIỆU MINH HỌA – KHÔNG CÓ GIÁ TRỊ SỬ DỤNG")
        assert mark.baseline > BOTTOM
        assert mark.axis == pytest.approx(MIDDLE_OF_THE_TEXT, abs=0.1)
        assert find(page, "Mã văn bản 9HD2-VK6L").right == pytest.approx(RIGHT, abs=0.1)


def test_a_real_paper_carries_no_such_mark(printed, facts):
    for page in sheets(printed(facts, watermark="", foot_left="")):
        assert "MINH HỌA" not in "".join(line.text for line in lines(page) if line.baseline > BOTTOM)


def test_sentences_of_a_field_end_with_semicolons_and_the_last_with_a_full_stop(pages):
    for sentence in ("so với năm 2021;", "tuyến hẻm (đạt 100% chỉ tiêu năm)(*);", "chỉ tiêu năm)(*)."):
        assert find(pages[0], sentence)
