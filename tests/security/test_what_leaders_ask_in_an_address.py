"""Every parameter of every page leaders look at, with whatever may stand in it: the usual page with one notice."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client

from coquang import limits
from coquang.listing import EXPORT, PAGE, SEARCH, SORT
from indicators import roll_ups
from indicators.dashboards.one_indicator import SORTS
from indicators.models import Indicator
from indicators.views import asked
from indicators.views.frames import QUARTER
from programmes.models import Person, Unit, UnitGroup
from tests import making
from tests.security.corpus import INTEGERS, RELATIONS, TEXTS, cases, shared
from tests.security.seen import is_calm

Understood = Callable[[str], bool]

VALUES = (
    *RELATIONS,
    *INTEGERS,
    *TEXTS,
    *shared("query", "relation"),
    *cases(
        not_a_number="NaN",
        endless="Infinity",
        password="head__password",
        upwards="../../",
        minus_one="-1",
        a_circle="unit__parent__unit",
    ),
)
EACH = 7
"""Every parameter gets every seventh value, each beginning elsewhere: all of them at all would take minutes."""

DISTRICT, WARD = f"/theo-doi/{making.DISTRICT}/2022-Q1/", f"/theo-doi/{making.WARD}/2022-Q1/"


def one_of(*known: str) -> Understood:
    return lambda value: value in {"", *known}


SWITCH, ORDER = one_of("0", "1"), one_of(*SORTS)
YEAR: Understood = lambda value: bool(re.fullmatch(r"(20[0-9]{2}([.,]0+)?)?", value.strip()))  # noqa: E731
ANYTHING: Understood = lambda _value: True  # noqa: E731
BOARD = {asked.ALONE: SWITCH, asked.SENT: SWITCH, asked.RANKED: SWITCH, asked.SORT: ORDER}
FILE = {EXPORT: one_of("csv", "xlsx")}


class Place(NamedTuple):
    address: str
    parameters: dict[str, Understood]

    def __str__(self) -> str:
        return self.address


PLACES = [
    *(
        Place(address, BOARD)
        for address in (DISTRICT, WARD, f"{DISTRICT}chi-tieu/HO/", "/theo-doi/nhom/{group}/2022-Q1/")
    ),
    *(Place(f"{DISTRICT}{file}", BOARD) for file in ("tai/", "chi-tieu/HO/tai/", "chi-tieu/HO/bieu-do/")),
    Place("/theo-doi/nhom/{group}/2022-Q1/tai/", BOARD),
    Place(f"/bao-cao/{making.WARD}/2022-Q1/", {asked.ALONE: SWITCH}),
    Place(
        "/giai-trinh/",
        {
            SORT: one_of("indicator", "unit", "period", "due_on"),
            PAGE: one_of("1"),
            SEARCH: ANYTHING,
            "year": YEAR,
            **FILE,
        },
    ),
    Place(
        f"/theo-doi/{making.DISTRICT}/dot-xuat/",
        {SORT: one_of("title", "asked_at", "due_at"), PAGE: one_of("1"), **FILE},
    ),
    Place("/so-lieu/", {QUARTER: one_of("2022-Q1"), PAGE: one_of("1")}),
    Place("/van-ban/", {PAGE: one_of("1")}),
    Place("/cong-viec/", {PAGE: one_of("1")}),
    Place("/hoi-nghi/da-ket-luan/", {"chu-tri": one_of(), "trang-thai": one_of()}),
]


@pytest.fixture(autouse=True, scope="module")
def quick_pages() -> None:
    """Here what a page was rendered with is looked at."""


@pytest.fixture
def group(units: dict[str, Unit], indicators: dict[str, Indicator], reader: Person) -> UnitGroup:
    """Two wards with approved figures, named together."""
    wards = [units[making.WARD], units[making.SIBLING]]
    for ward in wards:
        making.reporting(ward, indicators)
        making.walked(making.filled(making.opened(ward)), "approved")
    making.body(wards[0])
    roll_ups.fold_now()
    held = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    held.units.set(wards)
    return held


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_whatever_stands_in_an_address_the_usual_page_is_shown_and_says_so_once(
    group: UnitGroup, reader: Person, browser: Callable[[Person | None], Client], place: Place
) -> None:
    client, address = browser(reader), place.address.format(group=group.pk)
    for turn, (name, is_understood) in enumerate(place.parameters.items()):
        for case in VALUES[(PLACES.index(place) + turn) % EACH :: EACH]:
            answer = client.get(f"{address}?{name}={quote_from_bytes(case.raw)}")
            told = f"{address}?{name}= {case.name}"
            assert is_calm(answer), told
            assert answer.status_code == (400 if "\0" in case.text else 200), told
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                warned = [said for said in answer.context["messages"] if said.level_tag == "warning"]
                assert len(warned) == (not is_understood(case.text)), told


@pytest.mark.parametrize("address", ["/giai-trinh/", "/cong-viec/", f"/theo-doi/{making.DISTRICT}/dot-xuat/"])
@pytest.mark.parametrize("length", ["-1", "0", "1", "-9" * 20])
def test_no_address_says_how_long_a_page_is(
    group: UnitGroup, reader: Person, browser: Callable[[Person | None], Client], address: str, length: str
) -> None:
    assert browser(reader).get(f"{address}?per_page={length}").context["table"].paginator.per_page == limits.PAGE_ROWS
