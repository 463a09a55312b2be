"""ink(template, facts): frozen facts become a PDF, the same bytes for the same facts.

Here a paper's strings are set in type; how its page becomes a file stands in coquang.laying_out.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import segno
from django.template import engines
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from coquang import columns, enclosed, letterhead, typeface
from coquang.typeface import Unprintable

# The sizes a table takes, the largest that fits; a reading copy tries larger ones first.
USUAL_SIZES, LARGE_SIZES = (12.0,), (14.0, 13.0, 12.0)


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
    # Loading WeasyPrint takes a third of a process's start, and only those that print need it.
    from coquang import laying_out

    variant = laying_out.VARIANT_OF_A_PART if facts.get("is_part") else laying_out.VARIANT
    return laying_out.pressed(html, enclosed.with_paper(facts, created), variant)


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
