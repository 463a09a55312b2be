"""What is read of a PDF that people attach, and what makes one of them nothing to take."""

import html
import re
import zlib
from collections.abc import Iterator

from coquang.not_attached import READ_AT_MOST, not_taken

LIVING = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?|SubmitForm|ImportData)(?![A-Za-z0-9])")
# A signature names the files of the paper anew (EmbeddedFiles); it adds none.
ADDED = re.compile(rb"/(?:JavaScript|Launch|RichMedia|EmbeddedFile|EF|SubmitForm|ImportData)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_STRINGS = re.compile(
    rb"/(?:Title|Subject|Keywords)\s*"
    rb"(?:\((?P<literal>(?:[^()\\]|\\.){0,2000})\)|<(?P<hex>[0-9A-Fa-f\s]{0,4000})>)",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def texts_of_pdf(content: bytes) -> Iterator[str]:
    """The texts of a PDF that are read: title, subject, keywords, metadata."""
    if b"%%EOF" not in content[-2048:]:
        raise not_taken("broken")
    told, streams = refuse_living(content, LIVING)
    for found in _STRINGS.finditer(told):
        yield _pdf_text(found)
    for _before, body in streams:
        if body.lstrip().startswith((b"<?xpacket", b"<x:xmpmeta")):
            yield html.unescape(re.sub("<[^>]*>", "\n", body.decode("utf-8", "replace")))


def refuse_living(content: bytes, living: re.Pattern[bytes]) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """All words of a PDF and its streams; refused when it is locked or does anything by itself."""
    outside, streams = _parts(content)
    told = outside + b"\n".join(_unpacked(streams))
    if _LOCKED.search(_spelt_out(outside)):
        raise not_taken("locked")
    # Looked for in the whole file: what only looks like a stream hides nothing.
    if living.search(_spelt_out(content)) or living.search(_spelt_out(told)):
        raise not_taken("script")
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
                raise not_taken("bomb")


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
