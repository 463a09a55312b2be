"""The four faces of the papers, measured: how wide a line is, which letters can be printed, where a title breaks.

Lengths are millimetres, sizes points. Nothing is kerned, neither here nor on paper.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "print" / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
MM_PER_POINT = 25.4 / 72
SUBJECT_WIDTH = 140.0

# A number keeps its unit, a year its word, a term its two years.
NO_BREAK_SPACE = "\u00a0"
GLUED = (
    (re.compile(r"(?<=\d) (?=(?:tỷ|triệu|nghìn|đồng|đ|billion|million|%)(?!\w))"), NO_BREAK_SPACE),
    (re.compile(r"(?i)\b(năm|quận|quý|ngày|số) (?=\d|[IV]+\b)"), f"\\1{NO_BREAK_SPACE}"),
    (re.compile(r"(?<=\b\d{4}) ([–-]) (?=\d{4}\b)"), f"{NO_BREAK_SPACE}\\1{NO_BREAK_SPACE}"),
)

# A title breaks gladly after a comma or before one of these, and elsewhere only when nothing else fits.
GOOD_STARTS = frozenset(
    (
        "về",
        "của",
        "tại",
        "với",
        "và",
        "từ",
        "đến",
        "theo",
        "trong",
        "of",
        "on",
        "in",
        "for",
        "with",
        "and",
        "at",
        "by",
    )
)
PRICE_OF_A_GOOD_BREAK = 60.0
PRICE_OF_A_BAD_BREAK = 2500.0
PRICE_INSIDE_A_NAME = 4000.0


class Unprintable(ValueError):
    """The paper cannot be set as it stands; the message is a full sentence for the person who asked."""


def balanced(text: str, size: float, face: str = "Bold", limit: float = SUBJECT_WIDTH) -> tuple[str, ...]:
    """Cuts a title into the fewest lines that fit, as even as its words allow."""
    words = glued(" ".join(text.split())).split(" ")
    if words == [""]:
        return ()
    too_long = next((word for word in words if width(word, size, face) > limit), None)
    if too_long:
        raise Unprintable(_("The word “%(word)s…” is longer than a line.") % {"word": too_long[:20]})
    fewest = _fewest_lines(words, size, face, limit)
    mean = width(text, size, face) / fewest

    # best[k][j]: the cheapest way to set the first j words on k lines, as (price, the cut before).
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _line in range(fewest):
        row: dict[int, tuple[float, int]] = {}
        for start, (price, _cut) in best[-1].items():
            for end in range(start + 1, len(words) + 1):
                line = width(" ".join(words[start:end]), size, face)
                if line > limit:
                    break
                cost = price + (line - mean) ** 2 + _price_of_break(words, end)
                if end not in row or cost < row[end][0]:
                    row[end] = (cost, start)
        best.append(row)
    cuts = [len(words)]
    for row in reversed(best[1:]):
        cuts.append(row[cuts[-1]][1])
    lines = (" ".join(words[start:end]) for start, end in pairwise(reversed(cuts)))
    return tuple(line.replace(NO_BREAK_SPACE, " ") for line in lines)


def width(text: str, size: float, face: str = "Regular") -> float:
    """The length of a line without kerning, which the papers do not use either."""
    advances = _advances(face)
    em = sum(advances.get(ord(letter), 0.0) for letter in unicodedata.normalize("NFC", text))
    return em * size * MM_PER_POINT


def glued(text: str) -> str:
    """The text with no-break spaces inside figures, years and terms."""
    for pattern, glue in GLUED:
        text = pattern.sub(glue, text)
    return text


def widest(lines: Iterable[str], size: float, face: str = "Regular") -> float:
    return max((width(line, size, face) for line in lines), default=0.0)


@lru_cache
def letters() -> frozenset[int]:
    """The code points that all four faces can print; a line end or a tab is printed as a space."""
    return frozenset.intersection(*(frozenset(_advances(face)) for face in FACES)) | {0x09, 0x0A}


@lru_cache
def _advances(face: str) -> dict[int, float]:
    tables: Any
    with TTFont(FONTS / f"LiberationSerif-{face}.ttf", lazy=True) as tables:
        em, metrics = tables["head"].unitsPerEm, tables["hmtx"]
        return {code: metrics[glyph][0] / em for code, glyph in tables.getBestCmap().items()}


def _fewest_lines(words: Sequence[str], size: float, face: str, limit: float) -> int:
    lines, line = 1, ""
    for word in words:
        longer = f"{line} {word}".lstrip()
        if width(longer, size, face) > limit:
            lines, longer = lines + 1, word
        line = longer
    return lines


def _price_of_break(words: Sequence[str], at: int) -> float:
    """Cheap before a preposition, dear inside a name (“Cô | Giang”) and between a preposition and its word."""
    if at == len(words) or words[at - 1].endswith((",", ";")):
        return 0.0
    before, after = words[at - 1], words[at]
    if after.lower() in GOOD_STARTS:
        return PRICE_OF_A_GOOD_BREAK
    is_torn = before.lower() in GOOD_STARTS or (before[:1].isupper() and after[:1].isupper())
    return PRICE_INSIDE_A_NAME if is_torn else PRICE_OF_A_BAD_BREAK
