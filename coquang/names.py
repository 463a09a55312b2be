"""Names as people write, search and order them.

Order is that of the Vietnamese dictionary: 29 letters (a ă â … d đ e ê … o ô ơ … u ư …) first, then the
tones (level, huyền, hỏi, ngã, sắc, nặng), then capitals. The keys sort right byte by byte, so a text column
keeps them (collation "C") and an index serves them.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from coquang import secrecy
from coquang.unread import Unread, Words

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# One byte per letter, in order, all above the digits.
_WEIGHTS = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}
_SHAPES = {"\u0306", "\u0302", "\u031b"}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_OTHER_MARK = 6

# Below everything a level holds, so that a shorter name comes first.
_NEXT_LEVEL = " "
_SPACE = "!"
_PUNCTUATION = '"'
_NUMBER = "#"

_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
_MEANT = {"Cf"}
_REFUSED = {"Cc", "Cs"}
# What a reader of bytes puts where a letter could not be read.
_LOST = "\ufffd"
# A Vietnamese letter bears two; more than this is no writing, and costs a renderer minutes.
_MARKS_AT_MOST = 4


class NotText(Unread):
    """Text holding characters that no paper can print, or what must not come in at all (coquang.secrecy)."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "control": {
            "vi": "ký tự thứ {place} không in được; xóa ký tự ấy rồi nhập lại",
            "en": "character {place} cannot be printed; remove it and type the text again",
        },
        "lost": {
            "vi": "ký tự thứ {place} đã mất trên đường gửi (�); nhập lại chữ ấy",
            "en": "character {place} was lost on its way here (�); type it again",
        },
        "stacked": {
            "vi": "có chữ mang quá {most} dấu chồng lên nhau; xóa các dấu thừa",
            "en": "a letter bears more than {most} marks; remove those that are too many",
        },
        "secret": {
            "vi": "nội dung có dấu chỉ độ mật “{found}” không đưa vào hệ thống này; gửi theo đường văn bản mật của "
            "cơ quan",
            "en": "what bears the mark of secrecy “{found}” does not come into this system; send it by the office's "
            "way for secret papers",
        },
        "identity": {
            "vi": "có dãy số “{found}” giống số định danh cá nhân, không nhập vào hệ thống này; chỉ ghi số lượng, "
            "hồ sơ từng người để ở cơ quan quản lý hồ sơ",
            "en": "the digits “{found}” look like the number of a person, which does not come into this system; give "
            "the count alone, and leave each person's file with the office that keeps it",
        },
    }


def tidy(text: str, *, multiline: bool = False) -> str:
    """Text as it is kept: composed (NFC), trimmed, one space between words, nothing invisible inside.

    Line breaks and tabs stay only when `multiline`. A control character, one lost in sending, a letter under a
    tower of marks, a mark of secrecy and the number of a person raise NotText.
    """
    clean = "".join(char for char in text.replace("\r\n", "\n") if not _is_invisible(char))
    # Before composing, which takes the square of a tower's height.
    _refuse_towers(clean)
    clean = unicodedata.normalize("NFC", clean).strip()
    _refuse_towers(clean)
    for place, char in enumerate(clean, start=1):
        if char == _LOST:
            raise NotText(text, "lost", ("lost", {"place": str(place)}))
        if unicodedata.category(char) in _REFUSED and not (multiline and char in "\n\t"):
            raise NotText(text, "control", ("control", {"place": str(place)}))
    if found := secrecy.find(clean):
        # Not quoted: what must not come in is not said again.
        raise NotText("", found.kind, (found.kind, {"found": found.shown}))
    if multiline:
        return "\n".join(re.sub(r"[^\S\t]+", " ", line).strip() for line in re.split("[\n\u2028\u2029]", clean))
    return re.sub(r"\s+", " ", clean)


def _refuse_towers(text: str) -> None:
    height = 0
    for char in text:
        height = height + 1 if unicodedata.combining(char) else 0
        if height > _MARKS_AT_MOST:
            raise NotText(text, "stacked", ("stacked", {"most": str(_MARKS_AT_MOST)}))


def _is_invisible(char: str) -> bool:
    """Direction marks, zero-width characters, tags and fillers: they hide what a name really is."""
    return unicodedata.category(char) in _MEANT or char in _FILLERS


def search_key(text: str) -> str:
    """Letters without marks, in lower case: "co giang" finds Cô Giang, and Hoà is Hòa."""
    lower = unicodedata.normalize("NFC", text).lower().replace("đ", "d").replace("ð", "d").replace("’", "'")
    bare = (char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))
    return " ".join("".join(char for char in bare if not _is_invisible(char)).split())


@lru_cache(4096)
def sort_key(text: str, *, numbers_by_value: bool = False) -> str:
    """A key in Vietnamese order under byte comparison.

    Digits sort one by one (Phường 10 before Phường 2), as in a dictionary; with `numbers_by_value` Phường 2
    comes before Phường 10. All keys of one column must be made the same way.
    """
    return _NEXT_LEVEL.join(_levels(text, numbers_by_value)).rstrip(_NEXT_LEVEL)


def person_sort_key(full_name: str) -> str:
    """A key that orders people by given name, the last word, then by the words before it."""
    before, _, given = " ".join(full_name.split()).rpartition(" ")
    given_levels, before_levels = _levels(given), _levels(before)
    levels = (*given_levels[:2], *before_levels[:2], given_levels[2], before_levels[2])
    return _NEXT_LEVEL.join(levels).rstrip(_NEXT_LEVEL)


def _levels(text: str, numbers_by_value: bool = False) -> tuple[str, str, str]:
    """Letters, tones and capitals of a text, each to be compared only when those before it are equal."""
    letters: list[str] = []
    tones: list[str] = []
    capitals: list[str] = []
    words = " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())
    for token in re.findall(r"[0-9]+|[^0-9]", words):
        if token.isascii() and token.isdecimal():
            digits = token.lstrip("0") or "0"
            letters.append(f"{_NUMBER}{min(len(digits), 99):02d}{digits}" if numbers_by_value else token)
            continue
        weight, tone = _weighed(token.lower())
        letters.append(weight)
        tones.append(str(tone))
        capitals.append(str(int(token != token.lower())))
    return "".join(letters), "".join(tones).rstrip("0"), "".join(capitals).rstrip("0")


def _weighed(char: str) -> tuple[str, int]:
    """The weight of a letter among the 29 (and f j w z), and its tone."""
    if char == " ":
        return _SPACE, 0
    base, *marks = list(unicodedata.normalize("NFD", char))
    shape = "".join(mark for mark in marks if mark in _SHAPES)
    letter = unicodedata.normalize("NFC", base + shape)
    others = [mark for mark in marks if mark not in _SHAPES]
    tone = max((_TONES.get(mark, _OTHER_MARK) for mark in others), default=0)
    if letter in _WEIGHTS:
        return _WEIGHTS[letter], tone
    if base in _WEIGHTS:
        return _WEIGHTS[base], _OTHER_MARK
    return (char if unicodedata.category(char)[0] in "LN" else _PUNCTUATION + char), tone
