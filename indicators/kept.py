"""What one reading of a kept sum says: quantity, joint target, base and change, as an added-up one would."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Aim, Change, Quantity
from indicators.models import Indicator, RollUp
from indicators.results import falls_due, judged


def reading_of(*, discrete: bool, with_sent: bool) -> str:
    """Which of a sum's four readings a page shows."""
    return ("submitted" if with_sent else "approved") + ("_alone" if discrete else "")


@dataclass(frozen=True)
class Kept:
    row: RollUp
    reading: str

    def of(self, end: str) -> "Decimal | int | str | bool | None":
        found: Decimal | int | str | bool | None = getattr(self.row, f"{self.reading}_{end}")
        return found

    @property
    def count(self) -> int:
        return int(self.of("count") or 0)

    @property
    def is_broken(self) -> bool:
        """Whether any of its parts is no number (NaN): somebody wrote past the checks of the tables."""
        parts = [self.of(end) for end in ("value", "denominator", "base", "target", "upper")]
        parts += [self.row.target, self.row.upper]
        return any(isinstance(part, Decimal) and not part.is_finite() for part in parts)

    @property
    def quantity(self) -> Quantity | None:
        return quantity(self.of("value"), self.of("denominator"))

    @property
    def aim(self) -> Aim | None:
        """The joint target of those that have a figure; of all of them while none has."""
        begins = f"{self.reading}_" if self.count else ""
        form, told, upper = (getattr(self.row, f"{begins}{end}") for end in ("form", "target", "upper"))
        value = number(told)
        return Aim(form, value, number(upper)) if form is not None and value is not None else None

    @property
    def unapproved(self) -> int:
        """How many of the figures in it are not approved yet."""
        return self.count - Kept(self.row, self.reading.replace("submitted", "approved")).count

    def result(self, indicator: Indicator) -> Decimal | None:
        return arithmetic.number(indicator.kind, self.quantity)

    def base(self, indicator: Indicator) -> Decimal | None:
        """What it was the year before, where all that report now did then; of a ratio its parts are not at hand."""
        if indicator.is_ratio or not self.count or self.of("base_count") != self.count:
            return None
        return number(self.of("base"))

    def change(self, indicator: Indicator) -> Change:
        base = self.base(indicator)
        return Change() if base is None else arithmetic.change(indicator.kind, number(self.of("value")), base)


def number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) and value.is_finite() else None


def quantity(value: object, denominator: object) -> Quantity | None:
    """The two parts of a sum; None where either is no number."""
    whole, below = number(value), number(denominator)
    return None if whole is None or (below is None and denominator is not None) else Quantity(whole, below)


def read(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def standing_of(kept: Kept, indicator: Indicator, period: Period) -> str:
    """The word of a kept sum; where it is one unit's, its row has `start` beside it."""
    start: Sequence[str | None] | None = getattr(kept.row, "start", None)
    # A year that is closed asks nobody where it began.
    began = quantity(*map(read, start)) if start and period.through < 4 else None
    return judged(
        indicator,
        kept.aim,
        kept.result(indicator),
        period.through,
        is_due=falls_due(indicator, period.year, period.through),
        start=arithmetic.number(indicator.kind, began),
    )
