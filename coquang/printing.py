"""ink(template, facts): frozen facts become a PDF, the same bytes for the same facts.

WeasyPrint sees nothing but our templates, our stylesheets and four shipped faces: its fetcher opens files of
static/print only, and fontconfig is shown a configuration without any folder of the machine. It works in a child
process of its own for each paper (coquang.bounded): what takes too long or too much is refused with a sentence.
"""

import logging
import os
import re
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
import weasyprint.html
from django.template import engines
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from coquang import columns, enclosed, garbage, letterhead, typeface
from coquang.bounded import Allow, Bounds, OutOfBounds, within_bounds
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

# The sizes a table takes, the largest that fits; a reading copy tries larger ones first.
USUAL_SIZES, LARGE_SIZES = (12.0,), (14.0, 13.0, 12.0)

# PDF/A-3a: tags, bookmarks, language and title for the reader; one file that still opens in thirty years.
VARIANT = "pdf/a-3a"
# A part of a book has no tags: those of several files do not become one tree (coquang.binding).
VARIANT_OF_A_PART = "pdf/a-3b"

LISTS_AND_NOTES = re.compile(r"^::(?:marker|(?:foot)?note-\w+) \{.*\}\n", re.MULTILINE)

# Pango's font maps do not bear two threads at once.
_press = threading.Lock()


def ink(template: str, facts: Mapping[str, object], *, language: str = "vi", created: datetime) -> bytes:
    """Lays frozen facts into a print template. Raises Unprintable, with a sentence, when they cannot be set.

    Facts that name a rule of form get its letterhead; a slip has none. The first page bears the square of the address
    they lead to. Blocks get the columns of their tables.
    `facts` holds exactly the strings to be printed; `created` (aware) is written into the file, so that equal
    facts printed on another day, by another process, are equal bytes.
    """
    if created.tzinfo is None:
        raise ValueError("The moment of a paper needs its time zone.")
    for text in _strings(facts):
        _refuse_what_no_face_can_print(text)
    moment = created.replace(microsecond=0).isoformat()
    context = {
        "facts": _set_in_type(_with_columns(facts) if "blocks" in facts else facts),
        "letterhead": letterhead.measured(facts) if "rule" in facts else None,
        "square": square(str(facts["leads_to"])) if "leads_to" in facts else "",
        "title": f"{facts['kind']} {facts['subject']}",
        "language": language,
        "created": moment,
    }
    html = engines["django"].get_template(template).render(context)
    variant = VARIANT_OF_A_PART if facts.get("is_part") else VARIANT
    return pressed(html, enclosed.with_paper(facts, created), variant)


def pressed(html: str, attachments: Sequence[Attachment] = (), variant: str = VARIANT) -> bytes:
    """The PDF of a page, made in a child that is forked from this process once its faces are loaded."""
    with _press:
        _warm()
        try:
            return within_bounds(lambda allow: _counted(html, attachments, variant, allow), Bounds(), Unprintable)
        except OutOfBounds as refusal:
            raise Unprintable(_why_too_much(refusal.bound)) from refusal


def square(address: str) -> SafeString:
    """The QR code of an address, as a drawing; its words are the address itself."""
    made = segno.make(address, error="q", micro=False, boost_error=False)
    return mark_safe(made.svg_inline(border=0, omitsize=True, title=address, svgclass=None, lineclass=None))  # noqa: S308


def pages(pdf: bytes) -> int:
    """How many pages a file of ours has; its page tree lies in a compressed object stream."""
    for packed in re.findall(rb"/ObjStm.*?stream\n(.*?)\nendstream", pdf, re.DOTALL):
        count = re.search(rb"/Type /Pages\b[^>]*?/Count (\d+)", zlib.decompress(packed))
        if count:
            return int(count[1])
    raise ValueError("This is not one of our papers.")


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


def _with_columns(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts of a paper of blocks, its tables with the widths of their columns, its annexes with even titles."""
    sizes = LARGE_SIZES if facts.get("is_large") else USUAL_SIZES

    def laid_out(blocks: Sequence[Mapping[str, Any]], room: float) -> list[Mapping[str, Any]]:
        return [columns.laid_out(block, room, sizes) for block in blocks]

    def annexed(annex: Mapping[str, Any]) -> Mapping[str, Any]:
        room = columns.WIDTH_ACROSS if annex["is_across"] else columns.TEXT_WIDTH
        return {
            **annex,
            "title_lines": typeface.balanced(annex["title"], 14),
            "belongs_to_lines": typeface.balanced(annex["belongs_to"], 14, "Italic", room),
            "blocks": laid_out(annex["blocks"], room),
        }

    annexes = [annexed(annex) for annex in facts["annexes"]]
    return {**facts, "blocks": laid_out(facts["blocks"], columns.TEXT_WIDTH), "annexes": annexes}


@lru_cache
def _warm() -> None:
    """Faces and stylesheets are loaded before the first child is forked, and every child has them."""
    sample = "<p>a<b>a</b><i>a</i><b><i>a</i></b></p>"
    _laid_out(f'<html lang="vi"><title>a</title><body>{sample}</body></html>')


def _laid_out(html: str, attachments: Sequence[Attachment] = (), variant: str = VARIANT) -> bytes:
    try:
        pdf: bytes = OfficialPage(html).write_pdf(  # type: ignore[no-untyped-call]
            stylesheets=list(_sheets()), font_config=_faces(), pdf_variant=variant, attachments=attachments
        )
    except FatalURLFetchingError as error:
        raise Unprintable(_("The template of this paper refers to a file that is not ours.")) from error
    return pdf


def _counted(html: str, attachments: Sequence[Attachment], variant: str, allow: Allow) -> bytes:
    """In the child: each page WeasyPrint tells of is told on, for a long paper may take longer."""

    def told(record: logging.LogRecord) -> bool:
        page = re.match(r"Step 5 - Creating layout - Page (\d+)", record.getMessage())
        if page:
            allow(int(page[1]))
        return False

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addFilter(told)
    return _laid_out(html, attachments, variant)


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


# --- What is done to a string before it is set -----------------------------------------------------

# Joiners serve better than nowrap elements: before one of those, WeasyPrint 70 can break a line far too early.
JOINER, MAY_BREAK = "\u2060", "\u200b"
SYMBOL = re.compile(r"\b\d{1,5}[-/][A-ZĐ][\w-]{0,12}(?:/[A-ZĐ]\w{0,10})?")
LONG_WORD = re.compile(r"[^\s/–-]{25,}")
TURNING_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


class Text(str):
    """A string of the facts that a template prints escaped, with figures and symbols kept whole."""

    __slots__ = ()

    def __html__(self) -> str:
        glued = typeface.glued(LONG_WORD.sub(lambda word: MAY_BREAK.join(re.findall(".{1,8}", word[0])), self))
        return escape(SYMBOL.sub(lambda symbol: re.sub("([-/])", rf"\1{JOINER}", symbol[0]), glued))


def _set_in_type(facts: Any) -> Any:
    if isinstance(facts, str):
        return Text(facts)
    if isinstance(facts, Mapping):
        return {key: _set_in_type(value) for key, value in facts.items()}
    if isinstance(facts, (list, tuple)):
        return [_set_in_type(value) for value in facts]
    return facts


def _strings(facts: Any) -> Iterator[str]:
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, Mapping):
        for value in facts.values():
            yield from _strings(value)
    elif isinstance(facts, (list, tuple)):
        for value in facts:
            yield from _strings(value)


def _refuse_what_no_face_can_print(text: str) -> None:
    if typeface.letters().issuperset(map(ord, text)) and TURNING_MARKS.isdisjoint(text):
        return
    for at, letter in enumerate(text):
        before = text[max(0, at - 40) : at]
        if letter in TURNING_MARKS:
            sentence = _("After “%(before)s” stands an invisible mark that turns the writing round: type it anew.")
        elif ord(letter) not in typeface.letters():
            sentence = _("The sign %(code)s after “%(before)s” is not in the typeface of the paper: write it in words.")
        else:
            continue
        raise Unprintable(sentence % {"code": f"U+{ord(letter):04X}", "before": before})
