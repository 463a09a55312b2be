"""Where the lines of an official letterhead stand, measured from the faces the paper is printed with.

Word processors let a typist nudge the two halves of a letterhead until they look right; here their axes are
computed. Three forms are known: Hướng dẫn 36-HD/VPTW ("hd36"), Hướng dẫn 05-HD/VPTW ("hd05") and
Nghị định 30/2020/NĐ-CP ("nd30"). Lengths are millimetres from the left margin, sizes are points.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "print" / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")

TEXT_WIDTH = 165.0
RIGHT_HALF_AXIS = 123.75
LEAST_GAP = 4.0
SUBJECT_WIDTH = 140.0
NUMBER_BLANK = 10.0
MM_PER_POINT = 25.4 / 72

# The columns after the ordinal and the name: key of the row, least width, widest phrase kept on one line.
NARROW_COLUMNS = (
    ("measure", 14, 12),
    ("target", 24, 28),
    ("result", 24, 28),
    ("percent", 14, 28),
    ("word", 14, 11),
)
TABLE_SIZE = 12.0
CELL_PADDING = 2.8
ORDINAL_COLUMN = 8.5
LEAST_NAME_COLUMN = 36.0

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


class Unprintable(ValueError):
    """The paper cannot be set as it stands; the message is a full sentence for the person who asked."""


@dataclass(frozen=True)
class Form:
    """What the three rules of form say differently about the head and the foot of a paper."""

    template: str
    national: tuple[tuple[str, float], ...]
    body_size: float
    number_size: float
    subject_size: float
    after_number_word: str
    before_symbol: str
    between_recipients: str


PARTY_TITLE = (("ĐẢNG CỘNG SẢN VIỆT NAM", 15.0),)
STATE_TITLE = (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13.0), ("Độc lập - Tự do - Hạnh phúc", 14.0))
FORMS = {
    "hd36": Form("print/party_document.html", PARTY_TITLE, 14, 14, 14, "", "-", ","),
    "hd05": Form("print/party_document.html", PARTY_TITLE, 14, 14, 14, "", "-", ";"),
    "nd30": Form("print/state_document.html", STATE_TITLE, 13, 13, 14, ":", "/", ";"),
}


@dataclass(frozen=True)
class Letterhead:
    """A letterhead ready for its template; the lengths are CSS lengths, so no locale can touch them."""

    form: Form
    national: tuple[str, ...]
    date_line: str
    subject_lines: tuple[str, ...]
    name_cell: str
    title_cell: str
    title_padding: str
    number_cell: str
    date_cell: str
    number_padding: str
    number_blank: str
    columns: tuple[str, ...]


def measured(facts: Mapping[str, Any]) -> Letterhead:
    """Places every line of the letterhead, or raises Unprintable when the names leave the title no room."""
    form = FORMS.get(facts["rule"])
    if form is None:
        raise Unprintable(_("There is no form of paper called “%(rule)s”.") % {"rule": facts["rule"]})
    date_line = f"{facts['place']}, {facts['date']}"
    name = max(
        _widest(facts["superior_lines"], form.body_size, "Regular"),
        _widest(facts["issuer_lines"], form.body_size, "Bold"),
    )
    title = max(width(line, size, "Bold") for line, size in form.national)

    # The date is centred under the title: where it would pass the right margin it moves the axis of both.
    best_axis = min(RIGHT_HALF_AXIS, TEXT_WIDTH - title / 2)
    title_axis = min(best_axis, TEXT_WIDTH - width(date_line, 14, "Italic") / 2)
    room_needed = name + LEAST_GAP + title / 2
    if room_needed > best_axis:
        longest = max([*facts["superior_lines"], *facts["issuer_lines"]], key=len)
        sentence = _("“%(name)s” is too long to stand beside the title: store this name with a line break.")
        raise Unprintable(sentence % {"name": longest})
    if room_needed > title_axis:
        sentence = _("“%(place)s” is too long to stand beside the name of the body: store a shorter place.")
        raise Unprintable(sentence % {"place": facts["place"]})
    date_edge = 2 * title_axis - TEXT_WIDTH
    name_edge = max(name, date_edge)
    padding = name_edge - date_edge
    if _number_width(facts, form) > date_edge - padding:
        raise Unprintable(
            _("The number “%(symbol)s” has no room beside the place and date: shorten the place.")
            % {"symbol": facts["symbol"]}
        )
    for line in facts["signing"].values():
        if width(line, 14, "Bold") > TEXT_WIDTH / 2:
            raise Unprintable(_("“%(line)s” is wider than the room for the signature.") % {"line": line})
    return Letterhead(
        form=form,
        national=tuple(line for line, _size in form.national),
        date_line=date_line,
        subject_lines=balanced(facts["subject"], form.subject_size),
        name_cell=_mm(name_edge),
        title_cell=_mm(TEXT_WIDTH - name_edge),
        title_padding=_mm(padding),
        number_cell=_mm(date_edge),
        date_cell=_mm(TEXT_WIDTH - date_edge),
        number_padding=_mm(padding),
        number_blank=_mm(NUMBER_BLANK),
        columns=columns(facts["table"]) if facts.get("table") else (),
    )


def columns(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Widths of the seven columns of a table of results: no sum is ever cut, the name gets what is left.

    A short phrase ("không quá 150") keeps to one line where it can; a long one may break between its words.
    """
    rows = [row for group in table["groups"] for row in group["rows"]]
    widths: dict[str, float] = {}
    for head, (key, least, wish) in zip(table["heads"][2:], NARROW_COLUMNS, strict=True):
        cells = [row[key] for row in rows]
        words = max(_widest_word([head], "Bold"), _widest_word(cells, "Regular"))
        phrases = min(_widest(cells, TABLE_SIZE, "Regular"), wish)
        widths[key] = max(least, words + CELL_PADDING, phrases + CELL_PADDING)
    name = TEXT_WIDTH - ORDINAL_COLUMN - sum(widths.values())
    if name < LEAST_NAME_COLUMN:
        widest = max(rows, key=lambda row: width(row["target"] + row["result"], TABLE_SIZE))
        raise Unprintable(
            _("The figures of “%(name)s” are too long for the table: give them in a larger unit.")
            % {"name": widest["name"]}
        )
    return tuple(_mm(each) for each in (ORDINAL_COLUMN, name, *widths.values()))


def balanced(text: str, size: float, face: str = "Bold", limit: float = SUBJECT_WIDTH) -> tuple[str, ...]:
    """Cuts a title into the fewest lines that fit, as even as its words allow."""
    words = text.split()
    if not words:
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
    return tuple(" ".join(words[start:end]) for start, end in pairwise(reversed(cuts)))


def width(text: str, size: float, face: str = "Regular") -> float:
    """The length of a line without kerning, which the papers do not use either."""
    advances = _advances(face)
    em = sum(advances.get(ord(letter), 0.0) for letter in unicodedata.normalize("NFC", text))
    return em * size * MM_PER_POINT


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


def _widest(lines: Iterable[str], size: float, face: str) -> float:
    return max((width(line, size, face) for line in lines), default=0.0)


def _widest_word(texts: Iterable[str], face: str) -> float:
    return _widest((word for text in texts for word in text.split()), TABLE_SIZE, face)


def _number_width(facts: Mapping[str, Any], form: Form) -> float:
    number = width(facts["number"], form.number_size) if facts["number"] else NUMBER_BLANK
    rest = f"{facts['labels']['number']}{form.after_number_word} {form.before_symbol}{facts['symbol']}"
    return number + width(rest, form.number_size)


def _fewest_lines(words: Sequence[str], size: float, face: str, limit: float) -> int:
    lines, line = 1, ""
    for word in words:
        longer = f"{line} {word}".lstrip()
        if width(longer, size, face) > limit:
            lines, longer = lines + 1, word
        line = longer
    return lines


def _price_of_break(words: Sequence[str], at: int) -> float:
    if at == len(words) or words[at - 1].endswith((",", ";")):
        return 0.0
    return PRICE_OF_A_GOOD_BREAK if words[at].lower() in GOOD_STARTS else PRICE_OF_A_BAD_BREAK


def _mm(length: float) -> str:
    return f"{length:.3f}mm"
