"""Whatever people paste either prints as text or is refused with a sentence; it never becomes markup."""

import pytest

from coquang.printing import Text
from coquang.typeface import Unprintable
from tests.print.measuring import LEFT, RIGHT, body, find, sheets


def test_markup_in_a_fact_is_printed_as_typed(printed, facts):
    nasty = "<script>alert(1)</script> & <b>đậm</b> {{ facts.code }} {% now 'Y' %}"
    text = sheets(printed(facts, opening=nasty))[0].extract_text()
    assert "<script>alert(1)</script> & <b>đậm</b> {{ facts.code }} {% now 'Y' %}" in text


def test_an_image_typed_into_a_name_opens_nothing(printed, facts):
    facts["table"]["groups"][0]["rows"][0]["name"] = '"><img src="file:///etc/passwd">'
    assert "passwd" in "".join(page.extract_text() for page in sheets(printed(facts)))


def test_a_word_of_200_letters_stays_between_the_margins(printed, facts):
    facts["opening"] = "x" * 200
    facts["fields"][0]["sentences"][1]["text"] = "y" * 200
    facts["table"]["groups"][0]["rows"][1]["name"] = "z" * 200
    pages = sheets(printed(facts))
    for page in pages:
        for line in body(page):
            assert line.left >= LEFT - 0.5
            assert line.right <= RIGHT + 0.5
    text = "".join(letter["text"] for page in pages for letter in page.chars)
    assert [text.count(letter * 8) > 0 for letter in "xyz"] == [True, True, True]


@pytest.mark.parametrize("mark", ["\u200f", "\u202e", "\u2067"])
def test_a_mark_that_turns_the_writing_round_is_refused(printed, facts, mark):
    with pytest.raises(Unprintable, match="đạt 130"):
        printed(facts, summary=f"đạt 130{mark}%")


@pytest.mark.parametrize("sign", ["☐", "😀", "\x00", "\x1b", "\ufeff", "\ud800", "漢"])
def test_a_sign_no_face_can_print_is_refused_by_its_code(printed, facts, sign):
    with pytest.raises(Unprintable, match=f"U\\+{ord(sign):04X}"):
        printed(facts, summary=f"Năm 2022 {sign}")


def test_a_sign_hidden_deep_in_the_table_is_refused_too(printed, facts):
    facts["table"]["groups"][-1]["rows"][-1]["word"] = "Đạt ✓"
    with pytest.raises(Unprintable, match=r"U\+2713"):
        printed(facts)


def test_empty_parts_leave_no_traces(printed, facts):
    page = sheets(printed(facts, theme=None, opening="", summary="", fields=[], table=None, parts=[], recipients=[]))[0]
    assert find(page, "T/M BAN THƯỜNG VỤ")
    assert "Nơi nhận" not in page.extract_text()


def test_figures_keep_their_units_and_symbols_stay_whole():
    assert Text("14,5/17,1 tỷ đồng").__html__() == "14,5/17,1\u00a0tỷ đồng"
    assert Text("năm 2022").__html__() == "năm\u00a02022"
    assert Text("số 84/KH-UBND").__html__() == "số\u00a084/\u2060KH-\u2060UBND"
    assert Text("Kết luận 01-KL/TW").__html__() == "Kết luận 01-\u2060KL/\u2060TW"


def test_a_raised_mark_never_begins_a_line(printed, facts):
    words = "đạt " * 9
    facts["fields"][0]["sentences"] = [
        {"text": f"{words}{'i' * length} (đạt 100%)", "marked": True} for length in range(1, 120, 2)
    ]
    for page in sheets(printed(facts, table=None)):
        for line in body(page):
            assert not line.text.startswith(("(*)", ";", "."))
