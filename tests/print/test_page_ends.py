"""No page ends with a heading, and no signature stands alone, however long the paper grows."""

import pytest

from coquang import printing
from coquang.blocks import Article, Bases, Clause, Enacting, Heading, Paragraph
from coquang.papers import TEMPLATE
from tests.print import samples
from tests.print.composing import Facts
from tests.print.conftest import MOMENT
from tests.print.measuring import body, sheets

LINE = "Phường tiếp tục thực hiện tốt các nhiệm vụ được giao trong năm và giữ gìn đoàn kết "
CLOSING = ["Đề nghị quận quan tâm hỗ trợ kinh phí.", "Đề nghị quận sớm có ý kiến."]
LONG_CLOSING = [LINE * 4]


@pytest.fixture
def plain(facts):
    return facts | {"theme": None, "fields": [], "table": None}


def paper_of(plain, length, closing):
    parts = [
        {"heading": "NHIỆM VỤ TRỌNG TÂM", "paragraphs": [LINE * length]},
        {"heading": "KIẾN NGHỊ", "paragraphs": closing},
    ]
    return plain | {"parts": parts}


@pytest.mark.slow
@pytest.mark.parametrize("closing", [CLOSING, LONG_CLOSING], ids=["short", "long"])
def test_forty_papers_each_a_line_longer_end_their_pages_well(printed, plain, closing):
    turned = 0
    for length in range(8, 48):
        pages = [body(page) for page in sheets(printed(paper_of(plain, length, closing)))]
        turned += len(pages) > 1
        for page in pages:
            assert "KIẾN NGHỊ" not in page[-1].text, length
            assert "NHIỆM VỤ TRỌNG TÂM" not in page[-1].text, length
        at_signature = next(at for at, line in enumerate(pages[-1]) if "T/M BAN THƯỜNG VỤ" in line.text)
        assert at_signature >= 2, length
    assert turned > 20


@pytest.mark.slow
def test_a_caption_goes_with_the_first_rows_of_its_table(printed, facts):
    endings = set()
    for length in range(14, 34):
        changed = facts | {"theme": None, "fields": [], "parts": [], "opening": LINE * length}
        last = max(body(sheets(printed(changed))[0]), key=lambda line: line.baseline).text
        endings.add(last)
        assert "Bảng 1." not in last, length
        assert not last.startswith(("TT", "năm 2022")), length
        assert "I Kinh tế" not in last, length
    assert len(endings) > 4


def test_a_signature_right_after_a_table_takes_rows_along(printed, facts):
    rows = facts["table"]["groups"][0]["rows"]
    for count in range(1, 8):
        group = {"number": "I", "name": "Kinh tế", "rows": rows * count}
        changed = facts["table"] | {"groups": [group], "notes": []}
        pages = sheets(printed(facts, theme=None, fields=[], parts=[], table=changed))
        last = body(pages[-1])
        assert "T/M BAN THƯỜNG VỤ" not in last[0].text, count


# --- other kinds: articles that end with one line, minutes that two people sign ---------------------


def a_decision(length: int) -> Facts:
    blocks = [
        Bases(["Căn cứ Điều lệ Đảng Cộng sản Việt Nam", "Xét đề nghị của Văn phòng Đảng ủy"]),
        Enacting("BAN THƯỜNG VỤ ĐẢNG ỦY QUYẾT ĐỊNH"),
        Article("Nhiệm vụ của Tổ công tác"),
        Clause(LINE * length),
        Article("Hiệu lực thi hành"),
        Clause("Quyết định này có hiệu lực kể từ ngày ký."),
    ]
    return samples.paper("QĐ", "hd05", blocks=blocks, annexes=()).facts()


def the_minutes(length: int) -> Facts:
    blocks = [Heading("Diễn biến", level=2), Paragraph(LINE * length), Heading("Kết luận", level=2), Paragraph(LINE)]
    return samples.paper("BB", "hd36", blocks=blocks).facts()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("paper", "headings", "signs"),
    [
        (a_decision, ("QUYẾT ĐỊNH", "Điều 1.", "Điều 2."), "T/M BAN THƯỜNG VỤ"),
        (the_minutes, ("1. Diễn biến", "2. Kết luận"), "CHỦ TRÌ"),
    ],
)
def test_decisions_and_minutes_around_the_end_of_a_page_end_it_well(paper, headings, signs):
    turned = 0
    for length in range(12, 28):
        pages = [body(page) for page in sheets(printing.ink(TEMPLATE, paper(length), created=MOMENT))]
        turned += len(pages) > 1
        for page in pages:
            assert not page[-1].text.startswith(headings), length
        at_signature = next(at for at, line in enumerate(pages[-1]) if signs in line.text)
        assert at_signature >= 2, length
    assert 2 < turned < 16
