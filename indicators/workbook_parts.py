"""The file of an uploaded workbook: what it is, what is in it, and its parts read piece by piece.

It is looked at before it is opened and unpacked under limits, so that no bomb costs more than a small sheet does.
Macros and DTDs are refused.
"""

import zipfile
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

MEGABYTE = 1_000_000
FILE_BYTES = 10 * MEGABYTE
# Of one part unpacked, of all parts as declared, of one tag or attribute.
PART_BYTES = 8 * MEGABYTE
ALL_BYTES = 60 * MEGABYTE
TOKEN_BYTES = 256_000
DIRECTORY_BYTES = 200_000
PARTS = 1_000
TAGS = 150_000

_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END, _END_SIZE, _LONG_LOCATOR = b"PK\x05\x06", 22, b"PK\x06\x07"


class NotAWorkbook(Exception):
    """The file is not taken; the message is a sentence that says why and what to do."""


def unreadable() -> str:
    return _("The file is damaged and was not read; open it in Excel, save it again as .xlsx and choose it anew.")


def look_at(file: IO[bytes]) -> None:
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
        raise NotAWorkbook(unreadable())
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


def look_into(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    known = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise NotAWorkbook(_locked())
    if any(name.startswith("/") or ".." in name.split("/") for name in known) or len(known) < len(parts):
        raise NotAWorkbook(unreadable())
    if any("vbaproject" in name.lower() for name in known):
        raise NotAWorkbook(_macros())
    if "xl/workbook.xml" not in known or "[Content_Types].xml" not in known:
        raise NotAWorkbook(_("The file is not an Excel workbook; choose an .xlsx file."))
    if sum(part.file_size for part in parts) > ALL_BYTES:
        raise NotAWorkbook(too_large())
    with archive.open("[Content_Types].xml") as types:
        if b"macroenabled" in types.read(MEGABYTE).lower():
            raise NotAWorkbook(_macros())


def _macros() -> str:
    return _("The workbook holds macros; save it as .xlsx without macros and choose it anew.")


def too_large() -> str:
    return _("The workbook unpacks to more than a table of figures needs; keep only that table in it.")


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def read_part(
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
            raise NotAWorkbook(too_large())
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
                    raise NotAWorkbook(too_large())
                parser.Parse(piece)
                if taken - max(parser.CurrentByteIndex, 0) > TOKEN_BYTES:
                    raise NotAWorkbook(unreadable())
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise NotAWorkbook(unreadable()) from fault


def _refuse_doctype(*_facts: object) -> None:
    raise NotAWorkbook(unreadable())
