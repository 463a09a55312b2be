"""The chair's sentence, proposed split at its semicolons. Nothing is split without a person's yes.

A semicolon inside quotation marks or brackets parts nothing. A mark that is never closed is a slip of the pen and
encloses nothing.
"""

import re
from dataclasses import dataclass

_CLOSES = {"“": "”", "‘": "’", "«": "»", "(": ")", "[": "]", "{": "}", '"': '"'}
_ENDS = " \t\n;,.…"


@dataclass(frozen=True)
class Stretch:
    """Characters of a sentence from `starts` up to, not including, `ends`."""

    starts: int
    ends: int

    def of(self, sentence: str) -> str:
        return sentence[self.starts : self.ends]


def proposed(sentence: str) -> list[Stretch]:
    """The stretches between semicolons; joined they are the sentence again. None holds nothing but marks."""
    cuts = [place + 1 for place in _semicolons(sentence)]
    stretches: list[Stretch] = []
    starts = 0
    for ends in [*cuts, len(sentence)]:
        if starts < ends and words(sentence[starts:ends]):
            stretches.append(Stretch(starts, ends))
        elif stretches:
            stretches[-1] = Stretch(stretches[-1].starts, ends)
        else:
            continue
        starts = ends
    return stretches


def joined(stretches: list[Stretch], parted: set[int]) -> list[Stretch]:
    """The stretches as a person wants them: parted only before those whose place (from 1) is named."""
    kept: list[Stretch] = []
    for place, stretch in enumerate(stretches):
        if kept and place not in parted:
            kept[-1] = Stretch(kept[-1].starts, stretch.ends)
        else:
            kept.append(stretch)
    return kept


def words(text: str) -> str:
    """A stretch as the text of a conclusion: without the marks at its ends, beginning with a capital."""
    plain = " ".join(text.split()).strip(_ENDS)
    return plain[:1].upper() + plain[1:]


def find(sentence: str, chosen: str, within: Stretch) -> Stretch | None:
    """Where chosen words stand in a stretch of the sentence, whatever the spaces between them."""
    pattern = r"\s+".join(re.escape(word) for word in chosen.split())
    found = re.search(pattern, within.of(sentence)) if pattern else None
    return Stretch(within.starts + found.start(), within.starts + found.end()) if found else None


def without(sentence: str, within: Stretch, taken: Stretch) -> Stretch:
    """What is left of a stretch when one at its beginning or end is taken; from its middle nothing goes.

    Marks and spaces alone do not part the taken words from an end.
    """
    before, after = sentence[within.starts : taken.starts], sentence[taken.ends : within.ends]
    if words(after) and not words(before):
        return Stretch(taken.ends, within.ends)
    if words(before) and not words(after):
        return Stretch(within.starts, taken.starts)
    return within


def _semicolons(sentence: str) -> list[int]:
    found: list[int] = []
    place = 0
    while place < len(sentence):
        char = sentence[place]
        if char == ";":
            found.append(place)
        elif char in _CLOSES:
            place = _closed_at(sentence, place)
        place += 1
    return found


def _closed_at(sentence: str, opened: int) -> int:
    """Where what opens here closes; here, when it never does."""
    opens, closes = sentence[opened], _CLOSES[sentence[opened]]
    depth = 0
    for place in range(opened, len(sentence)):
        if sentence[place] == closes and (opens != closes or place > opened):
            depth -= 1 if opens != closes else depth
            if depth == 0:
                return place
        elif sentence[place] == opens:
            depth += 1
    return opened
