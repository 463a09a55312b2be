"""What must not come in: marks of secrecy and the numbers of people. Looked for in every text that is written.

A mark is the stamp of the trade: MẬT, TỐI MẬT or TUYỆT MẬT in capitals, standing by itself, or any of them after
“Độ mật:”. The words of ordinary sentences (bí mật, mật độ, mật ong, tài liệu tuyệt mật) and names are none.
Numbers of people are the twelve digits of an identity card, known by the province and century they begin with, and
nine digits, or the eight of a Party card, after the words that announce them. Money never looks like either.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["secret", "identity"]

# --- marks ----------------------------------------------------------------------------------------

_PAIR = re.compile(r"(?<!\w)(?:T ?[ỐO] ?I|T ?U ?Y ?[ỆE] ?T)\s+M ?[ẬA] ?T(?!\w)")
_ALONE = re.compile(r"(?<!\w)M ?Ậ ?T(?!\w)")
_WHOLE_LINE = re.compile(r"[\W_]*(?:MAT|Mật|(?:[Tt]ối|[Tt]uyệt) [Mm]ật)[\W_]*")
_AFTER_ITS_NAME = re.compile(r"(?<!\w)do mat ?[:–-] ?(?:(?:tuyet |toi )?mat|[abc])(?!\w)")

# Before a word in capitals these make it a name: Bà MẬT, thôn MẬT.
TITLES = "ông bà anh chị cô chú bác đồng chí em thôn xã ấp tổ khu phố làng chợ suối hẻm"
_TITLES = frozenset(TITLES.split())
_WORD_BEFORE = re.compile(r"(\w+) ?\Z")
_WORD_AFTER = re.compile(r" ?(\w+)")

# --- numbers of people ----------------------------------------------------------------------------

# The codes of provinces with which identity numbers begin (the 63 provinces and cities of 2008–2025).
PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096"
)
_PROVINCES = frozenset(PROVINCES.split())
_TWELVE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<number>\d{12}|\d{3}([ .-])\d{3}\2\d{3}\2\d{3}|\d{4}([ .-])\d{4}\3\d{4}|\d{3} \d{3} \d{6}"
    r"|\d{3} \d \d\d \d{6})(?!\d)"
)
_ANNOUNCED = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmtnd|dinh danh(?: ca nhan)?|can cuoc(?: cong dan)?|chung minh (?:nhan dan|thu))"
    r"(?: ?(?:so|la|[:.,–-]))* ?(?P<number>\d{9}|\d{3} \d{3} \d{3}|\d{12})(?!\d)(?! ?[.,]\d)"
)
_PARTY_CARD = re.compile(r"(?<!\w)so the dang(?: vien)?(?: ?(?:la|[:.,–-]))* ?(?P<number>\d{2}[ .]?\d{6})(?!\d)")
# A number these follow counts something.
_COUNTED = re.compile(r" ?(?:dong|d|vnd|trieu|ty|tr|the|nguoi|ho so|truong hop|cong dan|luot|ho|luot ho so)(?!\w)")

CENTURIES = "0123"
_LATEST_YEAR = 40  # of a number that says its holder was born in this century


@dataclass(frozen=True)
class Found:
    """What was found and how it begins; a number is not repeated whole."""

    kind: Kind
    shown: str


def find(text: str) -> Found | None:
    """The first thing in a text that must not come in, or None."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf") if not plain.isascii() else plain
    return _mark(plain) or _number(plain)


def _mark(text: str) -> Found | None:
    for line in text.splitlines():
        if "M" in line or "m" in line:
            words = " ".join(line.split())
            if found := _PAIR.search(words):
                return Found("secret", found[0])
            if _WHOLE_LINE.fullmatch(words) or _AFTER_ITS_NAME.search(_folded(words)):
                return Found("secret", words[:40])
            if any(_stands_alone(words, found) for found in _ALONE.finditer(words)):
                return Found("secret", "MẬT")
    return None


def _stands_alone(line: str, found: re.Match[str]) -> bool:
    """No word in capitals on either side (a heading, a name), and no title before it."""
    before = _WORD_BEFORE.search(line[max(0, found.start() - 30) : found.start()])
    after = _WORD_AFTER.match(line, found.end())
    neighbours = [near[1] for near in (before, after) if near]
    is_part = any(len(word) > 1 and word.isupper() and not word.isdecimal() for word in neighbours)
    return not is_part and not (before and before[1].lower() in _TITLES)


def _number(text: str) -> Found | None:
    if not re.search(r"\d{3}", text):
        return None
    for found in _TWELVE.finditer(text):
        digits = re.sub(r"\D", "", found["number"])
        if _is_of_a_person(digits):
            return Found("identity", f"{digits[:3]}…")
    folded = _folded(text)
    for pattern in (_ANNOUNCED, _PARTY_CARD):
        for found in pattern.finditer(folded):
            if not _COUNTED.match(folded, found.end()):
                return Found("identity", f"{found['number'][:3]}…")
    return None


def _is_of_a_person(digits: str) -> bool:
    if digits[:3] not in _PROVINCES or digits[3] not in CENTURIES:
        return False
    return digits[3] in "01" or int(digits[4:6]) <= _LATEST_YEAR


def _folded(text: str) -> str:
    """Small letters without marks, one space between words."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).split())
