"""Reading what was typed: a number for its measure (money words only for money, “%” only for a percentage), text."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coquang import limits, money, names, numbers
from coquang.unread import Unread, Words

# A bare number this large in a column of millions or billions was meant in đồng.
BARE_IN_SCALE = Decimal(1_000_000)

# A letter typed decomposed is three characters at most; longer than that by all its letters, a text is too long.
LETTER_PARTS = 3


class Unfit(Unread):
    """A number that was read but cannot be a figure of its measure."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "not_money": {
            "vi": "chỉ tiêu này tính bằng {measure}, không phải tiền; chỉ nhập số",
            "en": "this is counted in {measure}, not in money; type the number alone",
        },
        "no_money": {
            "vi": "số này không phải tiền; chỉ nhập số",
            "en": "this is not an amount of money; type the number alone",
        },
        "not_percent": {
            "vi": "chỉ tiêu này không phải tỷ lệ; nhập số, không kèm dấu %",
            "en": "this is not a percentage; type the number without %",
        },
        "part": {
            "vi": "dòng này nhập hai số, số đạt được trước dấu gạch chéo và tổng số sau nó; không nhập phần trăm",
            "en": "this row takes two numbers, the part before the slash and the whole after it; not a percentage",
        },
        "in_scale": {
            "vi": "cột này tính bằng {scale}; nếu là đồng, nhập {number}đ",
            "en": "this column is in {scale}; if it is đồng, type {number}đ",
        },
        "too_large": {
            "vi": "số lớn hơn mức hệ thống nhận ({most}); xem lại số chữ số",
            "en": "the number is larger than the system takes ({most}); look at its digits again",
        },
    }


@dataclass(frozen=True)
class Measure:
    """What a number is of: its name, its decimals, for money the scale its column is headed with; a part of a ratio."""

    name: str = ""
    decimals: int = 0
    is_money: bool = False
    is_percentage: bool = False
    is_part: bool = False
    scale: str = ""

    def read(self, text: str) -> Decimal:
        """The number typed, in đồng for money; NotANumber or Unfit with a sentence otherwise."""
        reading = numbers.parse(text, decimals=self.decimals, scale=self.scale or None)
        if not self.is_money and (reading.said_scale or reading.said_dong):
            words = "not_money" if self.name else "no_money"
            raise Unfit(text, "not_money", (words, {"measure": self.name}))
        if not self.is_percentage and reading.said_percent:
            raise Unfit(text, "not_percent", ("part" if self.is_part else "not_percent", {}))
        if self.scale and not reading.said_scale and not reading.said_dong:
            bare = money.in_scale(reading.value, self.scale)
            if bare >= BARE_IN_SCALE:
                facts = {"scale": self.scale, "number": numbers.written(bare)}
                raise Unfit(text, "in_scale", ("in_scale", facts))
        if reading.value >= limits.FIGURE_LIMIT:
            raise Unfit(text, "too_large", ("too_large", {"most": numbers.written(limits.FIGURE_LIMIT)}))
        return reading.value

    def shown(self, value: Decimal | None, language: str = "vi") -> str:
        """A stored value as its column shows it, exact; typed back it is read as the same value."""
        if value is None:
            return ""
        return numbers.written(money.in_scale(value, self.scale) if self.scale else value, language=language)

    def spoken(self, value: Decimal) -> str:
        """A value read back in words."""
        return money.spoken_dong(value) if self.is_money else f"{numbers.spoken(value)} {self.name}".strip()


class NumberField(forms.CharField):
    """A form field for one number of a measure, written the Vietnamese way in both languages."""

    def __init__(self, *, measure: Measure, **kwargs: Any) -> None:
        super().__init__(max_length=limits.NUMBER_TYPED, **kwargs)
        self.measure = measure
        self.widget.attrs.update(inputmode="decimal", autocomplete="off")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text == "":
            return None
        try:
            return self.measure.read(text)
        except Unread as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal


class ParagraphsField(forms.CharField):
    """A form field for text of several lines, as it is kept; what no paper can print is refused."""

    widget = forms.Textarea
    default_error_messages: ClassVar[dict[str, Any]] = {
        "max_length": _("This part has %(show_value)d characters; it takes at most %(limit_value)d. Shorten it.")
    }

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        if self.max_length is not None and len(text) > LETTER_PARTS * self.max_length:
            return text  # refused for its length, without looking at a million characters first
        try:
            return names.tidy(text, multiline=True)
        except names.NotText as refusal:
            raise forms.ValidationError(refusal.sentence(get_language() or "vi")) from refusal
