"""The grammar of a typed Vietnamese number: groups, decimal comma, money words, đồng, per cent.

The dot groups thousands, only in right groups of three; one kind of space may stand in its place. The comma
is the decimal mark. Anything else is a fault, never a guess: "12.5" and "1,000" each have two meanings.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from coquang.limits import NUMBER_LIMIT

SPACES = " \u00a0\u202f"
SIGNS = ("-", "\u2212", "+")

# Powers of ten of the money words, as typed and as columns are headed ("triệu đồng").
POWERS = {"": 0, "nghìn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "nghìn tỷ": 12}

_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}
_EDGES = SPACES + "\t\r\n"
_GAP = f"[{SPACES}]*"
_NUMERAL = rf"[0-9.,](?:[0-9.,]|[{SPACES}](?=[0-9]))*"
_SCALE = rf"(?:nghìn|ngàn)[{SPACES}]+t[ỷỉ]|t[ỷỉ]|triệu|tr|nghìn|ngàn"
_PART = re.compile(
    rf"(?P<numeral>{_NUMERAL}){_GAP}(?P<scale>{_SCALE})?{_GAP}(?P<dong>đồng|đ|₫)?{_GAP}(?P<percent>%)?{_GAP}"
)
_WELL_FORMED = re.compile(
    rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?P<mark>[.{SPACES}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)"
    r"(?:,(?P<fraction>[0-9]+))?"
)


@dataclass(frozen=True)
class Measure:
    """What a number is typed for: decimals kept, the money word its column is headed with, a sign or none."""

    decimals: int
    scale: str | None = None
    signed: bool = False

    @property
    def power(self) -> int:
        return 0 if self.scale is None else power_of(self.scale)


@dataclass(frozen=True)
class Reading:
    """An exact number and what was typed with it, for a field that knows if its measure is money or %."""

    value: Decimal
    said_scale: bool = False
    said_dong: bool = False
    said_percent: bool = False


@dataclass(frozen=True)
class Fault:
    """Why a text is not a number of the measure, and the stretch of it that is to blame."""

    reason: str
    start: int = 0
    end: int = 0
    places: int = 0


@cache
def power_of(scale: str) -> int:
    """The power of ten of a money word, with or without "đồng": "tỷ đồng" is 9. LookupError if it is none."""
    words = unicodedata.normalize("NFC", scale).lower().replace("tỉ", "tỷ").replace("ngàn", "nghìn").split()
    if words and words[-1] in ("đồng", "đ"):
        words.pop()
    return POWERS[" ".join(words)]


def plain(text: str) -> str:
    """Typed text as the grammar reads it: composed, lower case, ASCII digits, no space at either end."""
    return unicodedata.normalize("NFC", text).translate(_FULL_WIDTH).lower().strip(_EDGES)


def understood(text: str, measure: Measure) -> Reading | Fault:
    """The number that `text` (already plain) can only mean, or the fault that keeps it from being one."""
    sign = text[:1] if text.startswith(SIGNS) else ""
    parts = _parts(text, len(sign))
    if not parts:
        return Fault("words")
    if sign and not measure.signed:
        return Fault("sign")
    fault = _misplaced_words(parts, measure)
    if fault:
        return fault

    total, above = 0, None
    for part in parts:
        amount = _amount(part, measure, above, last=part is parts[-1])
        if isinstance(amount, Fault):
            return amount
        total += amount
        above = _power(part, measure)
    if total >= NUMBER_LIMIT * 10**measure.decimals:
        return Fault("too_large")
    return Reading(
        _exact(-total if sign in SIGNS[:2] else total, measure.decimals),
        said_scale=any(part["scale"] for part in parts),
        said_dong=bool(parts[-1]["dong"]),
        said_percent=bool(parts[-1]["percent"]),
    )


def _parts(text: str, position: int) -> list[re.Match[str]]:
    """The parts of "14 tỷ 500 triệu", or none when anything in the text is not part of a number."""
    parts = []
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return []
        parts.append(part)
        position = part.end()
    return parts


def _misplaced_words(parts: list[re.Match[str]], measure: Measure) -> Fault | None:
    last = parts[-1]
    if any(part["dong"] or part["percent"] for part in parts[:-1]):
        return Fault("mark_inside")
    if last["percent"] and (last["dong"] or measure.scale is not None or any(part["scale"] for part in parts)):
        return Fault("percent_of_money", last.start("numeral"), last.end("numeral"))
    if len(parts) > 1 and not all(part["scale"] or part["dong"] for part in parts):
        return Fault("unnamed_part")
    return None


def _power(part: re.Match[str], measure: Measure) -> int:
    if part["scale"]:
        return power_of(part["scale"])
    return 0 if part["dong"] else measure.power


def _amount(part: re.Match[str], measure: Measure, above: int | None, *, last: bool) -> int | Fault:
    """What a part is worth in the smallest decimal of the measure; `above`: power of the part before."""
    start, end = part.span("numeral")
    numeral = _WELL_FORMED.fullmatch(part["numeral"])
    if numeral is None:
        return Fault("marks", start, end)
    power = _power(part, measure)
    fraction = numeral["fraction"] or ""
    if fraction and not last:
        return Fault("fraction_inside")
    whole = int(re.sub(r"[^0-9]", "", numeral["whole"]))
    if above is not None:
        if power >= above:
            return Fault("order")
        # "254 triệu 700.000 đồng" is written out in full; a named part stays below a thousand of its own.
        if whole >= (1000 if part["scale"] else 10**above):
            return Fault("part_too_large")
    places = measure.decimals + power
    if len(fraction) > places:
        return Fault("places", start, end, places)
    return int(f"{whole}{fraction}") * int(10 ** (places - len(fraction)))


def _exact(total: int, decimals: int) -> Decimal:
    """total / 10**decimals without rounding and without spare zeros, whatever the decimal context is."""
    while decimals and total % 10 == 0:
        total, decimals = total // 10, decimals - 1
    return Decimal((int(total < 0), tuple(map(int, str(abs(total)))), -decimals))
