"""Every page on an office screen and on a small phone: it fits, it can be walked with keys, it hides from nobody."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import HERE, WIDE, Look
from tests.browser.places import PAGES

PHONE = {"width": 360, "height": 780}
ON_A_PHONE: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
VIEWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": ON_A_PHONE,
}
AXE = (HERE / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
TABS = 25
FINGER = 44  # pixels

WITHOUT_A_RING = """element => {
  const style = getComputedStyle(element);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return ringed || style.boxShadow !== "none" ? "" : element.outerHTML.slice(0, 120);
}"""
WIDTHS = """element => {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.font = getComputedStyle(element).font;
  const widths = ["111", "444"].map(digits => (probe.textContent = digits, probe.getBoundingClientRect().width));
  probe.remove();
  return widths;
}"""
HINDRANCES = """async () => (await axe.run()).violations
  .filter(found => ["serious", "critical"].includes(found.impact))
  .map(found => `${found.impact}: ${found.id} at ${found.nodes.map(node => node.target).slice(0, 3).join(" | ")}`)
"""


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_screen_says_one_thing_first_and_shuts_nobody_out(look: Look, name: str, view: str) -> None:
    page = look(name, **VIEWS[view])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.locator(".btn-primary:visible").count() <= 1
    page.evaluate(AXE)
    hindrances = page.evaluate(HINDRANCES)
    assert not hindrances, "\n".join(hindrances)


@pytest.mark.parametrize("name", PAGES)
def test_whoever_walks_with_the_tab_key_sees_where_they_are(look: Look, name: str) -> None:
    page = look(name)
    unseen = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        unseen += page.evaluate(f"[document.activeElement].filter(at => at !== document.body).map({WITHOUT_A_RING})")
    assert len(unseen) > 2
    assert not any(unseen), "\n".join(filter(None, unseen))


def test_a_finger_hits_every_button_and_cell_of_the_sheet(look: Look) -> None:
    page = look("sheet", **ON_A_PHONE)
    framed = page.get_by_role("main").get_by_role("textbox").locator("..")  # the frame round it is seen as the cell
    reached = sizes_of(page.get_by_role("button")) + sizes_of(framed)
    assert len(reached) > 30
    assert [size for size in reached if min(size[1:]) < FINGER] == []


def sizes_of(found: Locator) -> list[tuple[str, float, float]]:
    """Text, width and height of what is visible."""
    boxes = ((element.inner_text(), element.bounding_box()) for element in found.all())
    return [(text, box["width"], box["height"]) for text, box in boxes if box]


@pytest.mark.parametrize(
    ("name", "cell"), [("sheet", "15,8"), ("board-ward", "14,5/17,1"), ("report", "17.100.000.000")]
)
def test_figures_stand_in_columns(look: Look, name: str, cell: str) -> None:
    page = look(name)
    assert_even(page.get_by_role("cell", name=cell).first)


def test_typed_figures_stand_in_columns(look: Look) -> None:
    assert_even(look("sheet").locator("#v-KT01"))


def assert_even(figure: Locator) -> None:
    narrow, broad = figure.evaluate(WIDTHS)
    assert narrow == pytest.approx(broad, abs=0.05)
