"""The page of one figure: exact values with their unit, and the quarters before it as numbers."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from indicators.models import Sheet, Target
from programmes.models import Person, Unit
from tests import making

Browser = Callable[[Person], Client]
TAX = f"/so-lieu/{making.WARD}/2022-Q1/THUE/"


@pytest.fixture
def taxed(full_quarter: Sheet, ward: Unit) -> Sheet:
    """4,12 billion of 15,83, and fourteen quarters before it, the first of them in the third of 2018."""
    figure = full_quarter.figures.get(indicator__code="THUE")
    full_quarter.figures.filter(pk=figure.pk).update(value=Decimal(4_120_000_000), typed=Decimal(4_120_000_000))
    Target.objects.filter(unit=ward, year=2022, indicator=figure.indicator_id).update(value=Decimal(15_830_000_000))
    slots = [(year, quarter) for year in range(2018, 2022) for quarter in (1, 2, 3, 4)][2:]
    for place, (year, quarter) in enumerate(slots):
        earlier = making.opened(ward, year, quarter)
        earlier.figures.get_or_create(indicator=figure.indicator)
        earlier.figures.filter(indicator=figure.indicator).update(value=Decimal(2_000_000_000 + place * 10_000_000))
    making.walked(Sheet.objects.get(unit=ward, year=2021, quarter=1), "approved")
    return full_quarter


def test_values_are_exact_and_have_their_unit_beside_them(taxed: Sheet, clerk: Person, as_: Browser) -> None:
    page = as_(clerk).get(TAX)
    assert page.context["page"].total == "4,12/15,83 tỷ đồng (26%)"
    assert "(2,1 tỷ đồng)" in page.content.decode(), "the same quarter of last year"


@pytest.mark.parametrize("strip", [True, False], ids=["the strip beside the sheet", "the page"])
def test_the_twelve_quarters_before_stand_as_numbers_with_their_growth(
    taxed: Sheet, clerk: Person, as_: Browser, strip: bool
) -> None:
    page = as_(clerk).get(TAX, headers={"HX-Request": "true"} if strip else {})
    quarters = page.context["page"].quarters
    assert [each.quarter for each in quarters][:2] == ["quý IV/2021", "quý III/2021"]
    assert (len(quarters), quarters[-1].quarter) == (12, "quý I/2019")
    assert (quarters[0].value, quarters[0].growth) == ("2,13", "+1,9%")
    assert quarters[-1].growth == "–", "nothing was reported a year before"
    text = page.content.decode()
    assert "các quý trước, đơn vị tính tỷ đồng, kèm tăng giảm so với cùng kỳ năm trước" in text
    assert "<td>2,13</td><td>+1,9%</td>" in text


def test_a_ratio_shows_its_parts_beside_the_rate(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    shown = as_(clerk).get(f"/so-lieu/{making.WARD}/2022-Q1/HOSO/").context["page"]
    assert shown.parts == "3.618/3.624"


def test_in_english_the_period_and_the_unit_are_english_too(taxed: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    browser.post("/ngon-ngu/", {"language": "en", "next": "/"})
    page = browser.get(TAX).content.decode()
    assert "Q1 2022" in page and "billion đ" in page
    assert "uý I/2022" not in page and "tỷ đồng" not in page
