"""The first year of use: last year's value of the same period is typed beside the sheet, so that growth prints."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coquang.periods import Period
from indicators.actions.sheets import open_quarter
from indicators.documents import progress_report
from indicators.models import Indicator, PriorFigure, Sheet
from indicators.readings import open_book
from programmes.models import Body, Person, Unit
from tests import making

Browser = Callable[[Person], Client]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
PRIOR = {"p-THUE": "3,8", "p-TLNGHEO": "160", "q-TLNGHEO": "2.900"}


def saved(browser: Client, cells: dict[str, str]) -> int:
    answer = browser.post(f"{SHEET}luu/", cells | making.form_key())
    return answer.status_code


def test_last_years_value_typed_beside_the_sheet_gives_growth_at_once(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    assert 'name="p-THUE"' in browser.get(SHEET).content.decode()
    assert saved(browser, PRIOR) == 302
    kept = {p.indicator.code: (p.value, p.denominator) for p in PriorFigure.objects.all()}
    assert kept == {"THUE": (Decimal("3.8e9"), None), "TLNGHEO": (Decimal(160), Decimal(2900))}
    page = browser.get(SHEET).content.decode()
    assert "(bổ sung)" in page and 'value="3,8"' in page


def test_the_base_is_named_in_the_report_once_the_sheet_is_approved(
    full_quarter: Sheet, clerk: Person, committee: Body, ward: Unit, as_: Browser
) -> None:
    saved(as_(clerk), PRIOR)
    assert open_book([ward.pk], 2022).prior == {}
    making.walked(full_quarter, "approved")
    report = progress_report(ward, full_quarter.period)
    told = [block["text"] for block in report.facts["blocks"] if block.get("style") == "item"]
    assert any("tăng 14,5% so với cùng kỳ năm 2021" in line for line in told)
    board = as_(clerk).get(f"/theo-doi/{making.WARD}/2022-Q1/").content.decode()
    assert "+14,5%" in board and "(bổ sung)" in board


def test_a_value_that_cannot_be_read_keeps_the_whole_sheet_as_typed(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    page = as_(clerk).post(
        f"{SHEET}luu/", {"v-HEM": "2", "n-HEM": "1", "p-HEM": "hai", "p-THUE": "3,8"} | making.form_key()
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Chưa đọc được “hai”" in text and 'value="hai"' in text and 'value="3,8"' in text
    assert not PriorFigure.objects.exists()
    assert full_quarter.figures.get(indicator__code="HEM").value == 0


@pytest.mark.parametrize("half", [{"p-HOSO": "5"}, {"q-HOSO": "5"}, {"p-HOSO": "5", "q-HOSO": "0"}])
def test_a_ratio_needs_both_its_parts_of_last_year(
    full_quarter: Sheet, clerk: Person, as_: Browser, half: dict[str, str]
) -> None:
    assert saved(as_(clerk), {"p-HOSO": "", "q-HOSO": "", **half}) == 422
    assert not PriorFigure.objects.exists()


def test_an_emptied_value_goes_and_a_mended_one_stays(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    saved(browser, PRIOR)
    saved(browser, {"p-THUE": "3,9", "o-THUE": "3,8|", "p-TLNGHEO": "", "q-TLNGHEO": "", "o-TLNGHEO": "160|2.900"})
    assert [(p.indicator.code, p.value) for p in PriorFigure.objects.all()] == [("THUE", Decimal("3.9e9"))]


def test_a_unit_with_figures_of_last_year_is_not_asked_and_not_believed(
    full_quarter: Sheet, clerk: Person, ward: Unit, as_: Browser
) -> None:
    former = Sheet.objects.create(unit=ward, year=2021, quarter=1)
    figure = full_quarter.figures.get(indicator__code="HEM")
    former.figures.create(indicator=figure.indicator, value=2)
    browser = as_(clerk)
    assert 'name="p-THUE"' not in browser.get(SHEET).content.decode()
    assert saved(browser, PRIOR) == 422
    assert not PriorFigure.objects.exists()


def test_those_who_only_read_see_no_input(full_quarter: Sheet, vetter: Person, as_: Browser) -> None:
    assert 'name="p-THUE"' not in as_(vetter).get(SHEET).content.decode()


def written_after(sheet: Sheet, deed: str) -> None:
    if deed == "insert":
        PriorFigure.objects.create(sheet=sheet, indicator=Indicator.objects.get(code="HEM"), value=1)
    elif deed == "update":
        PriorFigure.objects.update(value=1)
    else:
        PriorFigure.objects.all().delete()


@pytest.mark.parametrize("deed", ["insert", "update", "delete"])
def test_the_database_itself_keeps_them_once_the_sheet_was_sent(
    full_quarter: Sheet, clerk: Person, as_: Browser, deed: str
) -> None:
    saved(as_(clerk), PRIOR)
    making.walked(full_quarter, "submitted")
    with pytest.raises(IntegrityError, match="do not change"), transaction.atomic():
        written_after(full_quarter, deed)


def test_each_period_is_measured_against_its_own(full_quarter: Sheet, clerk: Person, ward: Unit, as_: Browser) -> None:
    saved(as_(clerk), {"p-THUE": "3"})
    making.walked(full_quarter, "approved")
    second = making.filled(open_quarter(ward, 2022, 2), {"THUE": Decimal("9e9")})
    tax = full_quarter.figures.get(indicator__code="THUE").indicator
    PriorFigure.objects.create(sheet=second, indicator=tax, value=Decimal("8e9"))
    making.walked(second, "approved")
    book = open_book([ward.pk], 2022, indicator_ids=[tax.pk])
    (first,) = book.results(Period(2022, "quarter", 1))
    (half,) = book.results(Period(2022, "quarter", 2))
    (alone,) = book.results(Period(2022, "quarter", 2), discrete=True)
    assert (first.base, half.base, alone.base) == (Decimal("3e9"), Decimal("8e9"), Decimal("5e9"))
