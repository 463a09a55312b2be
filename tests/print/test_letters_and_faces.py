"""Only the shipped faces print, and they know every Vietnamese letter; extracted text shows no missing face."""

import hashlib
import re
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from coquang.typeface import FACES, FONTS
from tests.print.measuring import sheets

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưy"
VIETNAMESE = {
    unicodedata.normalize("NFC", each + tone) for vowel in VOWELS for each in (vowel, vowel.upper()) for tone in TONES
} | {"đ", "Đ"}
BEYOND_ASCII = sorted(letter for letter in VIETNAMESE if not letter.isascii())


def test_there_are_134_vietnamese_letters_beyond_ascii():
    assert len(BEYOND_ASCII) == 134


@pytest.mark.parametrize("face", FACES)
def test_every_vietnamese_letter_is_in_every_face(face):
    known = TTFont(FONTS / f"LiberationSerif-{face}.ttf", lazy=True).getBestCmap()
    assert [letter for letter in [*BEYOND_ASCII, *"₫–…“”%≤≥"] if ord(letter) not in known] == []


def test_the_shipped_faces_are_the_ones_described_beside_them():
    described = dict(re.findall(r"`(LiberationSerif-\w+\.ttf)` \| `([0-9a-f]{64})`", (FONTS / "VENDOR.md").read_text()))
    shipped = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FONTS.glob("*.ttf")}
    assert described == shipped


def test_a_paper_holds_only_our_faces_and_draws_every_letter(printed, facts):
    facts["opening"] = " ".join(BEYOND_ASCII)
    facts["parts"][0]["paragraphs"] = [" ".join(BEYOND_ASCII)]
    letters = [letter for page in sheets(printed(facts)) for letter in page.chars]
    assert {letter["fontname"].split("+")[1] for letter in letters} <= {"Paper", "Paper-Bold", "Paper-Italic"}
    assert {letter["text"] for letter in letters} >= set(BEYOND_ASCII)


def test_the_joiner_that_keeps_symbols_whole_prints_nothing(printed, facts):
    text = "".join(letter["text"] for page in sheets(printed(facts)) for letter in page.chars)
    assert "84/KH-UBND" in text
    assert "\u2060" not in text
