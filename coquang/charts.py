"""Small drawings as the numbers of their SVG: the same on screen and on paper, no script, no style."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Line:
    """A polyline through the known values; a gap where one is missing. `last` is the newest known point."""

    path: str
    points: tuple[tuple[float, float], ...]

    @property
    def last(self) -> tuple[float, float] | None:
        return self.points[-1] if self.points else None


def line(values: Sequence[Decimal | None], width: int, height: int, margin: int = 4) -> Line:
    """Lay values from left to right over a box, smallest at the bottom; equal values run along the middle."""
    known = [value for value in values if value is not None]
    if not known:
        return Line("", ())
    low, high = min(known), max(known)
    step = Decimal(width - 2 * margin) / max(len(values) - 1, 1)
    steps: list[str] = []
    points: list[tuple[float, float]] = []
    begins = True
    for place, value in enumerate(values):
        if value is None:
            begins = True
            continue
        share = (value - low) / (high - low) if high > low else Decimal("0.5")
        x, y = (
            round(float(margin + place * step), 1),
            round(float(height - margin - share * (height - 2 * margin)), 1),
        )
        points.append((x, y))
        steps.append(f"{'M' if begins else 'L'}{x} {y}")
        begins = False
    return Line("".join(steps), tuple(points))
