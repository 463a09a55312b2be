"""A ruler for papers: where text stands, in millimetres from the top left corner of the sheet, sizes in points."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pdfplumber
from pdfplumber.page import Page

MM = 25.4 / 72
LEFT, RIGHT, TOP, BOTTOM = 30.0, 195.0, 20.0, 277.0


@dataclass(frozen=True)
class Span:
    """A run of letters on one baseline."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: str

    @property
    def axis(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Rule:
    """A drawn horizontal line."""

    left: float
    right: float
    top: float

    @property
    def length(self) -> float:
        return self.right - self.left


def sheets(pdf: bytes) -> list[Page]:
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)


def lines(page: Page) -> list[Span]:
    """Every baseline of a page as one span, from the top down."""
    return [_span(letters, page) for letters in _baselines(page)]


def body(page: Page) -> list[Span]:
    """The lines between page number and foot."""
    return [line for line in lines(page) if TOP < line.baseline < BOTTOM]


def find(page: Page, text: str) -> Span:
    """The first place where a text stands on one line."""
    for letters in _baselines(page):
        written = "".join(letter["text"] for letter in letters).replace("\u00a0", " ")
        if text in written:
            start = written.index(text)
            return _span(letters[start : start + len(text)], page)
    raise AssertionError(f"“{text}” does not stand on the page.")


def rules(page: Page) -> list[Rule]:
    """Lines at least 10 mm long, outside tables."""
    thin = [each for each in [*page.rects, *page.lines] if each["height"] < 1 and each["width"] * MM > 10]
    return [Rule(each["x0"] * MM, each["x1"] * MM, each["top"] * MM) for each in thin]


def _baselines(page: Page) -> Iterator[list[dict]]:
    letters = sorted(page.chars, key=lambda letter: (-_baseline(letter), letter["x0"]))
    for _height, group in groupby(letters, key=_baseline):
        yield list(group)


def _baseline(letter: dict) -> float:
    """From the bottom of the sheet, in points; the raised mark of 8 pt counts with its line."""
    raised = 4 if round(letter["size"]) == 8 else 0
    return round(letter["matrix"][5] - raised, 1)


def _span(letters: list[dict], page: Page) -> Span:
    first = letters[0]
    return Span(
        text="".join(letter["text"] for letter in letters).replace("\u00a0", " ").strip(),
        left=first["x0"] * MM,
        right=max(letter["x1"] for letter in letters) * MM,
        baseline=(float(page.height) - first["matrix"][5]) * MM,
        size=first["size"],
        face=first["fontname"].split("+")[1],
    )
