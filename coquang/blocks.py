"""What stands between the head of a paper and its signature: paragraphs, headings, articles, tables.

An author gives words; numbers and letters of headings, articles, clauses and points are counted here, so that every
string of the facts is the string that will be printed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coquang.paper_rules import RULES, Rule

ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True)
class Paragraph:
    """Justified, with its first line indented. `mark` stands raised after the text and before `end`."""

    text: str
    mark: str = ""
    end: str = ""


@dataclass(frozen=True)
class Item(Paragraph):
    """A paragraph after a dash."""


@dataclass(frozen=True)
class Heading:
    """Level 0 stands in the middle and is not counted (Phần, Chương, Mục); 1 is “I-”, 2 is “1.”, 3 is “1.1.”."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Article:
    """“Điều 1.” with its title, a bold line of its own; or with `text` beginning right after the number."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Clause:
    """“1.” at the beginning of an upright paragraph: a khoản."""

    text: str


@dataclass(frozen=True)
class Point:
    """“a)”, in the order of the Vietnamese alphabet: a điểm."""

    text: str


@dataclass(frozen=True)
class Bases:
    """The căn cứ of a paper, one a line, without dash or final mark: both differ from rule to rule."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Enacting:
    """“BAN THƯỜNG VỤ ĐẢNG ỦY QUYẾT ĐỊNH” in the middle, between the bases and the first article."""

    text: str


@dataclass(frozen=True)
class Table:
    """A row shorter than the heads names a group: its last cell spans the rest. `align`: l, c or r a column."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: str
    caption: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Results:
    """The table of results of a progress report, in the shape of indicators.documents."""

    told: Mapping[str, Any]


@dataclass(frozen=True)
class Drawing:
    """A chart in the shape of coquang.charts, beside the table of the same figures."""

    chart: Mapping[str, Any]
    caption: str
    note: str = ""


Block = Paragraph | Heading | Article | Clause | Point | Bases | Enacting | Table | Results | Drawing


@dataclass
class _Counted:
    """How far the numbers of a paper have come."""

    headings: list[int] = field(default_factory=lambda: [0, 0, 0])
    articles: int = 0
    clauses: int = 0
    points: int = 0


def items(texts: Iterable[str]) -> list[Item]:
    """A list after dashes: a semicolon after each, a full stop after the last."""
    lines = list(texts)
    return [Item(line, end="." if at == len(lines) else ";") for at, line in enumerate(lines, start=1)]


def roman(number: int) -> str:
    """I, II, III … as headings, groups and annexes are counted."""
    written = ""
    for value, sign in ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def composed(blocks: Iterable[Block], rule: str) -> list[dict[str, Any]]:
    """The blocks as the strings that will be printed."""
    counted = _Counted()
    return [told for block in blocks for told in _told(block, RULES[rule], counted)]


def _told(block: Block, rule: Rule, counted: _Counted) -> Iterator[dict[str, Any]]:
    match block:
        case Item(text, mark, end):
            yield _paragraph(f"- {text}", style="item", mark=mark, end=end)
        case Paragraph(text, mark, end):
            yield _paragraph(text, mark=mark, end=end)
        case Heading(text, level):
            counted.clauses = counted.points = 0
            yield {"block": "heading", "level": level, "text": _headed(text, level, rule, counted)}
        case Article(title, text):
            counted.articles, counted.clauses, counted.points = counted.articles + 1, 0, 0
            number = f"Điều {counted.articles}."
            if title:
                yield {"block": "heading", "level": 3, "text": f"{number} {title}"}
            if text:
                yield _paragraph(text, lead="" if title else number)
        case Clause(text):
            counted.clauses, counted.points = counted.clauses + 1, 0
            yield _paragraph(f"{counted.clauses}. {text}")
        case Point(text):
            counted.points += 1
            yield _paragraph(f"{_letter(counted.points)}) {text}")
        case Bases(lines):
            for at, line in enumerate(lines, start=1):
                end = rule.after_last_basis if at == len(lines) else ";"
                yield _paragraph(f"{rule.before_basis}{line}", style="basis", end=end)
        case Enacting(text):
            yield {"block": "heading", "level": 0, "text": text}
        case Table():
            yield {
                "block": "table",
                "caption": block.caption,
                "heads": list(block.heads),
                "align": block.align,
                "rows": [list(row) for row in block.rows],
                "notes": list(block.notes),
            }
        case Results(told):
            yield {"block": "results", **told}
        case Drawing(chart, caption, note):
            yield {"block": "drawing", "chart": chart, "caption": caption, "note": note}


def _paragraph(text: str, *, style: str = "plain", lead: str = "", mark: str = "", end: str = "") -> dict[str, str]:
    return {"block": "paragraph", "style": style, "lead": lead, "text": text, "mark": mark, "end": end}


def _headed(text: str, level: int, rule: Rule, counted: _Counted) -> str:
    if level == 0:
        return text
    numbers = counted.headings
    numbers[level - 1] += 1
    numbers[level:] = [0] * (len(numbers) - level)
    if level == 1:
        return f"{roman(numbers[0])}{rule.after_roman} {text}"
    return f"{'.'.join(map(str, numbers[1:level]))}. {text}"


def _letter(number: int) -> str:
    """a), b) … y), then aa), bb) …"""
    rounds, at = divmod(number - 1, len(LETTERS))
    return LETTERS[at] * (rounds + 1)
