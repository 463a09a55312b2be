"""No page ends with a heading, and no signature stands alone, however long the paper grows."""

import pytest

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
