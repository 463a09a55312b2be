"""Who sees what: a table of people and pages, and a sweep over every address there is."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coquang.records.models import PrintedDocument
from indicators.models import Indicator
from programmes.models import Body, Person, Unit, UnitGroup
from tests import making

pytestmark = pytest.mark.usefixtures("pages_as_served")

TODAY = date(2023, 3, 15)

Pages = Mapping[str, str]


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def nobody(units: dict[str, Unit]) -> Person:
    """Signed in, appointed to nothing."""
    return making.person("khong-ai")


@pytest.fixture
def former(committee: Body) -> Person:
    """The clerk of the ward until yesterday."""
    who = making.person("can-bo-cu")
    making.appointed(who, "enter", at=committee, valid_to=TODAY)
    return who


@pytest.fixture
def coming(committee: Body) -> Person:
    """The clerk of the ward from tomorrow."""
    who = making.person("can-bo-moi")
    making.appointed(who, "enter", at=committee, valid_from=TODAY + timedelta(days=1))
    return who


@pytest.fixture
def twofold(units: dict[str, Unit], committee: Body) -> Person:
    """A clerk of the ward who also reads in the neighbouring one."""
    who = making.person("kiem-nhiem")
    making.appointed(who, "enter", at=committee)
    making.appointed(who, "read", unit=units[making.SIBLING])
    return who


@pytest.fixture
def group_reader(units: dict[str, Unit]) -> Person:
    """Reads the wards of a working group: the neighbouring one and one of another district."""
    group = UnitGroup.objects.create(name="Tổ công tác số 1", valid_from=making.FIRST_DAY)
    group.units.set([units[making.SIBLING], units[making.FAR_WARD]])
    who = making.person("to-cong-tac")
    making.appointed(who, "read", group=group)
    return who


@pytest.fixture
def provider(ward: Unit, indicators: dict[str, Indicator]) -> Person:
    """Enters what the police of the ward provide, which is not the alleys."""
    police = making.body(ward, "CA", Body.Kind.POLICE, name="Công an phường")
    making.provided(ward, indicators["HO"], police)
    who = making.person("cong-an")
    making.appointed(who, "enter", at=police)
    return who


@pytest.fixture
def secretary(ward: Unit) -> Person:
    """Confirms for a cell of the ward, and nothing else."""
    cell = making.body(ward, "CB1", Body.Kind.PARTY_CELL, name="Chi bộ Khu phố 1")
    who = making.person("chi-bo-1")
    making.appointed(who, "confirm", at=cell)
    return who


@pytest.fixture
def pages(units: dict[str, Unit], indicators: dict[str, Indicator], committee: Body, drawer: Path) -> Pages:
    """A ward and its neighbour, each with a sheet in entry and one sent up, each with a printed paper."""
    ward, sibling = units[making.WARD], units[making.SIBLING]
    making.body(sibling)
    for unit, sent in ((ward, "submitted"), (sibling, "approved")):
        making.reporting(unit, indicators)
        making.walked(making.filled(making.opened(unit, 2022, 1)), sent)
        making.opened(unit, 2022, 2)
    own, others = (making.paper_of(unit, content=b"%PDF-") for unit in (ward, sibling))
    return {
        "own sheet, sent": f"/so-lieu/{ward.code}/2022-Q1/",
        "own sheet, draft": f"/so-lieu/{ward.code}/2022-Q2/",
        "sibling's sheet, approved": f"/so-lieu/{sibling.code}/2022-Q1/",
        "sibling's sheet, draft": f"/so-lieu/{sibling.code}/2022-Q2/",
        "figure, sent": f"/so-lieu/{ward.code}/2022-Q1/HEM/",
        "figure, draft": f"/so-lieu/{ward.code}/2022-Q2/HEM/",
        "sibling's figure": f"/so-lieu/{sibling.code}/2022-Q1/HEM/",
        "board of the ward": f"/theo-doi/{ward.code}/2022-Q1/",
        "board of the sibling": f"/theo-doi/{sibling.code}/2022-Q1/",
        "board of the district": f"/theo-doi/{making.DISTRICT}/2022-Q1/",
        "board of the other district": f"/theo-doi/{making.OTHER_DISTRICT}/2022-Q1/",
        "board of the city": f"/theo-doi/{making.CITY}/2022-Q1/",
        "report": f"/bao-cao/{ward.code}/2022/",
        "sibling's report": f"/bao-cao/{sibling.code}/2022/",
        "writing the report": f"/bao-cao/{ward.code}/2022/viet/",
        "writing the sibling's report": f"/bao-cao/{sibling.code}/2022/viet/",
        "paper": f"/van-ban/{own.pk}/",
        "paper, downloaded": f"/van-ban/{own.pk}/tai/",
        "sibling's paper": f"/van-ban/{others.pk}/",
        "sibling's paper, downloaded": f"/van-ban/{others.pk}/tai/",
    }


# The order of the answers below.
ASKED = (
    *("own sheet, sent", "own sheet, draft", "sibling's sheet, approved", "sibling's sheet, draft"),
    *("figure, sent", "figure, draft", "sibling's figure"),
    *("board of the ward", "board of the sibling", "board of the district"),
    *("board of the other district", "board of the city"),
    *("report", "sibling's report", "writing the report", "writing the sibling's report"),
    *("paper", "paper, downloaded", "sibling's paper", "sibling's paper, downloaded"),
)
SEES = {  # --- is not asked
    #               sheets           figures      boards               reports          papers
    "anonymous": "302 302 302 302  302 302 302  302 302 302 302 302  302 302 302 302  302 302 302 302",
    "clerk": "    200 200 404 404  200 200 404  200 404 404 404 404  200 404 200 404  200 200 404 404",
    "vetter": "   200 200 404 404  200 200 404  200 404 404 404 404  200 404 200 404  200 200 404 404",
    "approver": " 200 200 404 404  200 200 404  200 404 404 404 404  200 404 302 404  200 200 404 404",
    "provider": " 200 200 404 404  404 404 404  200 404 404 404 404  200 404 200 404  200 200 404 404",
    "secretary": "302 302 302 302  302 302 302  302 302 302 302 302  302 302 302 302  302 302 302 302",
    "reader": "   200 404 200 404  200 404 200  200 200 200 404 404  200 200 302 302  200 200 200 200",
    "stranger": " 404 404 200 200  404 404 200  404 200 404 404 404  404 200 404 200  404 404 200 200",
    "nobody": "   404 404 404 404  404 404 404  404 404 404 404 404  404 404 404 404  404 404 404 404",
    "former": "   404 404 404 404  404 404 404  404 404 404 404 404  404 404 404 404  404 404 404 404",
    "coming": "   404 404 404 404  404 404 404  404 404 404 404 404  404 404 404 404  404 404 404 404",
    "twofold": "  200 200 200 200  200 200 200  200 200 404 404 404  200 200 200 302  200 200 200 200",
    "group_reader": "404 404 200 ---  404 404 200  404 200 404 404 404  404 200 404 302  404 404 200 200",
}


@pytest.fixture
def browser(request: pytest.FixtureRequest, client: Client) -> Callable[[str], Client]:
    """The browser of someone named as a fixture, or of nobody signed in."""

    def of(who: str) -> Client:
        if who != "anonymous":
            client.force_login(request.getfixturevalue(who))
        return client

    return of


@pytest.mark.parametrize("who", SEES)
def test_each_sees_the_pages_that_are_theirs_and_no_others(
    pages: Pages, browser: Callable[[str], Client], who: str
) -> None:
    window = browser(who)
    expected = dict(zip(ASKED, SEES[who].split(), strict=True))
    expected = {page: status for page, status in expected.items() if status != "---"}
    assert {page: str(window.get(pages[page]).status_code) for page in expected} == expected


# Each on a fresh world: an act that succeeds goes back to the sheet or to the paper.
ACTS = ("save", "vet", "return", "approve", "print")
MAY = {
    "anonymous": "302 302 302 302 302",
    "clerk": "    302 403 403 403 302",
    "vetter": "   403 302 302 403 302",
    "approver": " 403 403 403 302 302",
    "provider": " 302 403 403 403 302",
    "secretary": "404 404 404 404 404",
    "reader": "   404 403 403 403 302",
    "stranger": " 404 404 404 404 404",
    "nobody": "   404 404 404 404 404",
    "former": "   404 404 404 404 404",
    "twofold": "  302 403 403 403 302",
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_each_does_what_is_theirs_to_do_and_nothing_else(
    pages: Pages, browser: Callable[[str], Client], units: dict[str, Unit], who: str, act: str
) -> None:
    ward = units[making.WARD]
    if act == "approve":
        making.walked(ward.sheets.get(quarter=1), "approved")
        making.walked(making.filled(ward.sheets.get(quarter=2)), "vetted")
    url = {
        "save": f"{pages['own sheet, draft']}luu/",
        "vet": f"{pages['own sheet, sent']}ra-soat/",
        "return": f"{pages['own sheet, sent']}tra-lai/",
        "approve": f"{pages['own sheet, draft']}duyet/",
        "print": f"{pages['report']}in/",
    }[act]
    answer = browser(who).post(url, {**making.form_key(), "reason": "Đối chiếu lại số thuế."})
    assert str(answer.status_code) == dict(zip(ACTS, MAY[who].split(), strict=True))[act]
    if who == "anonymous":
        assert answer["Location"].startswith("/dang-nhap/?next=")


def test_an_appointment_counts_on_its_last_day_and_no_longer_on_the_next(
    pages: Pages, browser: Callable[[str], Client], settings: Any
) -> None:
    window = browser("former")
    settings.WORK_DATE = TODAY - timedelta(days=1)
    assert window.get(pages["own sheet, draft"]).status_code == 200
    settings.WORK_DATE = TODAY
    assert window.get(pages["own sheet, draft"]).status_code == 404


def test_an_appointment_counts_from_its_first_day(
    pages: Pages, browser: Callable[[str], Client], settings: Any
) -> None:
    window = browser("coming")
    settings.WORK_DATE = TODAY + timedelta(days=1)
    assert window.get(pages["own sheet, draft"]).status_code == 200


def test_one_who_may_not_write_the_report_is_led_back_to_reading_it(
    pages: Pages, browser: Callable[[str], Client]
) -> None:
    answer = browser("reader").get(pages["writing the report"])
    assert answer["Location"] == pages["report"]


def test_a_paper_without_its_file_is_seen_but_not_downloaded(
    pages: Pages, browser: Callable[[str], Client], ward: Unit
) -> None:
    document = making.paper_of(ward)
    window = browser("clerk")
    assert window.get(f"/van-ban/{document.pk}/").status_code == 200
    assert window.get(f"/van-ban/{document.pk}/tai/").status_code == 404


def test_my_papers_are_those_i_asked_for_and_those_made_for_my_unit_by_the_clock(
    pages: Pages, browser: Callable[[str], Client], ward: Unit, clerk: Person, approver: Person
) -> None:
    mine, _others = making.paper_of(ward, by=clerk), making.paper_of(ward, by=approver)
    page = browser("clerk").get("/van-ban/").content.decode()
    assert f"/van-ban/{mine.pk}/" in page
    for other in PrintedDocument.objects.exclude(pk=mine.pk):
        is_the_clocks = other.issued_by is None and other.unit == ward
        assert (f"/van-ban/{other.pk}/" in page) == is_the_clocks


def test_a_downloaded_paper_is_the_file_that_was_kept(pages: Pages, browser: Callable[[str], Client]) -> None:
    answer = browser("clerk").get(pages["paper, downloaded"])
    assert b"".join(answer.streaming_content) == b"%PDF-"  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"


# --- every address there is -----------------------------------------------------------------------

# Closed is what nobody thought about: only these answer a visitor who has not signed in.
OPEN = {
    *("/dang-nhap/", "/chi-bo/", "/moi/a/", "/ngon-ngu/", "/healthz/live", "/healthz/ready", "/healthz/well"),
    "/van-ban/ma/26755/",
}
POST_ONLY = {
    *("language", "sign-out", "sheet-save", "sheet-vet", "sheet-approve", "sheet-return", "report-print"),
    *("body-end", "group-end", "person-close", "person-open", "person-invite", "day-off-remove", "capacity"),
    *("target-remove", "target-paste", "target-main", "figure-note", "figure-comment", "figure-ask", "figure-answer"),
    *("figure-follow", "paper-attach", "paper-link", "paper-detach", "reminder-slip", "cell-save", "figure-reason"),
    *("paste-undo", "sheet-official", "sheet-withdraw", "delegation-revoke", "paper-confirm"),
    *("reason-save", "sheet-print", "initiative-recognise", "initiative-take-up", "figure-from-oversight"),
    *("door-question", "person-card", "person-door-close"),
    *("sheet-ask-cells", "sheet-part-done", "handover-print", "double-duty-end", "report-draft"),
    *("paper-circulate", "paper-submit", "paper-take-back", "paper-sign", "paper-issue", "paper-copy"),
    *("paper-cancel", "paper-correct", "paper-reading"),
    *("duties-print", "extension-answer", "urging-answer", "task-confirm", "task-done", "task-drop", "task-extend"),
    *("task-name", "task-reopen", "task-urge", "programme-adopt", "programme-carry"),
    *("board-print", "board-group-print", "board-indicator-print", "one-off-print", "overview-seen", "urge"),
    *("pack-print", "pack-order-call-off", "book-call-off"),
    *("invitation-print", "minutes-print", "programme-print", "tasks-print"),
    *("meeting-ask", "agenda-move", "agenda-off", "presence", "seat-move", "seat-off", "remark-new", "remark-save"),
    *("remark-strike", "minutes-take-back", "minutes-agree", "minutes-sign", "supplement-sign", "sentence-split"),
    *("reply-task", "remark-take-up", "supplement-print", "amendment-print"),
    *("sentence-undo", "conclusion-split", "conclusion-merge", "conclusion-move", "conclusion-remove"),
}
GET_AND_POST = {
    *("sign-in", "join", "report-edit", "report-sentence", "body-new", "body-edit", "person-new", "person-edit"),
    *("appointment-new", "appointment-end", "group-new", "group-edit", "theme-new", "theme-edit", "day-off-new"),
    *("indicator-new", "indicator-edit", "definition-new", "field-edit", "reporting-edit", "periods-lay-out"),
    *("deadline-edit", "target-new", "target-revise", "target-grid", "account"),
    *("sheet-paste", "paste", "rule-new", "extension-new", "sheet-reopen"),
    *("proposal", "proposal-new", "proposal-edit", "proposal-send", "initiative-new", "initiative-edit"),
    *("oversight-new", "oversight-edit", "oversight-line-new", "oversight-line-edit", "oversight-line-settle"),
    *("cell-door", "door-mend", "person-pin"),
    *("route", "sheet-parts", "sheet-rows", "delegation-new", "approvals", "correction", "sheet-paper"),
    *("handover-new", "double-duties"),
    *("incoming-new", "incoming-task", "naming", "programme-amend", "programme-task", "task-edit", "task-figures"),
    *("conclusion-figures", "initiative-figures"),
    *("task-new", "work-programme-edit", "work-programme-new"),
    *("explanation", "explanation-new", "one-off-new", "one-off-answer", "notice-draft", "pack-orders", "books"),
    *("meeting-new", "meeting-edit", "meeting-call-off", "meeting-notice", "meeting-note", "agenda", "agenda-item"),
    *("attendance", "meeting-paper-new", "meeting-paper", "remark", "remark-task", "remark-note", "minutes-prepare"),
    *("minutes-ask", "minutes-comment", "comment-answer", "minutes-supplement", "sentence-new", "sentence"),
    *("handwriting", "conclusion", "conclusion-task", "conclusion-none"),
    *("paper-new", "paper-edit", "arrival", "register-outside", "term-new", "term-edit", "verify", "paper-word-back"),
}

SAMPLES = {
    "int": "1",
    "code": "26755",
    "period": "2022",
    "quarter": "2022-Q1",
    "str": "a",
    "slug": "a",
    "uuid": str(UUID(int=1)),
}
STEP = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[tuple[str, str]]:
    """(name, address) of every URL of the map, its variables filled in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + STEP.sub(lambda step: SAMPLES[step["converter"] or "str"], str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield pattern.name or "", route


ADDRESSES = sorted(addresses())


def test_the_sweep_finds_the_pages_it_is_about() -> None:
    found = {url for _name, url in ADDRESSES}
    assert {"/", "/viec-cua-toi/", "/so-lieu/26755/2022-Q1/luu/", "/van-ban/1/tai/"} <= found
    assert found >= OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "url"), ADDRESSES, ids=[name for name, _url in ADDRESSES])
def test_every_address_asks_who_one_is_unless_it_is_one_of_the_open_ones(
    client: Client, name: str, url: str, method: str
) -> None:
    answer = getattr(client, method)(url)
    where_to = f"next={url}" if method == "get" else f"{urlencode({'next': '/viec-cua-toi/'})}&unsaved=1"
    asked = answer.status_code == 302 and answer["Location"] == f"/dang-nhap/?{where_to}"
    assert asked == (url not in OPEN)


@pytest.mark.parametrize(("name", "url"), ADDRESSES, ids=[name for name, _url in ADDRESSES])
def test_reading_and_acting_are_told_apart_by_their_method(
    browser: Callable[[str], Client], clerk: Person, name: str, url: str
) -> None:
    window = browser("clerk")
    assert (window.get(url).status_code == 405) == (name in POST_ONLY)
    window = browser("clerk")
    assert (window.post(url).status_code == 405) == (name not in POST_ONLY | GET_AND_POST)
