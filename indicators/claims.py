"""Sentences of a report that claim a target was reached: found by their very words, nothing is guessed.

A sentence claims it of everything when it speaks of the targets as a whole (“các chỉ tiêu … đều hoàn thành”, “hoàn
thành tất cả các chỉ tiêu”), of one indicator when it bears its name and says its target was met or exceeded. It neither
denies it (“chưa”, “không”), nor only intends it (“phấn đấu”, “sẽ”), nor tells another part of the target than all.
"""

import re
import unicodedata
from collections.abc import Iterator

_REACHED = "(?:hoàn thành|đạt|vượt)"
_CLAIMS = (
    re.compile(rf"\bchỉ tiêu\b.*\bđều\b.*\b{_REACHED}\b"),
    re.compile(rf"\b{_REACHED}\b.*\b(?:tất cả|toàn bộ|mọi|100%)(?:\s|$).*\bchỉ tiêu\b"),
    re.compile(rf"(?:\btất cả|\btoàn bộ|\bmọi|100%)\s.*\bchỉ tiêu\b.*\b{_REACHED}\b"),
)
_ONE = re.compile(rf"\b{_REACHED}\b.*\b(?:chỉ tiêu|kế hoạch|dự toán)\b")
_A_PART = re.compile(r"(?<![\d,.])\d{1,2}(?:[,.]\d+)?\s?%")
_OTHERWISE = re.compile(r"\b(?:chưa|không|phấn đấu|sẽ|quyết tâm|đề nghị|cần|tập trung|bảo đảm hoàn thành)\b")
_ENDS = re.compile(r"(?<=[.;!?…])\s+|\n+")


def claims(text: str) -> Iterator[str]:
    """The sentences of a text that claim everything, as they were written, without their final mark."""
    for sentence, folded in _sentences(text):
        if any(claim.search(folded) for claim in _CLAIMS):
            yield sentence


def claims_of(text: str, name: str) -> Iterator[str]:
    """The sentences of a text that claim the target of one indicator, named as the catalogue names it."""
    known = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    for sentence, folded in _sentences(text):
        if known in folded and _ONE.search(folded) and not _A_PART.search(folded):
            yield sentence


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Those that neither deny nor only intend, as written and folded."""
    for sentence in _ENDS.split(unicodedata.normalize("NFC", text)):
        folded = " ".join(sentence.casefold().split())
        if not _OTHERWISE.search(folded):
            yield " ".join(sentence.split()).rstrip(".;!?… "), folded
