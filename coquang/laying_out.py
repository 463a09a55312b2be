"""A page of HTML becomes a PDF: WeasyPrint, in a process of its own for each paper.

It sees nothing but our templates, our stylesheets and four shipped faces: its fetcher opens files of static/print only,
and fontconfig is shown a configuration without any folder of the machine. What takes too long or too much is refused
with a sentence (coquang.bounded).
"""

import logging
import os
import re
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import weasyprint.html
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from coquang import garbage
from coquang.bounded import Allow, Bounds, OutOfBounds, within_bounds
from coquang.enclosed import Enclosed
from coquang.typeface import Unprintable

PRINT = Path(__file__).resolve().parent.parent / "static" / "print"
SHEETS = (
    "paper.css",
    "content.css",
    "letterhead.css",
    "signature.css",
    "table.css",
    "annex.css",
    "slip.css",
    "form.css",
    "work.css",
    "book.css",
)

# PDF/A-3a: tags, bookmarks, language and title for the reader; one file that still opens in thirty years.
VARIANT = "pdf/a-3a"
# A part of a book has no tags: those of several files do not become one tree (coquang.binding).
VARIANT_OF_A_PART = "pdf/a-3b"

LISTS_AND_NOTES = re.compile(r"^::(?:marker|(?:foot)?note-\w+) \{.*\}\n", re.MULTILINE)

# Pango's font maps do not bear two threads at once.
_press = threading.Lock()


def pressed(html: str, enclosed: Sequence[Enclosed] = (), variant: str = VARIANT) -> bytes:
    """The PDF of a page, made in a child that is forked from this process once its faces are loaded.

    Raises Unprintable, with a sentence, when it takes too long or too much.
    """
    with _press:
        _warm()
        try:
            return within_bounds(lambda allow: _counted(html, enclosed, variant, allow), Bounds(), Unprintable)
        except OutOfBounds as refusal:
            raise Unprintable(_why_too_much(refusal.bound)) from refusal


def warm_up() -> None:
    """For a worker that prints: loads faces and stylesheets once and keeps them out of garbage collection."""
    with _press:
        _warm()
    garbage.settle(garbage.PRESS)


class OwnFilesOnly(URLFetcher):
    """Opens files below static/print. Anything else stops the printing: no paper ever asks the network."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call]

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        place = urlsplit(url)
        file = Path(unquote(place.path)).resolve()
        own = place.scheme == "file" and not place.netloc and file.is_relative_to(PRINT)
        if not own or not file.is_file():
            raise ValueError(f"A paper may not open {url[:200]}")
        return URLFetcherResponse(url, file.read_bytes())


class OfficialPage(HTML):
    """A page without marks of lists and calls of notes, for no paper has any.

    WeasyPrint's own stylesheet gives six of them to every element, a style each, kept until the file is written: of a
    long table almost a third of what is held.
    """

    def __init__(self, html: str) -> None:
        super().__init__(string=html, base_url=f"{PRINT.as_uri()}/", url_fetcher=OwnFilesOnly())  # type: ignore[no-untyped-call]

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_own_defaults()]


@lru_cache
def _warm() -> None:
    """Faces and stylesheets are loaded before the first child is forked, and every child has them."""
    sample = "<p>a<b>a</b><i>a</i><b><i>a</i></b></p>"
    _laid_out(f'<html lang="vi"><title>a</title><body>{sample}</body></html>')


def _laid_out(html: str, enclosed: Sequence[Enclosed] = (), variant: str = VARIANT) -> bytes:
    attachments = [_attached(each) for each in enclosed]  # each serves one file only
    try:
        pdf: bytes = OfficialPage(html).write_pdf(  # type: ignore[no-untyped-call]
            stylesheets=list(_sheets()), font_config=_faces(), pdf_variant=variant, attachments=attachments
        )
    except FatalURLFetchingError as error:
        raise Unprintable(_("The template of this paper refers to a file that is not ours.")) from error
    return pdf


def _attached(each: Enclosed) -> Attachment:
    return Attachment(
        string=each.data,
        name=each.name,
        description=each.name,
        relationship=each.relationship,
        created=each.created,
        modified=each.created,
    )


def _counted(html: str, enclosed: Sequence[Enclosed], variant: str, allow: Allow) -> bytes:
    """In the child: each page WeasyPrint tells of is told on, for a long paper may take longer."""

    def told(record: logging.LogRecord) -> bool:
        page = re.match(r"Step 5 - Creating layout - Page (\d+)", record.getMessage())
        if page:
            allow(int(page[1]))
        return False

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addFilter(told)
    return _laid_out(html, enclosed, variant)


def _why_too_much(bound: str) -> str:
    if bound == "memory":
        return _("This paper is too large to be laid out in one piece: shorten it or split it into several papers.")
    return _("Laying this paper out took too long and was ended: shorten its tables and texts, or split it.")


@lru_cache
def _faces() -> FontConfiguration:
    """One per process: a new one for every paper would leak memory and read four files again."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(PRINT / "fonts" / "fonts.conf")
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@lru_cache
def _sheets() -> tuple[CSS, ...]:
    return tuple(
        CSS(filename=PRINT / "css" / name, font_config=_faces(), url_fetcher=OwnFilesOnly()) for name in SHEETS
    )


@lru_cache
def _own_defaults() -> CSS:
    return CSS(string=LISTS_AND_NOTES.sub("", weasyprint.html.UA), font_config=_faces(), url_fetcher=OwnFilesOnly())
