"""What a unit reports, how it is typed, who provides it and who answers for it, from which day on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from coquang.refusals import Refused
from indicators.actions import figures, reporting
from indicators.actions.responsibilities import Answering, assign
from indicators.actions.sheets import missing_figures
from indicators.models import Figure, Indicator, ReportedIndicator, Responsibility, Sheet
from programmes.models import Body, Person, Unit
from tests import making

TODAY = date(2022, 3, 15)
CUMULATIVE, QUARTER = ReportedIndicator.EntryMode.CUMULATIVE, ReportedIndicator.EntryMode.QUARTER


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def keeper(ward: Unit) -> Person:
    who = making.person("quan-tri-phuong", "Quản trị phường")
    making.appointed(who, "administer", unit=ward)
    return who


def spans(ward: Unit, code: str) -> list[tuple[int, int | None, str]]:
    rows = ReportedIndicator.objects.filter(unit=ward, indicator__code=code).order_by("from_year")
    return list(rows.values_list("from_year", "to_year", "entry_mode"))


def row_url(ward: Unit, indicator: Indicator, year: int = 2022) -> str:
    return f"/danh-muc/bao-cao-cua/{ward.code}/{year}/{indicator.pk}/sua/"


def test_the_list_shows_every_shared_indicator_and_the_units_own_on_one_screen(
    as_: Any, clerk: Person, ward: Unit, units: dict[str, Unit], quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    Indicator.objects.filter(code="HO").update(owner=units[making.SIBLING])
    Indicator.objects.filter(code="HEM").update(owner=ward)
    page = as_(clerk).get(f"/danh-muc/bao-cao-cua/{ward.code}/2022/").content.decode()
    shown = {code for code in indicators if f'id="row-{code}"' in page}
    assert shown == set(indicators) - {"HO"}


@pytest.mark.parametrize("year", [0, 1, 1999, 2100, 99999])
def test_a_year_outside_the_calendar_is_no_page(as_: Any, clerk: Person, ward: Unit, year: int) -> None:
    assert as_(clerk).get(f"/danh-muc/bao-cao-cua/{ward.code}/{year}/").status_code == 404


def test_a_neighbour_does_not_see_what_the_ward_reports(as_: Any, stranger: Person, ward: Unit) -> None:
    assert as_(stranger).get(f"/danh-muc/bao-cao-cua/{ward.code}/2022/").status_code == 404


def test_a_clerk_reads_the_list_and_changes_nothing(
    as_: Any, clerk: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    window, url = as_(clerk), row_url(ward, indicators["HEM"])
    assert window.get(url).headers["Location"] == f"/danh-muc/bao-cao-cua/{ward.code}/2022/"
    told = {"deed": "reports", "is_reported": "on", "entry_mode": "quarter", **making.form_key()}
    assert window.post(url, told).status_code == 403
    assert spans(ward, "HEM") == []


def test_what_is_newly_reported_stands_at_once_in_the_open_quarter(
    as_: Any, keeper: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    sheet = making.opened(ward)
    assert not sheet.figures.exists()
    told = {"deed": "reports", "is_reported": "on", "entry_mode": "quarter", **making.form_key()}
    assert as_(keeper).post(row_url(ward, indicators["HEM"]), told).status_code == 302
    assert spans(ward, "HEM") == [(2022, None, QUARTER)]
    assert [figure.indicator.code for figure in sheet.figures.all()] == ["HEM"]


def test_what_is_no_longer_reported_leaves_the_open_quarter(
    as_: Any, keeper: Person, ward: Unit, quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    ReportedIndicator.objects.filter(indicator__code="HEM").update(from_year=2020)
    told = {"deed": "reports", "entry_mode": "quarter", **making.form_key()}
    assert as_(keeper).post(row_url(ward, indicators["HEM"]), told).status_code == 302
    assert spans(ward, "HEM") == [(2020, 2021, QUARTER)]
    assert "HEM" not in {indicator.code for indicator in missing_figures(quarter)}
    reporting.report(ward, indicators["HEM"], 2022, entry_mode=QUARTER, by=keeper)
    assert spans(ward, "HEM") == [(2020, None, QUARTER)]
    assert "HEM" in {indicator.code for indicator in missing_figures(quarter)}


def test_a_row_with_figures_is_not_taken_off_their_year(
    keeper: Person, ward: Unit, full_quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    with pytest.raises(Refused):
        reporting.report_no_more(ward, indicators["HEM"], 2022, by=keeper)
    reporting.report_no_more(ward, indicators["HEM"], 2023, by=keeper)
    assert spans(ward, "HEM") == [(2022, 2022, QUARTER)]
    assert Figure.objects.filter(sheet=full_quarter, indicator=indicators["HEM"]).exists()


def test_the_way_of_typing_changes_from_a_year_without_figures(
    keeper: Person, clerk: Person, ward: Unit, full_quarter: Sheet, indicators: dict[str, Indicator]
) -> None:
    tax = indicators["THUE"]
    with pytest.raises(Refused):
        reporting.report(ward, tax, 2022, entry_mode=QUARTER, by=keeper)
    reporting.report(ward, tax, 2023, entry_mode=QUARTER, by=keeper)
    assert spans(ward, "THUE") == [(2022, 2022, CUMULATIVE), (2023, None, QUARTER)]

    first, second = making.opened(ward, 2023, 1), making.opened(ward, 2023, 2)
    for sheet, value in ((first, 9), (second, 5)):
        figures.enter(sheet, {tax.pk: figures.Entry(Decimal(value))}, by=clerk)
    held = Figure.objects.get(sheet=second, indicator=tax)
    assert (held.value, held.typed) == (5, None)


def test_only_what_adds_up_is_typed_cumulatively(keeper: Person, ward: Unit, indicators: dict[str, Indicator]) -> None:
    for code in ("NGHEO", "HOSO", "QUAN"):
        with pytest.raises(Refused):
            reporting.report(ward, indicators[code], 2022, entry_mode=CUMULATIVE, by=keeper)
    assert reporting.report(ward, indicators["HEM"], 2022, entry_mode=CUMULATIVE, by=keeper).entry_mode == CUMULATIVE


def test_a_row_begun_before_a_later_one_ends_where_that_begins(
    keeper: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    reporting.report(ward, indicators["HEM"], 2025, entry_mode=CUMULATIVE, by=keeper)
    reporting.report(ward, indicators["HEM"], 2022, entry_mode=QUARTER, by=keeper)
    assert spans(ward, "HEM") == [(2022, 2024, QUARTER), (2025, None, CUMULATIVE)]


def test_no_unit_reports_anothers_own_indicator(
    keeper: Person, ward: Unit, units: dict[str, Unit], indicators: dict[str, Indicator]
) -> None:
    indicators["HEM"].owner = units[making.SIBLING]
    with pytest.raises(PermissionDenied):
        reporting.report(ward, indicators["HEM"], 2022, entry_mode=QUARTER, by=keeper)


def test_a_new_name_ends_the_old_one_the_day_it_begins(
    as_: Any, keeper: Person, clerk: Person, committee: Body, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    assign(ward, indicators["HEM"], Answering(responsible_post="Chủ tịch"), on=date(2022, 1, 1), by=keeper)
    told = {
        "deed": "answers", "providing_body": str(committee.pk), "responsible": str(clerk.pk), "on": "15/3/2022",
        **making.form_key(),
    }  # fmt: skip
    assert as_(keeper).post(row_url(ward, indicators["HEM"]), told).status_code == 302
    old, new = Responsibility.objects.order_by("valid_from")
    assert (old.responsible_post, old.valid_to) == ("Chủ tịch", date(2022, 3, 15))
    assert (new.responsible, new.providing_body, new.valid_from, new.valid_to) == (
        clerk,
        committee,
        date(2022, 3, 15),
        None,
    )
    assert (new.responsible_post, new.provider_post) == ("Cán bộ Văn phòng", committee.name)
    current = Responsibility.objects.current(date(2022, 3, 14)).get()
    assert current == old


def test_the_same_names_again_change_nothing(keeper: Person, ward: Unit, indicators: dict[str, Indicator]) -> None:
    named = Answering(responsible_post="Chủ tịch")
    for day in (1, 10):
        assign(ward, indicators["HEM"], named, on=date(2022, 3, day), by=keeper)
    assert [row.valid_from for row in Responsibility.objects.all()] == [date(2022, 3, 1)]


def test_an_entry_of_this_day_is_put_right_in_its_place(
    keeper: Person, ward: Unit, indicators: dict[str, Indicator]
) -> None:
    for post in ("Chủ tịch", "Phó Chủ tịch"):
        assign(ward, indicators["HEM"], Answering(responsible_post=post), on=TODAY, by=keeper)
    assert [row.responsible_post for row in Responsibility.objects.all()] == ["Phó Chủ tịch"]


def test_a_change_is_not_dated_before_what_stands(keeper: Person, ward: Unit, indicators: dict[str, Indicator]) -> None:
    assign(ward, indicators["HEM"], Answering(responsible_post="Chủ tịch"), on=date(2022, 3, 1), by=keeper)
    with pytest.raises(Refused):
        assign(ward, indicators["HEM"], Answering(responsible_post="Khác"), on=date(2022, 2, 28), by=keeper)
    assign(ward, indicators["HEM"], Answering(), on=date(2022, 3, 10), by=keeper)
    assert not Responsibility.objects.filter(valid_to=None).exists()
    with pytest.raises(Refused):
        assign(ward, indicators["HEM"], Answering(responsible_post="Khác"), on=date(2022, 3, 9), by=keeper)


def test_only_people_of_the_unit_answer_and_only_its_bodies_or_those_above_provide(
    as_: Any, keeper: Person, clerk: Person, stranger: Person, ward: Unit, units: dict[str, Unit],
    indicators: dict[str, Indicator],
) -> None:  # fmt: skip
    above, beside = making.body(units[making.DISTRICT]), making.body(units[making.SIBLING])
    day = {"on": date(2022, 3, 15), "by": keeper}
    for named in (Answering(responsible=stranger), Answering(providing_body=beside)):
        with pytest.raises(Refused):
            assign(ward, indicators["HEM"], named, **day)  # type: ignore[arg-type]
    told = {"deed": "answers", "providing_body": str(beside.pk), "on": "15/3/2022", **making.form_key()}
    assert as_(keeper).post(row_url(ward, indicators["HEM"]), told).status_code == 422
    held = assign(ward, indicators["HEM"], Answering(responsible=clerk, providing_body=above), **day)  # type: ignore[arg-type]
    assert held is not None and held.providing_body == above


def test_a_neighbours_administrator_names_nobody_here(
    ward: Unit, units: dict[str, Unit], indicators: dict[str, Indicator]
) -> None:
    who = making.person("quan-tri-ban")
    making.appointed(who, "administer", unit=units[making.SIBLING])
    with pytest.raises(PermissionDenied):
        assign(ward, indicators["HEM"], Answering(responsible_post="Khác"), on=TODAY, by=who)
    with pytest.raises(PermissionDenied):
        reporting.report(ward, indicators["HEM"], 2022, entry_mode=QUARTER, by=who)
