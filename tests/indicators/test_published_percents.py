"""The percent that was printed with a figure stands beside ours wherever the figure does, if it is another one."""

from decimal import Decimal
from typing import Any

import pytest

from coquang.records.models import PrintedDocument
from indicators import roll_ups
from indicators.models import Figure, FigureNote, Indicator
from indicators.published import stated_beside
from programmes.models import Person, Unit
from tests import making

WARD, DISTRICT = f"/theo-doi/{making.WARD}/2022-Q1/", f"/theo-doi/{making.DISTRICT}/2022-Q1/"
SAID = "Công bố: 40%; tính lại: 43,5%"


@pytest.fixture
def printed(units: dict[str, Unit], indicators: dict[str, Indicator]) -> Figure:
    """Two wards are approved for a quarter; with one figure, of 43,5% of its target, 40% was printed."""
    for code in (making.WARD, making.SIBLING):
        making.reporting(units[code], indicators)
        making.walked(making.filled(making.opened(units[code])), "approved")
    figure = Figure.objects.get(sheet__unit__code=making.WARD, indicator__code="THUE")
    target = units[making.WARD].targets.get(indicator__code="THUE", is_main=True)
    target.value = figure.value / Decimal("0.435")  # type: ignore[operator]
    target.save(update_fields=["value"])
    FigureNote.objects.create(figure=figure, channel="paper", document="Báo đăng", stated_percent=40)
    roll_ups.fold_now()
    return figure


@pytest.mark.parametrize(
    ("stated", "ours", "said"),
    [
        ("132", "132.5", "Công bố: 132%; tính lại: 132,5%"),  # cut
        ("132", "132.4", "Công bố: 132%; tính lại: 132,4%"),
        ("132.47", "132.49", "Công bố: 132,47%; tính lại: 132,49%"),
        ("132.47", "132.466666", "Công bố: 132,47%"),  # only more decimals
        ("84.8", "84.7953", ""),
        ("130", "130", ""),
        ("100", "99.96", "Công bố: 100%; tính lại: 99,96%"),
        ("52", None, "Công bố: 52%"),
        (None, "84.8", ""),
    ],
)
def test_what_was_printed_is_told_where_ours_is_another(stated: str | None, ours: str | None, said: str) -> None:
    told = stated_beside(stated and Decimal(stated), ours and Decimal(ours), "vi")  # type: ignore[arg-type]
    assert told == said


@pytest.mark.parametrize(
    "address", [WARD, f"{WARD}chi-tieu/THUE/", f"{DISTRICT}chi-tieu/THUE/", f"/so-lieu/{making.WARD}/2022-Q1/THUE/"]
)
def test_it_stands_on_the_board_the_indicators_page_and_the_figures_page(
    printed: Figure, reader: Person, as_: Any, address: str
) -> None:
    assert as_(reader).get(address).content.decode().count(SAID) == 1


@pytest.mark.parametrize("address", [DISTRICT, f"{WARD}?rieng=1", f"{DISTRICT}chi-tieu/THUE/?rieng=1"])
def test_a_sum_and_a_quarter_alone_have_none(printed: Figure, reader: Person, as_: Any, address: str) -> None:
    assert "Công bố" not in as_(reader).get(address).content.decode()


def test_it_stands_on_the_printed_board(printed: Figure, clerk: Person, as_: Any) -> None:
    as_(clerk).post(f"{WARD}in/", making.form_key())
    rows = [row for group in PrintedDocument.objects.get().facts["groups"] for row in group["rows"]]
    assert [SAID in row["notes"] for row in rows if row["percent"] == "43,5%"] == [True]
