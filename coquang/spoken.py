"""Numbers in words, for reading a figure back to the person who typed it.

The words follow official usage: "linh" for an empty ten, "mốt" and "lăm" after a ten, "bốn" and "nghìn"
always, and an empty hundred is said ("hai nghìn không trăm hai mươi sáu"). Decimals are read digit by digit.
"""

from decimal import Decimal
from functools import lru_cache

from coquang.unread import Language, language_of

LARGEST = 10**18

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("tỷ", "triệu", "nghìn", "")

# fmt: off
_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
# fmt: on
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_POWERS = ("quintillion", "quadrillion", "trillion", "billion", "million", "thousand", "")

_POINT: dict[Language, str] = {"vi": "phẩy", "en": "point"}
_BELOW_ZERO: dict[Language, str] = {"vi": "âm", "en": "minus"}


# A sheet reads back the same figures at every opening.
@lru_cache(4_096)
def spoken(value: Decimal | int, language: str = "vi") -> str:
    """The number in words; exact, up to a billion billion. A larger one raises ValueError."""
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) > LARGEST:
        raise ValueError("only numbers up to a billion billion are put into words")
    chosen = language_of(language)
    whole, _, fraction = format(exact.copy_abs(), "f").partition(".")
    fraction = fraction.rstrip("0")
    words = [_vietnamese(int(whole)) if chosen == "vi" else _english(int(whole))]
    if fraction:
        digits = _DIGITS if chosen == "vi" else _BELOW_TWENTY
        words += [_POINT[chosen], *(digits[int(digit)] for digit in fraction)]
    if exact < 0:
        words.insert(0, _BELOW_ZERO[chosen])
    return " ".join(words)


def _vietnamese(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, 10**9)
    words = [_vietnamese(billions), _GROUPS[0]] if billions else []
    for name, power in zip(_GROUPS[1:], (10**6, 10**3, 1), strict=True):
        group = rest // power % 1000
        if group:
            words += [_vietnamese_group(group, follows=bool(words)), name]
    return " ".join(word for word in words if word)


def _vietnamese_group(group: int, *, follows: bool) -> str:
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif units and words:
        words.append("linh")
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5 and tens:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return " ".join(words)


def _english(number: int) -> str:
    if number == 0:
        return _BELOW_TWENTY[0]
    words: list[str] = []
    for place, name in enumerate(_POWERS):
        group = number // 1000 ** (len(_POWERS) - 1 - place) % 1000
        if group:
            # British usage: "two thousand and twenty-six".
            joined = ["and"] if words and not name and group < 100 else []
            words += [*joined, _english_group(group), name]
    return " ".join(word for word in words if word)


def _english_group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    words = [_BELOW_TWENTY[hundreds], "hundred"] if hundreds else []
    if hundreds and rest:
        words.append("and")
    if rest >= 20:
        words.append(_TENS[rest // 10] + (f"-{_BELOW_TWENTY[rest % 10]}" if rest % 10 else ""))
    elif rest:
        words.append(_BELOW_TWENTY[rest])
    return " ".join(words)
