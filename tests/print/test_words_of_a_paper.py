"""What a paper says before it is ink: its numbers, its marks, its name in other papers; room left for the pen."""

import json
from dataclasses import replace
from datetime import date

import pytest

from coquang import printing
from coquang.blocks import Article, Bases, Block, Clause, Heading, Paragraph, Point, Results, Table, composed, items
from coquang.kinds import KINDS
from coquang.paper_rules import rule_on
from coquang.papers import TEMPLATE, Annex, Signature, reading_copy
from coquang.typeface import Unprintable
from tests.print import samples
from tests.print.composing import pieces
from tests.print.conftest import MOMENT
from tests.print.measuring import LEFT, MM, RIGHT, body, find, lines, rules, sheets


def texts(blocks: list[Block], rule: str = "hd36") -> list[str]:
    return [" ".join(filter(None, (block.get("lead"), block["text"]))) + block.get("end", "")
            for block in composed(blocks, rule)]  # fmt: skip


def test_headings_articles_clauses_and_points_are_counted() -> None:
    blocks: list[Block] = [
        Heading("KẾT QUẢ"), Heading("Kinh tế", 2), Clause("Một."), Point("A;"), Point("B."), Clause("Hai."),
        Point("A."),
        Heading("Xã hội", 2), Heading("Y tế", 3), Clause("Một."), Heading("NHIỆM VỤ"), Heading("Kinh tế", 2),
    ]  # fmt: skip
    assert texts(blocks) == [
        "I- KẾT QUẢ", "1. Kinh tế", "1. Một.", "a) A;", "b) B.", "2. Hai.", "a) A.",
        "2. Xã hội", "2.1. Y tế", "1. Một.", "II- NHIỆM VỤ", "1. Kinh tế",
    ]  # fmt: skip
    assert texts([Heading("KẾT QUẢ")], "nd30") == ["I. KẾT QUẢ"]


def test_articles_run_through_the_paper_and_their_clauses_begin_anew() -> None:
    blocks: list[Block] = [Article("Phạm vi"), Clause("Một."), Article(text="Thi hành."), Clause("Một.")]
    assert texts(blocks) == ["Điều 1. Phạm vi", "1. Một.", "Điều 2. Thi hành.", "1. Một."]


def test_points_follow_the_vietnamese_alphabet() -> None:
    told = [text.split(")")[0] for text in texts([Point("…")] * 25)]
    assert (told[:8], told[-3:]) == (list("abcdđegh"), ["y", "aa", "bb"])


def test_headings_go_on_beyond_ten() -> None:
    told = [text.split("-")[0] for text in texts([Heading("…")] * 49)]
    assert [told[at - 1] for at in (4, 9, 14, 40, 49)] == ["IV", "IX", "XIV", "XL", "XLIX"]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("hd36", ["- Căn cứ một;", "- Xét hai,"]),
        ("hd05", ["- Căn cứ một;", "- Xét hai,"]),
        ("nd30", ["Căn cứ một;", "Xét hai."]),
    ],
)
def test_bases_end_as_their_rule_asks(rule: str, told: list[str]) -> None:
    assert texts([Bases(["Căn cứ một", "Xét hai"])], rule) == told


@pytest.mark.parametrize(
    ("letterhead", "day", "rule"),
    [
        ("party", date(2023, 2, 28), "hd36"),
        ("party", date(2026, 1, 9), "hd36"),
        ("party", date(2026, 5, 26), "hd36"),
        ("party", date(2026, 5, 27), "hd05"),
        ("state", date(2023, 2, 28), "nd30"),
        ("state", date(2026, 7, 8), "nd30"),
    ],
)
def test_the_form_is_that_of_the_papers_day(letterhead: str, day: date, rule: str) -> None:
    assert rule_on(letterhead, day) == rule  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "rule", "symbol"),
    [
        ("TB", "hd36", "TB/ĐU"),
        ("CTr", "hd05", "CTr/ĐU"),
        ("QyĐ", "hd05", "QĐ/ĐU"),
        ("BC", "nd30", "BC-ĐU"),
        ("QyĐ", "nd30", "QyĐ-ĐU"),
        ("CV", "nd30", "ĐU"),
        ("CV", "hd36", "CV/ĐU"),
    ],
)
def test_the_sign_of_a_kind_stands_before_or_after_the_body(kind: str, rule: str, symbol: str) -> None:
    assert KINDS[kind].symbol("ĐU", rule) == symbol


@pytest.mark.parametrize(("rule", "label"), [("hd36", "Kính gửi"), ("hd05", "Kính trình"), ("nd30", "Kính gửi")])
def test_a_submission_is_presented_since_2026(rule: str, label: str) -> None:
    told = samples.paper("TTr", rule).facts()
    assert told["address"] == {"label": label, "lines": ["Ban Thường vụ Quận ủy"]}


def test_a_letter_to_many_lists_them_and_does_not_name_them_twice() -> None:
    told = samples.paper("CV", "hd05").facts()
    assert told["address"]["lines"] == ["- Thường trực Quận ủy;", "- Văn phòng Quận ủy."]
    assert told["recipients"][0] == "- Như trên;"
    assert told["subject"].startswith("về việc báo cáo")
    assert samples.paper("CV", "hd05", subject="về việc nghỉ Tết").facts()["subject"] == "về việc nghỉ Tết"


def test_a_paper_is_cited_by_kind_number_day_and_body() -> None:
    paper = samples.paper("TB", "hd36", names="district")
    assert paper.cited() == "Thông báo số 145-TB/QU, ngày 28/02/2023 của Quận ủy Quận 1"
    assert replace(paper, number="", is_undated=True).cited() == (
        "Thông báo số ……-TB/QU, ngày ……/02/2023 của Quận ủy Quận 1"
    )


def test_facts_are_strings_that_can_be_frozen() -> None:
    told = samples.paper("TB", "hd36").facts()
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


# --- on the sheet ---------------------------------------------------------------------------------


def printed(kind: str, rule: str, **changed: object) -> bytes:
    return printing.ink(TEMPLATE, samples.paper(kind, rule, **changed).facts(), created=MOMENT)


@pytest.mark.parametrize("rule", samples.RULES)
def test_the_same_paper_gives_the_same_bytes_after_a_rest_as_json(rule: str) -> None:
    facts = samples.paper("TB", rule).facts()
    thawed = json.loads(json.dumps(facts, sort_keys=True))
    assert printing.ink(TEMPLATE, facts, created=MOMENT) == printing.ink(TEMPLATE, thawed, created=MOMENT)


def test_a_paper_that_waits_for_number_and_day_leaves_room_for_the_pen() -> None:
    page = sheets(printed("TB", "hd36", number="", is_undated=True))[0]
    assert find(page, "-TB/ĐU").left - find(page, "Số").right == pytest.approx(10, abs=1.5)
    day, month = find(page, "Phường Cô Giang, ngày"), find(page, "tháng 02 năm 2023")
    assert month.left - day.right > 10
    assert day.face == "Paper-Italic"


def test_marks_of_urgency_limit_and_draft_stand_under_the_number() -> None:
    page = sheets(printed("TB", "hd36", urgency="KHẨN", limit="TÀI LIỆU HỘI NGHỊ", draft="Dự thảo lần 2"))[0]
    number = find(page, "Số 145-TB/ĐU")
    faces = {"KHẨN": (14, "Paper-Bold"), "TÀI LIỆU HỘI NGHỊ": (12, "Paper-Bold"), "Dự thảo lần 2": (14, "Paper-Italic")}
    for text, look in faces.items():
        mark = find(page, text)
        assert (round(mark.size, 1), mark.face) == look
        assert mark.axis == pytest.approx(number.axis, abs=0.1)
        assert mark.baseline > number.baseline


def test_a_mark_too_wide_for_its_place_is_refused() -> None:
    with pytest.raises(Unprintable, match="TRẢ LẠI"):
        printed("TB", "hd36", limit="TÀI LIỆU HỘI NGHỊ, XONG HỘI NGHỊ TRẢ LẠI")


def test_two_who_sign_have_the_same_room_for_the_hand() -> None:
    signers = [Signature("NGƯỜI GHI BIÊN BẢN", name="Thư ký"), Signature("CHỦ TRÌ", name="Bí thư Quận ủy")]
    page = sheets(printed("BB", "hd36", signatures=signers))[-1]
    for role, name in (("NGƯỜI GHI BIÊN BẢN", "Thư ký"), ("CHỦ TRÌ", "Bí thư Quận ủy")):
        below = [line for line in lines(page) if name in line.text and line.baseline > find(page, role).baseline]
        assert (below[0].baseline - find(page, role).baseline) / MM == pytest.approx(83, abs=0.5)


def test_an_annex_begins_a_page_and_names_its_paper() -> None:
    pages = sheets(printed("TB", "hd36"))
    title = find(pages[-1], "Danh mục nhiệm vụ giao Đảng ủy phường Cô Giang")
    of = find(pages[-1], "(kèm theo Thông báo số 145-TB/ĐU,")
    assert find(pages[-1], "ngày 28/02/2023 của Đảng ủy phường Cô Giang)").face == "Paper-Italic"
    assert (title.face, of.face) == ("Paper-Bold", "Paper-Italic")
    for line in (title, of, find(pages[-1], "-----")):
        assert line.axis == pytest.approx((LEFT + RIGHT) / 2, abs=0.1)
    assert find(pages[-1], "Phát triển đảng viên").size == pytest.approx(12, abs=0.1)
    edges = [edge["x0"] * MM for edge in pages[-1].edges] + [edge["x1"] * MM for edge in pages[-1].edges]
    assert (min(edges), max(edges)) == (pytest.approx(LEFT, abs=0.5), pytest.approx(RIGHT, abs=0.5))


def test_annexes_of_the_state_are_counted_and_have_no_hyphens() -> None:
    annexes = [Annex("Danh mục một", [samples.TASKS]), Annex("Danh mục hai", [samples.TASKS])]
    first, second = sheets(printed("QĐ", "nd30", annexes=annexes))[-2:]
    assert find(first, "Phụ lục I").face == find(second, "Phụ lục II").face == "Paper-Bold"
    assert "-----" not in first.extract_text()


def test_an_annex_across_turns_its_sheet_alone() -> None:
    pages = sheets(printed("KH", "hd36"))
    assert {(round(page.width * MM), round(page.height * MM)) for page in pages[:-1]} == {(210, 297)}
    across = pages[-1]
    assert (round(across.width * MM), round(across.height * MM)) == (297, 210)
    edges = [edge["x0"] * MM for edge in across.edges] + [edge["x1"] * MM for edge in across.edges]
    assert (min(edges), max(edges)) == (pytest.approx(20, abs=0.5), pytest.approx(277, abs=0.5))
    title = find(across, "Danh mục nhiệm vụ")
    assert title.baseline == pytest.approx(30 + 4.5, abs=1)
    assert rules(across)


def test_a_table_too_wide_for_its_page_is_refused_by_its_first_head() -> None:
    heads = [f"Cộttiêuđềrấtdài{at}" for at in range(12)]
    table = Table(heads, [["1"] * 12], align="c" * 12)
    with pytest.raises(Unprintable, match="Cộttiêuđềrấtdài0"):
        printed("BC", "hd36", blocks=[table])


def test_the_copy_for_reading_aloud_has_its_text_in_sixteen_points() -> None:
    blocks = [Paragraph(samples.OPENING), samples.TASKS, Results(pieces()["table"]), *items(["Một", "Hai"])]
    facts = samples.paper("TB", "hd36", blocks=blocks, annexes=()).facts()
    pages = sheets(printing.ink(TEMPLATE, reading_copy(facts), created=MOMENT))
    assert find(pages[0], "Ngày 23/02/2023").size == pytest.approx(16, abs=0.1)
    assert find(pages[0], "Số 145-TB/ĐU").size == pytest.approx(14, abs=0.1)
    assert find(pages[0], "Bản đọc").size == pytest.approx(7, abs=0.1)
    assert find(pages[0], "Phát triển").size == pytest.approx(14, abs=0.1)
    in_the_table = [line.size for page in pages for line in body(page) if "17.100.000.000" in line.text]
    assert in_the_table and set(map(round, in_the_table)) <= {12, 13, 14}


def test_printed_on_both_sides_the_back_of_a_sheet_is_bound_at_its_right_edge() -> None:
    blocks = [Paragraph(samples.OPENING) for _time in range(14)]
    facts = samples.paper("TB", "hd36", blocks=blocks, annexes=()).facts()
    for is_two_sided, left, right in ((True, 15, 180), (False, 30, 195)):
        pages = sheets(printing.ink(TEMPLATE, {**facts, "is_two_sided": is_two_sided}, created=MOMENT))
        first, back = ([line for line in body(page) if line.right - line.left > 100] for page in pages[:2])
        assert min(line.left for line in first) == pytest.approx(30, abs=0.5)
        assert min(line.left for line in back) == pytest.approx(left, abs=0.5)
        assert max(line.right for line in back) == pytest.approx(right, abs=0.5)
        number = next(line for line in lines(pages[1]) if line.text == "2")
        assert (number.left + number.right) / 2 == pytest.approx((left + right) / 2, abs=0.5)
