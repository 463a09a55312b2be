"""How an indicator's figures are typed and written."""

from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import money, numbers
from coquang.fields import Measure
from indicators.arithmetic import HUNDRED, Aim, Change
from indicators.models import Indicator, Target


def measure_of(indicator: Indicator, language: str = "vi") -> Measure:
    """The measure its figures are typed in; the parts of a ratio are whole counts."""
    if indicator.is_ratio:
        return PART
    return _measure(indicator.measure(language), indicator.decimals, indicator.measured, indicator.scale)


PART = Measure(name="", is_part=True)


@lru_cache(1_024)
def _measure(name: str, decimals: int, measured: str, scale: str) -> Measure:
    return Measure(
        name=name,
        decimals=decimals,
        is_money=measured == Indicator.Measured.MONEY,
        is_percentage=measured == Indicator.Measured.PERCENT,
        scale=scale,
    )


def target_measure(indicator: Indicator, language: str = "vi") -> Measure:
    """The measure its targets are typed in: a ratio's is a percentage with its decimals, never a count."""
    if not indicator.is_ratio:
        return measure_of(indicator, language)
    return Measure(name=indicator.measure(language), decimals=indicator.decimals, is_percentage=True)


def column_unit(indicator: Indicator, language: str | None = None) -> str:
    """What heads the row's unit column, in the reader's language: the display scale of money, else the measure."""
    language = language or get_language() or "vi"
    return money.scale_name(indicator.scale, language) if indicator.scale else indicator.measure(language)


def in_column(indicator: Indicator, value: Decimal | None, language: str = "vi") -> str:
    """A result as a screen's column shows it: exact in the display scale, a rate to its decimals."""
    if value is None or not value.is_finite():
        return numbers.MISSING
    if indicator.scale:
        return _scaled(value, indicator.scale, None, language)
    return numbers.written(value, decimals=indicator.decimals, language=language)


def in_cell(indicator: Indicator, value: Decimal | None, denominator: Decimal | None, language: str = "vi") -> str:
    """A figure as it is typed, with the unit of its column; a ratio by its two parts."""
    measure = measure_of(indicator)
    present = measure.shown(value) or numbers.MISSING
    if indicator.is_ratio:
        return f"{present}/{measure.shown(denominator) or numbers.MISSING}"
    return f"{present} {column_unit(indicator, language)}"


def in_line(indicator: Indicator, value: Decimal | None, language: str = "vi", *, padded: bool = True) -> str:
    """A number inside “a/b” lines: half-up in the display scale and its decimals; small counts padded."""
    is_padded = padded and indicator.is_padded and language == "vi"
    return _in_line(value, indicator.scale, indicator.scale_decimals, indicator.decimals, is_padded, language)


def in_lines(
    indicator: Indicator, values: tuple[Decimal | None, ...], language: str = "vi", *, padded: bool = True
) -> tuple[str, ...]:
    """The same of several numbers that stand beside each other, such as those of some years."""
    is_padded = padded and indicator.is_padded and language == "vi"
    return _in_lines(values, indicator.scale, indicator.scale_decimals, indicator.decimals, is_padded, language)


@lru_cache(4_096)
def _in_lines(
    values: tuple[Decimal | None, ...], scale: str, scale_decimals: int, decimals: int, is_padded: bool, language: str
) -> tuple[str, ...]:
    return tuple(_in_line(value, scale, scale_decimals, decimals, is_padded, language) for value in values)


def _in_line(
    value: Decimal | None, scale: str, scale_decimals: int, decimals: int, is_padded: bool, language: str
) -> str:
    if value is None:
        return numbers.MISSING
    if scale:
        return _scaled(value, scale, scale_decimals, language)
    return numbers.padded(value) if is_padded else numbers.written(value, decimals=decimals, language=language)


@lru_cache(16_384)
def _scaled(value: Decimal, scale: str, decimals: int | None, language: str) -> str:
    return numbers.written(money.in_scale(value, scale), decimals=decimals, language=language)


def rounded_in_line(indicator: Indicator, value: Decimal) -> Decimal:
    """The number that `in_line` writes."""
    if indicator.scale:
        return numbers.rounded(money.in_scale(value, indicator.scale), indicator.scale_decimals)
    return numbers.rounded(value, indicator.decimals)


def exact(indicator: Indicator, value: Decimal | None, language: str = "vi") -> str:
    """A number in the table of a paper: money in whole đồng, never scaled."""
    if value is None:
        return numbers.MISSING
    if indicator.is_padded and language == "vi":
        return numbers.padded(value)
    return numbers.written(value, decimals=indicator.decimals, language=language)


ALMOST = Decimal("99.99")
SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "less_than": "< "}


def target_in(
    indicator: Indicator, target: Target | Aim | None, language: str = "vi", *, how: str = "column", padded: bool = True
) -> str:
    """A target as its form has it: “17,1”, “4–5”, “≥ 92”, “≤ 150”, “< 4”. `how`: column, line or exact."""
    if target is None:
        return numbers.MISSING

    value = _of_target(indicator, target.value, language, how, padded)
    if target.upper is not None:
        return f"{value}–{_of_target(indicator, target.upper, language, how, padded)}"
    return SIGNS.get(target.form, "") + value


def _of_target(indicator: Indicator, value: Decimal, language: str, how: str, padded: bool) -> str:
    if how == "line":
        return in_line(indicator, value, language, padded=padded)
    return exact(indicator, value, language) if how == "exact" else in_column(indicator, value, language)


def percent(value: Decimal | None, language: str = "vi") -> str:
    """“84,8%”: half-up to one decimal, without a space; missing is a dash."""
    if value is None:
        return numbers.MISSING
    return numbers.written(value, decimals=1, language=language) + "%"


@lru_cache(4_096)
def reached(completion: Decimal | None, language: str = "vi") -> str:
    """A completion in percent; one that falls short of 100 never reads “100%”, it shows its second decimal."""
    if completion is not None and completion < HUNDRED and numbers.rounded(completion, 1) == HUNDRED:
        shown = min(numbers.rounded(completion, 2), ALMOST)
        return numbers.written(shown, language=language) + "%"
    return percent(completion, language)


def growth(change: Change, language: str = "vi") -> str:
    """“+13,8%”, “−2,1 điểm %”, or a dash where there is no base."""
    if change.percent is not None:
        return _signed(change.percent, language) + "%"
    if change.points is not None:
        return _signed(change.points, language) + " " + _("% points")
    return numbers.MISSING


def _signed(value: Decimal, language: str) -> str:
    text = numbers.written(value, decimals=1, language=language)
    return text if text == "0" or value < 0 else f"+{text}"
