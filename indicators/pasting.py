"""A block pasted into the portal: from Excel, from a Word table, or lines of a message (“Thuế CTN: 14,5 tỷ”, “HEM 4”).

`blocks.read_block` cuts the text into cells, `match` finds the row each line speaks of. Nothing is read as a number
here, and nothing is guessed: what could be meant for two rows is left over and said.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from coquang.names import search_key
from indicators.blocks import Block, ways_to_part

How = Literal["code", "name", "remembered", "part", "position", "hand"]
Why = Literal["unknown", "ambiguous", "run_on", "no_value", "several_values", "twice", "beyond"]

# A shorter stretch of a name is no sign of it.
NAME_AT_LEAST = 3

_NUMBERED = re.compile(r"\s*(?:[-+•*–]+|\(?(?:[0-9]+(?:\.[0-9]+)*|[ivx]+|[a-zđ])[.)]|[0-9]+(?:\.[0-9]+)+)\s+", re.I)
# A number, a dash for none, or the error a spreadsheet puts in a number's place.
_VALUE = re.compile(r"[0-9≥≤<>+−–#-]")
_WORD = re.compile(r"[^\W_]+")
# Behind a name without a colon this is rather a part of the name: “theo chuẩn 2021–2025”.
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9.,])")


@dataclass(frozen=True)
class Row:
    """A row that something may be pasted into."""

    code: str
    name: str
    is_ratio: bool = False


@dataclass(frozen=True)
class Found:
    """What was pasted for a row, as it was pasted, and by what the row was known; which line said it, in what words."""

    text: str
    how: How
    number: int = field(default=0, compare=False)
    wording: str = field(default="", compare=False)


@dataclass(frozen=True)
class LeftOver:
    """A line that went nowhere."""

    text: str
    why: Why
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Hints:
    """What is known of a block beside its cells.

    `places` are the rows, by code, on which a bare column is laid from its first line down; without them it is only
    laid where it is exactly as long as the table. `remembered` are wordings once confirmed, folded; `assigned` is
    the row of a line by its number; `column` is where the figure stands when a line holds several.
    """

    places: Sequence[str] = ()
    remembered: Mapping[str, str] = field(default_factory=dict)
    assigned: Mapping[int, str] = field(default_factory=dict)
    column: int | None = None


NO_HINTS = Hints()


@dataclass(frozen=True)
class Matched:
    """What was found, by code of the row, and what was left over, in the order it was pasted."""

    found: dict[str, Found]
    left: tuple[LeftOver, ...]


def match(block: Block, rows: Sequence[Row], hints: Hints = NO_HINTS) -> Matched:
    """Find the row of each line: by code, by name, by the one name it is a part of, or a lone column by its places."""
    names = _Names(rows, hints)
    lines = [(number, _parted(line, names)) for number, line in enumerate(block.lines) if any(line)]
    is_column = all(len(line) == 1 for _number, line in lines)
    is_named = any(names.of(line[0]) for _number, line in lines)
    if hints.places and not hints.assigned and not is_named and _is_bare(lines):
        return _laid(lines, names, hints.places)
    if is_column and not is_named and not hints.places:
        whole = [(number, line) for number, line in enumerate(block.lines)]
        for column in (whole, lines):
            if len(column) == len(rows):
                return _laid([(place, line) for place, (_n, line) in enumerate(column)], names, list(names.rows))
    told = [_told(number, line, names) for number, line in (_paired(lines, names) if is_column else lines)]
    return _settled(told)


def wording(cell: str) -> str:
    """The words of a cell as they are remembered: folded, without the number before them."""
    return _key(_NUMBERED.sub("", cell, count=1))


def _is_bare(lines: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    """Whether there are only values: a column, or the two columns of ratios beside it."""
    width = max((len(line) for _number, line in lines), default=0)
    return width == 1 or (width == 2 and all(not cell or _VALUE.match(cell) for _n, line in lines for cell in line))


def _laid(lines: Sequence[tuple[int, tuple[str, ...]]], names: "_Names", places: Sequence[str]) -> Matched:
    """A bare column laid on rows, line by line; a blank holds a place."""
    found: dict[str, Found] = {}
    left: list[LeftOver] = []
    for number, line in lines:
        values = [cell for cell in line if cell]
        text = " ".join(values)
        if not values:
            continue
        if number >= len(places):
            left.append(LeftOver(text, "beyond", number))
        elif len(values) > 1 and not names.rows[places[number]].is_ratio:
            left.append(LeftOver(text, "several_values", number))
        else:
            found[places[number]] = Found("/".join(values), "position", number)
    return Matched(found, tuple(left))


def _parted(line: tuple[str, ...], names: "_Names") -> tuple[str, ...]:
    """A line of a message without a colon as its code or whole name and the value behind it; others as they are."""
    whole = names.of(line[0]) if len(line) == 1 else None
    if len(line) != 1 or (whole and whole.how != "part"):
        return line
    for label, value in ways_to_part(line[0]):
        hit = names.of(label)
        if hit and hit.how != "part" and (hit.how == "code" or not _YEAR.match(value)):
            return label, value
    return line


def _runs_on(line: tuple[str, ...], names: "_Names") -> Why | None:
    """Why a line of a message without a colon was not cut: its beginning is part of one name, or of several."""
    for label, _value in ways_to_part(line[0]) if len(line) == 1 else ():
        if found := names.parts(label):
            return "run_on" if len(found) == 1 else "ambiguous"
    return None


@dataclass(frozen=True)
class _Hit:
    code: str
    how: How


class _Names:
    """The rows by everything they may be called."""

    def __init__(self, rows: Sequence[Row], hints: Hints) -> None:
        self.rows = {row.code: row for row in rows}
        self.hints = hints
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
        if code := self.remembered(cell):
            return _Hit(code, "remembered")
        if part := self.parts(cell):
            return _Hit(part[0], "part") if len(part) == 1 else None
        return None

    def remembered(self, cell: str) -> str | None:
        code = self.hints.remembered.get(wording(cell)) if self.hints.remembered else None
        return code if code in self.rows else None

    def parts(self, cell: str) -> list[str]:
        """The rows whose name begins with the cell or, when none does, holds it or is held by it whole."""
        key = wording(cell)
        if not _is_a_name(key):
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


def _is_a_name(key: str) -> bool:
    return len(key) >= NAME_AT_LEAST and any(char.isalpha() for char in key)


def _paired(lines: Sequence[tuple[int, tuple[str, ...]]], names: _Names) -> list[tuple[int, tuple[str, ...]]]:
    """A table copied cell under cell: a name, and below it what belongs to it."""
    paired: list[tuple[int, tuple[str, ...]]] = []
    for number, line in lines:
        above = paired[-1][1] if paired else ()
        if len(above) == 1 and names.of(above[0]) and not names.of(line[0]) and _VALUE.match(line[0]):
            paired[-1] = (paired[-1][0], (*above, *line))
        else:
            paired.append((number, line))
    return paired


@dataclass(frozen=True)
class _Told:
    number: int
    text: str
    hit: _Hit | None = None
    value: str = ""
    why: Why = "unknown"
    wording: str = ""


def _told(number: int, line: tuple[str, ...], names: _Names) -> _Told:
    text = " ".join(cell for cell in line if cell)
    if given := names.hints.assigned.get(number):
        if len(line) == 1:
            line = min(ways_to_part(line[0]), key=lambda way: len(way[0]), default=line)
        return _assigned(number, line, text, given, names)
    hits = [(place, hit) for place, cell in enumerate(line) if _may_name(cell, place) and (hit := names.of(cell))]
    sure = [(place, hit) for place, hit in hits if hit.how != "part"] or hits
    if not sure:
        is_torn = any(len(names.parts(cell)) > 1 for cell in line)
        return _Told(number, text, why="ambiguous" if is_torn else _runs_on(line, names) or "unknown")
    if len({hit.code for _place, hit in sure}) > 1:
        return _Told(number, text, why="ambiguous")
    place, hit = sure[0]
    value = _value(line, max(place for place, _hit in sure) + 1, names.rows[hit.code], names.hints.column)
    if isinstance(value, str):
        return _Told(number, text, hit, value, wording=wording(line[place]))
    return _Told(number, text, why="several_values" if value else _runs_on(line, names) or "no_value")


def _assigned(number: int, line: tuple[str, ...], text: str, code: str, names: _Names) -> _Told:
    """A line whose row someone named by hand; its words are the first cell that could be a name."""
    place = next((place for place, cell in enumerate(line) if _is_a_name(wording(cell)) and _may_name(cell, place)), -1)
    value = _value(line, place + 1, names.rows[code], names.hints.column)
    said = wording(line[place]) if place >= 0 else ""
    if isinstance(value, str):
        return _Told(number, text, _Hit(code, "hand"), value, wording=said)
    return _Told(number, text, why="several_values" if value else "no_value")


def _value(line: tuple[str, ...], first: int, row: Row, column: int | None) -> str | bool:
    """What a line says for its row, from a cell on; or whether it says too much (True) or nothing (False)."""
    if column is not None and first <= column < len(line) and line[column]:
        return line[column]
    after = [cell for cell in line[first:] if cell]
    numbers = [cell for cell in after if _VALUE.match(cell)]
    values = numbers or after
    if row.is_ratio and len(numbers) == 2:
        return "/".join(numbers)
    return values[0] if len(values) == 1 else bool(numbers)


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
            left.append(LeftOver(line.text, line.why, line.number))
        elif len(values[line.hit.code]) > 1:
            left.append(LeftOver(line.text, "twice", line.number))
        else:
            found.setdefault(line.hit.code, Found(line.value, line.hit.how, line.number, line.wording))
    return Matched(found, tuple(left))
