"""Vietnamese numbers, in and out, always exact Decimals: 14.500.000.000, 84,8 and 14,5 tỷ.

Numbers come in through `read` and go out through `written`. Only `written` in English uses English marks;
numbers are typed the Vietnamese way in both languages.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

from coquang.limits import NUMBER_TYPED
from coquang.misread import NotANumber, blank, misread, too_long
from coquang.numerals import Fault, Measure, Reading, plain, understood
from coquang.spoken import spoken
from coquang.unread import language_of

__all__ = ["MISSING", "NotANumber", "Reading", "padded", "parse", "read", "rounded", "spoken", "written"]

MISSING = "–"
_MINUS = "\u2212"
_WIDE = Context(prec=200)


def parse(text: str, *, decimals: int, scale: str | None = None, signed: bool = False) -> Reading:
    """The number typed, with the words typed beside it; NotANumber when it has no meaning or more than one.

    `decimals` are kept by the measure; `scale` is the money word its column is headed with ("tỷ đồng"), which
    a typed word overrides; a minus or plus is taken only when `signed`. Blank is refused with reason "blank".
    """
    measure = Measure(decimals, scale, signed)
    if len(text) > NUMBER_TYPED:
        raise too_long(text, measure)
    if not text.strip():
        raise blank(text, measure)
    typed = plain(text)
    reading = understood(typed, measure)
    if isinstance(reading, Fault):
        raise misread(text, typed, measure, reading)
    return reading


def read(text: str, *, decimals: int, scale: str | None = None, signed: bool = False) -> Decimal:
    """The number typed, as `parse` finds it; "14,5 tỷ" is 14500000000."""
    return parse(text, decimals=decimals, scale=scale, signed=signed).value


def rounded(value: Decimal | int, places: int) -> Decimal:
    """Half-up on the decimal value, as the offices round: 84,795 becomes 84,80."""
    return _exact(value).quantize(_place(places), ROUND_HALF_UP, context=_WIDE)


@cache
def _place(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def _exact(value: Decimal | int) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


# A page shows hundreds of numbers, and the next page mostly the same ones: what was written is kept.
@lru_cache(16_384)
def written(value: Decimal | int | None, *, decimals: int | None = None, language: str = "vi") -> str:
    """The number as people read it: 14.500.000.000 or 84,8, in English 14,500,000,000 or 84.8.

    `decimals` rounds half-up; without it the number is written in full. Trailing zeros are not written, a
    missing number is a dash, and zero has no sign.
    """
    if value is None:
        return MISSING
    exact = _exact(value) if decimals is None else rounded(value, decimals)
    if not exact.is_finite():
        raise ValueError("only a finite number can be written")
    whole, _, fraction = format(exact.copy_abs(), ",f").partition(".")
    fraction = fraction.rstrip("0")
    point = "."
    if language_of(language) != "en":
        whole, point = whole.replace(",", "."), ","
    sign = _MINUS if exact < 0 else ""
    return f"{sign}{whole}{point}{fraction}" if fraction else f"{sign}{whole}"


def padded(value: Decimal | int | None, language: str = "vi") -> str:
    """A small count as official papers write it: "03 đảng viên"; any other number as `written`."""
    if value is not None and 0 < value < 10 and value == int(value):
        return f"{int(value):02d}"
    return written(value, language=language)
