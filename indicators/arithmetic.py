"""The arithmetic of figures: pure, exact, and nowhere else.

Takes Decimals and gives Decimals, unrounded; rounding is a matter of writing. Missing is None and never zero.
A rate over nothing is None. Percent and percentage points are different things.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

# Kinds: how quarters make a longer period.
FLOW = "flow"  # quarters add up
LEVEL = "level"  # the last quarter stands
RATIO_OF_FLOWS = "ratio_of_flows"  # numerators and denominators add up apart
RATIO_OF_LEVELS = "ratio_of_levels"  # the last quarter's numerator and denominator stand
RATIOS = frozenset({RATIO_OF_FLOWS, RATIO_OF_LEVELS})
ADDS_UP = frozenset({FLOW, RATIO_OF_FLOWS})

# Directions: which way is better.
HIGHER = "higher"
LOWER = "lower"
EXACTLY = "exactly"
AT_MOST = "at_most"
MONITOR = "monitor"

# Forms of a target.
VALUE = "value"
RANGE = "range"
AT_LEAST = "at_least"
NO_MORE_THAN = "at_most"
LESS_THAN = "less_than"

# Result words.
EXCEEDED = "exceeded"
MET = "met"
MISSED = "missed"
ON_COURSE = "on_course"
BEHIND = "behind"
AT_RISK = "at_risk"
NOT_DUE = "not_due"
NO_FIGURE = "no_figure"
MONITORED = "monitored"
UNASSIGNED = "unassigned"
ASSESSED = (EXCEEDED, MET, MISSED, ON_COURSE, BEHIND, AT_RISK)

HUNDRED = Decimal(100)


def even_share() -> list[int]:
    """The share of a year expected by the end of each quarter, in percent, when nothing else is planned."""
    return [25, 50, 75, 100]


class Quantity(NamedTuple):
    """A reported value; of a ratio its numerator, with the denominator beside it."""

    value: Decimal
    denominator: Decimal | None = None


class Aim(NamedTuple):
    """What is to be reached: a value, a range from value to upper, or a limit on one side."""

    form: str
    value: Decimal
    upper: Decimal | None = None


class Change(NamedTuple):
    """Against the same period a year before: percent of the former value, or points for a ratio."""

    percent: Decimal | None = None
    points: Decimal | None = None


def cumulated(
    kind: str, quarters: Mapping[int, Quantity | None], through: int, *, due_quarter: int | None = None
) -> Quantity | None:
    """The value from January to the end of quarter `through`; None when a quarter that counts is missing.

    What falls due once a year is the value of its quarter, and nothing before it.
    """
    if due_quarter is not None:
        return quarters.get(due_quarter) if due_quarter <= through else None
    if kind not in ADDS_UP:
        return quarters.get(through)
    value, denominator = Decimal(0), Decimal(0)
    for quarter in range(1, through + 1):
        present = quarters.get(quarter)
        if present is None:
            return None
        value += present.value
        if kind != FLOW:
            if present.denominator is None:
                return None
            denominator += present.denominator
    return Quantity(value) if kind == FLOW else Quantity(value, denominator)


def quarter_of(cumulative: Decimal, before: Decimal | None) -> Decimal:
    """The quarter's own value behind a cumulative one; `before` is the cumulative value of the quarter before."""
    return cumulative - (before or Decimal(0))


def difference(whole: Quantity | None, before: Quantity | None) -> Quantity | None:
    """What a stretch adds to the one before it; None when either is missing or they do not go together."""
    if whole is None or before is None or (whole.denominator is None) != (before.denominator is None):
        return None
    if whole.denominator is None or before.denominator is None:
        return Quantity(whole.value - before.value)
    return Quantity(whole.value - before.value, whole.denominator - before.denominator)


def number(kind: str, quantity: Quantity | None) -> Decimal | None:
    """The one number a quantity stands for: its value, or the rate in percent of a ratio; what is no number is none."""
    if quantity is None or not quantity.value.is_finite():
        return None
    if kind not in RATIOS:
        return quantity.value
    if not quantity.denominator:
        return None
    return HUNDRED * quantity.value / quantity.denominator


def completion(result: Decimal | None, aim: Aim | None) -> Decimal | None:
    """How much of a target is reached, in percent. A range and a limit have no percentage, nor has a zero."""
    if result is None or aim is None or aim.form not in {VALUE, AT_LEAST} or aim.value == 0:
        return None
    return HUNDRED * result / aim.value


def change(kind: str, now: Decimal | None, then: Decimal | None) -> Change:
    """Growth in percent; of a ratio the difference in percentage points; nothing over a base of zero."""
    if now is None or then is None:
        return Change()
    if kind in RATIOS:
        return Change(points=now - then)
    return Change(percent=HUNDRED * now / then - HUNDRED) if then > 0 else Change()


def is_ceiling(aim: Aim, direction: str) -> bool:
    """Whether the aim is a limit not to be passed rather than a height to be reached."""
    return aim.form in {NO_MORE_THAN, LESS_THAN} or (aim.form == VALUE and direction in {LOWER, AT_MOST})


def is_easier(new: Aim, old: Aim, direction: str) -> bool:
    """Whether an aim asks for less than another: a lower height, a higher limit, one that may be touched.

    A limit in place of a height (or the other way round) cannot be weighed against it and counts as easier.
    """
    if is_ceiling(new, direction) != is_ceiling(old, direction):
        return True
    if not is_ceiling(old, direction):
        return new.value < old.value
    return new.value > old.value or (new.value == old.value and old.form == LESS_THAN != new.form)


def is_within(result: Decimal, aim: Aim) -> bool:
    return result < aim.value if aim.form == LESS_THAN else result <= aim.value


def expected_by_now(kind: str, aim: Aim, share: int, start: Decimal | None = None) -> Decimal:
    """What an aim asks for by now. A flow: its share; a level: the way from the year's start; a rate: all of it."""
    if kind == FLOW:
        return aim.value * share / HUNDRED
    if kind == RATIO_OF_FLOWS or start is None:
        return aim.value
    return start + (aim.value - start) * share / HUNDRED


class Judgement(NamedTuple):
    """All that the result word depends on."""

    kind: str
    direction: str
    aim: Aim | None
    result: Decimal | None
    is_due: bool
    is_closed: bool
    share: int = 100
    start: Decimal | None = None
    on_course_from: int = 100
    at_risk_below: int = 80


def standing(case: Judgement) -> str:
    """The result word: one function for every screen and every paper."""
    if case.direction == MONITOR:
        return MONITORED
    if case.aim is None:
        return UNASSIGNED
    if case.result is None:
        return NO_FIGURE if case.is_due else NOT_DUE
    if case.is_closed:
        return _at_the_end(case.result, case.aim, case.direction)
    return _on_the_way(case, case.result, case.aim)


def _at_the_end(result: Decimal, aim: Aim, direction: str) -> str:
    if is_ceiling(aim, direction):
        return MET if is_within(result, aim) else MISSED
    if result < aim.value:
        return MISSED
    return EXCEEDED if aim.form == VALUE and result > aim.value else MET


def _on_the_way(case: Judgement, result: Decimal, aim: Aim) -> str:
    expected = expected_by_now(case.kind, aim, case.share, case.start)
    if is_ceiling(aim, case.direction):
        if case.kind == FLOW and not is_within(result, aim):
            return AT_RISK  # what was counted is not uncounted: this limit is lost
        if is_within(result, aim) and (result <= expected or case.kind != FLOW):
            return ON_COURSE
        if case.kind == FLOW:
            return BEHIND
        attained = HUNDRED * expected / result if result else Decimal(0)  # even none is not fewer than none
    elif result >= min(expected, aim.value):
        return ON_COURSE
    else:
        attained = HUNDRED * result / expected
    if attained >= case.on_course_from:
        return ON_COURSE
    return AT_RISK if attained < case.at_risk_below else BEHIND
