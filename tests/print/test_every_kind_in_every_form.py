"""Eleven kinds in three forms, over the shortest and the longest names of the nation's communes: every one measured."""

from functools import cache
from itertools import pairwise, product

import pytest
from pdfplumber.page import Page

from coquang import printing
from coquang.paper_rules import RULES
from coquang.papers import TEMPLATE, Paper
from tests.print import samples
from tests.print.conftest import MOMENT
from tests.print.measuring import BOTTOM, LEFT, MM, RIGHT, TOP, Span, body, find, lines, rules, sheets

pytestmark = pytest.mark.xdist_group("papers")

MIDDLE = (LEFT + RIGHT) / 2
LEFT_SIGNER, RIGHT_SIGNER = 71.25, 153.75
PITCH = {"hd36": 18.0, "hd05": 19.0, "nd30": 18.5}
ASCENT = 1825 / 2048 * MM
ALL = list(product(samples.KIND_CODES, samples.RULES, ("shortest", "longest")))
every_paper = pytest.mark.parametrize(("kind", "rule", "names"), ALL)


@cache
def made(kind: str, rule: str, names: str) -> tuple[Paper, list[Page]]:
    paper = samples.paper(kind, rule, names=names)
    return paper, sheets(printing.ink(TEMPLATE, paper.facts(), created=MOMENT))


def upright(pages: list[Page]) -> list[Page]:
    return [page for page in pages if page.width < page.height]


def number_of(paper: Paper) -> str:
    rule = RULES[paper.rule]
    return f"Số{rule.after_number_word} {paper.number}{rule.before_symbol}{paper.symbol}"


def looks(span: Span) -> tuple[float, str]:
    return round(span.size, 1), span.face


@every_paper
def test_the_sheet_is_a4_with_margins_of_20_15_20_and_30(kind: str, rule: str, names: str) -> None:
    _paper, pages = made(kind, rule, names)
    written = [line for page in upright(pages) for line in body(page)]
    assert {(round(page.width * MM), round(page.height * MM)) for page in upright(pages)} == {(210, 297)}
    assert min(line.left for line in written) == pytest.approx(LEFT, abs=0.5)
    assert max(line.right for line in written) == pytest.approx(RIGHT, abs=0.5)
    assert max(line.baseline for line in written) < BOTTOM
    first = min(written, key=lambda line: line.baseline)
    assert first.baseline - ASCENT * first.size == pytest.approx(TOP, abs=1)


@every_paper
def test_every_line_of_the_head_has_its_size_and_weight(kind: str, rule: str, names: str) -> None:
    paper, (page, *_others) = made(kind, rule, names)
    of_state = rule == "nd30"
    name_size = 13 if of_state else 14
    for line, size in RULES[rule].national:
        assert looks(find(page, line)) == (size, "Paper-Bold")
    for line in paper.head.superior_lines:
        assert looks(find(page, line)) == (name_size, "Paper")
    assert looks(find(page, paper.head.issuer_lines[-1])) == (name_size, "Paper-Bold")
    assert looks(find(page, number_of(paper))) == (name_size, "Paper")
    assert looks(find(page, f"{paper.head.place}, ngày")) == (14, "Paper-Italic")
    if kind == "CV":
        subject = find(page, "V/v báo cáo" if of_state else "về việc báo cáo" if rule == "hd05" else "báo cáo tiến độ")
        assert looks(subject) == (12, "Paper" if of_state else "Paper-Italic")
        assert "CÔNG VĂN" not in page.extract_text()
    else:
        assert looks(find(page, paper.kind.word)) == (14 if of_state else 16, "Paper-Bold")
        assert looks(find(page, paper.subject[:18])) == (14, "Paper-Bold")


@every_paper
def test_names_and_number_share_one_axis_and_title_and_date_another(kind: str, rule: str, names: str) -> None:
    paper, (page, *_others) = made(kind, rule, names)
    date = find(page, f"{paper.head.place}, {paper.facts()['date']}")
    number = find(page, number_of(paper))
    for line in (*paper.head.superior_lines, *paper.head.issuer_lines):
        assert find(page, line).axis == pytest.approx(number.axis, abs=0.1)
        assert find(page, line).left >= LEFT - 0.1
    for line, _size in RULES[rule].national:
        assert find(page, line).axis == pytest.approx(date.axis, abs=0.1)
        assert find(page, line).right <= RIGHT + 0.1
    first = (*paper.head.superior_lines, *paper.head.issuer_lines)[0]
    assert find(page, first).baseline == pytest.approx(find(page, RULES[rule].national[0][0]).baseline, abs=0.05)
    assert date.baseline == pytest.approx(number.baseline, abs=0.05)
    assert number.right < date.left


@every_paper
def test_the_rule_under_the_title_is_as_long_as_its_line(kind: str, rule: str, names: str) -> None:
    _paper, (page, *_others) = made(kind, rule, names)
    title = find(page, RULES[rule].national[-1][0])
    under = next(line for line in rules(page) if line.left == pytest.approx(title.left, abs=0.5))
    assert under.length == pytest.approx(title.right - title.left, abs=0.5)
    assert 1 < under.top - title.baseline < 2.5


@every_paper
def test_a_star_or_a_short_rule_stands_under_the_name(kind: str, rule: str, names: str) -> None:
    paper, (page, *_others) = made(kind, rule, names)
    spans = [find(page, line) for line in paper.head.issuer_lines]
    if rule != "nd30":
        star = next(line for line in lines(page) if line.text == "*")
        assert (star.axis, star.size) == (pytest.approx(spans[0].axis, abs=0.1), pytest.approx(14, abs=0.1))
        return
    widest = max(span.right - span.left for span in spans)
    short = next(line for line in rules(page) if line.right < MIDDLE and line.top > spans[-1].baseline)
    assert 1 / 3 <= short.length / widest <= 1 / 2


@every_paper
def test_kind_subject_and_what_closes_them_stand_in_the_middle(kind: str, rule: str, names: str) -> None:
    paper, (page, *_others) = made(kind, rule, names)
    if kind == "CV":
        assert "-----" not in page.extract_text()
        return
    assert find(page, paper.kind.word).axis == pytest.approx(MIDDLE, abs=0.1)
    if rule == "nd30":
        assert any((line.left + line.right) / 2 == pytest.approx(MIDDLE, abs=0.1) for line in rules(page))
    else:
        assert find(page, "-----").axis == pytest.approx(MIDDLE, abs=0.1)


@every_paper
def test_the_lines_of_a_paragraph_have_the_pitch_of_their_rule(kind: str, rule: str, names: str) -> None:
    _paper, pages = made(kind, rule, names)
    steps = [
        (below.baseline - above.baseline) / MM
        for page in upright(pages)
        for above, below in pairwise(body(page))
        if above.right == pytest.approx(RIGHT, abs=0.1) and below.left == pytest.approx(LEFT, abs=0.1)
    ]
    assert steps and all(step == pytest.approx(PITCH[rule], abs=0.1) for step in steps)


@every_paper
def test_page_numbers_begin_on_the_second_page_ten_millimetres_from_the_edge(kind: str, rule: str, names: str) -> None:
    _paper, pages = made(kind, rule, names)
    assert not [line for line in lines(pages[0]) if line.baseline < 19]
    for at, page in enumerate(pages[1:], start=2):
        (number,) = [line for line in lines(page) if line.baseline < 19]
        middle = MIDDLE if page.width < page.height else 297 / 2
        assert (number.text, looks(number)) == (str(at), (14, "Paper"))
        assert number.axis == pytest.approx(middle, abs=0.1)
        assert number.baseline - ASCENT * 14 == pytest.approx(10, abs=0.5)


@every_paper
def test_who_signs_stands_in_the_middle_of_a_half(kind: str, rule: str, names: str) -> None:
    paper, pages = made(kind, rule, names)
    page = next(page for page in pages if paper.signatures[0].power in page.extract_text())
    axes = (LEFT_SIGNER, RIGHT_SIGNER) if kind == "BB" else (RIGHT_SIGNER,)
    for signature, axis in zip(paper.signatures, axes, strict=True):
        power = find(page, signature.power)
        assert (power.axis, looks(power)) == (pytest.approx(axis, abs=0.1), (14, "Paper-Bold"))
        if signature.title:
            below = [line for line in lines(page) if line.baseline > power.baseline and signature.title in line.text]
            title = find(page, signature.title) if len(below) == 1 else below[0]
            assert looks(title) == (14, "Paper-Bold" if rule == "nd30" else "Paper")


@every_paper
def test_recipients_are_listed_as_their_rule_asks(kind: str, rule: str, names: str) -> None:
    paper, pages = made(kind, rule, names)
    page = next(page for page in pages if paper.signatures[0].power in page.extract_text())
    if not paper.recipients:
        assert "Nơi nhận" not in page.extract_text()
        return
    label = find(page, "Nơi nhận:")
    assert label.left == pytest.approx(LEFT, abs=0.1)
    if rule == "nd30":
        assert looks(label) == (12, "Paper-Bold-Italic")
        assert looks(find(page, "- Lưu: VT.")) == (11, "Paper")
    else:
        assert looks(label) == (14, "Paper")
        assert any(line.length == pytest.approx(label.right - label.left, abs=0.5) for line in rules(page))
        assert looks(find(page, "- Lưu Văn phòng Đảng ủy.")) == (12, "Paper")
        assert find(page, f"- Các chi bộ trực thuộc{RULES[rule].between_recipients}")
    assert ("- Như trên" in page.extract_text()) is bool(paper.address)
