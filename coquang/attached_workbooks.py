"""What is read of an Excel workbook that people attach, and what makes one of them nothing to take."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from coquang.not_attached import PARTS_AT_MOST, READ_AT_MOST, UNPACKED_AT_MOST, NotAttached, not_taken

_TEXT = re.compile(r"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\bname=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")
_RUNNING = re.compile(r"vbaproject|/embeddings/|/activex/|/macrosheets/|/dialogsheets/", re.IGNORECASE)


def texts_of_workbook(content: bytes) -> Iterator[str]:
    """The texts of a workbook that are read: those of its cells, its title and the names of its sheets."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            _look_at(book.infolist())
            types = _read(book, "[Content_Types].xml")
            if "macroEnabled" in types:
                raise not_taken("macro")
            yield "\n".join(map(html.unescape, _SHEET_NAME.findall(_read(book, "xl/workbook.xml"))))
            for part in ("xl/sharedStrings.xml", "docProps/core.xml"):
                if part in book.namelist():
                    text = _read(book, part)
                    cells = _TEXT.findall(text) if part.startswith("xl/") else [_TAG.sub("\n", text)]
                    yield html.unescape("\n".join(_TAG.sub("", cell) for cell in cells))
    except NotAttached:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError) as refusal:
        raise not_taken("broken") from refusal


def _look_at(parts: list[zipfile.ZipInfo]) -> None:
    """Judge a workbook by its directory alone, before anything is unpacked."""
    known = {part.filename for part in parts}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= known:
        raise not_taken("kind", ending="XLSX")
    if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
        raise not_taken("bomb")
    for part in parts:
        path = PurePosixPath(part.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in part.filename or len(known) != len(parts):
            raise not_taken("broken")
        if part.flag_bits & 1:
            raise not_taken("locked")
        if _RUNNING.search(part.filename):
            raise not_taken("macro")


def _read(book: zipfile.ZipFile, part: str) -> str:
    """One part as text, never more than a set size of it; entities of its own are refused."""
    with book.open(part) as packed:
        raw = packed.read(READ_AT_MOST + 1)
    if len(raw) > READ_AT_MOST:
        raise not_taken("bomb")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise not_taken("broken")
    return raw.decode("utf-8", "replace")
