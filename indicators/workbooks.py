"""Reading an uploaded .xlsx: its cells as a person sees them, and nothing that it only claims to be.

The file is looked at before it is opened, unpacked piece by piece under a limit, and read as a stream, so that
neither a bomb nor seventeen billion named cells cost more than a small sheet does. Macros and DTDs are refused.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from coquang import numbers

MEGABYTE = 1_000_000
FILE_BYTES = 10 * MEGABYTE
# Of one part unpacked, of all parts as declared, of one tag or attribute.
PART_BYTES = 8 * MEGABYTE
ALL_BYTES = 60 * MEGABYTE
TOKEN_BYTES = 256_000
DIRECTORY_BYTES = 200_000
PARTS = 1_000
SHEETS = 50
TAGS = 150_000
ROWS, COLUMNS = 1_000, 60
CELLS_NAMED = 2_000_000
TEXT_CHARACTERS = 2 * MEGABYTE

# What zipfile and zlib say of a file that is not whole.
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, KeyError, ValueError)

# What stands in place of a number that is none.
DAY, NOT_COMPUTED = "#DAY", "#EMPTY"

_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END, _END_SIZE, _LONG_LOCATOR = b"PK\x05\x06", 22, b"PK\x06\x07"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENTS = {9, 10}
# A spreadsheet keeps fifteen digits; the rest is noise of its binary fractions.
_AS_SHOWN = Context(prec=15)


class NotAWorkbook(Exception):
    """The file is not taken; the message is a sentence that says why and what to do."""


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
    _look_at(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _look_into(archive)
            return list(_pages(archive, wanted))
    except _DAMAGE as fault:
        raise NotAWorkbook(_unreadable()) from fault


def _unreadable() -> str:
    return _("The file is damaged and was not read; open it in Excel, save it again as .xlsx and choose it anew.")


def _look_at(file: IO[bytes]) -> None:
    """Size, kind and directory, before anything is unpacked."""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise NotAWorkbook(_("The file is empty; choose the workbook again."))
    if size > FILE_BYTES:
        raise NotAWorkbook(_("The file is larger than 10 MB; keep only the table of figures in it."))
    head = file.read(8)
    if head == _LEGACY:
        raise NotAWorkbook(_legacy(file))
    if head[:4] != b"PK\x03\x04":
        raise NotAWorkbook(_("The file is not an Excel workbook; choose an .xlsx file."))
    file.seek(max(0, size - _END_SIZE - 65_536))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise NotAWorkbook(_unreadable())
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    parts = int.from_bytes(tail[end + 10 : end + 12], "little")
    if _LONG_LOCATOR in tail[max(0, end - 20) : end] or directory > DIRECTORY_BYTES or parts > PARTS:
        raise NotAWorkbook(_("The workbook has too many parts; keep only the table of figures in it."))
    file.seek(0)


def _legacy(file: IO[bytes]) -> str:
    """An old workbook and an encrypted new one begin alike."""
    before = b""
    while piece := file.read(MEGABYTE):
        if _ENCRYPTED in before + piece:
            return _locked()
        before = piece[-len(_ENCRYPTED) :]
    return _("This is a workbook of old Excel (.xls); open it in Excel and save it as .xlsx.")


def _locked() -> str:
    return _("The workbook is locked with a password; remove it in Excel, save the workbook and choose it anew.")


def _look_into(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    known = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise NotAWorkbook(_locked())
    if any(name.startswith("/") or ".." in name.split("/") for name in known) or len(known) < len(parts):
        raise NotAWorkbook(_unreadable())
    if any("vbaproject" in name.lower() for name in known):
        raise NotAWorkbook(_macros())
    if "xl/workbook.xml" not in known or "[Content_Types].xml" not in known:
        raise NotAWorkbook(_("The file is not an Excel workbook; choose an .xlsx file."))
    if sum(part.file_size for part in parts) > ALL_BYTES:
        raise NotAWorkbook(_too_large())
    with archive.open("[Content_Types].xml") as types:
        if b"macroenabled" in types.read(MEGABYTE).lower():
            raise NotAWorkbook(_macros())


def _macros() -> str:
    return _("The workbook holds macros; save it as .xlsx without macros and choose it anew.")


def _too_large() -> str:
    return _("The workbook unpacks to more than a table of figures needs; keep only that table in it.")


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def _read_part(
    archive: zipfile.ZipFile, name: str, start: Start, end: End | None = None, text: Text | None = None
) -> None:
    """Read one part as a stream of tags, under limits; names come without their namespaces."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    tags = 0

    def counted(tag: str, facts: dict[str, str]) -> None:
        nonlocal tags
        tags += 1
        if tags > TAGS:
            raise NotAWorkbook(_too_large())
        start(tag.rpartition("}")[2], facts)

    parser.StartElementHandler = counted
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition("}")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    taken = 0
    try:
        with archive.open(name) as part:
            while piece := part.read(65_536):
                taken += len(piece)
                if taken > PART_BYTES:
                    raise NotAWorkbook(_too_large())
                parser.Parse(piece)
                if taken - max(parser.CurrentByteIndex, 0) > TOKEN_BYTES:
                    raise NotAWorkbook(_unreadable())
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise NotAWorkbook(_unreadable()) from fault


def _refuse_doctype(*_facts: object) -> None:
    raise NotAWorkbook(_unreadable())


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

    _read_part(archive, "xl/workbook.xml", sheet)
    _read_part(archive, "xl/_rels/workbook.xml.rels", relation)
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
        _read_part(archive, "xl/styles.xml", start, end)
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
                raise NotAWorkbook(_too_large())
            parts.append(piece)

    if "xl/sharedStrings.xml" in archive.namelist():
        _read_part(archive, "xl/sharedStrings.xml", start, end, text)
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
        _read_part(archive, path, self.start, self.end, self.text)
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
                raise NotAWorkbook(_too_large())
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
