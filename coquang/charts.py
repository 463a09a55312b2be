"""Small drawings as the numbers of their SVG: the same on screen and on paper, no script, no style."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Literal

from coquang import typeface


@dataclass(frozen=True)
class Line:
    """A polyline through the known values; a gap where one is missing. `last` is the newest known point."""

    path: str
    points: tuple[tuple[float, float], ...]

    @cached_property
    def dots(self) -> tuple[tuple[float, float], ...]:
        """Points no stroke leads to or from, which a line would not show; the last one has a dot of its own."""
        alone = [run for run in self.path.split("M") if run and "L" not in run]
        places = {tuple(map(float, run.split())) for run in alone}
        return tuple(point for point in self.points[:-1] if point in places)

    @property
    def last(self) -> tuple[float, float] | None:
        return self.points[-1] if self.points else None


@dataclass(frozen=True)
class Bar:
    """One column of a chart: where it stands, what is written over it and below it; without height when unknown."""

    x: float
    y: float
    width: float
    height: float
    text: str
    label: str

    @property
    def above(self) -> float:
        """Where its words stand."""
        return round(self.y - 7, 1)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    def told(self) -> dict[str, float | str]:
        """As its drawing has it on a screen, and as the facts of a paper keep it."""
        return asdict(self) | {"above": self.above, "middle": self.middle}


def bars(values: Sequence[tuple[str, Decimal | None, str]], width: int, height: int, foot: int, head: int) -> list[Bar]:
    """Columns from the label, the value and its words; from nought up, for a column cut off at its foot tells lies."""
    known = [float(value) for _label, value, _text in values if value is not None]
    high = max([*known, 0.0]) or 1.0
    step = width / max(len(values), 1)
    room = height - foot - head
    drawn = []
    for place, (label, value, text) in enumerate(values):
        tall = room * max(float(value), 0.0) / high if value is not None else 0.0
        breadth = min(step * 0.5, 64)
        x = step * place + (step - breadth) / 2
        drawn.append(Bar(round(x, 1), round(head + room - tall, 1), round(breadth, 1), round(tall, 1), text, label))
    return drawn


@lru_cache(4096)
def line(values: tuple[Decimal | None, ...], width: int, height: int, margin: int = 4) -> Line:
    """Lay values from left to right over a box, smallest at the bottom; equal values run along the middle.

    Kept by its values: the same years are drawn again each time a board is opened.
    """
    places = [None if value is None else float(value) for value in values]
    known = [value for value in places if value is not None]
    if not known:
        return Line("", ())
    low, high = min(known), max(known)
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    steps: list[str] = []
    points: list[tuple[float, float]] = []
    begins = True
    for place, value in enumerate(places):
        if value is None:
            begins = True
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        x, y = round(margin + place * step, 1), round(height - margin - share * (height - 2 * margin), 1)
        points.append((x, y))
        steps.append(f"{'M' if begins else 'L'}{x} {y}")
        begins = False
    return Line("".join(steps), tuple(points))


# --- Targets and how much of each is reached --------------------------------------------------------

# How far a bar is drawn, in percent of its target; what went further ends in a point.
END = 130

Filling = Literal["full", "open", "hatched"]


@dataclass(frozen=True)
class Rate:
    """How much of one target is reached, in percent, and how much should be by now where that is told.

    Bars are told apart by their filling, which needs no colours.
    """

    label: str
    percent: Decimal
    text: str
    filling: Filling
    expected: int | None = None


@dataclass(frozen=True)
class Legend:
    """What the fillings and the two marks mean."""

    fillings: Mapping[Filling, str]
    plan: str
    expected: str


# In points of a paper, whose text is 165 mm wide. A drawing with its caption takes half a page at most: rows come
# closer and letters are smaller when there are many, and what is still more makes another drawing.
WIDE, NAMES_END, BARS_BEGIN, POINTS_A_PERCENT = 468, 226, 232, 1.38
ROOM, TALLEST_ROW, MOST_BARS = 300, 16, 34
LARGEST_LETTERS, TALLEST_BAR, TIP, SIGN, BETWEEN_HATCHES = 10, 7, 4, 18, 3.5
LEGEND_LINE, LEGEND_LETTERS = 15, 10
# The screen's face is wider than the paper's.
WIDER = 1.15


def drawings(rates: Sequence[Rate], legend: Legend) -> Iterator[dict[str, Any]]:
    """The bars, from the same left edge and against the same line of the whole target, as few drawings as they fit.

    Numbers and strings alone: a paper freezes them among its facts.
    """
    count = -(-len(rates) // MOST_BARS)
    for at in range(count):
        yield _drawing(rates[at * len(rates) // count : (at + 1) * len(rates) // count], legend)


def _drawing(rates: Sequence[Rate], legend: Legend) -> dict[str, Any]:
    row = min(TALLEST_ROW, ROOM / len(rates))
    letters, bar = round(min(LARGEST_LETTERS, row - 0.8), 1), round(min(TALLEST_BAR, row * 0.62), 1)
    floor = round(row * len(rates), 1)
    signs = _signs(rates, legend, floor)
    return {
        "size": [WIDE, signs[-1]["baseline"] + 4],
        "letters": letters,
        "legend_letters": LEGEND_LETTERS,
        "names_end": NAMES_END,
        "axis": f"M{BARS_BEGIN} 0V{floor}",
        "plan": f"M{_place(100)} 0V{floor}",
        "bars": [_rated(rate, row * at + (row - bar) / 2, bar, letters) for at, rate in enumerate(rates)],
        "signs": signs,
    }


def _rated(rate: Rate, y: float, tall: float, letters: float) -> dict[str, Any]:
    reached = float(min(max(rate.percent, Decimal(0)), Decimal(END))) * POINTS_A_PERCENT
    return {
        "label": _fitted(rate.label, letters),
        "text": rate.text,
        "baseline": round(y + tall / 2 + letters * 0.33, 1),
        "expected": "" if rate.expected is None else _tick(_place(rate.expected), y, tall),
        **_filled(rate.filling, BARS_BEGIN, y, reached, tall, TIP if rate.percent > END else 0),
    }


def _signs(rates: Sequence[Rate], legend: Legend, floor: float) -> list[dict[str, Any]]:
    """What stands in the drawing and what it means, on as few lines as hold it."""
    held = {rate.filling for rate in rates}
    told: list[tuple[str, str]] = [(filling, words) for filling, words in legend.fillings.items() if filling in held]
    told.append(("plan", legend.plan))
    if any(rate.expected is not None for rate in rates):
        told.append(("expected", legend.expected))
    signs, x, baseline = [], 0.5, round(floor + LEGEND_LINE, 1)
    for sign, words in told:
        long = SIGN + 5 + _wide(words, LEGEND_LETTERS)
        if x + long > WIDE:
            x, baseline = 0.5, round(baseline + LEGEND_LINE, 1)
        signs.append({"text": words, "x": round(x + SIGN + 5, 1), "baseline": baseline, **_sign(sign, x, baseline - 7)})
        x += long + 14
    return signs


def _sign(sign: str, x: float, y: float) -> dict[str, str]:
    if sign in {"plan", "expected"}:
        return {"filling": "", "mark": sign, "outline": _tick(x + SIGN / 2, y, TALLEST_BAR)}
    return {"mark": "", **_filled(sign, x, y, SIGN, TALLEST_BAR)}


def _tick(x: float, y: float, tall: float) -> str:
    return f"M{x:.1f} {y - 1.5:.1f}v{tall + 3:.1f}"


def _filled(filling: str, x: float, y: float, reached: float, tall: float, tip: float = 0) -> dict[str, str]:
    """A bar; slanted lines, each cut off where the bar ends, for not every reader of drawings knows patterns."""
    pointed = f"L{x + reached + tip:.1f} {y + tall / 2:.1f}" if tip else ""
    outline = f"M{x:.1f} {y:.1f}H{x + reached:.1f}{pointed}L{x + reached:.1f} {y + tall:.1f}H{x:.1f}Z"
    lines, at = [], BETWEEN_HATCHES
    while filling == "hatched" and at < reached + tall:
        high, low = max(at - reached, 0.0), min(at, tall)
        lines.append(f"M{x + at - high:.1f} {y + high:.1f}L{x + at - low:.1f} {y + low:.1f}")
        at += BETWEEN_HATCHES
    return {"filling": filling, "outline": outline, "hatches": "".join(lines)}


def _place(percent: int) -> float:
    return round(BARS_BEGIN + min(percent, END) * POINTS_A_PERCENT, 1)


def _wide(words: str, letters: float) -> float:
    return typeface.width(words, letters) / typeface.MM_PER_POINT * WIDER


def _fitted(name: str, letters: float) -> str:
    """A name that is too long for its side loses its last words; the table beside the drawing has them."""
    words = name.split(" ")
    while words and _wide(" ".join(words), letters) > NAMES_END:
        words.pop()
    return name if len(words) == name.count(" ") + 1 else " ".join(words).rstrip(",") + "…"
