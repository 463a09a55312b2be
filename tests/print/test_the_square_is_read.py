"""The square of a printed page is read as a scanner or a telephone reads it: from a picture, at two fineness, askew."""

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from coquang import printing
from coquang.papers import TEMPLATE
from indicators import sheet_paper, slips
from tests.print import samples
from tests.print.conftest import MOMENT
from tests.print.test_the_sheet_on_paper import form

# The longest an office's own address is likely to be.
ADDRESS = "https://so-lieu.quan1.hochiminhcity.gov.vn/van-ban/ma/9HD2-VK6L/"

pytestmark = pytest.mark.xdist_group("papers")


def picture(dots_per_inch: int, page: int = 0) -> Image.Image:
    facts = samples.paper("TB", "hd36", names="district").facts() | {"leads_to": ADDRESS, "code": "9HD2-VK6L"}
    return rendered(printing.ink(TEMPLATE, facts, created=MOMENT), dots_per_inch, page)


def rendered(pdf: bytes, dots_per_inch: int, page: int = 0) -> Image.Image:
    pages = pypdfium2.PdfDocument(pdf)
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


def test_a_sheet_across_bears_its_square_too_and_printers_reach_it() -> None:
    pdf = printing.ink(sheet_paper.TEMPLATE, form(40, leads_to=ADDRESS), created=MOMENT)
    first = rendered(pdf, 150)
    assert read(first) == [ADDRESS] and read(rendered(pdf, 150, page=1)) == []
    below = first.crop((0, first.height - round(4.2 / 25.4 * 150), first.width, first.height))
    assert below.getextrema() == (255, 255)


def test_half_a_sheet_bears_its_square_too() -> None:
    slip = {
        "kind": "PHIẾU NHẮC", "subject": "gửi biểu số liệu quý I năm 2023", "office": "VĂN PHÒNG", "to": "Kính gửi:",
        "date": "ngày 15 tháng 3 năm 2023", "rows": [], "telephone": "Điện thoại:", "leads_to": ADDRESS,
    }  # fmt: skip
    assert read(rendered(printing.ink(slips.TEMPLATE, slip, created=MOMENT), 150)) == [ADDRESS]
