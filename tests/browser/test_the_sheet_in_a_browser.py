"""The sheet under real fingers: refusals, keys, no script, second thoughts, two clerks, an impatient mouse."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import Browse, come_in
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


def saved(page: Page, code: str) -> None:
    expect(page.locator(f"#state-{code}")).to_have_text(re.compile(r"đã lưu \d{2}:\d{2}"))


def test_a_number_that_cannot_be_read_is_told_under_its_row_and_holds_no_other_cell(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    cell(page, GIFTS).fill("12.5")
    cell(page, FIRMS).fill("61")
    save(page)

    sentence = "Chưa đọc được “12.5”. Nếu là số thập phân, nhập 12,5; nếu là số nguyên, nhập 125."
    expect(page.locator(f"#row-{GIFTS}").get_by_role("alert")).to_have_text(sentence)
    expect(cell(page, GIFTS)).to_be_focused()
    expect(page.locator(".action-bar")).to_contain_text("01 ô chưa nhận")
    saved(page, FIRMS)

    other = browse("tai-chinh")
    other.goto(SHEET)
    expect(cell(other, FIRMS)).to_have_value("61")
    expect(cell(other, GIFTS)).to_have_value("12.5")
    expect(other.locator(f"#row-{GIFTS}")).to_contain_text(sentence)
    cell(other, GIFTS).fill("125")
    cell(other, GIFTS).press("Enter")
    saved(other, GIFTS)
    expect(other.locator(f"#row-{GIFTS}")).not_to_contain_text(sentence)


def test_a_cell_is_saved_as_it_is_left_and_its_row_counts_at_once(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    row = page.locator(f"#row-{FIRMS}")
    cell(page, FIRMS).fill("1.065")
    cell(page, FIRMS).press("Enter")
    saved(page, FIRMS)
    expect(row.locator(".sheet-sum")).to_have_text("1.065")
    expect(row.locator(".sheet-percent")).to_have_text("409,6%")
    cell(page, FIRMS).focus()
    expect(row).to_contain_text("một nghìn không trăm sáu mươi lăm lượt")


def test_a_missing_cell_that_is_filled_is_counted_without_a_new_page(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    done = page.locator("#done")
    before = int((done.text_content() or "").split("/")[0])
    page.locator("#v-XD06").fill("36")
    page.locator("#d-XD06").fill("36")
    page.locator("#d-XD06").press("Enter")
    saved(page, "XD06")
    expect(done).to_have_text(re.compile(rf"^{before + 1}/"))


def test_a_button_pressed_once_does_its_deed_when_nothing_waits_to_be_saved(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    save(page)
    expect(page.get_by_role("main")).to_contain_text("Mọi số liệu đã được lưu.")


def test_f8_goes_to_the_next_cell_that_needs_a_hand(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    page.keyboard.press("F8")
    expect(page.locator(".sheet-row[data-missing] .sheet-input:focus")).to_have_count(1)


def test_what_was_typed_while_the_line_is_down_is_sent_when_it_returns(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    with offline(page):
        for code, number in {FIRMS: "64", ALLEYS: "2"}.items():
            cell(page, code).fill(number)
            cell(page, code).press("Enter")
        expect(page.locator(f"#state-{FIRMS}")).to_have_text("chờ đường truyền")
        expect(page.locator("#line")).to_contain_text("02 ô chờ đường truyền")
    for code in (FIRMS, ALLEYS):
        saved(page, code)
    expect(page.locator("#line")).to_be_empty()
    page.goto(SHEET)
    expect(cell(page, FIRMS)).to_have_value("64")


def test_a_tab_that_is_closed_without_a_line_loses_nothing(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    with offline(page):
        cell(page, FIRMS).fill("65")
        page.wait_for_timeout(600)  # more than the quarter of a second after which the machine keeps it
        page.close()
    again = page.context.new_page()
    again.goto(SHEET)
    expect(cell(again, FIRMS)).to_have_value("65")
    saved(again, FIRMS)


def test_when_the_session_is_over_the_page_says_so_and_signing_in_again_sends_what_was_typed(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    page.context.clear_cookies(name="coquang_session")
    cell(page, FIRMS).fill("66")
    cell(page, FIRMS).press("Enter")
    line = page.locator("#line")
    expect(line).to_contain_text("Phiên làm việc đã hết")
    line.get_by_role("link", name="Đăng nhập").click()
    come_in(page, "van-phong")
    page.wait_for_url(f"**{SHEET}")
    expect(cell(page, FIRMS)).to_have_value("66")
    saved(page, FIRMS)


def test_nobody_else_on_this_machine_sees_what_a_person_left_unsent(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    before = cell(page, FIRMS).input_value()
    with offline(page):
        cell(page, FIRMS).fill("67")
        cell(page, FIRMS).press("Enter")
        expect(page.locator("#line")).to_contain_text("01 ô chờ")
        with asked_before_leaving(page, answer=False) as asked:
            page.locator(".bar-end summary").last.click()
            page.locator(".bar-end").get_by_role("button", name="Đăng xuất").click()
            page.wait_for_timeout(300)
        assert asked == ["confirm"]
        page.context.clear_cookies()
        page.goto("about:blank")
    page.wait_for_timeout(500)  # a browser may still send, in vain, what it held when the page was closed
    page.goto(f"/dang-nhap/?next={SHEET}")
    come_in(page, "tai-chinh")
    expect(cell(page, FIRMS)).to_have_value(before)


@contextmanager
def offline(page: Page) -> Iterator[None]:
    """The machine has no line."""
    context = page.context
    context.set_offline(True)
    yield
    context.set_offline(False)


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


def test_what_is_still_in_the_hand_when_a_clerk_goes_elsewhere_is_saved(browse: Browse) -> None:
    page = browse("van-phong")
    page.goto(SHEET)
    cell(page, FIRMS).fill("63")
    page.get_by_role("link", name="Việc của tôi").click()
    page.wait_for_url("**/viec-cua-toi/")
    page.goto(SHEET)
    expect(cell(page, FIRMS)).to_have_value("63")


def test_of_two_clerks_at_one_cell_the_second_sees_both_figures_and_chooses(browse: Browse) -> None:
    first, second = browse("van-phong"), browse("tai-chinh")
    for page in (first, second):
        page.goto(SHEET)
    cell(first, TAX).fill("4,2 tỷ")
    cell(first, TAX).press("Enter")
    saved(first, TAX)

    row = second.locator(f"#row-{TAX}")
    cell(second, TAX).fill("4,3 tỷ")
    cell(second, TAX).press("Enter")
    expect(row.get_by_role("alert")).to_contain_text(
        re.compile(r"đã nhập 4,2 vào ô này lúc \d{2}:\d{2}; số đang gõ là 4,3")
    )
    expect(cell(second, TAX)).to_have_value("4,3 tỷ")
    row.get_by_role("button", name="Lấy 4,3 tỷ").click()
    saved(second, TAX)

    cell(first, TAX).fill("4,4 tỷ")
    cell(first, TAX).press("Enter")
    first.locator(f"#row-{TAX}").get_by_role("button", name="Giữ 4,3").click()
    saved(first, TAX)
    expect(cell(first, TAX)).to_have_value("4,3")


def test_two_quick_clicks_send_the_quarter_once(browse: Browse, portal: Portal) -> None:
    def sendings() -> int:
        return int(portal.asked("select count(*) from records_journalentry where act = 'sheet.submitted'")[0][0])

    clerk, before = browse("van-phong", java_script_enabled=False), sendings()
    clerk.goto(SHEET)
    with posts(clerk) as posted:
        clicks_twice(clerk, send(clerk))
        expect(clerk.get_by_role("main")).to_contain_text("chờ rà soát")
    assert len([url for url in posted if url.endswith(f"{SHEET}luu/")]) == 2
    assert sendings() == before + 1
    returns(browse("chanh-van-phong"), "Gửi lại sau khi đối chiếu.")


def test_two_quick_clicks_print_one_paper(browse: Browse, portal: Portal) -> None:
    def papers_and_jobs() -> tuple[int, int]:
        counted = "select (select count(*) from records_printeddocument), (select count(*) from records_job)"
        papers, jobs = portal.asked(counted)[0]
        return papers, jobs

    page = browse("van-phong")
    papers, jobs = papers_and_jobs()
    page.goto("/van-ban/")
    before = page.get_by_role("listitem").get_by_role("status").count()
    page.goto("/bao-cao/26755/2022/")
    with posts(page) as posted:
        clicks_twice(page, page.get_by_role("button", name="In", exact=True))
        expect(page).to_have_url(re.compile("/van-ban/"))
    assert len(posted) == 2
    # The browser lands where the answer that came last leads: at the one paper, or at the list it stands first in.
    page.goto("/van-ban/")
    expect(page.get_by_role("listitem").get_by_role("status")).to_have_text(["Sẵn sàng"] * (before + 1), timeout=60_000)
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
