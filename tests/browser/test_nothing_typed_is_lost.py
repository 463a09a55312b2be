"""Whatever breaks while a clerk types, what is older than five seconds is there again; half a second does as well."""

import os
import random
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse, come_in
from tests.browser.test_the_sheet_in_a_browser import SHEET, cell, offline

CELLS = ("KT04", "KT05", "KT06", "KT07", "VX01")
KEPT_AFTER = 600  # milliseconds; the page promises a quarter of a second


def reloaded(page: Page) -> Page:
    page.reload()
    return page


def crashed(page: Page) -> Page:
    """The tab dies at once: no page of it is told, nothing of it runs any more."""
    context = page.context
    assert context.browser
    found = context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):
        for renderer in (each["id"] for each in found if each["type"] == "renderer"):
            os.kill(renderer, signal.SIGKILL)
    again = context.new_page()
    again.goto(SHEET)
    return again


def without_a_line(page: Page) -> Page:
    context = page.context
    with offline(page):
        page.close()
    again = context.new_page()
    again.goto(SHEET)
    return again


def signed_out(page: Page) -> Page:
    page.context.clear_cookies(name="coquang_session")
    page.goto(SHEET)
    come_in(page, "van-phong")
    page.wait_for_url(f"**{SHEET}")
    return page


@pytest.mark.parametrize("breaks", [reloaded, crashed, without_a_line, signed_out])
def test_what_was_typed_is_there_again(browse: Browse, breaks: Callable[[Page], Page]) -> None:
    """Into several cells, key by key, the last one not left yet."""
    page, chance = browse("van-phong"), random.Random(breaks.__name__)
    page.goto(SHEET)
    typed = {code: str(chance.randrange(20, 90)) for code in CELLS}
    for code, number in typed.items():
        cell(page, code).select_text()
        for key in number:
            page.keyboard.press(key)
            page.wait_for_timeout(chance.randrange(0, 120))
    page.wait_for_timeout(KEPT_AFTER)
    again = breaks(page)
    for code, number in typed.items():
        expect(cell(again, code)).to_have_value(number)
