"""The board of a unit: five years, both targets, what was sent up besides, named groups, nonsense in its address."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coquang.periods import Period
from indicators import roll_ups
from indicators.dashboards import boards, sums
from indicators.dashboards.grounds import Ground, find_ground
from indicators.models import Indicator, Target
from programmes.models import Person, Unit, UnitGroup
from tests import making

FIRST_QUARTER = Period(2022, "quarter", 1)
DISTRICT, WARD = f"/theo-doi/{making.DISTRICT}/2022-Q1/", f"/theo-doi/{making.WARD}/2022-Q1/"
SENT = "đã gửi, chưa duyệt"


def boards_ground(person: Person, code: str) -> Ground:
    ground = find_ground(person, code, FIRST_QUARTER)
    assert ground is not None
    return ground


def text(answer: Any) -> str:
    assert answer.status_code == 200
    content: str = answer.content.decode()
    return content


@pytest.fixture
def wards(units: dict[str, Unit], indicators: dict[str, Indicator]) -> dict[str, Unit]:
    """Of two wards of a district one is approved for the first quarter of 2022, the other only sent up."""
    for code, state in ((making.WARD, "approved"), (making.SIBLING, "submitted")):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), state)
    return units


def test_approved_figures_stand_alone_until_the_others_are_asked_for(
    wards: dict[str, Unit], reader: Person, as_: Any
) -> None:
    roll_ups.fold_now()
    page = text(as_(reader).get(DISTRICT))
    assert "4,4" in page
    assert "<b>8,7" not in page
    assert SENT not in page


def test_what_was_sent_up_shows_on_request_and_says_so(wards: dict[str, Unit], reader: Person, as_: Any) -> None:
    roll_ups.fold_now()
    page = text(as_(reader).get(f"{DISTRICT}?da-gui=1"))
    assert "<b>8,7" in page
    assert SENT in page
    assert "1 đơn vị chưa duyệt" in page


def test_both_ways_of_reading_agree_on_what_was_sent_up(wards: dict[str, Unit], reader: Person) -> None:
    ground = boards_ground(reader, making.DISTRICT)
    read = boards.board(ground, FIRST_QUARTER, with_sent=True)
    roll_ups.fold_now()
    kept = sums.board(ground, FIRST_QUARTER, with_sent=True)
    assert kept is not None
    assert kept.lines == read.lines


def test_a_ward_sees_its_own_sent_figures_marked(wards: dict[str, Unit], stranger: Person, as_: Any) -> None:
    page = text(as_(stranger).get(f"/theo-doi/{making.SIBLING}/2022-Q1/?da-gui=1"))
    assert "Chưa duyệt" in page


def test_both_targets_stand_on_the_line(wards: dict[str, Unit], reader: Person, as_: Any) -> None:
    indicator = Indicator.objects.get(code="THUE")
    Target.objects.create(
        unit=wards[making.WARD],
        indicator=indicator,
        year=2022,
        base="resolution",
        value=Decimal("20000000000"),
        is_main=False,
    )
    page = text(as_(reader).get(WARD))
    assert "nghị quyết Đảng ủy phường: 20 (21,8%)" in page
    assert "/17,1" in page


def test_five_years_of_quarters_are_drawn(units: dict[str, Unit], indicators: dict[str, Indicator]) -> None:
    ward = units[making.WARD]
    for year in range(2018, 2023):
        making.reporting(ward, {"HO": indicators["HO"]}, year=year) if year == 2018 else None
        for quarter in (1, 2, 3, 4):
            sheet = making.opened(ward, year, quarter)
            making.walked(making.filled(sheet, {"HO": Decimal(year + quarter)}), "approved")
    reader = making.person("xem", "Người xem")
    making.appointed(reader, "read", unit=ward)
    drawn = making.board_of(reader, making.WARD, Period(2022, "year", 1)).drawings["HO"]
    assert len(drawn.points) == 20
    assert len(making.board_of(reader, making.WARD, Period(2022, "half", 1)).drawings["HO"].points) == 18


def test_a_sum_is_drawn_only_where_as_many_units_stand_in_it(
    wards: dict[str, Unit], indicators: dict[str, Indicator]
) -> None:
    roll_ups.fold_now()
    reader = making.person("xem", "Người xem")
    making.appointed(reader, "read", unit=wards[making.DISTRICT], below=True)
    kept = sums.board(boards_ground(reader, making.DISTRICT), FIRST_QUARTER)
    assert kept is not None
    assert not kept.drawings["HO"].points


@pytest.mark.parametrize("url", [DISTRICT, WARD])
def test_a_board_takes_four_questions_and_one_for_what_was_asked_to_be_explained(
    wards: dict[str, Unit], reader: Person, as_: Any, url: str
) -> None:
    roll_ups.fold_now()
    client = as_(reader)
    text(client.get(url))
    with CaptureQueriesContext(connection) as asked:
        text(client.get(url))
    of_board = [q["sql"] for q in asked if "indicators_" in q["sql"]]
    of_asking = [sql for sql in of_board if "indicators_explanation" in sql]
    assert len(of_asking) <= 1
    assert len(of_board) - len(of_asking) <= 4, "\n".join(sql[:90] for sql in of_board)


def test_a_named_group_has_a_board_of_its_own(wards: dict[str, Unit], reader: Person, as_: Any) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    group.units.set([wards[making.WARD], wards[making.SIBLING]])
    url = f"/theo-doi/nhom/{group.pk}/2022-Q1/"
    page = text(as_(reader).get(f"{url}?da-gui=1"))
    assert "Cụm thi đua số 1" in page
    assert "<b>8,7" in page
    assert "số liệu tính đến <b>" in page


def test_a_group_with_a_unit_one_does_not_see_is_not_there(wards: dict[str, Unit], reader: Person, as_: Any) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 2", valid_from=making.FIRST_DAY)
    group.units.set([wards[making.WARD], wards[making.FAR_WARD]])
    assert as_(reader).get(f"/theo-doi/nhom/{group.pk}/2022-Q1/").status_code == 404


@pytest.mark.parametrize("ending", ["?rieng=xyz", "?da-gui=-1", "?rieng=1%00", "?da-gui=NaN"])
def test_what_the_address_says_nothing_known_about_falls_back_with_a_notice(
    wards: dict[str, Unit], reader: Person, as_: Any, ending: str
) -> None:
    answer = as_(reader).get(f"{DISTRICT}{ending}")
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert "chưa đọc được" in text(answer)


# Where a leader looks, below /theo-doi/ and beside it, each with a question it cannot understand.
BEYOND = [
    *(f"{DISTRICT}{ending}" for ending in ("?rieng=x", "?da-gui=x", "?hang=x", "?rieng=NaN&hang=-1")),
    *(f"{DISTRICT}chi-tieu/THUE/{ending}" for ending in ("?sap-xep=pk;drop", "?rieng=x", "?hang=x")),
    *(f"/theo-doi/nhom/{{group}}/2022-Q1/{ending}" for ending in ("?rieng=x", "?hang=x")),
    *(f"/giai-trinh/{ending}" for ending in ("?sort=answer__by__password", "?page=0", "?page=abc", "?year=abc")),
    *(f"/theo-doi/{making.DISTRICT}/dot-xuat/{ending}" for ending in ("?sort=head__path", "?page=99999")),
    *(f"/theo-doi/{making.DISTRICT}/{period}/" for period in ("2022-Q9", "hom-nay", "99999", "2022-T13")),
    *(f"/theo-doi/{making.DISTRICT}/2022-Q9/{page}/" for page in ("gui-bao-cao", "chi-tieu/THUE")),
    "/theo-doi/nhom/{group}/2022-Q9/",
]


@pytest.mark.parametrize("address", BEYOND)
def test_no_page_a_leader_looks_at_breaks_over_its_address_and_each_says_what_it_shows_instead(
    wards: dict[str, Unit], reader: Person, as_: Any, address: str
) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    group.units.set([wards[making.WARD], wards[making.SIBLING]])
    answer = as_(reader).get(address.format(group=group.pk), follow=True)
    assert answer.status_code == 200
    (said,) = answer.context["messages"]
    assert said.level_tag == "warning"


def test_an_unknown_indicator_leads_to_the_board_with_a_notice(
    wards: dict[str, Unit], reader: Person, as_: Any
) -> None:
    answer = as_(reader).get(f"{DISTRICT}chi-tieu/KHONGCO/", follow=True)
    assert "Không có chỉ tiêu này" in text(answer)
