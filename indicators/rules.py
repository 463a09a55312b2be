"""What makes a figure worth a question: pure, exact, and data where an office wants it otherwise.

Hard rules refuse a figure; soft ones ask for one sentence. The thresholds below hold for every indicator that has no
rule of its own for the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

PART_OF_WHOLE = "part_of_whole"  # a part is not greater than its whole
RANGE = "range"  # between two ends, both allowed
HARD = (PART_OF_WHOLE, RANGE)

OVER_TARGET = "over_target"  # far above the year's target
AS_LAST_YEAR = "as_last_year"  # the same as a year ago to the last digit
JUMP = "jump"  # a multiple, or a fraction, of what it was
OUTLIER = "outlier"  # far from the unit's own history
LIKE_WARDS = "like_wards"  # far from the wards under the same superior
FAR_OFF = "far_off"  # far from the provisional figure it replaces
SOFT = (OVER_TARGET, AS_LAST_YEAR, JUMP, OUTLIER, LIKE_WARDS, FAR_OFF)

# What each soft rule asks from: percent of the target, digits, times, modified z twice, percent of the provisional.
THRESHOLDS = {
    OVER_TARGET: Decimal(130),
    AS_LAST_YEAR: Decimal(3),
    JUMP: Decimal(3),
    OUTLIER: Decimal("3.5"),
    LIKE_WARDS: Decimal("3.5"),
    FAR_OFF: Decimal(5),
}

# Fewer values say nothing about what is usual.
EARLIER_AT_LEAST = 8
LIKE_AT_LEAST = 5
# How far back a unit's own history is asked.
QUARTERS_BACK = 12

# Counts below ten jump by themselves, and so does a rate of fewer than ten cases.
SMALL = Decimal(10)
# Where all values lie close together a trifle is many deviations; less than a quarter of the usual is not asked about.
MATERIAL = Decimal("0.25")

# Iglewicz and Hoaglin: the modified z, and the same by the mean deviation where the median one is nothing.
BY_MEDIAN = Decimal("0.6745")
BY_MEAN = Decimal("1.253314")


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle of some values, at least one; of an even number the mean of the middle two."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True)
class Spread:
    """Where the middle of a history of at least one value lies, and how far from it its values usually are.

    The usual deviation is the median one; where more than half of the history is one number, the mean one. Beside a
    history that never moved, any other value is endlessly far.
    """

    middle: Decimal
    typical: Decimal
    mean: Decimal

    @classmethod
    @lru_cache(4_096)
    def of(cls, history: tuple[Decimal, ...]) -> "Spread":
        """Kept by the history: a sheet asks again at each opening."""
        middle = median(history)
        deviations = [abs(past - middle) for past in history]
        typical = median(deviations)
        mean = Decimal(0) if typical else sum(deviations, Decimal(0)) / len(deviations)
        return cls(middle, typical, mean)

    def z(self, value: Decimal) -> Decimal:
        """How many deviations a value lies above (or, negative, below) the middle."""
        away = value - self.middle
        if self.typical:
            return BY_MEDIAN * away / self.typical
        if self.mean:
            return away / (BY_MEAN * self.mean)
        return Decimal("Infinity").copy_sign(away) if away else Decimal(0)


def modified_z(value: Decimal, history: Sequence[Decimal]) -> Decimal:
    """How many deviations a value lies above (or, negative, below) the middle of a history of at least one value."""
    return Spread.of(tuple(history)).z(value)


def usual_range(
    history: Sequence[Decimal], *, threshold: Decimal = THRESHOLDS[OUTLIER], at_least: int = EARLIER_AT_LEAST
) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest value of a history that are no outliers in it; None for too short a history.

    Nothing between the two is an outlier.
    """
    if len(history) < at_least:
        return None
    spread = Spread.of(tuple(history))
    usual = [past for past in history if abs(spread.z(past)) <= threshold]
    return min(usual), max(usual)


def is_outlier(value: Decimal, history: Sequence[Decimal], threshold: Decimal) -> bool:
    """Whether a value lies far from a history, and by more than a trifle."""
    spread = Spread.of(tuple(history))
    is_far = abs(spread.z(value)) > threshold
    return is_far and abs(value - spread.middle) > MATERIAL * abs(spread.middle)


def is_jump(value: Decimal, before: Decimal, times: Decimal) -> bool:
    """Whether a value is more than so many times what it was, or less than so small a part; nothing jumps from 0."""
    if value <= 0 or before <= 0:
        return False
    return value > times * before or times * value < before


def is_far_off(value: Decimal, provisional: Decimal, percent: Decimal) -> bool:
    """Whether a value lies more than so many percent from the provisional one; any other is far from zero."""
    return 100 * abs(value - provisional) > percent * abs(provisional)


def digits(value: Decimal) -> int:
    """How many digits a number is written with."""
    sign_digits_exponent = value.normalize().as_tuple()
    exponent = sign_digits_exponent.exponent
    count = len(sign_digits_exponent.digits)
    return count + max(exponent, 0) if isinstance(exponent, int) else count
