"""The sheet under real fingers: refusals, keys, no script, second thoughts, two clerks, an impatient mouse."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import Browse
from tests.running import Portal

SHEET = "/so-lieu/26755/2023-Q1/"
TAX, TRADERS, FIRMS, ALLEYS, GIFTS = "KT01", "KT04", "KT05", "KT06", "VX02"
MISSING = {"#v-XD06": "36", "#d-XD06": "36", "#v-DV06": "408", "#d-DV06": "415"}


def cell(page: Page, code: str) -> Locator:
    return page.locator(f"#v-{code}")


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()


def send(page: Page) -> Locator:
    """Type what is missing; the button that sends the quarter up."""
    for missing, number in MISSING.items():
        page.locator(missing).fill(number)
    return page.get_by_role("button", name="Gửi duyệt")


def returns(page: Page, reason: str) -> None:
    """The vetter sends the sheet back, so that it is a draft again."""
    page.goto(SHEET)
    page.get_by_text("Trả lại để bổ sung").click()
    page.get_by_label("Nội dung cần bổ sung").fill(reason)
    page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Đã trả lại để bổ sung")


@contextmanager
def asked_before_leaving(page: Page, *, answer: bool) -> Iterator[list[str]]:
    """The questions the browser puts to a person who leaves, all answered alike."""
    asked: list[str] = []

    def reply(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.accept() if answer else dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", reply)
    yield asked
    page.remove_listener("dialog", reply)


def test_a_number_that_cannot_be_read_is_told_under_its_row_and_nothing_typed_is_lost(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    before = cell(page, FIRMS).input_value()
    cell(page, GIFTS).fill("12.5")
    cell(page, FIRMS).fill("61")
    save(page)

    sentence = "Chưa đọc được “12.5”. Nếu là số thập phân, nhập 12,5; nếu là số nguyên, nhập 125."
    expect(page.get_by_role("alert")).to_contain_text("chưa lưu")
    expect(cell(page, GIFTS)).to_have_value("12.5")
    expect(cell(page, GIFTS)).to_have_accessible_description(sentence)
    expect(page.locator(f"#row-{GIFTS}")).to_contain_text(sentence)
    expect(cell(page, FIRMS)).to_have_value("61")

    page.goto(SHEET)
    expect(cell(page, FIRMS)).to_have_value(before)


def test_enter_and_the_arrows_walk_the_column(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    cell(page, TRADERS).press("Enter")
    expect(cell(page, FIRMS)).to_be_focused()
    cell(page, FIRMS).press("ArrowDown")
    expect(cell(page, ALLEYS)).to_be_focused()
    cell(page, ALLEYS).press("ArrowUp")
    expect(cell(page, FIRMS)).to_be_focused()
    expect(page.get_by_role("complementary", name="Dòng đang chọn")).to_contain_text("Doanh nghiệp, cơ sở kinh doanh")


def test_escape_puts_back_what_stood_in_the_cell(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    before = cell(page, FIRMS).input_value()
    cell(page, FIRMS).fill("999")
    cell(page, FIRMS).press("Escape")
    expect(cell(page, FIRMS)).to_have_value(before)


def test_without_a_script_a_quarter_is_typed_saved_sent_and_returned(browse: Browse) -> None:
    clerk, vetter = (browse(login, java_script_enabled=False) for login in ("van-phong", "chanh-van-phong"))
    clerk.goto(SHEET)
    cell(clerk, FIRMS).fill("62")
    save(clerk)
    expect(clerk.get_by_role("main")).to_contain_text("Đã lưu: 1 số liệu thay đổi.")
    send(clerk).click()
    expect(clerk.get_by_role("main")).to_contain_text("Đã gửi để rà soát và duyệt.")

    returns(vetter, "Đối chiếu lại số thu thuế.")

    clerk.goto(SHEET)
    expect(clerk.get_by_role("main")).to_contain_text("Đối chiếu lại số thu thuế.")
    expect(cell(clerk, FIRMS)).to_have_value("62")


def test_a_clerk_is_asked_before_leaving_with_figures_not_saved(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    cell(page, FIRMS).fill("63")
    home = page.get_by_role("link", name="Việc của tôi")
    with asked_before_leaving(page, answer=False) as asked:
        home.click()
        page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(cell(page, FIRMS)).to_have_value("63")

    with asked_before_leaving(page, answer=True) as asked:
        save(page)
        expect(page.get_by_role("main")).to_contain_text("Đã lưu")
        home.click()
        page.wait_for_url("**/viec-cua-toi/")
    assert asked == []


def test_of_two_clerks_at_one_cell_the_second_sees_the_firsts_figure_and_loses_nothing(browse: Browse) -> None:
    first, second = browse("van-phong"), browse("tai-chinh")
    for page in (first, second):
        page.goto(SHEET)
    cell(first, TAX).fill("4,2 tỷ")
    save(first)
    expect(first.get_by_role("main")).to_contain_text("Đã lưu")

    cell(second, TAX).fill("4,3 tỷ")
    cell(second, ALLEYS).fill("1")
    save(second)

    expect(second.locator(f"#row-{TAX}")).to_contain_text("Người khác vừa nhập")
    expect(cell(second, TAX)).to_have_value("4,3 tỷ")
    expect(cell(second, ALLEYS)).to_have_value("1")

    save(second)
    expect(second.get_by_role("main")).to_contain_text("Đã lưu: 2 số liệu thay đổi.")
    first.goto(SHEET)
    expect(cell(first, TAX)).to_have_value("4,3")


def test_two_quick_clicks_send_the_quarter_once(browse: Browse, portal: Portal) -> None:
    def sendings() -> int:
        return int(portal.asked("select count(*) from records_journalentry where act = 'sheet.submitted'")[0][0])

    clerk, before = browse("van-phong"), sendings()
    clerk.goto(SHEET)
    with posts(clerk) as posted:
        clicks_twice(clerk, send(clerk))
        expect(clerk.get_by_role("main")).to_contain_text("chờ rà soát")
    assert len(posted) == 2
    assert sendings() == before + 1
    returns(browse("chanh-van-phong"), "Gửi lại sau khi đối chiếu.")


def test_two_quick_clicks_print_one_paper(browse: Browse, portal: Portal) -> None:
    def papers_and_jobs() -> tuple[int, int]:
        counted = "select (select count(*) from records_printeddocument), (select count(*) from records_job)"
        papers, jobs = portal.asked(counted)[0]
        return papers, jobs

    page = browse("van-phong")
    papers, jobs = papers_and_jobs()
    page.goto("/bao-cao/26755/2022/")
    with posts(page) as posted:
        clicks_twice(page, page.get_by_role("button", name="In", exact=True))
        expect(page).to_have_url(re.compile("/van-ban/"))
    assert len(posted) == 2
    expect(page.get_by_role("listitem").get_by_role("status")).to_have_text(["Sẵn sàng"], timeout=60_000)
    assert papers_and_jobs() == (papers + 1, jobs + 1)


def clicks_twice(page: Page, button: Locator) -> None:
    """Two clicks while the first is still on its way; a browser itself makes one of a double click that is quicker."""
    button.scroll_into_view_if_needed()
    place = button.bounding_box()
    assert place
    for _ in range(2):
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, delay=20)


@contextmanager
def posts(page: Page) -> Iterator[list[str]]:
    """The addresses posted to: a doubled click that sends once would prove nothing."""
    posted: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            posted.append(request.url)

    page.on("request", note)
    yield posted
    page.remove_listener("request", note)
