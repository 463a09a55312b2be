"""Money, always kept in đồng and written in the scale of the table or sentence it stands in."""

from decimal import Context, Decimal

from coquang.numbers import MISSING, spoken, written
from coquang.numerals import power_of
from coquang.unread import Language, language_of

_WIDE = Context(prec=200)
_NAMES: dict[int, dict[Language, str]] = {
    0: {"vi": "đồng", "en": "đ"},
    3: {"vi": "nghìn đồng", "en": "thousand đ"},
    6: {"vi": "triệu đồng", "en": "million đ"},
    9: {"vi": "tỷ đồng", "en": "billion đ"},
    12: {"vi": "nghìn tỷ đồng", "en": "trillion đ"},
}


def in_scale(value: Decimal | int, scale: str) -> Decimal:
    """Đồng counted in a scale, exactly: 14500000000 in "tỷ đồng" is 14.5."""
    return Decimal(value).scaleb(-power_of(scale), context=_WIDE)


def scale_name(scale: str, language: str = "vi") -> str:
    """The scale as a column is headed with it: "tỷ đồng", "billion đ". LookupError for an unknown scale."""
    return _NAMES[power_of(scale)][language_of(language)]


def written_dong(value: Decimal | int | None, language: str = "vi", sign: str = "đồng") -> str:
    """The whole amount: "14.500.000.000 đồng" or, with sign "đ", "14.500.000.000đ"; "14,500,000,000 đ"."""
    if value is None:
        return MISSING
    if language_of(language) == "en":
        return f"{written(value, language=language)} đ"
    gap = "" if sign == "đ" else " "
    return f"{written(value)}{gap}{sign}"


def spoken_dong(value: Decimal | int, language: str = "vi") -> str:
    """The amount in words, for the line "bằng chữ": "mười bốn tỷ năm trăm triệu đồng"."""
    return f"{spoken(value, language)} đồng"
