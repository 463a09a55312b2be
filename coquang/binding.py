"""Binding finished papers into one book: their pages one after another, numbered through, with a bookmark for each.

Tags of several files do not become one tree, so a book is PDF/A-3b; its parts are PDF/A-3a by themselves. The same
parts and moment give the same bytes.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Dictionary, OutlineItem, Pdf, String

from coquang.page_numbers import PageNumbers

# What would lead into the tags a part had by itself.
OF_TAGS = ("/StructParents", "/Tabs")


@dataclass(frozen=True)
class Part:
    """A finished paper and what its bookmark says."""

    title: str
    pdf: bytes


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as held:
        return len(held.pages)


def bound(parts: Sequence[Part], *, title: str, language: str, created: datetime) -> bytes:
    """The book of these parts. Every page but the first bears its number."""
    book = Pdf.new()
    opened, starts = [], []
    for part in parts:
        pdf = pikepdf.open(io.BytesIO(part.pdf))
        starts.append(len(book.pages))
        book.pages.extend(pdf.pages)
        opened.append(pdf)
    numbers = PageNumbers(book)
    for at, page in enumerate(book.pages, start=1):
        for name in OF_TAGS:
            if name in page.obj:
                del page.obj[name]
        if at > 1:
            numbers.write(page, at)
    with book.open_outline() as outline:
        outline.root.extend(OutlineItem(part.title, at) for part, at in zip(parts, starts, strict=True))
    book.Root.OutputIntents = book.copy_foreign(opened[0].make_indirect(opened[0].Root.OutputIntents))
    book.Root.Lang = String(language)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    _tell(book, title, language, created)
    out = io.BytesIO()
    book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for pdf in opened:
        pdf.close()
    return out.getvalue()


def _tell(book: Pdf, title: str, language: str, created: datetime) -> None:
    """What the file says of itself, in its two places alike."""
    moment = created.replace(microsecond=0)
    book.docinfo["/Title"] = String(title)
    stamp = pikepdf.models.metadata.encode_pdf_date(moment)
    book.docinfo["/CreationDate"], book.docinfo["/ModDate"] = String(stamp), String(stamp)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:title"] = title
        told["dc:language"] = {language}
        told["xmp:CreateDate"] = told["xmp:ModifyDate"] = moment.isoformat()
        told["pdfaid:part"], told["pdfaid:conformance"] = "3", "B"
