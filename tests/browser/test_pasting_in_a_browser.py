"""A block pasted into a cell of the sheet opens its preview; the column is copied out by a button."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.test_the_sheet_in_a_browser import FIRMS, SHEET, TRADERS, cell


def paste(page: Page, code: str, text: str) -> None:
    """What the browser does when a person pastes: tells the cell, which may take it into its own hands."""
    cell(page, code).evaluate(
        """(cell, text) => {
            const brought = new DataTransfer();
            brought.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: brought, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_a_column_pasted_into_a_cell_is_looked_at_taken_and_put_back(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    before = [cell(page, code).input_value() for code in (TRADERS, FIRMS)]

    paste(page, TRADERS, "71\r\n72\r\n")
    page.wait_for_url("**/dan/*/")
    expect(page.get_by_role("row", name="Hộ kinh doanh")).to_contain_text("bảy mươi mốt hộ")
    page.get_by_role("button", name="Nhập các dòng đã chọn").click()
    expect(page.get_by_role("main")).to_contain_text("Đã nhập 2 số liệu từ lần dán.")

    page.get_by_role("button", name="Hoàn tác lần dán").click()
    expect(page.get_by_role("main")).to_contain_text("Đã hoàn tác 2 số liệu.")
    page.goto(SHEET)
    assert [cell(page, code).input_value() for code in (TRADERS, FIRMS)] == before


def test_one_cell_pasted_from_a_spreadsheet_stays_in_its_cell(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    paste(page, FIRMS, "61\r\n")
    page.wait_for_timeout(300)
    assert page.url.endswith(SHEET)


def test_the_column_is_copied_by_a_button_and_without_a_script_by_hand(browse: Browse) -> None:
    page = browse("van-phong", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{SHEET}chep/")
    page.get_by_role("button", name="Chép", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Đã chép")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied == page.get_by_role("textbox").input_value()

    plain = browse("van-phong", java_script_enabled=False)
    plain.goto(f"{SHEET}chep/")
    expect(plain.get_by_role("textbox")).to_be_visible()
    expect(plain.get_by_role("button", name="Chép", exact=True)).to_have_count(0)
