"""The number on a page of a book: set after its part was laid out, so that a finished part can stand anywhere."""

import io
from functools import lru_cache
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from coquang.typeface import FONTS, MM_PER_POINT, width

# As WeasyPrint sets it on papers (static/print/css/paper.css): in the middle of the text, its letters' box beginning
# 10 mm from the edge.
SIZE = 14.0
MIDDLE, BASELINE_FROM_TOP = 112.5, 14.4
FONT, FACE = "/PageNumber", "/NUMBER+LiberationSerif"
DIGITS = "0123456789"
# What a file of ten digits does without.
DROPPED = ("FFTM", "GDEF", "GPOS", "GSUB", "DSIG", "kern", "gasp")


class PageNumbers:
    """Writes numbers on the pages of one file, in a face of ten digits."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        program, self.glyphs, widths = _digits()
        self.font = pdf.make_indirect(_font(pdf, program, self.glyphs, widths))

    def write(self, page: Page, number: int) -> None:
        text = str(number)
        told = "".join(f"{self.glyphs[digit]:04x}" for digit in text)
        left = (MIDDLE - width(text, SIZE) / 2) / MM_PER_POINT
        baseline = float(page.mediabox[3]) - BASELINE_FROM_TOP / MM_PER_POINT
        page.add_resource(self.font, Name.Font, Name(FONT), replace_existing=True)
        drawn = f"q BT {FONT} {SIZE:g} Tf 1 0 0 1 {left:.2f} {baseline:.2f} Tm <{told}> Tj ET Q\n"
        # Before what stands there: the page's own drawing leaves its coordinates turned.
        page.contents_add(drawn.encode(), prepend=True)


@lru_cache
def _digits() -> tuple[bytes, dict[str, int], list[int]]:
    """The regular face with nothing but digits in it, where each stands, and how wide it is in thousandths."""
    face: Any = TTFont(FONTS / "LiberationSerif-Regular.ttf", recalcTimestamp=False)
    subsetter = Subsetter(
        Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, drop_tables=[*DROPPED])
    )
    subsetter.populate(text=DIGITS)
    subsetter.subset(face)
    codes, metrics, em = face.getBestCmap(), face["hmtx"], face["head"].unitsPerEm
    out = io.BytesIO()
    face.save(out)
    glyphs = {digit: face.getGlyphID(codes[ord(digit)]) for digit in DIGITS}
    return out.getvalue(), glyphs, [round(metrics[codes[ord(digit)]][0] * 1000 / em) for digit in DIGITS]


def _font(pdf: Pdf, program: bytes, glyphs: dict[str, int], widths: list[int]) -> Object:
    file = Stream(pdf, program, Length1=len(program))
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(FACE), Flags=4, FontBBox=Array([-200, -320, 2030, 1050]), ItalicAngle=0,
        Ascent=891, Descent=-216, CapHeight=662, StemV=80, FontFile2=pdf.make_indirect(file),
    )  # fmt: skip
    held = [item for digit, told in zip(DIGITS, widths, strict=True) for item in (glyphs[digit], Array([told]))]
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(FACE), CIDToGIDMap=Name.Identity, W=Array(held),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(described),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(FACE), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_indirect(Stream(pdf, _words(glyphs))),
    )  # fmt: skip


def _words(glyphs: dict[str, int]) -> bytes:
    """Which glyph is which digit, for whoever copies or searches the text."""
    lines = "\n".join(f"<{glyph:04x}> <{ord(digit):04x}>" for digit, glyph in glyphs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Numbers def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{lines}\nendbfchar\nendcmap end end"
    ).encode()
