"""A block pasted into the portal: from Excel, from a Word table, or lines of a message (“Thuế CTN: 14,5 tỷ”).

`read_block` cuts the text into cells, `match` finds the row each line speaks of. Nothing is read as a number here,
and nothing is guessed: what could be meant for two rows is left over and said.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from coquang.names import search_key

How = Literal["code", "name", "part", "position"]
Why = Literal["unknown", "ambiguous", "no_value", "several_values", "twice"]

# A shorter stretch of a name is no sign of it.
NAME_AT_LEAST = 3

# A cell as a spreadsheet puts it: in quotes when it holds a break, its own quotes doubled.
_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"(?=[\t\n]|\Z)|(?P<bare>[^\t\n]*))(?P<end>[\t\n]|\Z)')
_MESSAGE = re.compile(r"(?P<label>.*\S)\s*[:：=]\s*(?P<value>\S.*)")
_NUMBERED = re.compile(r"\s*(?:[-+•*–]+|\(?(?:[0-9]+(?:\.[0-9]+)*|[ivx]+|[a-zđ])[.)]|[0-9]+(?:\.[0-9]+)+)\s+", re.I)
_VALUE = re.compile(r"[0-9≥≤<>+−–-]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Row:
    """A row that something may be pasted into."""

    code: str
    name: str


@dataclass(frozen=True)
class Block:
    """The pasted lines as cells, blank ones among them: in a column they hold a place."""

    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Found:
    """What was pasted for a row, as it was pasted, and by what the row was known."""

    text: str
    how: How


@dataclass(frozen=True)
class LeftOver:
    """A line that went nowhere."""

    text: str
    why: Why


@dataclass(frozen=True)
class Matched:
    """What was found, by code of the row, and what was left over, in the order it was pasted."""

    found: dict[str, Found]
    left: tuple[LeftOver, ...]


def read_block(text: str) -> Block:
    """The cells of a pasted text, line by line. The line break a spreadsheet ends with opens no line of its own."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return Block(tuple(line for cells in _cut(plain) for line in _lines(cells)) if plain.strip() else ())


def match(block: Block, rows: Sequence[Row]) -> Matched:
    """Find the row of each line: by code, by name, by the one name it is a part of, or a lone column by its places."""
    names = _Names(rows)
    lines = [line for line in block.lines if any(line)]
    is_column = all(len(line) == 1 for line in lines)
    if is_column and not any(names.of(line[0]) for line in lines):
        for column in (block.lines, lines):
            if len(column) == len(rows):
                placed = zip(rows, column, strict=True)
                return Matched({row.code: Found(line[0], "position") for row, line in placed if any(line)}, ())
    told = [_told(line, names) for line in (_paired(lines, names) if is_column else lines)]
    return _settled(told)


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
    pairs = [_MESSAGE.fullmatch(part.strip()) for part in cells[0].split(";") if part.strip()]
    said = [pair for pair in pairs if pair is not None and _WORD.search(pair["label"])]
    if said and len(said) == len(pairs):
        yield from ((pair["label"], pair["value"].rstrip(" .,;")) for pair in said)
    else:
        yield (cells[0],)


@dataclass(frozen=True)
class _Hit:
    code: str
    how: How


class _Names:
    """The rows by everything they may be called."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.codes = _only_one((row.code.casefold(), row.code) for row in rows)
        self.names = _only_one((_key(row.name), row.code) for row in rows)
        self.keys = [(_key(row.name), row.code) for row in rows]

    def of(self, cell: str) -> _Hit | None:
        """The one row a cell names; None when it names none, or could name two."""
        if code := self.codes.get(cell.strip().casefold()):
            return _Hit(code, "code")
        for text in (cell, _NUMBERED.sub("", cell, count=1)):
            key = _key(text)
            if code := self.names.get(key):
                return _Hit(code, "name")
        if part := self.parts(cell):
            return _Hit(part[0], "part") if len(part) == 1 else None
        return None

    def parts(self, cell: str) -> list[str]:
        """The rows whose name begins with the cell or, when none does, holds it or is held by it whole."""
        key = _key(_NUMBERED.sub("", cell, count=1))
        if len(key) < NAME_AT_LEAST or not any(char.isalpha() for char in key):
            return []
        begun = [code for name, code in self.keys if name.startswith(key)]
        return begun or [
            code
            for name, code in self.keys
            if f" {key} " in f" {name} " or (len(name) >= NAME_AT_LEAST and f" {name} " in f" {key} ")
        ]


def _only_one(named: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Names that stand for one row alone."""
    pairs = list(named)
    counted = Counter(name for name, _code in pairs)
    return {name: code for name, code in pairs if name and counted[name] == 1}


def _key(text: str) -> str:
    return " ".join(_WORD.findall(search_key(text)))


def _paired(lines: Sequence[tuple[str, ...]], names: _Names) -> list[tuple[str, ...]]:
    """A table copied cell under cell: a name, and below it what belongs to it."""
    paired: list[tuple[str, ...]] = []
    for line in lines:
        above = paired[-1] if paired else ()
        if len(above) == 1 and names.of(above[0]) and not names.of(line[0]) and _VALUE.match(line[0]):
            paired[-1] = (*above, *line)
        else:
            paired.append(line)
    return paired


@dataclass(frozen=True)
class _Told:
    text: str
    hit: _Hit | None = None
    value: str = ""
    why: Why = "unknown"


def _told(line: tuple[str, ...], names: _Names) -> _Told:
    text = " ".join(cell for cell in line if cell)
    hits = [(place, hit) for place, cell in enumerate(line) if _may_name(cell, place) and (hit := names.of(cell))]
    sure = [(place, hit) for place, hit in hits if hit.how != "part"] or hits
    if not sure:
        is_torn = any(len(names.parts(cell)) > 1 for cell in line)
        return _Told(text, why="ambiguous" if is_torn else "unknown")
    if len({hit.code for _place, hit in sure}) > 1:
        return _Told(text, why="ambiguous")
    last = max(place for place, _hit in sure)
    after = [cell for cell in line[last + 1 :] if cell]
    numbers = [cell for cell in after if _VALUE.match(cell)]
    values = numbers or after
    if len(values) != 1:
        return _Told(text, why="several_values" if numbers else "no_value")
    return _Told(text, sure[0][1], values[0])


def _may_name(cell: str, place: int) -> bool:
    """A cell with a letter, or the first one; a bare number further on is a value, whatever codes there are."""
    return bool(cell) and (place == 0 or not _VALUE.match(cell))


def _settled(told: Sequence[_Told]) -> Matched:
    """One value a row; two that differ are both left over."""
    values: dict[str, set[str]] = {}
    for line in told:
        if line.hit:
            values.setdefault(line.hit.code, set()).add(line.value)
    found: dict[str, Found] = {}
    left: list[LeftOver] = []
    for line in told:
        if line.hit is None:
            left.append(LeftOver(line.text, line.why))
        elif len(values[line.hit.code]) > 1:
            left.append(LeftOver(line.text, "twice"))
        else:
            found.setdefault(line.hit.code, Found(line.value, line.hit.how))
    return Matched(found, tuple(left))
