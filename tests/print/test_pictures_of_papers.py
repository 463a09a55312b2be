"""Six pages as an eye sees them, beside pictures that were looked at. COQUANG_DRAW=1 draws the pictures anew.

A square of two and a half millimetres may be a little darker or lighter than in the picture, for another build of the
drawing library smooths letters its own way; a line that moved by a millimetre changes many squares.
"""

import os
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from coquang import printing
from coquang.papers import TEMPLATE
from tests.print import samples
from tests.print.conftest import MOMENT

pytestmark = pytest.mark.xdist_group("papers")

PICTURES = Path(__file__).parent / "pictures"
PAGES = {
    "notice": ("TB", "hd36", "district", 0),
    "notice-annex": ("TB", "hd36", "district", -1),
    "minutes": ("BB", "hd36", "usual", 0),
    "plan-annex-across": ("KH", "hd05", "longest", -1),
    "decision-of-the-state": ("QĐ", "nd30", "usual", 0),
    "letter": ("CV", "hd05", "usual", 0),
}
DOTS_PER_INCH = 60
SQUARE = 6
DARKEST_CHANGE, CHANGED_AT_MOST = 40, 0.004


@cache
def drawn(name: str, moved: int = 0) -> Image.Image:
    kind, rule, names, page = PAGES[name]
    facts = samples.paper(kind, rule, names=names).facts() | {"watermark": "", "foot_left": ""}
    pdf = printing.ink(TEMPLATE, facts, created=MOMENT)
    pages = pypdfium2.PdfDocument(pdf)
    picture = pages[page % len(pages)].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil().convert("L")
    return ImageChops.offset(picture, 0, moved)


def changed(one: Image.Image, other: Image.Image) -> float:
    """The share of squares whose darkness differs."""
    assert one.size == other.size
    squares = (one.width // SQUARE, one.height // SQUARE)
    small = [picture.resize(squares, Image.Resampling.BOX) for picture in (one, other)]
    differences = ImageChops.difference(*small).tobytes()
    return sum(difference > DARKEST_CHANGE for difference in differences) / len(differences)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did_when_it_was_looked_at(name: str) -> None:
    file = PICTURES / f"{name}.png"
    if os.environ.get("COQUANG_DRAW"):
        drawn(name).quantize(16).save(file, optimize=True)
    assert changed(drawn(name), Image.open(file).convert("L")) <= CHANGED_AT_MOST


def test_a_page_moved_by_less_than_a_millimetre_and_a_half_is_noticed() -> None:
    assert changed(drawn("minutes", moved=3), drawn("minutes")) > 10 * CHANGED_AT_MOST


def test_two_papers_are_not_taken_for_one_another() -> None:
    assert changed(drawn("minutes"), drawn("notice")) > 10 * CHANGED_AT_MOST
