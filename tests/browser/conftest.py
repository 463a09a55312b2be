"""People at a real browser before a real portal. No ORM here: Playwright's loop forbids it in this thread."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from programmes.demonstration import PASSWORD
from tests.browser.places import CLERK, PAGES
from tests.running import Portal, a_portal, broker_apart

HERE = Path(__file__).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE = {"width": 1366, "height": 900}
TOLD_TO_SCRIPTS = {401, 403, 409}  # the session is over, or another's; the sheet takes nothing more
PATIENCE = 15_000  # milliseconds for anything on a page to happen


class Browse(Protocol):
    def __call__(self, login: str, **how: Any) -> Page: ...


class Look(Protocol):
    def __call__(self, name: str, **how: Any) -> Page: ...


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all browser tests, so that one set of processes serves them."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def loaded(tmp_path_factory: pytest.TempPathFactory, worker_id: str, migrated: str) -> Iterator[Portal]:
    """The demonstration, loaded into a database of this worker's own."""
    number = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    var = tmp_path_factory.mktemp("var")
    broker = broker_apart(1 + number % 15)
    with a_portal(f"test_browser_{worker_id}", var, broker=broker, migrated=migrated) as portal:
        yield portal


@pytest.fixture(scope="module")
def portal(loaded: Portal) -> Portal:
    """The portal as every file of tests finds it: just loaded, and in use by nobody."""
    loaded.renew()
    return loaded


@pytest.fixture(scope="package")
def chromium(loaded: Portal) -> Iterator[Browser]:
    """Started after the databases are made: they are made through Django, and see above."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.fail("There is no Chromium for the browser tests: apt-get install chromium.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


class Watch:
    """What no page may ever do: complain in the console, be refused a file, break on the server."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("response", self.look_at)

    def hear(self, message: ConsoleMessage) -> None:
        # That a page answered 404 or 422 is said there too; look_at() knows which of them may.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def look_at(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        may_refuse = response.status < 500 if is_page else response.status in TOLD_TO_SCRIPTS
        if response.status >= 400 and not may_refuse:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def browse(chromium: Browser, portal: Portal) -> Iterator[Browse]:
    """A browser of its own for a person: browse("van-phong"), or for nobody: browse(""). Faults fail the test."""
    watch = Watch()
    with ExitStack() as the_end:

        def browse(login: str, **how: Any) -> Page:
            context = chromium.new_context(**{"base_url": portal.address, "locale": "vi-VN", "viewport": WIDE, **how})
            the_end.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watch.over(context)
            page = context.new_page()
            if login:
                sign_in(page, login)
            return page

        yield browse
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture(scope="module")
def keys(chromium: Browser, portal: Portal) -> dict[str, Any]:
    """What the browsers of those who look at pages remember: each signed in once; the clerk had a paper printed."""
    kept: dict[str, Any] = {"": None}
    for login in {login for login, _where in PAGES.values()} - {""}:
        page = chromium.new_page(base_url=portal.address)
        sign_in(page, login)
        if login == CLERK:
            page.goto("/bao-cao/26755/2022/")
            page.get_by_role("button", name="In", exact=True).click()
            page.get_by_role("link", name="Tải PDF").wait_for()
        kept[login] = page.context.storage_state()
        page.close()
    return kept


@pytest.fixture
def look(browse: Browse, keys: dict[str, Any]) -> Look:
    """A page by its name in places.py, opened by whom it is for."""

    def look(name: str, **how: Any) -> Page:
        login, where = PAGES[name]
        page = browse("", storage_state=keys[login], **how)
        page.goto(where)
        page.evaluate("document.fonts.ready")
        return page

    return look


def sign_in(page: Page, login: str) -> None:
    door = page.goto("/dang-nhap/")
    assert door is not None
    assert door.ok, f"the sign-in page answers {door.status}"
    come_in(page, login)
    page.wait_for_url("**/viec-cua-toi/")


def come_in(page: Page, login: str) -> None:
    """Through the sign-in page that is open."""
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
