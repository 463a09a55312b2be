"""“Số liệu”: one's own sheets, and those of other units a person may see, a quarter at a time."""

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from indicators.models import Indicator, Sheet
from programmes.models import Person, Unit
from tests import making

Browser = Callable[[Person], Client]
LIST = "/so-lieu/"
SIBLING = f"/so-lieu/{making.SIBLING}/2022-Q1/"


@pytest.fixture
def sibling(units: Mapping[str, Unit], quarter: Sheet, indicators: dict[str, Indicator]) -> Sheet:
    """The neighbouring ward's first quarter."""
    making.reporting(units[making.SIBLING], indicators)
    return making.filled(making.opened(units[making.SIBLING]))


def test_the_district_finds_what_its_wards_sent_up_and_no_draft(
    full_quarter: Sheet, sibling: Sheet, reader: Person, as_: Browser
) -> None:
    page = as_(reader).get(LIST).content.decode()
    assert "Chưa có biểu nào." in page and SIBLING not in page
    making.walked(sibling, "submitted")
    page = as_(reader).get(LIST).content.decode()
    assert "Các đơn vị khác, quý I/2022" in page and SIBLING in page
    assert f"/so-lieu/{making.WARD}/2022-Q1/" not in page, "the ward's own is a draft still"
    assert as_(reader).get(SIBLING).status_code == 200


def test_the_quarter_is_chosen_in_the_address_and_the_newest_stands_for_any_other(
    full_quarter: Sheet, ward: Unit, reader: Person, as_: Browser
) -> None:
    making.walked(full_quarter, "approved")
    making.walked(making.filled(making.opened(ward, 2022, 2)), "submitted")
    for asked, shown in (("2022-Q1", 1), ("2022-Q2", 2), ("", 2), ("1999-Q1", 2), ("x", 2)):
        page = as_(reader).get(LIST, {"ky": asked})
        assert [sheet.quarter for sheet in page.context["page_obj"]] == [shown], asked
    assert 'href="?ky=2022-Q1"' in page.content.decode()


def test_a_clerk_finds_the_units_own_sheets_and_no_neighbours(
    full_quarter: Sheet, sibling: Sheet, clerk: Person, as_: Browser
) -> None:
    making.walked(sibling, "approved")
    page = as_(clerk).get(LIST)
    assert [sheet.pk for year in page.context["years"] for sheet in year.sheets] == [full_quarter.pk]
    assert page.context["period"] is None
    assert SIBLING not in page.content.decode()


def test_many_sheets_cost_no_more_questions_than_one(
    full_quarter: Sheet,
    sibling: Sheet,
    reader: Person,
    as_: Browser,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    making.walked(full_quarter, "approved")
    making.walked(sibling, "approved")
    browser = as_(reader)
    browser.get(LIST)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        browser.get(LIST)
