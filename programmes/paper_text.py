"""The text of a paper as an office types it, line by line, made into blocks.

    Căn cứ Nghị quyết số …          a basis, before anything else
    QUYẾT ĐỊNH                      the enacting words, alone on a line before the first article
    Điều 1. Phạm vi                 an article; without a final mark its words are its title
    I- Kết quả                      a heading, printed in capitals
    1. Về kinh tế                   a heading below it; with a final mark a numbered paragraph
    a) Thu ngân sách …              a point
    - Vận động hộ kinh doanh …      a line of a list

All numbers are counted anew, so a line may be put between two others without typing the rest again.
"""

import re
from collections.abc import Iterator

from coquang.blocks import Article, Bases, Block, Clause, Enacting, Heading, Paragraph, Point, items

BASIS = re.compile(r"(?:- )?(Căn cứ .+?)[;,.]?")
ARTICLE = re.compile(r"Điều \d+\.\s*(.+)")
ROMAN = re.compile(r"[IVXL]+[-.]\s*(.+)")
NUMBERED = re.compile(r"\d{1,2}\.\s*(.+)")
POINT = re.compile(r"[a-zđ]\)\s*(.+)")
ITEM = re.compile(r"[-–•]\s+(.+?)[;.]?")
ENDS = (".", ";", ":", ",", "!", "?")


def blocks_of(text: str) -> list[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [*_bases(lines), *_rest(lines)]


def running(text: str) -> list[Block]:
    """A part of a text, which has no bases of its own."""
    return list(_rest([line.strip() for line in text.splitlines() if line.strip()]))


def _bases(lines: list[str]) -> Iterator[Block]:
    """The bases stand at the beginning; they are taken off the lines."""
    told = []
    while lines and (found := BASIS.fullmatch(lines[0])):
        told.append(found[1])
        lines.pop(0)
    if told:
        yield Bases(told)


def _rest(lines: list[str]) -> Iterator[Block]:
    listed: list[str] = []
    for line in lines:
        if found := ITEM.fullmatch(line):
            listed.append(found[1])
            continue
        yield from items(listed)
        listed = []
        yield _block(line)
    yield from items(listed)


def _block(line: str) -> Block:
    if found := ARTICLE.fullmatch(line):
        return Article(text=found[1]) if found[1].endswith(ENDS) else Article(title=found[1])
    if found := ROMAN.fullmatch(line):
        return Heading(found[1].upper())
    if found := NUMBERED.fullmatch(line):
        return Clause(found[1]) if found[1].endswith(ENDS) else Heading(found[1], level=2)
    if found := POINT.fullmatch(line):
        return Point(found[1])
    if line.isupper() and "QUYẾT ĐỊNH" in line:
        return Enacting(line.rstrip(":"))
    return Paragraph(line)
