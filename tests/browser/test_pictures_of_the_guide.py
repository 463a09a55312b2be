"""The guide's pictures, made anew when asked: COQUANG_PICTURES=1 make test ARGS="-m browser"."""

import io
import os
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from coquang.supervisor import ROOT
from tests.browser.conftest import WIDE, Browse, Look
from tests.browser.places import CLERK

FOLDER = ROOT / "docs" / "guide" / "pictures"
LARGEST = 200_000  # bytes
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
PICTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "sign-in": ("sign-in", {"viewport": WIDE}),
    "my-work": ("my-work", {"viewport": WIDE}),
    "sheet-wide": ("sheet", {"viewport": WIDE}),
    "sheet-phone": ("sheet", PHONE),
    "overview": ("overview", {"viewport": WIDE}),
    "board-district": ("board-district", {"viewport": WIDE}),
    "board-phone": ("board-district", PHONE),
    "heat-table": ("board-district", {"viewport": WIDE}),
    "ranks": ("board-ranks", {"viewport": WIDE}),
    "one-off": ("one-off", {"viewport": WIDE}),
    "report": ("report", {"viewport": WIDE}),
}


@pytest.mark.skipif(os.environ.get("COQUANG_PICTURES") != "1", reason="pictures are made with COQUANG_PICTURES=1")
@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_for_the_guide(look: Look, picture: str) -> None:
    name, how = PICTURES[picture]
    page = look(name, **how)
    if name == "sheet":
        page.locator("#v-KT01").focus()
    if picture == "sheet-wide":
        strip = page.get_by_role("complementary", name="Dòng đang chọn")
        strip.get_by_role("heading", name="Thuế công thương nghiệp").wait_for()
    if picture in {"heat-table", "ranks"}:
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    drawn = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{picture}.png"
    drawn.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < LARGEST


# The printed papers of the published meeting and year: who has it, from which page, by which button or link.
OFFICE = "van-phong-quan-uy"
PRINTED = {
    "paper-report": (CLERK, "/bao-cao/26755/2022/", "In"),
    "paper-minutes": (OFFICE, "/hoi-nghi/1/bien-ban/", "In biên bản"),
    "paper-notice": (OFFICE, "/hoi-nghi/1/", "Văn bản thông báo"),
}
DOTS_PER_INCH = 75


@pytest.mark.skipif(os.environ.get("COQUANG_PICTURES") != "1", reason="pictures are made with COQUANG_PICTURES=1")
@pytest.mark.parametrize("picture", PRINTED)
def test_a_picture_of_a_printed_paper(browse: Browse, picture: str) -> None:
    """Its first page, and the second beside it where there is one."""
    login, where, name = PRINTED[picture]
    page = browse(login)
    page.goto(where)
    main = page.get_by_role("main")
    main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True)).click()
    link = page.get_by_role("link", name="Tải PDF").first
    link.wait_for()
    pdf = pypdfium2.PdfDocument(page.request.get(link.get_attribute("href") or "").body())
    sides = [pdf[at].render(scale=DOTS_PER_INCH / 72).to_pil().convert("L") for at in range(min(2, len(pdf)))]
    spread = Image.new("L", (sum(side.width for side in sides) + 12 * (len(sides) - 1), sides[0].height), 200)
    for at, side in enumerate(sides):
        spread.paste(side, (at * (side.width + 12), 0))
    file = FOLDER / f"{picture}.png"
    spread.quantize(32, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < LARGEST
