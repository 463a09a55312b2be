"""Everything on a board leaves the screen: as a workbook with numbers, as paper, as a drawing, as lines for a chat."""

import io
import re
import zipfile
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from unittest import mock
from xml.etree import ElementTree

import pytest

from coquang import laying_out
from coquang.records import press
from coquang.records.models import PrintedDocument
from indicators import roll_ups
from indicators.actions import corrections
from indicators.models import DirtyBranch, Figure, Indicator
from programmes.models import Person, Unit, UnitGroup
from tests import making

DISTRICT, WARD = f"/theo-doi/{making.DISTRICT}/2022-Q1/", f"/theo-doi/{making.WARD}/2022-Q1/"
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def district(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Unit:
    """Two wards with approved figures of the first quarter of 2022, folded."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), "approved")
        making.body(units[code])
    roll_ups.fold_now()
    return units[making.DISTRICT]


def numbers_in(content: bytes, sheet: int = 1) -> set[float]:
    """The numbers of a workbook's sheet; words are not among them."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        page = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - we wrote it
    cells = [cell for cell in page.iter(f"{CELL}c") if cell.get("t") is None]
    return {float(value.text or "nan") for cell in cells if (value := cell.find(f"{CELL}v")) is not None}


@pytest.mark.parametrize("url", [DISTRICT, WARD])
def test_a_board_is_a_workbook_with_real_numbers(district: Unit, reader: Person, as_: Any, url: str) -> None:
    answer = as_(reader).get(f"{url}tai/")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    found = numbers_in(answer.content)
    assert (8.7 if url == DISTRICT else 4.35) in found
    assert any(share == pytest.approx(0.254386, abs=1e-5) for share in found)


def test_the_units_stand_on_a_sheet_of_their_own(district: Unit, reader: Person, as_: Any) -> None:
    found = numbers_in(as_(reader).get(f"{DISTRICT}tai/").content, sheet=2)
    assert any(share == pytest.approx(0.254386, abs=1e-5) for share in found)


def test_one_indicator_is_a_workbook_too(district: Unit, reader: Person, as_: Any) -> None:
    answer = as_(reader).get(f"{DISTRICT}chi-tieu/THUE/tai/")
    assert 8.7 in numbers_in(answer.content)
    assert 4.35 in numbers_in(answer.content, sheet=2)


def test_the_drawing_is_a_file_that_needs_nothing_else(district: Unit, reader: Person, as_: Any) -> None:
    answer = as_(reader).get(f"{DISTRICT}chi-tieu/THUE/bieu-do/")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    drawing = ElementTree.fromstring(answer.content)  # noqa: S314 - we drew it
    words = "".join(drawing.itertext())
    assert "8,7" in words
    assert "2022" in words
    assert not re.search(rb"<script|style=|href=", answer.content)


def test_the_lines_for_a_chat_say_how_it_stands_and_lead_back(district: Unit, reader: Person, as_: Any) -> None:
    page = unescape(as_(reader).get(WARD).content.decode())
    message = page[page.index('id="message"') :].partition(">")[2].partition("</textarea>")[0]
    assert message.startswith("Phường Cô Giang – Quý I/2022: ")
    assert message.endswith(f"http://testserver{WARD}")


def test_a_board_is_printed_with_the_drawings_of_the_screen(
    district: Unit, reader: Person, as_: Any, drawer: Path
) -> None:
    client = as_(reader)
    assert client.post(f"{WARD}in/", making.form_key()).status_code == 302
    facts = PrintedDocument.objects.get(kind="board_table").facts
    rows = [row for group in facts["groups"] for row in group["rows"]]
    row = next(row for row in rows if row["name"] == "Chỉ tiêu THUE")
    assert row["pair"] == "4,4/17,1"
    path = row["path"]
    assert f'd="{path}"' in client.get(WARD).content.decode()


def test_a_printed_board_of_sent_figures_says_so(district: Unit, reader: Person, as_: Any, drawer: Path) -> None:
    as_(reader).post(f"{DISTRICT}in/", {"da-gui": "1", **making.form_key()})
    facts = PrintedDocument.objects.get(kind="board_table").facts
    assert "chưa duyệt" in facts["state"]
    assert "Số liệu tính đến" in facts["state"]


def test_a_stale_sum_is_not_printed(district: Unit, reader: Person, as_: Any, drawer: Path) -> None:
    """The wards' tax is put right a moment before; nobody has folded it yet."""
    figure = Figure.objects.get(sheet__unit__code=making.SIBLING, sheet__quarter=1, indicator__code="THUE")
    clerk, approver = making.person("van-thu-ban", "Văn thư"), making.person("lanh-dao-ban", "Lãnh đạo")
    making.appointed(clerk, "enter", at=figure.sheet.unit.bodies.get())
    making.appointed(approver, "approve", at=figure.sheet.unit.bodies.get())
    right = corrections.Told(Decimal(5_350_000_000))
    asked = corrections.ask(figure, right, reason="Cộng sót.", evidence="Biên bản 12.", by=clerk)
    corrections.agree(asked, by=approver)
    assert DirtyBranch.objects.exists()
    as_(reader).post(f"{DISTRICT}in/", making.form_key())
    facts = PrintedDocument.objects.get(kind="board_table").facts
    rows = [row for group in facts["groups"] for row in group["rows"]]
    assert next(row["pair"] for row in rows if row["name"] == "Chỉ tiêu THUE") == "9,7/34,2"
    assert not DirtyBranch.objects.exists()


def test_posting_twice_prints_once(district: Unit, reader: Person, as_: Any, drawer: Path) -> None:
    client, key = as_(reader), making.form_key()
    client.post(f"{DISTRICT}in/", key)
    client.post(f"{DISTRICT}in/", key)
    assert PrintedDocument.objects.filter(kind="board_table").count() == 1


@pytest.mark.parametrize("ending", ["tai/", "chi-tieu/THUE/", "chi-tieu/THUE/tai/", "chi-tieu/THUE/bieu-do/"])
def test_what_may_not_be_seen_is_not_there(district: Unit, stranger: Person, as_: Any, ending: str) -> None:
    assert as_(stranger).get(f"{WARD}{ending}").status_code == 404


def test_a_named_groups_board_is_printed_under_the_unit_above_it(
    district: Unit, units: dict[str, Unit], reader: Person, as_: Any, drawer: Path
) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    group.units.set([units[making.WARD], units[making.SIBLING]])
    url = f"/theo-doi/nhom/{group.pk}/2022-Q1/"
    client = as_(reader)
    assert f'action="{url}in/"' in client.get(url).content.decode()
    assert client.post(f"{url}in/", making.form_key()).status_code == 302
    document = PrintedDocument.objects.get(kind="board_table")
    assert document.unit == district
    facts = document.facts
    assert (facts["superior_lines"], facts["issuer_lines"]) == ([district.name.upper()], ["CỤM THI ĐUA SỐ 1"])
    assert {row[0] for table in facts["units"] for row in table["rows"]} == {
        "Cô Giang",
        units[making.SIBLING].short_name,
    }


def test_a_groups_board_is_printed_by_nobody_who_does_not_see_all_of_it(
    district: Unit, units: dict[str, Unit], stranger: Person, as_: Any
) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    group.units.set([units[making.WARD], units[making.SIBLING]])
    assert as_(stranger).post(f"/theo-doi/nhom/{group.pk}/2022-Q1/in/", making.form_key()).status_code == 404


def test_one_indicator_is_printed_with_its_years_and_the_units_below(
    district: Unit, reader: Person, as_: Any, drawer: Path
) -> None:
    url = f"{DISTRICT}chi-tieu/THUE/"
    client = as_(reader)
    page = client.get(url)
    assert f'action="{url}in/"' in page.content.decode()
    assert client.post(f"{url}in/", making.form_key()).status_code == 302
    facts = PrintedDocument.objects.get(kind="indicator_table").facts
    years, below = facts["tables"]
    assert years["heads"][2:] == [str(year) for year in range(2018, 2023)]
    texts = [[cell["text"] for cell in row["cells"]] for group in below["groups"] for row in group["rows"]]
    assert texts[0][:4] == ["1", "Phường Cô Giang", "–", "4,4/17,1"]
    assert facts["bars"][-1]["text"] == "8,7"
    assert "Chỉ tính số đã duyệt" in facts["state"] and "Số liệu tính đến" in facts["state"]


def test_the_columns_on_the_page_in_the_file_and_on_paper_are_one_drawing(
    district: Unit, reader: Person, as_: Any, drawer: Path
) -> None:
    url, client = f"{DISTRICT}chi-tieu/THUE/", as_(reader)
    assert client.post(f"{url}in/", making.form_key()).status_code == 302
    with mock.patch.object(laying_out, "pressed", return_value=b"") as set_in_type:
        press.lay_out(PrintedDocument.objects.get(kind="indicator_table"))
    page, file = (client.get(address).content.decode() for address in (url, f"{url}bieu-do/"))
    on_page, in_file, on_paper = (columns(html) for html in (page, file, set_in_type.call_args.args[0]))
    assert on_page == in_file == on_paper
    assert [words for *_place, words in on_page][-2:] == ["8,7", "2022"]


def columns(html: str) -> list[tuple[str, ...]]:
    """Every stroke and every word of a drawing of columns, each with its place."""
    (drawing,) = re.findall(r'<svg class="chart".*?</svg>', html, re.DOTALL)
    places = r'<(?:path|rect|text) [^>]*?(?:d="([^"]*)"|x="([\d.]+)" y="([\d.]+)")'
    return re.findall(rf'{places}(?: width="([\d.]+)" height="([\d.]+)")?[^>]*>([^<]*)', drawing)
