"""Make the figures of columns and inputs: Be Vietnam Pro's digits, all of one width.

Be Vietnam Pro has no tabular figures, so a column set in it does not line up. From each latin subset beside
this file a font of ten glyphs is derived: every digit centred in an advance of 640 (thousandths of the type
size), and narrowed only where its ink is wider than 584. The licence (OFL.txt) reserves no font name; the
result carries a name of its own all the same. To run: `python make_figures.py`, with fontTools and brotli.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "BVP Figures"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
ADVANCE = 640
WIDEST_INK = 584


def digits_only(source: Path) -> TTFont:
    """The ten digits without kerning and substitutions; keeps the date, so equal input makes equal bytes."""
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=[], notdef_outline=True, name_IDs=["*"]))
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    return font


def centre(font: TTFont, name: str) -> None:
    """Move one digit to the middle of the common advance. Its hints act upwards only and stay right."""
    glyph = font["glyf"][name]
    scale = min(1.0, WIDEST_INK / (glyph.xMax - glyph.xMin))
    shift = ADVANCE / 2 - scale * (glyph.xMin + glyph.xMax) / 2
    glyph.coordinates.scale((scale, 1))
    glyph.coordinates.translate((shift, 0))
    glyph.coordinates.toInt()
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (ADVANCE, glyph.xMin)


def rename(font: TTFont, style: str) -> None:
    """Give the derived font its own name; the copyright and licence lines stay."""
    full = f"{FAMILY} {style}"
    names = {1: full, 2: "Regular", 3: full, 4: full, 6: f"BVPFigures-{style}", 16: FAMILY, 17: style}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def main() -> None:
    here = Path(__file__).parent
    for weight, style in WEIGHTS.items():
        font = digits_only(here / f"latin-{weight}.woff2")
        for name in set(font.getBestCmap().values()):
            centre(font, name)
        rename(font, style)
        font.flavor = "woff2"
        font.save(here / f"figures-{weight}.woff2")


if __name__ == "__main__":
    main()
