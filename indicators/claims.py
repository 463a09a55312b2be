"""Sentences of a report that claim everything was reached: found by their very words, nothing is guessed.

A sentence claims it when it speaks of the targets as a whole (“các chỉ tiêu … đều hoàn thành”, “hoàn thành tất cả các
chỉ tiêu”) and neither denies it (“chưa”, “không”) nor only intends it (“phấn đấu”, “sẽ”).
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
_OTHERWISE = re.compile(r"\b(?:chưa|không|phấn đấu|sẽ|quyết tâm|đề nghị|cần|tập trung|bảo đảm hoàn thành)\b")
_ENDS = re.compile(r"(?<=[.;!?…])\s+|\n+")


def claims(text: str) -> Iterator[str]:
    """The claiming sentences of a text as they were written, without their final mark."""
    for sentence in _ENDS.split(unicodedata.normalize("NFC", text)):
        folded = " ".join(sentence.casefold().split())
        if any(claim.search(folded) for claim in _CLAIMS) and not _OTHERWISE.search(folded):
            yield " ".join(sentence.split()).rstrip(".;!?… ")
