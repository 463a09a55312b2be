"""The little rich text allowed in remarks: bold words and lists, typed with plain signs and kept as they were typed.

**đậm** is bold; lines that begin with “- ” or “1. ” make a list. Whatever else was typed, tags included, is shown as
the letters it is. What is shown passes an allow-list besides.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"b", "strong", "i", "em", "ul", "ol", "li", "p", "br"}

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_BULLET = re.compile(r"[-–•] +(?=\S)")
_NUMBER = re.compile(r"[0-9]{1,3}[.)] +(?=\S)")


def shown(text: str) -> SafeString:
    """The text as a page shows it."""
    return mark_safe(nh3.clean("".join(_blocks(text)), tags=TAGS, attributes={}))  # noqa: S308 - through the allow-list


def plain(text: str) -> str:
    """The text without the signs that make words bold."""
    return _BOLD.sub(r"\1", text)


def _blocks(text: str) -> Iterator[str]:
    for kind, lines in groupby(filter(str.strip, text.split("\n")), _kind):
        if kind == "p":
            yield "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"
        else:
            sign = _BULLET if kind == "ul" else _NUMBER
            items = "".join(f"<li>{_inline(sign.sub('', line.strip(), count=1))}</li>" for line in lines)
            yield f"<{kind}>{items}</{kind}>"


def _kind(line: str) -> str:
    bare = line.strip()
    return "ul" if _BULLET.match(bare) else "ol" if _NUMBER.match(bare) else "p"


def _inline(line: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(line.strip()))
