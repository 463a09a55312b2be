"""What is said when something typed could not be read: the opening, what it may have meant, what to type.

Each kind of input (number, date, period, text) subclasses Unread and keeps its own words beside its rules.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import ClassVar, Literal

Language = Literal["vi", "en"]
Words = Mapping[Language, str]

SHOWN = 40
_OPENING: Words = {"vi": "Chưa đọc được “{text}”. ", "en": "“{text}” was not read. "}
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@cache
def language_of(code: str) -> Language:
    """The language sentences exist in for a locale code such as "vi", "en" or "en-gb"."""
    return "en" if code.lower().startswith("en") else "vi"


def shown(text: str) -> str:
    """The typed text, fit to be quoted: at most 40 characters, each invisible one as �."""
    start = text[:SHOWN] if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return "".join("�" if unicodedata.category(char) in _INVISIBLE else char for char in start)


class Unread(ValueError):
    """Typed text that could not be read.

    `text` is what was typed, fit to be shown; `reason` is a code for tests and journals; `sentence()` says in
    full sentences what to type instead. str() of the error is the Vietnamese sentence.
    """

    WORDS: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, text: str, reason: str, *clauses: tuple[str, Mapping[str, str | Words]]) -> None:
        self.text = shown(text)
        self.reason = reason
        self._clauses = clauses
        super().__init__(self.sentence())

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.text, self.reason, *self._clauses)

    def sentence(self, language: str = "vi") -> str:
        """The refusal in one language: what was not read, then what to type, ending in a full stop."""
        chosen = language_of(language)
        said = "; ".join(
            self.WORDS[name][chosen].format_map(
                {key: fact if isinstance(fact, str) else fact[chosen] for key, fact in facts.items()}
            )
            for name, facts in self._clauses
        )
        opening = _OPENING[chosen].format(text=self.text) if re.search(r"\S", self.text) else ""
        return opening + said[:1].upper() + said[1:] + "."
