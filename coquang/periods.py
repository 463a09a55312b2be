"""The periods reports cover: a quarter, the first six or nine months, a year; and how they are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import get_language

from coquang.dates import quarter_name
from coquang.limits import FIRST_YEAR, LAST_YEAR
from coquang.unread import Unread, Words, language_of

_CODE = re.compile(r"(?P<year>[0-9]{4})(?:-(?:(?P<half>6T)|(?P<nine_months>9T)|Q(?P<quarter>[1-4])))?")
_LAST_QUARTER = {"half": 2, "nine_months": 3, "year": 4}
_SUFFIXES = {"half": "-6T", "nine_months": "-9T", "year": ""}
_NAMES: dict[str, Words] = {
    "half": {"vi": "6 tháng đầu năm {year}", "en": "the first six months of {year}"},
    "nine_months": {"vi": "9 tháng đầu năm {year}", "en": "the first nine months of {year}"},
    "year": {"vi": "năm {year}", "en": "{year}"},
}


class NotAPeriod(Unread):
    """Text that names no period the office reports on."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "shape": {
            "vi": "ghi kỳ theo dạng 2022, 2022-Q1, 2022-6T hoặc 2022-9T",
            "en": "write the period as 2022, 2022-Q1, 2022-6T or 2022-9T",
        },
        "year": {
            "vi": "năm phải từ {first} đến {last}; ghi theo dạng 2022-Q1",
            "en": "the year must be from {first} to {last}; write it as 2022-Q1",
        },
    }


@dataclass(frozen=True)
class Period:
    """A stretch of one year, from 1 January or of a single quarter.

    `kind` is "quarter" (number 1 to 4), "half", "nine_months" or "year" (number 1).
    """

    year: int
    kind: str
    number: int

    def __post_init__(self) -> None:
        if self.kind not in ("quarter", *_LAST_QUARTER):
            raise NotAPeriod(f"{self.year} {self.kind}", "shape", ("shape", {}))
        if not 1 <= self.number <= (4 if self.kind == "quarter" else 1):
            raise NotAPeriod(f"{self.year} {self.kind} {self.number}", "shape", ("shape", {}))
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            span = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
            raise NotAPeriod(str(self.year), "year", ("year", span))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period of a code such as "2022-Q1", in either case; else NotAPeriod."""
        found = _CODE.fullmatch(text.strip().upper())
        if found is None:
            raise NotAPeriod(text, "shape", ("shape", {}))
        year = int(found["year"])
        if found["quarter"]:
            return cls(year, "quarter", int(found["quarter"]))
        return cls(year, found.lastgroup if found.lastgroup in _LAST_QUARTER else "year", 1)

    @property
    def code(self) -> str:
        """The canonical text: "2022", "2022-Q1", "2022-6T", "2022-9T"."""
        return f"{self.year}" + (f"-Q{self.number}" if self.kind == "quarter" else _SUFFIXES[self.kind])

    @property
    def through(self) -> int:
        """The last quarter it covers."""
        return self.number if self.kind == "quarter" else _LAST_QUARTER[self.kind]

    @property
    def is_closed_at_year_end(self) -> bool:
        return self.through == 4

    def name(self, language: str | None = None) -> str:
        """ "quý I/2022", "6 tháng đầu năm 2022", "năm 2022"; "Q1 2022", "first six months of 2022".

        In the reader's language, unless another is asked for.
        """
        language = language or get_language() or "vi"
        if self.kind == "quarter":
            return quarter_name(self.year, self.number, language)
        return _NAMES[self.kind][language_of(language)].format(year=self.year)

    @property
    def last_quarter(self) -> "Period":
        """The quarter it ends with."""
        return Period(self.year, "quarter", self.through)

    def year_before(self) -> "Period":
        """The same stretch of the year before, the base of "so cùng kỳ"; NotAPeriod before the first year."""
        return replace(self, year=self.year - 1)
