"""What one reading of a kept sum says: quantity, joint target, base and change, as an added-up one would."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple, Self

from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Aim, Change, Quantity
from indicators.models import Indicator, RollUp
from indicators.results import falls_due, judged


def reading_of(*, discrete: bool, with_sent: bool) -> str:
    """Which of a sum's four readings a page shows."""
    return ("submitted" if with_sent else "approved") + ("_alone" if discrete else "")


class Kept(NamedTuple):
    """One reading of a kept sum."""

    expected: int
    present: int
    """How many of the units expected have a figure in it."""
    value: Decimal | None
    denominator: Decimal | None
    base_count: int
    base: Decimal | None
    form: str | None
    target: Decimal | None
    upper: Decimal | None
    is_marked: bool
    is_provisional: bool
    approved: int
    """How many of those have an approved one."""
    form_of_all: str | None
    target_of_all: Decimal | None
    upper_of_all: Decimal | None
    """The joint target of all that report; those above are of the units that have a figure."""

    @classmethod
    def of(cls, row: RollUp, reading: str) -> Self:
        return cls(*(getattr(row, column) for column in columns(reading)))

    @property
    def is_broken(self) -> bool:
        """Whether any of its parts is no number (NaN): somebody wrote past the checks of the tables."""
        own = (self.value, self.denominator, self.base, self.target, self.upper)
        parts = (*own, self.target_of_all, self.upper_of_all)
        # A comprehension: a generator of all parts of hundreds of rows would cost more than looking at them.
        return not all([part is None or part.is_finite() for part in parts])  # noqa: C419

    @property
    def quantity(self) -> Quantity | None:
        return quantity(self.value, self.denominator)

    @property
    def aim(self) -> Aim | None:
        """The joint target of those that have a figure; of all of them while none has."""
        form, told, upper = (
            (self.form, self.target, self.upper)
            if self.present
            else (self.form_of_all, self.target_of_all, self.upper_of_all)
        )
        value = number(told)
        return Aim(form, value, number(upper)) if form is not None and value is not None else None

    @property
    def unapproved(self) -> int:
        """How many of the figures in it are not approved yet."""
        return self.present - self.approved

    def result(self, indicator: Indicator) -> Decimal | None:
        return number_of(indicator.kind, self.value, self.denominator)

    def grown_from(self, indicator: Indicator) -> Decimal | None:
        """What it was the year before, where all that report now did then; of a ratio its parts are not at hand."""
        if indicator.is_ratio or not self.present or self.base_count != self.present:
            return None
        return number(self.base)

    def change(self, indicator: Indicator) -> Change:
        base = self.grown_from(indicator)
        return Change() if base is None else arithmetic.change(indicator.kind, number(self.value), base)


NO_SUM = Kept(0, 0, None, None, 0, None, None, None, None, False, False, 0, None, None, None)


@cache
def columns(reading: str) -> tuple[str, ...]:
    """The columns of the kept sums of which one reading is made, in its order."""
    ends = ("count", "value", "denominator", "base_count", "base", "form", "target", "upper")
    marks = (f"{reading}_is_marked", f"{reading}_is_provisional")
    approved = f"{reading.replace('submitted', 'approved')}_count"
    return ("expected", *(f"{reading}_{end}" for end in ends), *marks, approved, "form", "target", "upper")


def number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) and value.is_finite() else None


def quantity(value: object, denominator: object) -> Quantity | None:
    """The two parts of a sum; None where either is no number."""
    whole, below = number(value), number(denominator)
    return None if whole is None or (below is None and denominator is not None) else Quantity(whole, below)


def number_of(kind: str, value: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The one number the two parts stand for; None where either is no number."""
    return arithmetic.number(kind, quantity(value, denominator)) if kind in arithmetic.RATIOS else number(value)


def read(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


Start = Sequence[str | None]
"""Where a level stood when the year began: value and denominator."""


def standing_of(kept: Kept, indicator: Indicator, period: Period, *, start: Start | None = None) -> str:
    """The word of a kept sum; where it is one unit's, `start` says where that began."""
    is_due = falls_due(indicator, period.year, period.through)
    return word_of(kept.aim, kept.result(indicator), indicator, period, start=start, is_due=is_due)


def word_of(
    aim: Aim | None,
    result: Decimal | None,
    indicator: Indicator,
    period: Period,
    *,
    start: Start | None,
    is_due: bool,
) -> str:
    """The same, with what is asked for and what came of it at hand."""
    # A year that is closed asks nobody where it began.
    began = number_of(indicator.kind, *map(read, start)) if start and period.through < 4 else None
    return judged(indicator, aim, result, period.through, is_due=is_due, start=began)
