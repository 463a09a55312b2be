"""A Word document that comes back: which figures in it are not those of the paper's facts."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from coquang.not_attached import PARTS_AT_MOST, READ_AT_MOST
from coquang.refusals import Refused
from coquang.word import as_docx

# A figure with its marks of thousands and decimals, a pair or a date among them: 14.500.000.000, 84,8, 26/20.
FIGURE = re.compile(r"[-−+]?\d[\d.,/]*\d|\d")
UNREADABLE = (zipfile.BadZipFile, PackageNotFoundError, LxmlError, OSError)
WHENEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Changed:
    """One line whose figures differ; `was` is empty for a line that is new, `now` for one that is gone."""

    was: str
    now: str
    figures_were: tuple[str, ...]
    figures_are: tuple[str, ...]


def changed_figures(facts: Mapping[str, Any], came: bytes) -> list[Changed]:
    """Line by line, as the paper would be written today from its facts. Other changes of words are not told."""
    own, theirs = list(_lines(as_docx(facts, created=WHENEVER))), list(_lines(came))
    found = []
    for deed, a, b, c, d in SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes():
        if deed == "equal":
            continue
        longest = max(b - a, d - c)
        before, after = (lines + [""] * (longest - len(lines)) for lines in (own[a:b], theirs[c:d]))
        for was, now in zip(before, after, strict=True):
            figures_were, figures_are = tuple(FIGURE.findall(was)), tuple(FIGURE.findall(now))
            if figures_were != figures_are:
                found.append(Changed(was, now, figures_were, figures_are))
    return found


def _lines(content: bytes) -> Iterator[str]:
    document = _opened(content)
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            yield from _told(part.text)
        else:
            yield from _cells(part)


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        seen = None
        for cell in row.cells:
            if cell._tc is not seen:  # a cell that spans others is met once for each of them
                yield from _told(cell.text)
            seen = cell._tc


def _told(text: str) -> Iterator[str]:
    clean = " ".join(text.replace("\u00a0", " ").split())
    if clean:
        yield clean


def _opened(content: bytes) -> Word:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            told = parts.infolist()
            size = sum(part.file_size for part in told)
            if len(told) > PARTS_AT_MOST or size > READ_AT_MOST:
                raise Refused(_("The document unpacks to too much; save its text alone and choose that."))
        return Document(BytesIO(content))
    # Another package of parts, which python-docx takes for a document, is told apart by what it lacks.
    except (*UNREADABLE, AttributeError, KeyError, ValueError) as fault:
        raise Refused(
            _("This is no Word document (.docx), or it is damaged; save it again and choose that.")
        ) from fault
