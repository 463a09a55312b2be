"""A pasted text as cells: of a spreadsheet, of a Word table, or of a chat message (“Thuế CTN: 14,5 tỷ”, “XD06 12/12”).

Nothing is known here of the rows it is meant for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A cell as a spreadsheet puts it: in quotes when it holds a break, its own quotes doubled.
_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"(?=[\t\n]|\Z)|(?P<bare>[^\t\n]*))(?P<end>[\t\n]|\Z)')
_PAIR = re.compile(r"(?P<label>.*\S)\s*[:：=]\s*(?P<value>\S.*)")
_RUN_ON = re.compile(r"(?=.*[^\W\d_]).*\S\s+[-+≥≤<>−–]?[0-9]\S*(\s.*)?")
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
# What a number may begin with, when a word of its own.
_NUMBER = re.compile(r"[+≥≤<>−–-]*[0-9]")
_END = " .,;"
# What is longer than any name with its value is no line of a message, and would be long to look at.
_WORDS_AT_MOST = 60


@dataclass(frozen=True)
class Block:
    """The pasted lines as cells, blank ones among them: in a column they hold a place."""

    lines: tuple[tuple[str, ...], ...]


def read_block(text: str) -> Block:
    """The cells of a pasted text, line by line. The line break a spreadsheet ends with opens no line of its own."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return Block(tuple(line for cells in _cut(plain) for line in _lines(cells)) if plain.strip() else ())


def _cut(text: str) -> Iterator[list[str]]:
    cells: list[str] = []
    place = 0
    while True:
        cell = _CELL.match(text, place)
        if cell is None:  # the pattern takes anything up to a tab, a break or the end
            raise AssertionError("every text begins with a cell")
        quoted = cell["quoted"]
        cells.append(" ".join((quoted.replace('""', '"') if quoted is not None else cell["bare"]).split()))
        if cell["end"] != "\t":
            yield cells
            cells = []
        if not cell["end"]:
            return
        place = cell.end()


def _lines(cells: list[str]) -> Iterator[tuple[str, ...]]:
    """A line without its empty end; of a message its name and value, several of them when “;” parts them."""
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) != 1:
        yield tuple(cells)
        return
    yield from _said_in(cells[0])


def _said_in(text: str) -> Iterator[tuple[str, ...]]:
    """The cells of one message line: name and value where a colon parts them, else the words as they stand."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    pairs = [_PAIR.fullmatch(part) for part in parts]
    told = [pair and bool(_WORD.search(pair["label"])) for pair in pairs]
    if parts and all(is_told or _RUN_ON.fullmatch(part) for is_told, part in zip(told, parts, strict=True)):
        for part, pair, is_told in zip(parts, pairs, told, strict=True):
            yield (pair["label"], pair["value"].rstrip(_END)) if pair and is_told else (part.rstrip(_END),)
    else:
        yield (text,)


def ways_to_part(text: str) -> Iterator[tuple[str, str]]:
    """Where a line could be cut into a name and the value behind it, the longest name first.

    A name has a letter, a value begins with a number; which cut is meant only the names themselves can tell.
    """
    words = text.split()
    for place in range(len(words) - 1, 0, -1) if len(words) <= _WORDS_AT_MOST else ():
        label = " ".join(words[:place]).rstrip(" -–—")
        if _NUMBER.match(words[place]) and _LETTER.search(label):
            yield label, " ".join(words[place:])
