"""The chart beside a report's table: the same drawing on page and paper, beside the figures it is drawn of."""

import re
from collections.abc import Mapping
from typing import Any
from unittest import mock

import pytest

from coquang import laying_out, printing
from coquang.periods import Period
from indicators.documents import progress_report
from programmes.models import Person, Unit
from tests.print.conftest import MOMENT
from tests.print.measuring import sheets

pytestmark = pytest.mark.xdist_group("story")


def facts(unit: Unit, period: str, *, discrete: bool = False) -> Mapping[str, Any]:
    return progress_report(unit, Period.parse(period), discrete=discrete).facts


def blocks(told: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return [block for annex in told["annexes"] for block in annex["blocks"] if block["block"] == kind]


def chart(told: Mapping[str, Any]) -> Mapping[str, Any]:
    (drawing,) = blocks(told, "drawing")
    return dict(drawing["chart"])


def bar(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(bar for bar in chart(told)["bars"] if name in bar["label"])


def strokes(html: str) -> list[str]:
    """Everything a drawing is drawn of, in its order."""
    (drawing,) = re.findall(r'<svg class="rates".*?</svg>', html, re.DOTALL)
    return re.findall(r' d="([^"]+)"', drawing)


def test_the_page_and_the_paper_show_the_very_same_strokes(co_giang: Unit, as_: Any) -> None:
    page = as_(Person.objects.get(username="van-phong")).get("/bao-cao/26755/2022-6T/").content.decode()
    draft = progress_report(co_giang, Period.parse("2022-6T"))
    with mock.patch.object(laying_out, "pressed", return_value=b"") as press:
        printing.ink(draft.template, draft.facts, created=MOMENT)
    on_paper = strokes(press.call_args.args[0])
    assert strokes(page) == on_paper
    assert len(on_paper) > 60 and bar(draft.facts, "Thuế công thương nghiệp")["outline"] in on_paper


def test_a_bar_says_what_its_row_of_the_table_says(co_giang: Unit) -> None:
    told = facts(co_giang, "2022")
    (table,) = blocks(told, "results")
    rows = {row["number"]: row for group in table["groups"] for row in group["rows"]}
    bars = chart(told)["bars"]
    assert len(bars) == sum(row["percent"] != "–" for row in rows.values())
    for drawn in bars:
        number, name = drawn["label"].split(". ", 1)
        assert rows[number]["name"].startswith(name.removesuffix("…"))
        assert drawn["text"].removesuffix(" (*)") == rows[number]["percent"]
        assert drawn["text"].endswith("(*)") == rows[number]["marked"]
        assert drawn["filling"] == ("hatched" if rows[number]["word"] == "Chưa đạt" else "full")


def test_fillings_tell_how_the_targets_stand_while_the_year_is_under_way(co_giang: Unit) -> None:
    told = facts(co_giang, "2022-6T")
    assert bar(told, "Thuế công thương nghiệp")["filling"] == "hatched"
    assert bar(told, "Tuyến hẻm")["filling"] == "open"
    assert bar(told, "Giao quân")["filling"] == "full"
    words = {sign["filling"]: sign["text"] for sign in chart(told)["signs"]}
    assert (words["hatched"], words["open"], words["full"]) == ("chậm tiến độ", "đúng tiến độ", "đạt, vượt")


def test_where_a_target_should_be_by_now_is_marked_in_the_middle_of_the_year_alone(co_giang: Unit) -> None:
    tax = "Thuế công thương nghiệp"
    assert bar(facts(co_giang, "2022-6T"), tax)["expected"]
    assert not bar(facts(co_giang, "2022-6T"), "Giao quân")["expected"]
    assert not bar(facts(co_giang, "2022"), tax)["expected"]
    assert not bar(facts(co_giang, "2022-Q2", discrete=True), tax)["expected"]


def test_the_chart_stands_in_one_piece_on_half_a_page_between_the_margins(co_giang: Unit) -> None:
    draft = progress_report(co_giang, Period.parse("2022"))
    pages = sheets(printing.ink(draft.template, draft.facts, created=MOMENT))
    (sheet,) = [page for page in pages if "Mức đạt so với chỉ tiêu năm 2022" in page.extract_text()]
    top = sheet.search("Mức đạt so với chỉ tiêu")[0]["top"]
    bottom = sheet.search("Biểu đồ chỉ vẽ")[0]["bottom"]
    assert (bottom - top) * 25.4 / 72 <= 257 / 2
    words = sheet.crop((0, top, sheet.width, bottom)).extract_words()
    assert min(word["x0"] for word in words) >= 30 * 72 / 25.4 - 0.5
    assert max(word["x1"] for word in words) <= 195 * 72 / 25.4 + 0.5


def test_a_report_without_a_single_figure_has_no_chart(co_giang: Unit) -> None:
    assert blocks(facts(co_giang, "2023-Q1"), "drawing") == []
