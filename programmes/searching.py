"""Search over what was planned, said, concluded and proposed: words with or without marks, only what one may see.

Every word typed must stand in the text, whole or as its beginning. Snippets are cut from text the reader may see.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from coquang import dates, names
from programmes.models import Conclusion, Meeting, Minutes, Person, Proposal, Remark, Task, WorkProgramme

WORD = re.compile(r"[a-z0-9]+")
WORDS_AT_MOST = 12
# Of each kind; whoever needs more types one more word.
SHOWN = 20
BEFORE, AFTER = 60, 160


@dataclass(frozen=True)
class Hit:
    """One thing found: where it leads, what stands around it, and its words in parts, those looked for marked."""

    url: str
    about: str
    parts: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Hits:
    kind: str
    rows: Sequence[Hit]
    has_more: bool


def words_of(typed: str) -> list[str]:
    """The folded words of what was typed; signs between them say nothing."""
    return WORD.findall(names.search_key(typed))[:WORDS_AT_MOST]


def found(typed: str, person: Person) -> list[Hits]:
    """What a person may see of what holds all the words, the newest first, by kind; empty without a word."""
    words = words_of(typed)
    if not words:
        return []
    # Asked first and by themselves: which minutes one may read is known for few rows, what was said stands in many.
    minutes = list(Minutes.objects.visible_to(person).values_list("pk", flat=True))
    conclusions = Conclusion.objects.filter(minutes__in=minutes).select_related("minutes__meeting")
    remarks = Remark.objects.filter(minutes__in=minutes, is_struck=False).select_related("minutes__meeting", "speaker")
    kinds = (
        _hits(_("Tasks"), Task.objects.visible_to(person).select_related("lead_body"), words),
        _hits(_("Meetings"), Meeting.objects.visible_to(person), words),
        _hits(_("Conclusions"), conclusions, words),
        _hits(_("Remarks"), remarks, words),
        _hits(_("Proposals"), Proposal.objects.visible_to(person).select_related("unit"), words),
        _hits(_("Work programmes"), WorkProgramme.objects.visible_to(person).select_related("body"), words),
    )
    return [kind for kind in kinds if kind.rows]


def _hits(kind: str, rows: QuerySet[Any], words: Sequence[str]) -> Hits:
    table = rows.model._meta.db_table
    # The words are letters and digits alone, so the question cannot be broken out of.
    asked = " & ".join(f"{word}:*" for word in words)
    holds = RawSQL(f"{table}.found_by @@ to_tsquery('simple', %s)", [asked], output_field=BooleanField())  # noqa: S611
    # Keys first, and what stands around each only of those shown.
    holding = rows.select_related(None).alias(holds=holds).filter(holds=True).order_by("-pk")
    taken = list(holding.values_list("pk", flat=True)[: SHOWN + 1])
    shown = rows.filter(pk__in=taken[:SHOWN]).order_by("-pk") if taken else ()
    return Hits(kind, [_hit(row, words) for row in shown], len(taken) > SHOWN)


def _hit(row: Any, words: Sequence[str]) -> Hit:
    if isinstance(row, Task):
        return Hit(reverse("programmes:task", args=[row.pk]), str(row.lead_body or row.lead_text), cut(row.text, words))
    if isinstance(row, Meeting):
        day = dates.short(row.held_on) if row.held_on else row.date_text
        return Hit(reverse("programmes:meeting", args=[row.pk]), day, cut(row.title, words))
    if isinstance(row, Proposal):
        return Hit(reverse("programmes:proposal", args=[row.pk]), row.unit.name, cut(row.text, words))
    if isinstance(row, WorkProgramme):
        return Hit(reverse("programmes:work-programme", args=[row.pk]), row.body.name, cut(row.title, words))
    meeting = row.minutes.meeting
    about = f"{row.speaker}, {meeting.title}" if isinstance(row, Remark) else meeting.title
    return Hit(reverse("programmes:minutes", args=[meeting.pk]), about, cut(plain(row.text), words))


def plain(text: str) -> str:
    """The words of a remark without its bold and its lists."""
    return unescape(re.sub(r"<[^>]*>", " ", text))


def cut(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Around the first word found, in parts: (text, was it looked for). Letters are compared one by one, folded."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    folded = "".join(names.search_key(char)[:1] or " " for char in text)
    spans = sorted(
        (match.start(), match.end()) for word in words for match in re.finditer(rf"(?<![a-z0-9]){word}", folded)
    )
    first = spans[0][0] if spans else 0
    start = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1 if first > BEFORE else 0
    end = min(len(text), first + AFTER)
    parts: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for left, right in spans:
        if at <= left and right <= end:
            parts += [(text[at:left], False), (text[left:right], True)]
            at = right
    parts.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [part for part in parts if part[0]]
