"""The form of 2026 for the Party, and Nghị định 30/2020/NĐ-CP for the People's Committee."""

from itertools import pairwise

import pytest

from tests.print.measuring import LEFT, MM, body, find, rules, sheets


def test_the_form_of_2026_is_wider_spaced_and_lists_recipients_with_semicolons(printed, facts):
    pages = sheets(printed(facts, rule="hd05"))
    theme = [line for line in body(pages[0]) if line.baseline >= find(pages[0], "Chủ đề năm 2022").baseline][:4]
    assert {round((below.baseline - above.baseline) / MM, 1) for above, below in pairwise(theme)} == {19.0}
    assert find(pages[-1], "- Thường trực Quận ủy;")
    assert find(pages[-1], "- Lưu Văn phòng Đảng ủy.")


def test_a_state_paper_carries_name_of_state_and_motto_with_its_rule(printed, state_facts):
    page = sheets(printed(state_facts))[0]
    state = find(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    motto = find(page, "Độc lập - Tự do - Hạnh phúc")
    assert (state.size, state.face) == (pytest.approx(13, abs=0.1), "Paper-Bold")
    assert (motto.size, motto.face) == (pytest.approx(14, abs=0.1), "Paper-Bold")
    assert motto.axis == pytest.approx(state.axis, abs=0.1)
    assert any(rule.length == pytest.approx(motto.right - motto.left, abs=0.5) for rule in rules(page))


def test_a_state_paper_is_numbered_with_colon_and_slash_under_a_short_rule(printed, state_facts):
    page = sheets(printed(state_facts))[0]
    number, name = find(page, "Số: 215/BC-UBND"), find(page, "PHƯỜNG CÔ GIANG")
    assert number.size == pytest.approx(13, abs=0.1)
    assert number.axis == pytest.approx(name.axis, abs=0.1)
    under_name = next(rule for rule in rules(page) if rule.left < number.right)
    widest = find(page, "ỦY BAN NHÂN DÂN")
    body_name = max(name.right - name.left, widest.right - widest.left)
    assert 1 / 3 <= under_name.length / body_name <= 1 / 2


def test_a_state_paper_has_its_own_indent_and_headings(printed, state_facts):
    page = sheets(printed(state_facts))[0]
    assert find(page, "Chủ đề năm 2022").left == pytest.approx(LEFT + 12.7, abs=0.1)
    assert find(page, "I. KẾT QUẢ THỰC HIỆN")


def test_a_state_paper_lists_recipients_small_under_a_bold_italic_label(printed, state_facts):
    page = sheets(printed(state_facts))[-1]
    label = find(page, "Nơi nhận:")
    assert (label.size, label.face) == (pytest.approx(12, abs=0.1), "Paper-Bold-Italic")
    assert find(page, "- Lưu: VT.").size == pytest.approx(11, abs=0.1)
    assert find(page, "CHỦ TỊCH").face == "Paper-Bold"


def test_a_draft_says_so_under_its_number(printed, facts):
    page = sheets(printed(facts, draft="Dự thảo lần 1"))[0]
    draft, number = find(page, "Dự thảo lần 1"), find(page, "Số 12-BC/ĐU")
    assert draft.face == "Paper-Italic"
    assert draft.baseline > number.baseline
    assert draft.axis == pytest.approx(number.axis, abs=0.1)
