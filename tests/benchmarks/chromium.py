"""A Chromium that is kept alive and prints pages one after another; what it costs is told by the CPU of all it runs."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.naive import BASE, with_styles
from tests.browser.conftest import CHROMIUM, QUIET

MINUTES_AT_MOST = 4


class Chromium:
    """Prints the page a press of ours prints, its stylesheets in it, from a file beside their faces."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        page.set_default_timeout(MINUTES_AT_MOST * 60_000)

    def prints(self, html: str) -> bytes:
        based = with_styles(html).replace("<head>", f'<head><base href="{BASE}">', 1)
        file = self.folder / "page.html"
        file.write_text(based, encoding="utf-8")
        self.page.goto(file.as_uri())
        return self.page.pdf(prefer_css_page_size=True, tagged=True, print_background=True)

    def seconds(self, html: str, times: int) -> float:
        """Of the CPU, for one printing; warm."""
        self.prints(html)
        before = _spent()
        for _time in range(times):
            self.prints(html)
        return (_spent() - before) / times


@contextmanager
def kept_alive() -> Iterator[Chromium | None]:
    """None where there is no Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        yield None
        return
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, "--allow-file-access-from-files"])
        yield Chromium(browser.new_page(), Path(folder))
        browser.close()


def _spent() -> float:
    """Of the browser, its renderers and helpers, those that ended meanwhile too."""
    seconds = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "chrom" in process.name():
                times = process.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
    return seconds
