"""The square of a printed page is read as a scanner or a telephone reads it: from a picture, at two fineness, askew."""

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from coquang import printing
from coquang.papers import TEMPLATE
from tests.print import samples
from tests.print.conftest import MOMENT

# The longest an office's own address is likely to be.
ADDRESS = "https://so-lieu.quan1.hochiminhcity.gov.vn/van-ban/ma/9HD2-VK6L/"

pytestmark = pytest.mark.xdist_group("papers")


def picture(dots_per_inch: int, page: int = 0) -> Image.Image:
    facts = samples.paper("TB", "hd36", names="district").facts() | {"leads_to": ADDRESS, "code": "9HD2-VK6L"}
    pages = pypdfium2.PdfDocument(printing.ink(TEMPLATE, facts, created=MOMENT))
    return pages[page].render(scale=dots_per_inch / 72, grayscale=True).to_pil().convert("L")


def read(sheet: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(sheet, formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_the_square_on_the_first_page_leads_to_the_paper(dots_per_inch: int) -> None:
    assert read(picture(dots_per_inch)) == [ADDRESS]


def test_a_sheet_laid_askew_and_copied_badly_is_read_too() -> None:
    sheet = picture(200).rotate(4, fillcolor=255, resample=Image.Resampling.BILINEAR)
    assert read(sheet.point(lambda dot: 60 + dot * 5 // 8)) == [ADDRESS]


def test_later_pages_bear_no_square() -> None:
    assert read(picture(150, page=1)) == []
