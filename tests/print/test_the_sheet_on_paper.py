"""The form of figures across an A4 sheet, measured: margins, heads on every page, who signs, one alphabet."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from pdfplumber.page import Page

from coquang import laying_out, printing
from indicators.sheet_paper import TEMPLATE
from tests.print.conftest import MOMENT, Facts
from tests.print.measuring import MM, Span, find, lines, sheets

LEFT, RIGHT, TOP, BOTTOM = 20.0, 277.0, 30.0, 195.0
SIGNS = "NGƯỜI LẬP BIỂU"


def form(rows: int, *, a_field: int = 10, **changed: object) -> Facts:
    """A form of so many rows, ten to a field, every row one line high."""
    line = {
        "measure": "tỷ đồng", "target": "17,1", "before": "3,2", "quarter": ["4,35"], "total": "7,55",
        "percent": "44,2", "prior": "6,9", "note": "", "marked": False,
    }  # fmt: skip
    fields = [range(first, min(first + a_field, rows)) for first in range(0, rows, a_field)]
    groups = [
        {
            "number": "I",
            "name": f"Lĩnh vực {place}",
            "rows": [{**line, "number": str(at), "name": f"Dòng số {at}."} for at in field],
        }
        for place, field in enumerate(fields, start=1)
    ]
    heads = ["TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm 2023", "Lũy kế hết quý I", "Thực hiện quý II",
             "Lũy kế hết quý II", "So với chỉ tiêu (%)", "Cùng kỳ năm 2022", "Ghi chú"]  # fmt: skip
    facts: Facts = {
        "kind": "BIỂU TỔNG HỢP SỐ LIỆU",
        "subject": "QUÝ II NĂM 2023",
        "form": "party",
        "superior_lines": ["ĐẢNG BỘ QUẬN 1"],
        "issuer_lines": ["ĐẢNG ỦY PHƯỜNG CÔ GIANG"],
        "form_number": "Biểu số: 01/BC-ĐU",
        "word": "BẢN NHÁP",
        "span": "(Số liệu từ ngày 15/3/2023 đến ngày 14/6/2023)",
        "table": {"heads": heads, "groups": groups, "is_wide": False, "is_empty": False, "notes": ["(*) Minh họa."]},
        "state": "Bản nháp, chưa gửi duyệt.",
        "place_and_date": "Phường Cô Giang, ngày 15 tháng 6 năm 2023",
        "signers": [{"title": SIGNS, "hint": "(Ký)"}, {"title": "THỦ TRƯỞNG ĐƠN VỊ", "hint": "(Ký, đóng dấu)"}],
        "watermark": "",
        "foot_left": "",
        "labels": {"code": "Mã văn bản"},
        "code": "9HD2-VK6L",
    }
    return facts | changed


def ink(facts: Facts) -> bytes:
    return printing.ink(TEMPLATE, facts, created=MOMENT)


def written(page: Page) -> list[Span]:
    """The lines between page number and foot."""
    return [line for line in lines(page) if TOP < line.baseline < BOTTOM]


def rows_on(page: Page) -> Iterator[int]:
    return (int(number) for number in re.findall(r"Dòng số (\d+)\.", page.extract_text().replace("\u00a0", " ")))


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """A sheet of sixty rows."""
    return sheets(ink(form(60)))


def test_the_sheet_lies_across_with_margins_of_30_20_15_and_20(pages: list[Page]) -> None:
    for page in pages:
        assert (round(page.width * MM, 1), round(page.height * MM, 1)) == (297.0, 210.0)
        assert min(edge["x0"] for edge in page.edges) * MM == pytest.approx(LEFT, abs=0.5)
        assert max(edge["x1"] for edge in page.edges) * MM == pytest.approx(RIGHT, abs=0.5)
        assert max(edge["bottom"] for edge in page.edges) * MM < BOTTOM + 0.5
    assert min(edge["top"] for edge in pages[1].edges) * MM == pytest.approx(TOP, abs=0.5)
    # Capitals of 13 pt with their accents reach 4.6 mm above the baseline.
    assert find(pages[0], "ĐẢNG BỘ QUẬN 1").baseline == pytest.approx(TOP + 4.6, abs=0.5)


def test_names_stand_left_and_the_number_of_the_form_ends_at_the_right_margin(pages: list[Page]) -> None:
    above, own = find(pages[0], "ĐẢNG BỘ QUẬN 1"), find(pages[0], "ĐẢNG ỦY PHƯỜNG CÔ GIANG")
    assert above.axis == pytest.approx(own.axis, abs=0.1)
    assert (above.face, own.face) == ("Paper", "Paper-Bold")
    number = find(pages[0], "Biểu số: 01/BC-ĐU")
    assert number.right == pytest.approx(RIGHT, abs=0.5)
    assert number.baseline == pytest.approx(above.baseline, abs=0.05)


def test_the_title_is_centred_with_the_span_of_the_data_below(pages: list[Page]) -> None:
    title, span = find(pages[0], "BIỂU TỔNG HỢP SỐ LIỆU QUÝ II NĂM 2023"), find(pages[0], "(Số liệu từ ngày 15/3/2023")
    assert title.axis == pytest.approx((LEFT + RIGHT) / 2, abs=0.1)
    assert (title.size, title.face) == (pytest.approx(14, abs=0.1), "Paper-Bold")
    assert span.face == "Paper-Italic"
    assert span.baseline > title.baseline


def test_the_heads_stand_on_every_page_and_no_row_is_lost(pages: list[Page]) -> None:
    assert len(pages) > 2
    for page in pages:
        assert find(page, "TT").face == find(page, "Ghi chú").face == "Paper-Bold"
    assert [at for page in pages for at in rows_on(page)] == list(range(60))


def test_pages_are_numbered_from_the_second_at_the_top(pages: list[Page]) -> None:
    assert not [line for line in lines(pages[0]) if line.baseline < TOP]
    for number, page in enumerate(pages[1:], start=2):
        head = [line for line in lines(page) if line.baseline < TOP]
        assert [(line.text, round(line.size)) for line in head] == [(str(number), 14)]
        assert head[0].axis == pytest.approx((LEFT + RIGHT) / 2, abs=0.2)
        assert head[0].baseline == pytest.approx(14.4, abs=0.5)


def test_a_draft_says_so_on_every_page_and_an_approved_sheet_nowhere(pages: list[Page]) -> None:
    assert all("BẢN NHÁP" in page.extract_text() for page in pages)
    assert not any("BẢN NHÁP" in page.extract_text() for page in sheets(ink(form(60, word="", state="Đã duyệt."))))


def test_two_sign_side_by_side_under_place_and_date(pages: list[Page]) -> None:
    maker, head = find(pages[-1], SIGNS), find(pages[-1], "THỦ TRƯỞNG ĐƠN VỊ")
    assert maker.baseline == pytest.approx(head.baseline, abs=0.05)
    assert maker.axis < (LEFT + RIGHT) / 2 < head.axis
    day = find(pages[-1], "Phường Cô Giang, ngày 15 tháng 6 năm 2023")
    assert day.axis == pytest.approx(head.axis, abs=0.1)
    assert day.baseline < head.baseline


@pytest.mark.slow
def test_no_signature_stands_alone_on_forty_sheets_each_one_row_longer() -> None:
    turned = set()
    for rows in range(2, 42):
        pages = sheets(ink(form(rows)))
        turned.add(len(pages))
        signed = [page for page in pages if SIGNS in page.extract_text()]
        assert signed == [pages[-1]], rows
        assert len(list(rows_on(pages[-1]))) >= 2, rows
        for page in pages:
            assert not max(written(page), key=lambda line: line.baseline).text.startswith("I Lĩnh vực"), rows
    assert len(turned) > 2


def test_a_ratio_breaks_only_after_its_slash() -> None:
    facts = form(2)
    facts["table"]["groups"][0]["rows"][0]["quarter"] = ["1.110.671/", "1.211.610"]
    page = sheets(ink(facts))[0]
    assert find(page, "1.110.671/").baseline < find(page, "1.211.610").baseline
    facts["table"]["groups"][0]["rows"][0]["quarter"] = ["10.671/", "11.610"]
    page = sheets(ink(facts))[0]
    assert find(page, "10.671/").baseline == find(page, "11.610").baseline


def test_figures_stay_inside_their_columns_in_the_wide_layout() -> None:
    facts = form(3)
    sums = {"target": "118.000.000.000", "before": "118.000.000.000", "total": "118.000.000.000"}
    facts["table"]["groups"][0]["rows"][1].update(sums, quarter=["118.000.000.000"], prior="118.000.000.000")
    facts["table"]["is_wide"] = True
    page = sheets(ink(facts))[0]
    assert page.extract_text().count("118.000.000.000") == 5


def test_the_empty_form_leaves_room_for_a_pen() -> None:
    facts = form(10)
    for row in facts["table"]["groups"][0]["rows"]:
        row.update(quarter=["/"], total="", percent="")
    facts["table"]["is_empty"] = True
    page = sheets(ink(facts))[0]
    first, second = find(page, "Dòng số 0."), find(page, "Dòng số 1.")
    assert second.baseline - first.baseline > 8


def test_all_text_is_in_composed_letters(pages: list[Page]) -> None:
    for page in pages:
        text = "".join(letter["text"] for letter in page.chars)
        assert unicodedata.is_normalized("NFC", text)


def test_the_file_is_kept_for_thirty_years_as_the_report_is(pages: list[Page]) -> None:
    paper = pages[0].pdf
    assert paper.metadata["Title"] == "BIỂU TỔNG HỢP SỐ LIỆU QUÝ II NĂM 2023"
    metadata = paper.doc.catalog["Metadata"].resolve().get_data().decode()
    assert re.search(r'pdfaid:part(="|>)3', metadata)
    assert re.search(r'pdfaid:conformance(="|>)A', metadata)
    assert "StructTreeRoot" in paper.doc.catalog


def test_the_template_sets_nothing_in_line() -> None:
    source = (laying_out.PRINT.parent.parent / "templates" / TEMPLATE).read_text(encoding="utf-8")
    assert "style=" not in source
    assert "<colgroup>" in source
