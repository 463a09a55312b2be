"""The one journey all else serves: a figure typed at a ward's desk reaches the district and stands on paper."""

from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse

TAX = "Thuế công thương nghiệp"
IN_WORDS = "bốn tỷ một trăm hai mươi triệu đồng"
CLERK = "Cán bộ Văn phòng Đảng ủy (minh họa)"
REPORT_OF_2022 = "/bao-cao/26755/2022/"


def test_a_clerks_figure_is_vetted_approved_and_found_again_by_the_district(browse: Browse) -> None:
    sheet = types_the_quarter(browse("van-phong"))
    presses(browse("chanh-van-phong"), sheet, "Rà soát xong", told="Đã rà soát, chuyển duyệt.")
    presses(browse("pho-bi-thu"), sheet, "Duyệt", told="Đã duyệt. Số liệu đã lên bảng theo dõi và văn bản.")
    finds_the_figure(browse("quan-uy"))


def types_the_quarter(page: Page) -> str:
    """The clerk opens the sheet that is owed, types what is missing and sends it; where it is."""
    expect(page.get_by_role("main")).to_contain_text("38/40 đã nhập")
    page.get_by_role("link", name="Mở biểu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu quý I/2023")

    page.locator("#v-KT01").fill("4,1 tỷ")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Mọi số liệu đã được lưu.")
    page.locator("#v-KT01").fill("4,12 tỷ")
    expect(page.locator("#read-KT01")).to_contain_text(f"4,12 tỷ đồng: {IN_WORDS}")

    for cell, number in {"#v-XD06": "36", "#d-XD06": "36", "#v-DV06": "408", "#d-DV06": "415"}.items():
        page.locator(cell).fill(number)
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_role("main")).to_contain_text("Đã gửi để rà soát và duyệt.")
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    return page.url


def presses(page: Page, sheet: str, button: str, *, told: str) -> None:
    """Somebody finds the sheet among their work and does their part."""
    page.get_by_role("link", name="Xem biểu").click()
    expect(page).to_have_url(sheet)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(told)


def finds_the_figure(page: Page) -> None:
    """The district goes from its board down to who typed the ward's tax."""
    page.get_by_role("link", name="Theo dõi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quận 1, quý I/2023")
    ward = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Cô Giang", exact=True))
    ward.get_by_role("link", name="26,1", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TAX)
    expect(page.get_by_role("main")).to_contain_text(IN_WORDS)
    change = page.get_by_role("table").get_by_role("row").filter(has_text=CLERK).filter(has_text="4,12").first
    expect(change).to_contain_text("4,1")


@pytest.mark.parametrize(
    ("language", "words", "sentence", "kind"),
    [
        ("vi", ("In", "Sẵn sàng", "Tải PDF"), "14.500.000.000đ/17.100.000.000đ (đạt 84,8% chỉ tiêu năm)", "BÁO CÁO"),
        ("en", ("Print", "Ready", "Download PDF"), "14,500,000,000 đ/17,100,000,000 đ (84.8%)", "REPORT"),
    ],
    ids=["vi", "en"],
)
def test_the_report_says_the_same_on_the_screen_and_on_paper(
    browse: Browse, tmp_path: Path, language: str, words: tuple[str, str, str], sentence: str, kind: str
) -> None:
    to_print, ready, download = words
    page = browse("van-phong")
    page.goto(REPORT_OF_2022)
    if language == "en":
        page.get_by_role("button", name="English").click()
    expect(page.get_by_role("article")).to_contain_text(sentence)

    page.get_by_role("button", name=to_print, exact=True).click()
    page.wait_for_url("**/van-ban/*/")
    page.evaluate("window.isTheSamePage = true")
    expect(page.get_by_role("listitem").get_by_role("status")).to_have_text(ready, timeout=60_000)
    assert page.evaluate("window.isTheSamePage"), "the paper's progress was only seen by loading the page again"

    with page.expect_download() as coming:
        page.get_by_role("link", name=download).click()
    coming.value.save_as(tmp_path / "paper.pdf")
    printed = words_of(tmp_path / "paper.pdf")
    assert sentence in printed
    assert kind in printed


def words_of(paper: Path) -> str:
    with pdfplumber.open(paper) as pdf:
        return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
