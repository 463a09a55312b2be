"""Pages are closed while the database is away, and no longer."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import build_opener

import pytest

from tests.running import BOUND, Portal, a_portal, broker_apart

pytestmark = [pytest.mark.faults, pytest.mark.slow]

AWAY = 17.0  # seconds: whoever doubles his patience from one second on now sleeps until the thirty-first
PAGES = 12  # both processes that serve get some of them


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, worker_id: str, migrated: str) -> Iterator[Portal]:
    var = tmp_path_factory.mktemp("var")
    with a_portal(f"test_away_{worker_id}", var, broker=broker_apart(0), migrated=migrated) as portal:
        portal.start(portal.web)
        yield portal


def opens(portal: Portal) -> HTTPStatus:
    try:
        with build_opener().open(f"{portal.address}/dang-nhap/", timeout=BOUND) as answer:
            return HTTPStatus(answer.status)
    except HTTPError as refused:
        return HTTPStatus(refused.code)


def test_pages_open_at_once_after_every_line_was_cut(portal: Portal) -> None:
    with ThreadPoolExecutor(4 * PAGES) as crowd:  # each thread that serves has a line of its own then
        assert set(crowd.map(lambda _turn: opens(portal), range(20 * PAGES))) == {HTTPStatus.OK}

    portal.take_the_database_away()
    portal.give_the_database_back()

    assert {opens(portal) for _ in range(PAGES)} == {HTTPStatus.OK}


def test_pages_open_as_soon_as_the_database_is_back(portal: Portal) -> None:
    assert {opens(portal) for _ in range(PAGES)} == {HTTPStatus.OK}

    portal.take_the_database_away()
    back = time.monotonic() + AWAY
    while time.monotonic() < back:
        assert opens(portal) == HTTPStatus.SERVICE_UNAVAILABLE
    portal.give_the_database_back()

    assert {opens(portal) for _ in range(PAGES)} == {HTTPStatus.OK}
