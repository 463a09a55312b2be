"""Files that people attach: what one really is, found by its content, and why another is not taken.

PDF, pictures (JPEG, PNG, WebP) and Excel workbooks are taken. Marks of secrecy and numbers of people are looked for
in the file's name, in a PDF's title, subject, keywords and its uncompressed metadata, and in a workbook's texts,
title and names of sheets. The pages of a PDF and what a picture shows are not read, nor are headers and footers of
a workbook: there the person who attaches is the one who looks.
"""

import hashlib
import html
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import ClassVar

from PIL import Image, UnidentifiedImageError

from coquang import limits, names, secrecy
from coquang.unread import Unread, Words

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {"pdf": "pdf", "jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "xlsx": "xlsx"}
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)

# What may not stand before the ending either: a name with two of them says two things.
OTHER_ENDINGS = (
    "exe com bat cmd scr pif msi lnk js jse vbs vbe wsf hta ps1 jar sh py php asp aspx jsp html htm xhtml svg xml swf "
    "doc docx docm xls xlsm xlsb xltm ppt pptx pptm zip rar 7z iso img dll reg"
)
_OTHER_ENDINGS = frozenset(OTHER_ENDINGS.split())

_WORD_BREAKS = re.compile(r"[_.\-]+")

PIXELS_AT_MOST = 80_000_000
PARTS_AT_MOST = 500
UNPACKED_AT_MOST = 100 * 1024 * 1024
READ_AT_MOST = 20 * 1024 * 1024


class NotAttached(Unread):
    """A file that is not taken; `reason` says why in one word, sentence() in a full sentence."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "empty": {
            "vi": "tệp trống, không có nội dung; chọn lại tệp",
            "en": "the file is empty; choose it again",
        },
        "too_large": {
            "vi": "tệp lớn hơn {most} MB; giảm độ phân giải khi quét hoặc tách thành nhiều tệp",
            "en": "the file is larger than {most} MB; scan it more coarsely or split it",
        },
        "name": {
            "vi": "tên tệp có ký tự ẩn, có đường dẫn hoặc quá dài; đặt lại tên tệp rồi chọn lại",
            "en": "the file's name holds hidden characters or a path, or is too long; rename it and choose it again",
        },
        "two_endings": {
            "vi": "tên tệp có hai đuôi (.{first}.{last}); đặt lại tên chỉ có một đuôi",
            "en": "the file's name has two endings (.{first}.{last}); leave it only one",
        },
        "ending": {
            "vi": "chỉ nhận tệp PDF, ảnh (JPG, PNG, WebP) hoặc Excel (.xlsx); chuyển sang một trong các loại này",
            "en": "only PDF, pictures (JPG, PNG, WebP) and Excel (.xlsx) are taken; turn it into one of these",
        },
        "kind": {
            "vi": "nội dung tệp không phải {ending} như tên tệp; mở lại bằng phần mềm đã tạo ra tệp rồi lưu đúng loại",
            "en": "the file's content is not {ending} as its name says; open and save it again as what it is",
        },
        "markup": {
            "vi": "nội dung tệp là trang web hoặc hình SVG, không nhận; in ra PDF rồi chọn lại",
            "en": "the file is a web page or an SVG drawing, which is not taken; print it to PDF and choose that",
        },
        "old_office": {
            "vi": "tệp Excel kiểu cũ hoặc có mật khẩu mở; bỏ mật khẩu, lưu lại thành .xlsx rồi chọn lại",
            "en": "an old or password-protected Excel file; remove the password, save it as .xlsx and choose it again",
        },
        "locked": {
            "vi": "tệp có mật khẩu hoặc bị khóa; bỏ mật khẩu, lưu lại rồi chọn lại",
            "en": "the file is locked by a password; remove it, save the file and choose it again",
        },
        "macro": {
            "vi": "tệp Excel có macro hoặc đối tượng nhúng; lưu lại thành .xlsx không có macro rồi chọn lại",
            "en": "the workbook holds macros or embedded objects; save it as a plain .xlsx and choose it again",
        },
        "script": {
            "vi": "tệp PDF có mã lệnh, biểu mẫu động hoặc tệp nhúng bên trong; in lại ra PDF rồi chọn lại",
            "en": "the PDF holds scripts, a dynamic form or files of its own; print it to PDF again and choose that",
        },
        "broken": {
            "vi": "tệp bị cắt cụt hoặc hỏng; mở lại để kiểm tra, lưu lại rồi chọn lại",
            "en": "the file is cut off or damaged; open it to see, save it again and choose it again",
        },
        "bomb": {
            "vi": "tệp giải nén ra quá lớn (ảnh quá nhiều điểm hoặc bảng quá nhiều dòng); giảm bớt rồi chọn lại",
            "en": "the file unpacks to too much (too many dots or rows); make it smaller and choose it again",
        },
        **{kind: names.NotText.WORDS[kind] for kind in ("secret", "identity")},
    }


@dataclass(frozen=True)
class Attachment:
    """A file that is taken: its name as people know it, what it is by its content, its bytes and their hash."""

    name: str
    kind: str
    content: bytes
    sha256: str


def examine(name: str, content: bytes, *, ours: bytes = b"") -> Attachment:
    """The file if it is one that is taken; NotAttached with a sentence otherwise.

    `ours` is a paper of our own that the file goes on from, as one that was signed by a program does: what stands
    behind its very bytes is looked at, the files it carries itself are not.
    """
    clean, kind = _named(name)
    if not content:
        raise _refusal("empty")
    if len(content) > limits.FILE_BYTES:
        raise too_large()
    if content[:8].startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal("old_office")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|svg|\?xml|script|body|head)", content[:512], re.IGNORECASE):
        raise _refusal("markup")
    if _found(content) != kind:
        raise _refusal("kind", ending=kind.upper())
    if kind == "pdf" and ours and content.startswith(ours):
        _refuse_living(content[len(ours) :], _ADDED)
        return Attachment(clean, kind, content, hashlib.sha256(content).hexdigest())
    texts = {"pdf": _pdf, "xlsx": _workbook}.get(kind, _picture)(content)
    for text in texts:
        _keep_out(text)
    return Attachment(clean, kind, content, hashlib.sha256(content).hexdigest())


def too_large() -> NotAttached:
    return _refusal("too_large", most=str(limits.FILE_BYTES // (1024 * 1024)))


def _refusal(reason: str, **facts: str) -> NotAttached:
    return NotAttached("", reason, (reason, facts))


def _keep_out(text: str) -> None:
    if found := secrecy.find(text):
        raise _refusal(found.kind, found=found.shown)


def _named(name: str) -> tuple[str, str]:
    """The name as it is kept and the kind its ending tells."""
    _keep_out(_WORD_BREAKS.sub(" ", name))
    try:
        clean = names.tidy(name)
    except names.NotText as refusal:
        raise _refusal("name") from refusal
    is_hidden = any(unicodedata.category(char) in {"Cc", "Cf"} for char in name)
    if is_hidden or re.search(r"[/\\:]|\.\.", clean) or len(clean) > limits.FILE_NAME:
        raise _refusal("name")
    *inner, last = (part.strip().lower() for part in clean.split("."))
    if not inner or last not in ENDINGS:
        raise _refusal("ending")
    for part in inner[1:]:
        if part in ENDINGS or part in _OTHER_ENDINGS:
            raise _refusal("two_endings", first=part, last=last)
    return clean, ENDINGS[last]


def _found(content: bytes) -> str:
    """What a file is by its first bytes; empty when it is nothing we know."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return "xlsx" if content.startswith(b"PK\x03\x04") else ""


# --- PDF ------------------------------------------------------------------------------------------

_LIVING = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?|SubmitForm|ImportData)(?![A-Za-z0-9])")
# A signature names the files of the paper anew (EmbeddedFiles); it adds none.
_ADDED = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFile|EF|SubmitForm|ImportData)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_STRINGS = re.compile(
    rb"/(?:Title|Subject|Keywords)\s*"
    rb"(?:\((?P<literal>(?:[^()\\]|\\.){0,2000})\)|<(?P<hex>[0-9A-Fa-f\s]{0,4000})>)",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def _pdf(content: bytes) -> Iterator[str]:
    """The texts of a PDF that are read: title, subject, keywords, metadata."""
    if b"%%EOF" not in content[-2048:]:
        raise _refusal("broken")
    told, streams = _refuse_living(content, _LIVING)
    for found in _STRINGS.finditer(told):
        yield _pdf_text(found)
    for _before, body in streams:
        if body.lstrip().startswith((b"<?xpacket", b"<x:xmpmeta")):
            yield html.unescape(re.sub("<[^>]*>", "\n", body.decode("utf-8", "replace")))


def _refuse_living(content: bytes, living: re.Pattern[bytes]) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """All words of a PDF and its streams; refused when it is locked or does anything by itself."""
    outside, streams = _parts(content)
    told = outside + b"\n".join(_unpacked(streams))
    if _LOCKED.search(_spelt_out(outside)):
        raise _refusal("locked")
    # Looked for in the whole file: what only looks like a stream hides nothing.
    if living.search(_spelt_out(content)) or living.search(_spelt_out(told)):
        raise _refusal("script")
    return told, streams


def _spelt_out(content: bytes) -> bytes:
    """Names written with codes (/#4aavaScript) as they are meant."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _parts(content: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """What stands outside the streams, and each stream with the words before it."""
    outside: list[bytes] = []
    streams: list[tuple[bytes, bytes]] = []
    at = 0
    while (begin := content.find(b"stream", at)) >= 0:
        end = content.find(b"endstream", begin)
        if end < 0:
            break
        outside.append(content[at:begin])
        streams.append((content[max(at, begin - 512) : begin], content[begin + len(b"stream") : end].lstrip(b"\r\n")))
        at = end + len(b"endstream")
    outside.append(content[at:])
    return b"\n".join(outside), streams


def _unpacked(streams: list[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """The objects that newer PDFs keep packed together; a script could hide among them."""
    room = READ_AT_MOST
    for before, body in streams:
        if b"/ObjStm" in before:
            try:
                objects = zlib.decompressobj().decompress(body, room)
            except zlib.error:
                continue
            room -= len(objects)
            yield objects
            if room <= 0:
                raise _refusal("bomb")


def _pdf_text(found: re.Match[bytes]) -> str:
    if found["hex"] is not None:
        digits = re.sub(rb"\s", b"", found["hex"])
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        raw = re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, found["literal"], flags=re.DOTALL)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.decode("utf-8", "replace") if raw.startswith(b"\xef\xbb\xbf") else raw.decode("latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8) & 255]) if found[1].isdigit() else found[1]


# --- pictures -------------------------------------------------------------------------------------


def _picture(content: bytes) -> Iterator[str]:
    """A picture holds no text to read; that it is a whole one of sound size is seen without unpacking it."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > PIXELS_AT_MOST:
                raise _refusal("bomb")
            if picture.format == "JPEG":
                picture.draft("L", (64, 64))
                picture.load()
            else:
                picture.verify()
    except NotAttached:
        raise
    except Image.DecompressionBombError as refusal:
        raise _refusal("bomb") from refusal
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as refusal:
        raise _refusal("broken") from refusal
    if content.startswith(b"RIFF") and int.from_bytes(content[4:8], "little") + 8 > len(content) + 1:
        raise _refusal("broken")
    return iter(())


# --- workbooks ------------------------------------------------------------------------------------

_TEXT = re.compile(r"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_SHEET_NAME = re.compile(r"<(?:\w+:)?sheet\b[^>]*?\bname=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")
_RUNNING = re.compile(r"vbaproject|/embeddings/|/activex/|/macrosheets/|/dialogsheets/", re.IGNORECASE)


def _workbook(content: bytes) -> Iterator[str]:
    """The texts of a workbook that are read: those of its cells, its title and the names of its sheets."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            _look_at(book.infolist())
            types = _read(book, "[Content_Types].xml")
            if "macroEnabled" in types:
                raise _refusal("macro")
            yield "\n".join(map(html.unescape, _SHEET_NAME.findall(_read(book, "xl/workbook.xml"))))
            for part in ("xl/sharedStrings.xml", "docProps/core.xml"):
                if part in book.namelist():
                    text = _read(book, part)
                    cells = _TEXT.findall(text) if part.startswith("xl/") else [_TAG.sub("\n", text)]
                    yield html.unescape("\n".join(_TAG.sub("", cell) for cell in cells))
    except NotAttached:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, KeyError) as refusal:
        raise _refusal("broken") from refusal


def _look_at(parts: list[zipfile.ZipInfo]) -> None:
    """Judge a workbook by its directory alone, before anything is unpacked."""
    known = {part.filename for part in parts}
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= known:
        raise _refusal("kind", ending="XLSX")
    if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
        raise _refusal("bomb")
    for part in parts:
        path = PurePosixPath(part.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in part.filename or len(known) != len(parts):
            raise _refusal("broken")
        if part.flag_bits & 1:
            raise _refusal("locked")
        if _RUNNING.search(part.filename):
            raise _refusal("macro")


def _read(book: zipfile.ZipFile, part: str) -> str:
    """One part as text, never more than a set size of it; entities of its own are refused."""
    with book.open(part) as packed:
        raw = packed.read(READ_AT_MOST + 1)
    if len(raw) > READ_AT_MOST:
        raise _refusal("bomb")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise _refusal("broken")
    return raw.decode("utf-8", "replace")
