"""Files as people attach them, and as they should not: small and whole unless a test says otherwise."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

import pikepdf
from docx import Document
from PIL import Image

WORKBOOK = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": '<workbook><sheets><sheet name="Biểu 1" sheetId="1"/></sheets></workbook>',
    "xl/sharedStrings.xml": "<sst><si><t>Thu ngân sách</t></si></sst>",
}


def pdf(*objects: bytes, start: bytes = b"%PDF-1.7\n", end: bytes = b"trailer <<>>\nstartxref\n0\n%%EOF\n") -> bytes:
    return start + b"\n".join(objects) + b"\n" + end


def packed(objects: bytes) -> bytes:
    """Objects as newer PDFs pack them together."""
    body = zlib.compress(objects)
    return b"1 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + body + b"\nendstream endobj"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def workbook(parts: Mapping[str, str | bytes] | None = None) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in {**WORKBOOK, **(parts or {})}.items():
            book.writestr(name, text)
    return out.getvalue()


def saying(*cells: str) -> bytes:
    """A workbook with these texts in its cells."""
    said = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    return workbook({"xl/sharedStrings.xml": f"<sst>{said}</sst>"})


def scan(pages: int = 1) -> bytes:
    """A whole PDF of blank pages, as a scanner makes it."""
    out = BytesIO()
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(out)
    return out.getvalue()


def word(*lines: str) -> bytes:
    """A Word document with these lines."""
    out = BytesIO()
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()
