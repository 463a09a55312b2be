"""Ranks among units of like size and kind: never one league table, and none where the numbers are too small to tell."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators import arithmetic
from indicators.arithmetic import Aim, Quantity
from indicators.models import Indicator

FEW = 10
"""Below so many of what is counted, one more or less would turn a ranking over."""

TOO_FEW_UNITS = 3
"""A group must have at least so many units with a figure."""


def rank_notes(*, with_small: bool) -> list[str]:
    """What stands below every ranking, and the warning where a number is too small for one."""
    small = [_("A number below ten is too small to rank: one more or less would turn the order over.")]
    return [
        _(
            "Units are ranked only among those of like size and kind, three at least, by how much of the target is "
            "reached; of a limit, by how far below it they are."
        ),
        *(small if with_small else []),
    ]


class Standing(NamedTuple):
    """What one unit is ranked by."""

    unit_id: int
    group: str
    merit: Decimal | None
    """As `merit` tells it."""
    is_small: bool
    """Whether its number is too small to rank."""


def is_small(indicator: Indicator, quantity: Quantity | None, aim: Aim | None) -> bool:
    """Whether a unit's number is too small to rank: a count, or the whole of a rate, below ten."""
    if quantity is None:
        return False
    if indicator.is_ratio:
        return quantity.denominator is not None and quantity.denominator < FEW
    if indicator.measured != Indicator.Measured.COUNT:
        return False
    return max(quantity.value, aim.value if aim else Decimal(0)) < FEW


def merit(indicator: Indicator, result: Decimal | None, aim: Aim | None) -> Decimal | None:
    """The number by which a unit stands before others, the greater the better; None where nothing is asked of it."""
    if result is None or aim is None or indicator.direction == arithmetic.MONITOR:
        return None
    if arithmetic.is_ceiling(aim, indicator.direction):
        return -result / aim.value if aim.value > 0 else -result
    return result / aim.value if aim.value > 0 else result


def ranks(standings: Iterable[Standing]) -> Mapping[int, tuple[int, int]]:
    """By unit, its place in its group and of how many; equal ones share a place. Small numbers have none."""
    groups: dict[str, list[tuple[Decimal, int]]] = {}
    for unit, group, value, is_small in standings:
        if value is not None and not is_small:
            groups.setdefault(group, []).append((value, unit))
    found: dict[int, tuple[int, int]] = {}
    for held in groups.values():
        if len(held) < TOO_FEW_UNITS:
            continue
        place, above = 0, None
        for many, (value, unit) in enumerate(sorted(held, reverse=True), start=1):
            if value != above:
                place, above = many, value
            found[unit] = (place, len(held))
    return found
