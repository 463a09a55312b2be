"""The published real cases as units and figures: a board works every percent out anew, the publisher's stands beside.

Where the two differ, ours is right: it is worked out from the exact numbers, half-up to one decimal.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any

import pytest

from coquang import limits, numbers
from coquang.periods import Period
from indicators.models import Figure, FigureNote, Indicator, ReportedIndicator, Target
from programmes.models import Person, Unit, UnitGroup
from tests import making
from tests.indicators.test_published_figures import CASES, DECIMALS, SCALES, beside_the_checkout, true_value

Case = Mapping[str, str]
WHOLE = [case for case in CASES if case["result_value"] and case["target_value"]]
LEVELS = {"thành phố": 1, "quận": 2, "huyện": 2, "thị xã": 2}

pytestmark = beside_the_checkout


def year_of(case: Case) -> int:
    found = re.search(r"20[0-9]{2}", case["period"])
    return max(int(found[0]) if found else 0, limits.FIRST_YEAR)


def stated(case: Case) -> str:
    return f"Đã công bố: {case['relation']} {case['stated_percent_raw'] or '(không nêu %)'}, {case['period']}"


def percent(case: Case) -> Decimal | None:
    """The percent as it was printed."""
    printed = re.search(r"[0-9]+(?:,[0-9]+)?", case["stated_percent_raw"])
    return Decimal(printed[0].replace(",", ".")) if printed else None


def load(case: Case, indicator: Indicator, unit: Unit) -> None:
    """One published result with its target, approved as the figure of its year."""
    year, measure = year_of(case), case["unit_of_measure"]
    ReportedIndicator.objects.create(unit=unit, indicator=indicator, from_year=year)
    target = true_value(case["target_value"], measure)
    Target.objects.create(unit=unit, indicator=indicator, year=year, base="assigned", value=target)
    sheet = making.opened(unit, year, 4)
    figure = Figure.objects.get(sheet=sheet, indicator=indicator)
    figure.value = true_value(case["result_value"], measure)
    figure.save(update_fields=["value"])
    FigureNote.objects.create(figure=figure, channel="paper", document=stated(case), stated_percent=percent(case))
    making.walked(sheet, "approved")


@pytest.fixture
def loaded(db: None) -> Person:
    """A unit and an indicator a case, and somebody who may read them all."""
    field = making.catalogue()["THUE"].field
    units = []
    for case in WHOLE:
        unit = Unit.named(
            code=case["id"], name=case["unit_name"], kind=case["unit_level"].capitalize(), parent_code="VN",
            level=LEVELS.get(case["unit_level"], 3), known_from=date(2000, 1, 1),
        )  # fmt: skip
        unit.save()
        measure = case["unit_of_measure"]
        indicator = Indicator.objects.create(
            code=case["id"], field=field, position=1, name_vi=case["indicator_vi"], name_en=case["indicator_vi"],
            measured="money" if measure in SCALES else "quantity", measure_vi=measure, measure_en=measure,
            scale=measure if measure in SCALES and measure != "đồng" else "", decimals=DECIMALS.get(measure, 0),
            kind="flow", direction="higher", due_quarter=4,
        )  # fmt: skip
        load(case, indicator, unit)
        units.append(unit)
    group = UnitGroup.objects.create(name="Các trường hợp đã công bố", valid_from=date(2000, 1, 1))
    group.units.set(units)
    reader = making.person("nguoi-xem", "Người xem")
    making.appointed(reader, "read", group=group)
    return reader


def right(case: Case) -> str:
    """The percent as a careful clerk works it out with paper and pencil."""
    share = Decimal(case["result_value"]) * 100 / Decimal(case["target_value"])
    rounded = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded.normalize():f}".replace(".", ",") + "%"


def test_every_board_shows_the_recomputed_percent_and_every_figure_what_was_published(loaded: Person, as_: Any) -> None:
    client, differing = as_(loaded), []
    for case in WHOLE:
        year = year_of(case)
        board = unescape(client.get(f"/theo-doi/{case['id']}/{year}/").content.decode())
        assert f"({right(case)})" in board, (case["id"], right(case))
        figure = client.get(f"/so-lieu/{case['id']}/{Period(year, 'quarter', 4).code}/{case['id']}/")
        page = unescape(figure.content.decode())
        assert right(case) in page, case["id"]
        assert stated(case) in page, case["id"]
        printed = percent(case)
        theirs = f"Công bố: {numbers.written(printed)}%"
        differs = printed is not None and f"{numbers.written(printed)}%" != right(case)
        assert (theirs in board) == differs == (theirs in page), case["id"]
        if differs:
            differing.append(case["id"])
    assert len(WHOLE) >= 20
    assert differing, "some publishers cut, or keep two decimals"
