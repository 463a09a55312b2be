"""Files that people attach: what one really is, found by its content, and why another is not taken.

PDF, pictures (JPEG, PNG, WebP) and Excel workbooks are taken. Marks of secrecy and numbers of people are looked for
in the file's name, in a PDF's title, subject, keywords and its uncompressed metadata, and in a workbook's texts,
title and names of sheets. The pages of a PDF and what a picture shows are not read, nor are headers and footers of
a workbook: there the person who attaches is the one who looks.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from coquang import limits, names, secrecy
from coquang.attached_pdfs import ADDED, refuse_living, texts_of_pdf
from coquang.attached_workbooks import texts_of_workbook
from coquang.not_attached import NotAttached, not_taken

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
        raise not_taken("empty")
    if len(content) > limits.FILE_BYTES:
        raise too_large()
    if content[:8].startswith(b"\xd0\xcf\x11\xe0"):
        raise not_taken("old_office")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|svg|\?xml|script|body|head)", content[:512], re.IGNORECASE):
        raise not_taken("markup")
    if _found(content) != kind:
        raise not_taken("kind", ending=kind.upper())
    if kind == "pdf" and ours and content.startswith(ours):
        refuse_living(content[len(ours) :], ADDED)
        return Attachment(clean, kind, content, hashlib.sha256(content).hexdigest())
    texts = {"pdf": texts_of_pdf, "xlsx": texts_of_workbook}.get(kind, _picture)(content)
    for text in texts:
        _keep_out(text)
    return Attachment(clean, kind, content, hashlib.sha256(content).hexdigest())


def too_large() -> NotAttached:
    return not_taken("too_large", most=str(limits.FILE_BYTES // (1024 * 1024)))


def _keep_out(text: str) -> None:
    if found := secrecy.find(text):
        raise not_taken(found.kind, found=found.shown)


def _named(name: str) -> tuple[str, str]:
    """The name as it is kept and the kind its ending tells."""
    _keep_out(_WORD_BREAKS.sub(" ", name))
    try:
        clean = names.tidy(name)
    except names.NotText as refusal:
        raise not_taken("name") from refusal
    is_hidden = any(unicodedata.category(char) in {"Cc", "Cf"} for char in name)
    if is_hidden or re.search(r"[/\\:]|\.\.", clean) or len(clean) > limits.FILE_NAME:
        raise not_taken("name")
    *inner, last = (part.strip().lower() for part in clean.split("."))
    if not inner or last not in ENDINGS:
        raise not_taken("ending")
    for part in inner[1:]:
        if part in ENDINGS or part in _OTHER_ENDINGS:
            raise not_taken("two_endings", first=part, last=last)
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


def _picture(content: bytes) -> Iterator[str]:
    """A picture holds no text to read; that it is a whole one of sound size is seen without unpacking it."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            if picture.width * picture.height > PIXELS_AT_MOST:
                raise not_taken("bomb")
            if picture.format == "JPEG":
                picture.draft("L", (64, 64))
                picture.load()
            else:
                picture.verify()
    except NotAttached:
        raise
    except Image.DecompressionBombError as refusal:
        raise not_taken("bomb") from refusal
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as refusal:
        raise not_taken("broken") from refusal
    if content.startswith(b"RIFF") and int.from_bytes(content[4:8], "little") + 8 > len(content) + 1:
        raise not_taken("broken")
    return iter(())
