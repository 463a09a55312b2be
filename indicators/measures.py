"""How an indicator's figures are typed and written."""

from decimal import Decimal

from coquang import money, numbers
from coquang.fields import Measure
from indicators.models import Indicator, Target


def measure_of(indicator: Indicator, language: str = "vi") -> Measure:
    """The measure its figures are typed in; the parts of a ratio are whole counts."""
    if indicator.is_ratio:
        return Measure(name="")
    return Measure(
        name=indicator.measure(language),
        decimals=indicator.decimals,
        is_money=indicator.measured == Indicator.Measured.MONEY,
        is_percentage=indicator.measured == Indicator.Measured.PERCENT,
        scale=indicator.scale,
    )


def column_unit(indicator: Indicator, language: str = "vi") -> str:
    """What heads the row's unit column: the display scale of money, else the measure."""
    return money.scale_name(indicator.scale, language) if indicator.scale else indicator.measure(language)


def in_column(indicator: Indicator, value: Decimal | None, language: str = "vi") -> str:
    """A result as a screen's column shows it: exact in the display scale, a rate to its decimals."""
    if value is None:
        return numbers.MISSING
    if indicator.scale:
        return numbers.written(money.in_scale(value, indicator.scale), language=language)
    return numbers.written(value, decimals=indicator.decimals, language=language)


def in_line(indicator: Indicator, value: Decimal | None, language: str = "vi", *, padded: bool = True) -> str:
    """A number inside “a/b” lines: half-up in the display scale and its decimals; small counts padded."""
    if value is None:
        return numbers.MISSING
    if indicator.scale:
        scaled = money.in_scale(value, indicator.scale)
        return numbers.written(scaled, decimals=indicator.scale_decimals, language=language)
    if padded and indicator.is_padded and language == "vi":
        return numbers.padded(value)
    return numbers.written(value, decimals=indicator.decimals, language=language)


def exact(indicator: Indicator, value: Decimal | None, language: str = "vi") -> str:
    """A number in the table of a paper: money in whole đồng, never scaled."""
    if value is None:
        return numbers.MISSING
    if indicator.is_padded and language == "vi":
        return numbers.padded(value)
    return numbers.written(value, decimals=indicator.decimals, language=language)


SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "less_than": "< "}


def target_in(indicator: Indicator, target: Target | None, language: str = "vi", *, how: str = "column") -> str:
    """A target as its form has it: “17,1”, “4–5”, “≥ 92”, “≤ 150”, “< 4”. `how`: column, line or exact."""
    if target is None:
        return numbers.MISSING
    write = {"column": in_column, "line": in_line, "exact": exact}[how]
    text = write(indicator, target.value, language)
    if target.upper is not None:
        return f"{text}–{write(indicator, target.upper, language)}"
    return SIGNS.get(target.form, "") + text
