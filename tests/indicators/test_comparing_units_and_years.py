"""One indicator over the units below and over five years: ranks among like units only, sorting, the way down."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coquang import dates
from coquang.periods import Period
from coquang.records.models import PrintedDocument
from indicators import roll_ups
from indicators.arithmetic import Aim
from indicators.dashboards import peers
from indicators.dashboards.one_indicator import OneIndicator, one_indicator
from indicators.models import Indicator
from programmes.actions.units import plant
from programmes.models import Person, Unit, UnitGroup
from programmes.unit_files import UnitRow
from tests import making

YEAR = Period(2022, "quarter", 1)
CODES = [f"3{number:04d}" for number in range(6)]
VALUES = [Decimal(value) for value in (50, 40, 40, 30, 20, 4)]
Compared = Callable[..., OneIndicator]


@pytest.fixture
def district(db: None) -> Unit:
    """Six wards below a district, each with as many new households as VALUES says, of a target of fifty; approved."""
    rows = [
        UnitRow(making.CITY, "Thành phố Hồ Chí Minh", "Thành phố", "VN", 1),
        UnitRow(making.DISTRICT, "Quận 1", "Quận", making.CITY, 2),
        *(
            UnitRow(code, f"{kind} {name}", kind, making.DISTRICT, 3)
            for code, name, kind in zip(CODES, "ABCDEF", ["Phường"] * 4 + ["Xã"] * 2, strict=True)
        ),
    ]
    plant(rows, valid_from=making.FIRST_DAY)
    indicators = making.catalogue()
    for code, value in zip(CODES, VALUES, strict=True):
        unit = Unit.objects.get(code=code)
        making.reporting(unit, {"HEM": indicators["HEM"]})
        unit.targets.update(value=50 if value >= 10 else 5)
        making.walked(making.filled(making.opened(unit), {"HEM": value}), "approved")
    roll_ups.fold_now()
    return Unit.objects.get(code=making.DISTRICT)


@pytest.fixture
def compared(district: Unit) -> Compared:
    def page(sort: str = "ten") -> OneIndicator:
        return one_indicator(district, Indicator.objects.get(code="HEM"), YEAR, sort=sort)

    return page


@pytest.fixture
def leader(district: Unit) -> Person:
    who = making.person("quan-uy", "Lãnh đạo Quận ủy")
    making.appointed(who, "read", unit=district, below=True)
    return who


def test_units_are_ranked_among_those_of_their_kind(compared: Compared) -> None:
    page = compared()
    assert [name for name, _lines in page.groups] == ["Phường", "Xã"]
    ranks = {line.unit.short_name: line.rank for line in page.children}
    assert ranks == {"A": "1/4", "B": "2/4", "C": "2/4", "D": "4/4", "E": "", "F": ""}


def test_a_named_group_of_like_units_goes_before_the_kind(compared: Compared) -> None:
    group = UnitGroup.objects.create(name="Cụm 1, dưới 20.000 dân", valid_from=making.FIRST_DAY, compares=True)
    group.units.set(Unit.objects.filter(code__in=CODES[1:5]))
    ranks = {line.unit.short_name: line.rank for _name, lines in compared().groups for line in lines}
    assert ranks == {"A": "", "B": "1/4", "C": "1/4", "D": "3/4", "E": "4/4", "F": ""}


def test_a_working_group_is_no_group_of_like_units(compared: Compared) -> None:
    group = UnitGroup.objects.create(name="Tổ công tác", valid_from=making.FIRST_DAY)
    group.units.set(Unit.objects.filter(code__in=CODES))
    assert [name for name, _lines in compared().groups] == ["Phường", "Xã"]


def test_a_small_number_gets_a_warning_and_no_rank(compared: Compared, leader: Person, as_: Any) -> None:
    assert [line.unit.short_name for line in compared().children if line.told.is_small] == ["F"]
    page = as_(leader).get(f"/theo-doi/{making.DISTRICT}/2022-Q1/chi-tieu/HEM/").content.decode()
    assert "số nhỏ" in page
    assert "dưới 10" in page


def test_of_a_limit_who_stays_farther_below_it_comes_first() -> None:
    indicator = Indicator(kind="level", direction="at_most", measured="count")
    aim = Aim("at_most", Decimal(100))
    merits = [peers.merit(indicator, Decimal(value), aim) for value in (90, 50, 120)]
    told = [peers.Standing(unit, "Phường", merit, is_small=False) for unit, merit in enumerate(merits)]
    assert peers.ranks(told) == {0: (2, 3), 1: (1, 3), 2: (3, 3)}


def test_what_is_only_monitored_has_no_rank() -> None:
    indicator = Indicator(kind="flow", direction="monitor", measured="count")
    merit = peers.merit(indicator, Decimal(20), None)
    told = [peers.Standing(unit, "Phường", merit, is_small=False) for unit in range(4)]
    assert peers.ranks(told) == {}


@pytest.mark.parametrize(
    ("sort", "first"), [("ten", "A"), ("dat", "A"), ("ket-qua", "A"), ("hang", "A"), ("tinh-trang", "A")]
)
def test_units_are_sorted_within_their_group(compared: Compared, sort: str, first: str) -> None:
    (_name, wards), (_other, communes) = compared(sort).groups
    assert len(wards) == 4
    assert len(communes) == 2
    assert wards[0].unit.short_name == first or sort == "tinh-trang"
    assert {line.unit.kind for line in wards} == {"Phường"}


def test_an_unknown_order_is_told_and_units_stand_by_name(district: Unit, leader: Person, as_: Any) -> None:
    answer = as_(leader).get(f"/theo-doi/{making.DISTRICT}/2022-Q1/chi-tieu/HEM/?sap-xep=pk;drop")
    assert "Không sắp xếp được" in answer.content.decode()


def test_a_unit_leads_down_to_its_board_its_sheet_and_its_figure(district: Unit, leader: Person, as_: Any) -> None:
    client = as_(leader)
    page = client.get(f"/theo-doi/{making.DISTRICT}/2022-Q1/chi-tieu/HEM/").content.decode()
    for url in (f"/theo-doi/{CODES[0]}/2022-Q1/", f"/so-lieu/{CODES[0]}/2022-Q1/", f"/so-lieu/{CODES[0]}/2022-Q1/HEM/"):
        assert f'href="{url}"' in page
        assert client.get(url).status_code == 200


def test_a_drawing_never_stands_without_its_table(district: Unit, leader: Person, as_: Any) -> None:
    page = as_(leader).get(f"/theo-doi/{making.DISTRICT}/2022-Q1/chi-tieu/HEM/").content.decode()
    assert 'class="chart"' in page
    assert 'class="table years"' in page
    assert "số liệu tính đến <b>" in page


def test_years_of_fewer_units_are_not_compared(compared: Compared, district: Unit) -> None:
    unit = Unit.objects.get(code=CODES[0])
    unit.reported.update(from_year=2021)
    making.walked(making.filled(making.opened(unit, 2021), {"HEM": Decimal(10)}), "approved")
    roll_ups.fold_now()
    page = compared()
    assert page.values[-2:] == ("10", "184")
    assert page.counts[-2:] == ("1/6", "")
    assert page.changes[-1] == "–"
    assert next(line.told.growth for line in page.children if line.unit.pk == unit.pk) == "+400%"


def test_a_changed_indicator_is_seen_at_the_next_opening(compared: Compared) -> None:
    before = {line.unit.short_name: (line.told.word, line.rank) for line in compared().children}
    Indicator.objects.filter(code="HEM").update(direction="monitor")
    after = {line.unit.short_name: (line.told.word, line.rank) for line in compared().children}
    assert before["A"] != after["A"]
    assert {rank for _word, rank in after.values()} == {""}


def test_who_has_no_figure_is_told_so_from_the_cut_off_on(district: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    def standings(day: date) -> set[str]:
        monkeypatch.setattr(dates, "today", lambda: day)
        page = one_indicator(
            district, Indicator.objects.get(code="HEM"), Period(2022, "quarter", 2), sort="ten", discrete=True
        )
        return {line.told.standing for line in page.children}

    assert standings(date(2022, 6, 1)) == {"not_due"}
    assert standings(date(2022, 12, 31)) == {"no_figure"}


def test_a_changed_target_is_seen_once_it_is_added_up(compared: Compared) -> None:
    assert {line.unit.short_name: line.told.target for line in compared().children}["B"] == "50"
    Unit.objects.get(code=CODES[1]).targets.update(value=60)
    roll_ups.fold_now()
    assert {line.unit.short_name: line.told.target for line in compared().children}["B"] == "60"


def test_more_units_cost_no_more_questions(compared: Compared) -> None:
    with CaptureQueriesContext(connection) as few:
        compared()
    for code in CODES[2:]:
        Unit.objects.get(code=code).places.all().delete()
    with CaptureQueriesContext(connection) as fewer:
        assert len(compared().children) == 2
    assert len(few) == len(fewer) <= 5  # the indicator itself is the fifth


def test_all_indicators_at_once_show_places_in_the_group_and_no_sum_of_them(
    district: Unit, leader: Person, as_: Any, drawer: Path
) -> None:
    board, client = f"/theo-doi/{making.DISTRICT}/2022-Q1/", as_(leader)
    assert f'href="{board}?hang=1#units"' in client.get(board).content.decode()
    page = client.get(f"{board}?hang=1")
    told = {row.unit.short_name: [cell.text for cell in row.cells] for row in page.context["board"].heat}
    assert told == {"A": ["1/4"], "B": ["2/4"], "C": ["2/4"], "D": ["4/4"], "E": ["–"], "F": ["số nhỏ"]}
    words = page.content.decode()
    assert "dưới 10" in words and "?hang=1" in words and f'href="{board}#units"' in words
    client.post(f"{board}in/", {"hang": "1", **making.form_key()})
    facts = PrintedDocument.objects.get().facts
    assert [row[1] for row in facts["units"][0]["rows"]][:2] == ["1/4", "2/4"]
    assert any("dưới 10" in note for note in facts["notes"])


CHOSEN = {"rieng": "1", "da-gui": "1", "hang": "1"}


def asked_by_ways(page: str, unit: str) -> list[dict[str, str]]:
    """What the ways to a unit's boards on a page ask for."""
    found = re.findall(rf'href="(/theo-doi/{unit}/[0-9][^"#]*)', page)
    return [dict(parse_qsl(urlsplit(unescape(url)).query)) for url in found if "gui-bao-cao" not in url]


@pytest.mark.parametrize("left_out", [*CHOSEN, ""])
@pytest.mark.parametrize(
    ("unit", "page", "others"),
    [(making.DISTRICT, "", CODES), (making.DISTRICT, "chi-tieu/HEM/", CODES), (CODES[0], "", [making.DISTRICT])],
)
def test_every_way_on_from_a_board_keeps_how_it_is_looked_at(
    district: Unit, leader: Person, as_: Any, unit: str, page: str, others: list[str], left_out: str
) -> None:
    """A switch of the year, the quarter, what was sent or the places changes that and nothing else; the ways to the
    units below and to the one above change nothing."""
    asked = {name: value for name, value in CHOSEN.items() if name != left_out}
    words = as_(leader).get(f"/theo-doi/{unit}/2022-Q1/{page}?{urlencode(asked)}").content.decode()
    switches = asked_by_ways(words, unit)
    assert len(switches) >= 8
    assert all(len(told.items() ^ asked.items()) <= 1 for told in switches), switches
    for other in others:
        ways = asked_by_ways(words, other)
        assert ways and all(told == asked for told in ways), (other, ways)


def test_the_order_of_the_units_is_kept_over_the_years_and_into_the_files(
    district: Unit, leader: Person, as_: Any
) -> None:
    page = f"/theo-doi/{making.DISTRICT}/2022-Q1/chi-tieu/HEM/"
    words = as_(leader).get(f"{page}?sap-xep=dat").content.decode()
    for ending in ("tai/?sap-xep=dat", "?da-gui=1&amp;sap-xep=dat"):
        assert f'href="{page}{ending}"' in words
    assert '<input type="hidden" name="sap-xep" value="dat">' in words
    assert f'href="/theo-doi/{making.DISTRICT}/2022-6T/chi-tieu/HEM/?sap-xep=dat"' in words


def test_places_cost_one_question_more(district: Unit, leader: Person, as_: Any) -> None:
    client, asked = as_(leader), []
    for ending in ("", "", "?hang=1"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/theo-doi/{making.DISTRICT}/2022-Q1/{ending}")
        asked.append(len(queries))
    assert asked[2] == asked[1] + 1
