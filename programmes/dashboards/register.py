"""Numbers that the register leaves out: each run of them, until somebody says where it went."""

from collections.abc import Collection
from dataclasses import dataclass

from programmes.models import Series


@dataclass(frozen=True)
class Gap:
    """Numbers of one series from first to last that stand on no line."""

    symbol: str
    first: int
    last: int


def gaps(units: Collection[int]) -> list[Gap]:
    series = Series.objects.filter(unit__in=units).prefetch_related("entries")
    return [gap for one in series for gap in _left_out(one)]


def _left_out(series: Series) -> list[Gap]:
    found, before = [], 0
    for number in sorted(entry.number for entry in series.entries.all()):
        if number > before + 1:
            found.append(Gap(series.symbol, before + 1, number - 1))
        before = number
    return found
