"""What typing costs the person who types, on a sheet as long as the longest: a key in a browser, a block pasted (T)."""

import shutil
import statistics
import time
from collections.abc import Iterator
from uuid import uuid4

from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from indicators.models import Figure
from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome
from tests.benchmarks.pages import SHEET
from tests.browser.conftest import CHROMIUM, QUIET, sign_in
from tests.running import Portal

ROWS = 60
# Without them a character waits for the screen's next sixtieth of a second, whoever wrote the page.
NO_SCREEN = ("--disable-gpu-vsync", "--disable-frame-rate-limit")
PASTES, PASSES = 5, 5
HAND = 30  # milliseconds from one key to the next: quicker than any clerk
PASTED = (50, 10)  # lines and columns

# From the press of a digit to the first moment after the frame in which it stands was painted.
WATCH = """() => {
    window.took = [];
    document.addEventListener("keydown", (event) => {
        if (!/^[0-9]$/.test(event.key)) return;
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.took.push(performance.now() - event.timeStamp);
        requestAnimationFrame(() => painted.port2.postMessage(0));
    }, true);
}"""


def typing_in(portal: Portal) -> Iterator[Outcome]:
    place.more_rows(ROWS)
    client = place.signed_in(place.CLERK)
    yield Outcome(goals.PAGE, len(client.get(SHEET).content) / 1000)
    yield Outcome(goals.PASTE, _preview(client))
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        yield Outcome(goals.KEY, reason="there is no Chromium on this machine")
        return
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    portal.start(portal.web)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *NO_SCREEN])
            page = browser.new_page(base_url=portal.address, locale="vi-VN")
            sign_in(page, place.CLERK)
            slow = [statistics.quantiles(_typed(page, f"12{turn}"), n=20)[-1] for turn in range(PASSES)]
            browser.close()
    finally:
        portal.stop()
    yield Outcome(goals.KEY, statistics.median(slow))


def _typed(page: Page, number: str) -> list[float]:
    """A number over what stands in every cell, each saved as it is left; how long each digit took, in ms."""
    page.goto(SHEET)
    assert page.locator(".sheet-row").count() >= ROWS
    page.evaluate(WATCH)
    for cell in page.locator(".sheet-input:visible").all():
        cell.click()
        page.keyboard.press("Control+A")
        for digit in number:
            page.wait_for_timeout(HAND)
            page.keyboard.press(digit)
    page.wait_for_timeout(HAND)
    took: list[float] = page.evaluate("window.took")
    assert len(took) >= len(number) * ROWS
    return took


def _preview(client: Client) -> float:
    """From the block that is sent to the preview of what was read, in ms."""
    lines, columns = PASTED
    names = Figure.objects.filter(sheet__unit__code=place.WARD, sheet__year=2023, sheet__quarter=1).values_list(
        "indicator__name_vi", flat=True
    )
    page = client.get(SHEET).content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    took = []
    for turn in range(PASTES):
        block = "\n".join(
            "\t".join([name, *(str(10 + turn + row + column) for column in range(columns - 1))])
            for row, name in enumerate(names[:lines])
        )
        form = {"csrfmiddlewaretoken": token, "block": block, "form_key": str(uuid4())}
        begun = time.perf_counter()
        answer = client.post(f"{SHEET}dan/", form, follow=True)
        took.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200
        assert answer.redirect_chain, "the block was not taken"
    return statistics.median(took)
