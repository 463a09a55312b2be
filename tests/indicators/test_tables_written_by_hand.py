"""What is no number, or a circle, put into the tables by hand past every check: its row says so, the rest renders."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from indicators import roll_ups
from indicators.models import Figure, FigureNote, Indicator
from programmes.models import Person, Unit, UnitGroup
from tests import making
from tests.by_hand import owner_hand

pytestmark = pytest.mark.django_db(transaction=True)

DISTRICT, WARD = f"/theo-doi/{making.DISTRICT}/2022-Q1/", f"/theo-doi/{making.WARD}/2022-Q1/"
SAID = "không phải là số"
IN_RANGE = "a_stated_percent_is_a_number_in_range"


@pytest.fixture
def district(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Unit:
    """Two wards with approved figures of the first quarter of 2022, folded."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), "approved")
    roll_ups.fold_now()
    return units[making.DISTRICT]


@pytest.fixture
def unchecked(district: Unit) -> Iterator[Figure]:
    """A figure of the ward that is no number: the constraint was taken off the table for it."""
    figure = Figure.objects.get(sheet__unit__code=making.WARD, indicator__code="HO")
    with owner_hand() as line:
        (kept,) = line.execute(
            "select pg_get_constraintdef(oid) from pg_constraint where conname = 'a_figure_is_a_number_in_range'"
        ).fetchall()
        line.execute("alter table indicators_figure drop constraint a_figure_is_a_number_in_range")
        line.execute("alter table indicators_figure disable trigger user")
        line.execute("update indicators_figure set value = 'NaN' where id = %s", [figure.pk])
        line.execute("alter table indicators_figure enable trigger user")
        yield figure
        line.execute("alter table indicators_figure disable trigger user")
        line.execute("update indicators_figure set value = 0 where id = %s", [figure.pk])
        line.execute("alter table indicators_figure enable trigger user")
        line.execute(f"alter table indicators_figure add constraint a_figure_is_a_number_in_range {kept[0]}")  # type: ignore[arg-type]


def renders(client: Client, *urls: str) -> Iterator[str]:
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200, url
        yield answer.content.decode() if "html" in answer.headers["Content-Type"] else ""


def test_a_sum_that_is_no_number_is_said_on_its_row(district: Unit, reader: Person, as_: Any) -> None:
    with owner_hand() as line:
        line.execute(
            "update indicators_rollup set approved_value = 'NaN' where unit_id = %s and indicator_id = %s",
            [district.pk, Indicator.objects.get(code="HO").pk],
        )
    page, one = renders(as_(reader), DISTRICT, f"{DISTRICT}chi-tieu/HO/")
    assert SAID in page
    assert "8,7" in page
    assert SAID in one
    list(renders(as_(reader), f"{DISTRICT}tai/", f"{DISTRICT}chi-tieu/HO/tai/", f"{DISTRICT}chi-tieu/HO/bieu-do/"))


def test_a_figure_that_is_no_number_is_said_on_the_wards_board(unchecked: Figure, reader: Person, as_: Any) -> None:
    page, _other = renders(as_(reader), WARD, f"{WARD}tai/")
    assert SAID in page
    assert "4,35" in page or "4,4" in page


def test_its_sheet_and_its_own_page_still_open(unchecked: Figure, clerk: Person, as_: Any) -> None:
    for page in renders(as_(clerk), f"/so-lieu/{making.WARD}/2022-Q1/", f"/so-lieu/{making.WARD}/2022-Q1/HO/"):
        assert SAID in page


def test_what_is_no_number_is_folded_without_breaking_the_worker(unchecked: Figure, reader: Person, as_: Any) -> None:
    roll_ups.compare(2022, 1)
    (page,) = renders(as_(reader), DISTRICT)
    assert SAID in page
    assert "8,7" in page


def test_sums_that_are_added_up_leave_it_out_and_say_so(unchecked: Figure, reader: Person, as_: Any) -> None:
    group = UnitGroup.objects.create(name="Cụm thi đua số 1", valid_from=making.FIRST_DAY)
    group.units.set(Unit.objects.filter(code__in=(making.WARD, making.SIBLING)))
    address = f"/theo-doi/nhom/{group.pk}/2022-Q1/"
    page, *_others = renders(as_(reader), address, f"{address}?hang=1", f"{address}?rieng=1", f"{address}tai/")
    assert SAID in page and "8,7" in page


def test_the_comparison_and_the_places_leave_it_out(unchecked: Figure, reader: Person, as_: Any) -> None:
    roll_ups.compare(2022, 1)
    one, *_others = renders(
        as_(reader),
        f"{DISTRICT}chi-tieu/HO/",
        f"{DISTRICT}chi-tieu/HO/?sap-xep=dat",
        f"{WARD}chi-tieu/HO/",
        f"{DISTRICT}?hang=1",
        f"{DISTRICT}gui-bao-cao/",
        f"{DISTRICT}chi-tieu/HO/bieu-do/",
    )
    assert SAID in one and "Nguyễn Cư Trinh" in one


def test_the_start_page_stands_whatever_is_no_number(unchecked: Figure, reader: Person, as_: Any) -> None:
    roll_ups.compare(2022, 1)
    (page,) = renders(as_(reader), "/tong-quan/")
    assert SAID in page and "chỉ tiêu" in page


def test_a_board_with_what_is_no_number_is_printed_and_kept_in_a_file(
    unchecked: Figure, reader: Person, as_: Any, drawer: Path
) -> None:
    for place in (WARD, f"{WARD}chi-tieu/HO/"):
        assert as_(reader).post(f"{place}in/", making.form_key()).status_code == 302
        list(renders(as_(reader), f"{place}tai/"))


def test_a_published_percent_that_is_no_number_is_left_out(district: Unit, clerk: Person, as_: Any) -> None:
    figure = Figure.objects.get(sheet__unit__code=making.WARD, indicator__code="THUE")
    FigureNote.objects.create(figure=figure, channel="paper", stated_percent=40)
    with owner_hand() as line:
        (kept,) = line.execute(
            "select pg_get_constraintdef(oid) from pg_constraint where conname = %s", [IN_RANGE]
        ).fetchall()
        line.execute(f"alter table indicators_figurenote drop constraint {IN_RANGE}")
        line.execute("update indicators_figurenote set stated_percent = 'NaN'")
    sheet = f"/so-lieu/{making.WARD}/2022-Q1/"
    pages = list(renders(as_(clerk), WARD, f"{WARD}chi-tieu/THUE/", sheet, f"{sheet}THUE/"))
    with owner_hand() as line:
        line.execute("update indicators_figurenote set stated_percent = null")
        line.execute(f"alter table indicators_figurenote add constraint {IN_RANGE} {kept[0]}")  # type: ignore[arg-type]
    assert not any("Công bố" in page for page in pages)


def test_indicators_that_are_parts_of_each_other_break_no_page(district: Unit, reader: Person, as_: Any) -> None:
    one, other = Indicator.objects.get(code="HEM"), Indicator.objects.get(code="HO")
    Indicator.objects.filter(pk=one.pk).update(parent=other)
    Indicator.objects.filter(pk=other.pk).update(parent=one)
    (*_pages, own, sheet) = renders(
        as_(reader),
        DISTRICT,
        WARD,
        f"{WARD}chi-tieu/HEM/",
        "/danh-muc/chi-tieu/",
        f"/danh-muc/chi-tieu/{one.pk}/",
        f"/so-lieu/{making.WARD}/2022-Q1/",
    )
    assert "thuộc một chỉ tiêu khác nữa" in own
    assert "Chỉ tiêu THUE" in sheet


def test_a_unit_put_below_itself_breaks_no_board(district: Unit, reader: Person, as_: Any) -> None:
    with owner_hand() as line:
        line.execute("update programmes_place set parent_id = unit_id where unit_id = %s", [district.pk])
    page, one, *_others = renders(
        as_(reader), DISTRICT, f"{DISTRICT}chi-tieu/HO/", f"{DISTRICT}gui-bao-cao/", "/tong-quan/", f"{DISTRICT}?hang=1"
    )
    assert "8,7" in page
    for said in (page, one):
        assert "nằm dưới chính nó" in said
