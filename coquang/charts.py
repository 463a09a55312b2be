"""Small drawings as the numbers of their SVG: the same on screen and on paper, no script, no style."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache


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
