"""What to type instead of a number that has no meaning or more than one: never guessed, always suggested."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import ClassVar

from coquang.limits import NUMBER_TYPED
from coquang.names import search_key
from coquang.numerals import SIGNS, SPACES, Fault, Measure, Reading, understood
from coquang.spoken import spoken
from coquang.unread import Unread, Words

Clause = tuple[str, Mapping[str, str | Words]]

_WIDE = Context(prec=200)
_HIDDEN = {"Cc", "Cf", "Cs"}
_DASHES = {"-", "\u2212", "–", "—"}
_EXPONENT = re.compile(r"[+\-\u2212]?[0-9.,]+e[+\-\u2212]?[0-9]+")
_WORD_FIRST = re.compile(rf"(?P<dropped>[^0-9.,+\-\u2212]+?)[{SPACES}]*(?P<kept>[0-9].*)")
_WORD_LAST = re.compile(rf"(?P<kept>[0-9][0-9.,{SPACES}]*?)[{SPACES}]*(?P<dropped>[^\W\d_][^0-9.,]*)")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?P<point>\.[0-9]+)?")
# Words that multiply, or may: taking them off would change the number a thousandfold.
_MULTIPLIERS = re.compile(r"ty|ti|trieu|tr|nghin|ngan|tram|chuc|muoi|van|ruoi|dong|d|vnd|usd|[kmbexol]")


class NotANumber(Unread):
    """Typed text that is not a number of its measure."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "blank": {
            "vi": "chưa có số nào; nhập theo dạng {example}",
            "en": "no number was typed; type one such as {example}",
        },
        "long": {
            "vi": "số dài quá {most} ký tự; nhập lại theo dạng {example}",
            "en": "it is longer than {most} characters; type a number such as {example}",
        },
        "large": {
            "vi": "số có quá nhiều chữ số; xem lại và nhập theo dạng {example}",
            "en": "it has too many digits; check it and type a number such as {example}",
        },
        "hidden": {
            "vi": "có ký tự không nhìn thấy; xóa hết rồi nhập {example}",
            "en": "it holds a character that cannot be seen; clear the box and type {example}",
        },
        "dash": {
            "vi": "nếu không phát sinh, nhập 0; nếu chưa có số liệu, để trống",
            "en": "if there were none, type 0; if it is not known yet, leave the box empty",
        },
        "exponent": {
            "vi": "nhập đủ các chữ số theo dạng {example}",
            "en": "type all the digits, in a number such as {example}",
        },
        "sign": {
            "vi": "chỉ tiêu này không nhận dấu cộng hay dấu trừ; nhập {kept}",
            "en": "this measure takes no plus or minus; type {kept}",
        },
        "drop": {
            "vi": "chỉ nhập con số; bỏ “{dropped}” và nhập {kept}",
            "en": "type the number only; leave out “{dropped}” and type {kept}",
        },
        "characters": {
            "vi": "chỉ dùng chữ số 0–9, dấu chấm hàng nghìn, dấu phẩy thập phân; nhập theo dạng {example}",
            "en": "use digits 0–9, dots for thousands, a decimal comma; type a number such as {example}",
        },
        "money": {
            "vi": "hàng tiền viết đủ chữ, đủ dấu là tỷ, triệu, nghìn, đồng",
            "en": "money words are written in full with their marks: tỷ, triệu, nghìn, đồng",
        },
        "order": {
            "vi": "viết từ hàng lớn đến hàng nhỏ, mỗi hàng một lần, ví dụ 14 tỷ 500 triệu",
            "en": "write the larger part first and each part once, for example 14 tỷ 500 triệu",
        },
        "fraction_inside": {
            "vi": "dấu phẩy chỉ đứng ở phần cuối; nhập theo dạng 14 tỷ 500 triệu hoặc 14,5 tỷ",
            "en": "only the last part may have decimals; type it as 14 tỷ 500 triệu or 14,5 tỷ",
        },
        "part_too_large": {
            "vi": "phần sau phải nhỏ hơn 1.000, ví dụ 14 tỷ 500 triệu",
            "en": "a later part must be below 1.000, for example 14 tỷ 500 triệu",
        },
        "unnamed_part": {
            "vi": "ghi rõ hàng của từng phần, ví dụ 14 tỷ 500 triệu",
            "en": "name every part, for example 14 tỷ 500 triệu",
        },
        "mark_inside": {
            "vi": "“đồng” và “%” chỉ đứng cuối số; nhập theo dạng 12.500 đồng hoặc 84,8%",
            "en": "“đồng” and “%” stand only at the end; type a number such as 12.500 đồng or 84,8%",
        },
        "percent_of_money": {
            "vi": "phần trăm không đi cùng tiền; nếu là số tiền, bỏ “%” và nhập {kept}",
            "en": "a percentage is not money; if it is an amount, leave out “%” and type {kept}",
        },
        "decimal": {"vi": "nếu là số thập phân, nhập {kept}", "en": "if it is a decimal number, type {kept}"},
        "whole": {"vi": "nếu là số nguyên, nhập {kept}", "en": "if it is a whole number, type {kept}"},
        "named": {"vi": "nếu là {words}, nhập {kept}", "en": "if it is {words}, type {kept}"},
        "rounded": {"vi": "nếu làm tròn, nhập {kept}", "en": "if it may be rounded, type {kept}"},
        "like": {"vi": "nhập theo dạng {example}", "en": "type a number such as {example}"},
        "no_fraction": {"vi": "chỉ tiêu này không có phần thập phân", "en": "this measure has no decimals"},
        "places": {
            "vi": "nhập nhiều nhất {most} chữ số sau dấu phẩy",
            "en": "type at most {most} digits after the comma",
        },
    }


def too_long(text: str, measure: Measure) -> NotANumber:
    return NotANumber(text, "too_long", ("long", {"most": str(NUMBER_TYPED), "example": _example(measure)}))


def blank(text: str, measure: Measure) -> NotANumber:
    return NotANumber(text, "blank", ("blank", {"example": _example(measure)}))


def misread(typed: str, text: str, measure: Measure, fault: Fault) -> NotANumber:
    """The refusal of `typed`; `text` is its plain form. Every suggestion was read back by the grammar."""
    if fault.reason == "words":
        reason, clauses = _about_words(text, measure)
    else:
        reason, clauses = fault.reason, _about_figures(text, measure, fault)
    return NotANumber(typed, reason, *clauses)


def _example(measure: Measure) -> str:
    return "1.234,5" if measure.decimals else "1.234"


def _reads(text: str, measure: Measure) -> bool:
    return isinstance(understood(text, measure), Reading)


def _about_words(text: str, measure: Measure) -> tuple[str, list[Clause]]:
    example = _example(measure)
    visible = "".join(char for char in text if unicodedata.category(char) not in _HIDDEN)
    if visible != text:
        return "hidden", [("hidden", {"example": visible if _reads(visible, measure) else example})]
    if text in _DASHES:
        return "dash", [("dash", {})]
    if _EXPONENT.fullmatch(text):
        return "exponent", [("exponent", {"example": example})]
    dotted = re.sub(r"(?<=[0-9])['’_](?=[0-9])", ".", text)
    if dotted != text and _reads(dotted, measure):
        return "marks", [("whole" if "," not in dotted else "decimal", {"kept": dotted})]
    for pattern in (_WORD_FIRST, _WORD_LAST):
        found = pattern.fullmatch(text)
        if found and _MULTIPLIERS.fullmatch(search_key(found["dropped"]).partition(" ")[0]):
            return "characters", [("money", {}), ("like", {"example": example})]
        if found and _reads(found["kept"], measure):
            return "beside", [("drop", {"dropped": found["dropped"], "kept": found["kept"]})]
    return "characters", [("characters", {"example": example})]


def _about_figures(text: str, measure: Measure, fault: Fault) -> list[Clause]:
    example = _example(measure)
    match fault.reason:
        case "sign":
            kept = text.lstrip("".join(SIGNS))
            return [("sign", {"kept": kept if _reads(kept, measure) else example})]
        case "too_large":
            return [("large", {"example": example})]
        case "percent_of_money":
            kept = text.rstrip(f"%{SPACES}")
            return [("percent_of_money", {"kept": kept if _reads(kept, measure) else example})]
        case "marks":
            return _about_marks(text, measure, fault)
        case "places":
            return _about_places(text, measure, fault)
        case reason:
            return [(reason, {})]


def _about_marks(text: str, measure: Measure, fault: Fault) -> list[Clause]:
    """Dots, commas and spaces in wrong places: as a decimal, as a whole number, whichever is readable."""
    decimal, whole = _two_readings(text[fault.start : fault.end])
    clauses: list[Clause] = []
    for name, numeral in (("decimal", decimal), ("whole", whole)):
        kept = text[: fault.start] + numeral + text[fault.end :]
        if numeral and _reads(kept, measure):
            clauses.append((name, {"kept": kept}))
    offered = {name for name, _ in clauses}
    if decimal and "decimal" not in offered:
        clauses.append(_most_places(measure.decimals + measure.power))
    return clauses if offered else [*clauses, ("like", {"example": _example(measure)})]


def _two_readings(numeral: str) -> tuple[str, str]:
    """A misplaced numeral as a decimal and as a whole number, "" where it can hardly be meant."""
    digits = _digits(numeral)
    if not digits:
        return "", ""
    # Between groups parted by spaces a dot is one more parting, not a decimal mark.
    marks = "," if any(space in numeral for space in SPACES) else ".,"
    place = max(numeral.rfind(mark) for mark in marks)
    head, tail = (_digits(numeral[:place]), _digits(numeral[place:])) if place >= 0 else (digits, "")
    decimal = f"{_grouped(head or '0')},{tail}" if tail else ""
    english = _ENGLISH.fullmatch(numeral)
    if english:
        return (decimal, "") if english["point"] else ("", _grouped(digits))
    below_one = bool(tail) and not head.strip("0")
    return decimal, "" if below_one and len(tail) != 3 else _grouped(digits)


def _about_places(text: str, measure: Measure, fault: Fault) -> list[Clause]:
    """More digits after the comma than the measure keeps; exactly three may have been meant as thousands."""
    before, _, fraction = text[fault.start : fault.end].partition(",")
    most = _most_places(fault.places)
    kept = text[: fault.start] + f"{before}.{fraction}" + text[fault.end :]
    if len(fraction) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", before) and _reads(kept, measure):
        thousands = _called(kept, int(before + fraction)) if fraction == "000" else ("whole", {"kept": kept})
        return [thousands, *([_fitted(text, measure, fault)] if fault.places else []), most]
    return [most, _fitted(text, measure, fault)]


def _fitted(text: str, measure: Measure, fault: Fault) -> Clause:
    """The typed decimal with as many digits after the comma as the measure keeps."""
    before, _, fraction = text[fault.start : fault.end].partition(",")
    exact = Decimal(f"{_digits(before)}.{fraction}")
    fitted = exact.quantize(Decimal(1).scaleb(-fault.places), ROUND_HALF_UP, context=_WIDE)
    whole, _, rest = format(fitted, "f").partition(".")
    rest = rest.rstrip("0")
    kept = text[: fault.start] + _grouped(whole) + (f",{rest}" if rest else "") + text[fault.end :]
    if not _reads(kept, measure):
        return ("like", {"example": _example(measure)})
    if fitted != exact:
        return ("rounded", {"kept": kept})
    return ("decimal", {"kept": kept}) if rest else _called(kept, int(whole))


def _called(kept: str, number: int) -> Clause:
    """A reading named in words, or as a whole number when more than digits was typed."""
    if not re.fullmatch(r"[0-9.]+", kept):
        return ("whole", {"kept": kept})
    words: Words = {"vi": spoken(number), "en": spoken(number, "en")}
    return ("named", {"words": words, "kept": kept})


def _digits(numeral: str) -> str:
    return re.sub(r"[^0-9]", "", numeral)


def _most_places(places: int) -> Clause:
    return ("places", {"most": f"{places:02d}"}) if places else ("no_fraction", {})


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", ".")
