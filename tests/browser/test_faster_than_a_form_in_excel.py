"""A whole quarter from a spreadsheet, by keyboard only: pasted, and beside it by the form that Excel fills in.

What each takes is told as a line of the test's output (pytest -s); docs/benchmarks.md keeps the last ones.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.test_the_sheet_in_a_browser import FIRMS, GIFTS, MISSING, SHEET, returns
from tests.indicators.test_bringing_workbooks import typed_into

UNO = Path(__file__).with_name("uno_copy.py")
WRONG = {FIRMS: "58,5", GIFTS: "12.5"}  # half a firm, and a point that could be either

# A key that is held with another counts as well: Ctrl+V is two.
COUNTING = """
addEventListener("keydown", () => {
  sessionStorage.pressed = Number(sessionStorage.pressed ?? 0) + 1;
}, true)
"""


@dataclass
class Work:
    keys: int = 0
    seconds: float = 0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where LibreOffice may keep its things; without it there is nothing to copy from."""
    spoken = subprocess.run(["/usr/bin/python3", "-c", "import uno"], capture_output=True, check=False).returncode == 0
    if not (shutil.which("soffice") and spoken):
        pytest.skip("LibreOffice is not on this machine: apt-get install libreoffice-calc python3-uno")
    return tmp_path_factory.mktemp("office")


def copied_from_libreoffice(office: Path, rows: list[tuple[str, str, str]]) -> dict[str, str]:
    """What its clipboard holds, as text and as HTML, after a table of names, units and values was copied."""
    book = xlsxwriter.Workbook(office / "so-lieu.xlsx")
    page, number = book.add_worksheet(), book.add_format({"num_format": "[$-42A]#,##0.###"})
    for place, (name, unit, value) in enumerate(rows):
        page.write_row(place, 0, [place + 1, name, unit])
        if "/" not in value and value not in WRONG.values():
            page.write_number(place, 3, as_number(value), number)
        else:
            page.write_string(place, 3, value)
    book.close()
    asked = ["/usr/bin/python3", str(UNO), str(office / "so-lieu.xlsx"), f"A1:D{len(rows)}", str(office / "profile")]
    told: dict[str, str] = json.loads(subprocess.run(asked, capture_output=True, check=True, timeout=120).stdout)
    return told


def put_on_the_clipboard(browse: Browse, forms: Mapping[str, str]) -> None:
    """By a page of its own, which may have styles in its text as LibreOffice's has."""
    page = browse("", bypass_csp=True, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/dang-nhap/")
    page.evaluate(
        """(forms) => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
            Object.entries(forms).map(([kind, text]) => [kind, new Blob([text], {type: kind})])))])""",
        forms,
    )


def as_number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def figures_of(page: Page) -> dict[str, tuple[str, str, str, str]]:
    """What the rows hold that are typed into: name, unit, value and what stands behind the slash."""
    found: dict[str, tuple[str, str, str, str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".sheet-row")].map((row) => {
            const of = (part) => row.querySelector(`.sheet-input[name^="${part}-"]`)?.value ?? "";
            const words = (of) => row.querySelector(of).textContent.trim();
            return [row.id.slice(4), [words(".sheet-name a"), words(".sheet-unit"), of("v"), of("d")]];
        }).filter(([code]) => document.querySelector(`#row-${code} .sheet-input`)))"""
    )
    for code in {cell[3:] for cell in MISSING}:
        name, unit, _value, _below = found[code]
        found[code] = (name, unit, MISSING[f"#v-{code}"], MISSING[f"#d-{code}"])
    return found


def emptied(browse: Browse) -> None:
    """The clerk's sheet without a figure."""
    page = browse("van-phong", java_script_enabled=False)
    page.goto(SHEET)
    for cell in page.locator(".sheet-input").all():
        cell.fill("")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".sheet-row:not([data-missing]) .sheet-input")).to_have_count(0)


@contextmanager
def measured(page: Page) -> Iterator[Work]:
    """Keys pressed by a person from here on, whatever pages come, and the seconds it takes a tireless one."""
    work, begun = Work(), time.monotonic()
    page.evaluate("sessionStorage.pressed = 0")
    yield work
    work.keys, work.seconds = int(page.evaluate("sessionStorage.pressed")), time.monotonic() - begun


def tab_to(page: Page, selector: str) -> None:
    """With the Tab key, however often it takes."""
    for _press in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The Tab key does not come to {selector}.")


def takes_what_was_read(page: Page) -> None:
    """Past the menus by the first link of the page, to the first tick; Enter there sends the form."""
    page.wait_for_url("**/dan/*/")
    expect(page.locator("[name^='take-']").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "[name^='take-']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Đã nhập")


def mends_and_sends(page: Page, right: Mapping[str, str]) -> None:
    """F8 goes from one empty cell to the next; Ctrl+Enter sends the sheet up."""
    for code in sorted(right, key=lambda code: page.locator(f"#row-{code}").evaluate("row => row.offsetTop")):
        page.keyboard.press("F8")
        expect(page.locator(f"#v-{code}")).to_be_focused()
        page.keyboard.type(right[code])
        page.keyboard.press("Enter")
        expect(page.locator(f"#row-{code}[data-missing]")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("main")).to_contain_text("chờ rà soát")


def test_a_quarter_is_pasted_mended_and_sent_by_keyboard_and_beside_it_by_the_form_of_excel(
    browse: Browse, office: Path, tmp_path: Path
) -> None:
    page = browse("van-phong", permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(COUNTING)
    page.goto(SHEET)
    known = figures_of(page)
    right = {code: known[code][2] for code in WRONG}
    numbers = sum(1 + bool(below) for *_words, below in known.values())
    assert numbers >= 40
    emptied(browse)

    rows = [
        (name, unit, WRONG.get(code) or "/".join(part for part in (value, below) if part))
        for code, (name, unit, value, below) in known.items()
    ]
    clipboard = copied_from_libreoffice(office, rows)
    assert clipboard["text/plain"].count("\n") == len(rows) and "<table" in clipboard["text/html"]
    put_on_the_clipboard(browse, clipboard)
    page.goto(SHEET)
    with measured(page) as pasted:
        page.keyboard.press("F8")
        page.keyboard.press("Control+V")
        takes_what_was_read(page)
        page.goto(SHEET)
        mends_and_sends(page, right)
    expect(page.locator(".action-done")).to_contain_text("40/40")
    returns(browse("chanh-van-phong"), "Đối chiếu lại.")

    emptied(browse)
    page.goto(f"{SHEET}dan/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biểu dạng Excel").click()
    filled = tmp_path / "bieu.xlsx"
    typed = {
        code: (as_number(value) if value else None, as_number(below) if below else None)
        for code, (_name, _unit, value, below) in known.items()
        if code not in WRONG
    }
    filled.write_bytes(typed_into(download.value.path().read_bytes(), typed))
    with measured(page) as form:
        tab_to(page, "[type=file]")
        page.locator("[type=file]").set_input_files(filled)
        tab_to(page, "main [type=submit]")
        page.keyboard.press("Enter")
        takes_what_was_read(page)
        page.goto(SHEET)
        mends_and_sends(page, right)
    returns(browse("chanh-van-phong"), "Đối chiếu lại.")

    # In the form: each number with the Enter after it, the two wrong ones as they are, Ctrl+S, the file's name chosen.
    numbers_typed = [WRONG.get(code) or value for code, (_n, _u, value, _b) in known.items()]
    numbers_typed += [below for *_words, below in known.values()]
    in_excel = sum(len(number) + 1 for number in numbers_typed if number) + 2 + len(filled.name) + 1
    print(
        f"\n{len(known)} rows, {numbers} numbers, 2 refused: pasted {pasted.keys} keys, {pasted.seconds:.1f} s; "
        f"the form of Excel {in_excel} keys in it and {form.keys} in the portal, {form.seconds:.1f} s in the portal"
    )
    assert pasted.keys * 2 < in_excel + form.keys
