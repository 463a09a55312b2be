"""Reading an uploaded .xlsx: its cells as a person sees them, and nothing that it only claims to be.

It is read as a stream, so that seventeen billion named cells cost no more than a small sheet does. What the file
itself may be: workbook_parts.py.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import IO

from django.utils.translation import gettext as _

from coquang import numbers
from indicators.workbook_parts import (
    MEGABYTE,
    PARTS,
    NotAWorkbook,
    look_at,
    look_into,
    read_part,
    too_large,
    unreadable,
)

SHEETS = 50
ROWS, COLUMNS = 1_000, 60
CELLS_NAMED = 2_000_000
TEXT_CHARACTERS = 2 * MEGABYTE

# What zipfile and zlib say of a file that is not whole.
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, KeyError, ValueError)

# What stands in place of a number that is none.
DAY, NOT_COMPUTED = "#DAY", "#EMPTY"

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENTS = {9, 10}
# A spreadsheet keeps fifteen digits; the rest is noise of its binary fractions.
_AS_SHOWN = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    is_computed: bool = False


NO_CELL = Cell("")


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook; rows and cells hold their places, the empty end is cut off."""

    name: str
    is_hidden: bool
    rows: tuple[tuple[Cell, ...], ...]


def read_workbook(file: IO[bytes], wanted: Sequence[str] = ()) -> list[Page]:
    """The first sheet that is not hidden, and before it those that are `wanted` by name. NotAWorkbook otherwise."""
    look_at(file)
    try:
        with zipfile.ZipFile(file) as archive:
            look_into(archive)
            return list(_pages(archive, wanted))
    except _DAMAGE as fault:
        raise NotAWorkbook(unreadable()) from fault


def _pages(archive: zipfile.ZipFile, wanted: Sequence[str]) -> Iterator[Page]:
    sheets = _sheets(archive)
    shown = next((name for name, (_path, is_hidden) in sheets.items() if not is_hidden and name not in wanted), None)
    if shown is None:
        raise NotAWorkbook(_("The workbook shows no sheet; make one visible, save it and choose it anew."))
    styles, strings = _styles(archive), _strings(archive)
    for name in [*(name for name in wanted if name in sheets), shown]:
        path, is_hidden = sheets[name]
        yield Page(name, is_hidden, _Grid(styles, strings).read(archive, path))


def _sheets(archive: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """The sheets in their order: the part each is in, and whether it is hidden."""
    listed: list[tuple[str, str, bool]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, facts: dict[str, str]) -> None:
        if tag == "sheet" and len(listed) < SHEETS:
            key = next((value for name, value in facts.items() if name.endswith("}id")), "")
            listed.append((facts.get("name", ""), key, facts.get("state", "visible") != "visible"))

    def relation(tag: str, facts: dict[str, str]) -> None:
        if tag == "Relationship" and facts.get("TargetMode") != "External" and len(targets) < PARTS:
            targets[facts.get("Id", "")] = facts.get("Target", "")

    read_part(archive, "xl/workbook.xml", sheet)
    read_part(archive, "xl/_rels/workbook.xml.rels", relation)
    known = set(archive.namelist())
    paths = [(name, _path(targets.get(key, "")), is_hidden) for name, key, is_hidden in listed]
    return {name: (path, is_hidden) for name, path, is_hidden in paths if path in known}


def _path(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _styles(archive: zipfile.ZipFile) -> list[str]:
    """For each style of a cell whether it shows a number, a percentage or a day."""
    kinds = {**dict.fromkeys(_PERCENTS, "percent"), **dict.fromkeys(_DAYS, "day")}
    styles: list[str] = []
    is_of_cells = False

    def start(tag: str, facts: dict[str, str]) -> None:
        nonlocal is_of_cells
        if tag == "numFmt" and len(kinds) < PARTS:
            kinds[int(facts.get("numFmtId", "0"))] = _kind(facts.get("formatCode", ""))
        elif tag == "cellXfs":
            is_of_cells = True
        elif tag == "xf" and is_of_cells and len(styles) < 65_536:
            styles.append(kinds.get(int(facts.get("numFmtId", "0")), "number"))

    def end(tag: str) -> None:
        nonlocal is_of_cells
        is_of_cells = is_of_cells and tag != "cellXfs"

    if "xl/styles.xml" in archive.namelist():
        read_part(archive, "xl/styles.xml", start, end)
    return styles


def _kind(code: str) -> str:
    bare = _QUOTED.sub("", code.partition(";")[0]).lower()
    if "%" in bare:
        return "percent"
    return "day" if re.search("[dmyhs]", bare) and "general" not in bare else "number"


def _strings(archive: zipfile.ZipFile) -> list[str]:
    """The texts the cells share; their phonetic readings left out."""
    strings: list[str] = []
    parts: list[str] = []
    count = 0
    is_text = is_reading = False

    def start(tag: str, _facts: dict[str, str]) -> None:
        nonlocal is_text, is_reading
        is_reading = is_reading or tag == "rPh"
        is_text = tag == "t" and not is_reading

    def end(tag: str) -> None:
        nonlocal is_text, is_reading
        is_text = False
        if tag == "rPh":
            is_reading = False
        elif tag == "si":
            strings.append("".join(parts))
            parts.clear()

    def text(piece: str) -> None:
        nonlocal count
        if is_text:
            count += len(piece)
            if count > TEXT_CHARACTERS:
                raise NotAWorkbook(too_large())
            parts.append(piece)

    if "xl/sharedStrings.xml" in archive.namelist():
        read_part(archive, "xl/sharedStrings.xml", start, end, text)
    return strings


class _Grid:
    """The cells of one sheet as they stream by; only those that hold something are kept."""

    def __init__(self, styles: Sequence[str], strings: Sequence[str]) -> None:
        self.styles, self.strings = styles, strings
        self.cells: dict[tuple[int, int], Cell] = {}
        self.row, self.column = 0, 0
        self.kind, self.style = "n", 0
        self.is_value = self.is_computed = False
        self.parts: list[str] = []
        self.characters = 0

    def read(self, archive: zipfile.ZipFile, path: str) -> tuple[tuple[Cell, ...], ...]:
        read_part(archive, path, self.start, self.end, self.text)
        rows: list[tuple[Cell, ...]] = []
        for row, column in sorted(self.cells):
            rows += [()] * (row - len(rows))
            rows[row - 1] = (*rows[row - 1], *[NO_CELL] * (column - 1 - len(rows[row - 1])), self.cells[row, column])
        return tuple(rows)

    def start(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "dimension":
            _refuse_vast(facts.get("ref", ""))
        elif tag == "row":
            self.row, self.column = _number(facts.get("r"), self.row + 1), 0
        elif tag == "c":
            self.column += 1
            if place := _REFERENCE.fullmatch(facts.get("r", "")):
                self.column, self.row = _column(place[1]), int(place[2])
            self.kind, self.style = facts.get("t", "n"), _number(facts.get("s"), 0)
            self.is_computed = False
            self.parts = []
        elif tag == "f":
            self.is_computed = True
        self.is_value = tag in {"v", "t"}

    def text(self, piece: str) -> None:
        if self.is_value:
            self.characters += len(piece)
            if self.characters > TEXT_CHARACTERS:
                raise NotAWorkbook(too_large())
            self.parts.append(piece)

    def end(self, tag: str) -> None:
        self.is_value = False
        if tag != "c":
            return
        shown = " ".join(self.shown("".join(self.parts)).split())
        if shown:
            if not (0 < self.row <= ROWS and self.column <= COLUMNS):
                raise NotAWorkbook(_vast())
            self.cells[self.row, self.column] = Cell(shown, self.is_computed)

    def shown(self, raw: str) -> str:
        """A cell as a person sees it, its number in the Vietnamese way and without grouping."""
        if not raw:
            return NOT_COMPUTED if self.is_computed and self.kind != "str" else ""
        if self.kind == "s":
            place = int(raw)
            return self.strings[place] if 0 <= place < len(self.strings) else ""
        if self.kind == "d":
            return DAY
        if self.kind == "b":
            return "FALSE" if raw == "0" else "TRUE"
        if self.kind != "n":
            return raw if self.kind != "e" or raw.startswith("#") else f"#{raw}"
        style = self.styles[self.style] if 0 <= self.style < len(self.styles) else "number"
        return DAY if style == "day" else _typed(raw, is_percent=style == "percent")


def _typed(raw: str, *, is_percent: bool) -> str:
    """A stored number as it would be typed: 14500000, 84,8 or 84,8%."""
    try:
        value = _AS_SHOWN.create_decimal(Decimal(raw) * 100 if is_percent else raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or value.adjusted() > 30:
        return raw
    return numbers.written(value).replace(".", "") + ("%" if is_percent else "")


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _vast() -> str:
    return _("The sheet names more cells than a table of figures has; keep only that table in the workbook.")


def _refuse_vast(reference: str) -> None:
    corners = _REFERENCE.findall(reference)
    if len(corners) == 2:
        (left, top), (right, bottom) = corners
        if (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1) > CELLS_NAMED:
            raise NotAWorkbook(_vast())
