"""Where a figure came from: told by telephone or Zalo, with or without paper, kept while the sheet is open."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import notes
from indicators.models import FigureNote, Sheet
from programmes.models import Person
from tests import making

Browser = Callable[[Person], Client]
SHEET = f"/so-lieu/{making.WARD}/2022-Q1/"
NOTE = f"{SHEET}HEM/nguon/"
TOLD = {
    "channel": "chat",
    "informant": "Công chức địa chính",
    "received_on": "14/3/2022",
    "received_hour": "14h05",
    "document": "",
    "paper_follows": "on",
    "paper_due": "18/3/2022",
}


def test_a_note_stands_on_the_figure_in_the_strip_and_on_the_sheet(
    full_quarter: Sheet, clerk: Person, as_: Browser
) -> None:
    browser = as_(clerk)
    assert browser.post(NOTE, TOLD | making.form_key()).status_code == 302
    said = "alo, Công chức địa chính, 14:05 14/3/2022, văn bản gửi sau, hạn 18/3/2022"
    for page in (browser.get(f"{SHEET}HEM/"), browser.get(f"{SHEET}HEM/", headers={"hx-request": "true"})):
        assert said in page.content.decode()
    sheet = browser.get(SHEET).content.decode()
    assert said in sheet and "01 văn bản chưa về" in sheet


def test_the_percent_a_document_states_is_kept_with_the_note(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    browser.post(NOTE, {**TOLD, "stated_percent": "84,8%"} | making.form_key())
    assert str(FigureNote.objects.get().stated_percent) == "84.80"
    page = browser.get(f"{SHEET}HEM/").content.decode()
    assert 'value="84,8"' in page and "Công bố: 84,8%" in page


def test_a_note_leaves_a_line_in_the_journal(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    as_(clerk).post(NOTE, TOLD | making.form_key())
    figure = full_quarter.figures.get(indicator__code="HEM")
    assert JournalEntry.objects.about(figure).get(act="figure.noted").by == clerk


def test_a_note_written_again_takes_the_place_of_the_first(full_quarter: Sheet, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    browser.post(NOTE, TOLD | making.form_key())
    came = {"channel": "paper", "document": "BC 15/BC-UBND"}
    browser.post(NOTE, came | making.form_key())
    kept = FigureNote.objects.get()
    assert (kept.channel, kept.document, kept.paper_follows, kept.paper_due) == ("paper", "BC 15/BC-UBND", False, None)
    assert "chưa về" not in browser.get(SHEET).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"paper_follows": ""}, "paper_due"),
        ({"received_hour": "25:00"}, "received_hour"),
        ({"received_hour": "chiều"}, "received_hour"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": "1/1/2090"}, "received_on"),
        ({"channel": "fax"}, "channel"),
        *(({"stated_percent": typed}, "stated_percent") for typed in ("84.8", "NaN", "84,812", "-1", "100.000", "đạt")),
    ],
)
def test_a_note_that_cannot_be_read_is_refused_with_what_was_typed(
    full_quarter: Sheet, clerk: Person, as_: Browser, wrong: dict[str, str], field: str
) -> None:
    page = as_(clerk).post(NOTE, {**TOLD, **wrong} | making.form_key())
    assert page.status_code == 422
    assert list(page.context["note_form"].errors) == [field]
    assert "Công chức địa chính" in page.content.decode()
    assert not FigureNote.objects.exists()


def test_only_the_units_own_people_note_and_only_while_the_sheet_is_open(
    full_quarter: Sheet, clerk: Person, vetter: Person, stranger: Person, as_: Browser
) -> None:
    figure = full_quarter.figures.get(indicator__code="HEM")
    with pytest.raises(PermissionDenied):
        notes.keep(figure, FigureNote(channel="phone"), by=vetter)
    assert as_(stranger).post(NOTE, TOLD | making.form_key()).status_code == 404
    making.walked(full_quarter, "submitted")
    with pytest.raises(Refused, match="đã được gửi"):
        notes.keep(figure, FigureNote(channel="phone"), by=clerk)
    assert "nguon" not in as_(clerk).get(f"{SHEET}HEM/").content.decode()
