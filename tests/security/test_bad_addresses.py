"""Every address the portal has, found by walking its map, answers nonsense calmly; a new page is covered by itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from itertools import product
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern

from coquang.records.models import PrintedDocument
from coquang.wsgi import application
from indicators.models import Sheet
from programmes.models import Person
from tests import making
from tests.security.conftest import quarter_of, writer_at
from tests.security.corpus import PATHS, PLACES_TO_GO, QUERIES, beside_the_checkout, shared
from tests.security.seen import is_calm, page

Browser = Callable[[Person | None], Client]
Fingerprint = Callable[[], dict[str, str]]

SAFE = ("GET", "HEAD", "OPTIONS")
METHODS = (*SAFE, "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO")
PARAMETER = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")

# A value that leads somewhere, by the parameter's name, else by its kind.
BY_NAME = {"unit": making.WARD, "indicator": "HEM", "period": "2022-Q1"}
BY_KIND = {"int": "1", "uuid": str(uuid4()), "path": "a/b", "code": making.WARD, "period": "2022", "quarter": "2022-Q1"}
PAPERS = "van-ban/"


@dataclass(frozen=True)
class Address:
    """A route of the map, such as so-lieu/<code:unit>/<quarter:period>/."""

    route: str

    @property
    def parameters(self) -> list[str]:
        return [found["name"] for found in PARAMETER.finditer(self.route)]

    def at(self, good: Mapping[str, str], **nasty: str) -> str:
        """The address with good values, and nasty ones where they are given."""
        return "/" + PARAMETER.sub(lambda found: nasty.get(found["name"], good[found["name"]]), self.route)

    def good(self, paper: int) -> dict[str, str]:
        values = {}
        for found in PARAMETER.finditer(self.route):
            known = str(paper) if self.route.startswith(PAPERS) else BY_KIND.get(found["kind"] or "", "abc")
            values[found["name"]] = BY_NAME.get(found["name"], known)
        return values


def walk(resolver: URLResolver, before: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        assert isinstance(entry.pattern, RoutePattern), f"{entry.pattern} is no plain route"
        if isinstance(entry, URLPattern):
            yield Address(before + str(entry.pattern))
        else:
            yield from walk(entry, before + str(entry.pattern))


ADDRESSES = list(walk(get_resolver()))
each_address = pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route or "home")


@dataclass(frozen=True)
class Site:
    """A ward with a filled quarter and a paper, and the browsers of those who look at it."""

    sheet: Sheet
    paper: int
    cookies: dict[str, SimpleCookie]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Made once for the tests of this file, each of which undoes what it adds."""
    drawer, folder = PrintedDocument._meta.get_field("file").storage, str(tmp_path_factory.mktemp("papers"))
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(drawer, "location", folder)
        patch.setattr(drawer, "base_location", folder)
        units = making.world()
        ward = units[making.WARD]
        sheet, clerk = quarter_of(ward), writer_at(making.body(ward))
        reader = Person.objects.create_person("nguoi-xem", "Người xem")
        making.appointed(reader, "read", unit=units[making.DISTRICT], below=True)
        paper = making.paper_of(ward, by=clerk, content=b"%PDF-1.7")
        cookies = {"clerk": cookies_of(clerk), "reader": cookies_of(reader), "nobody": SimpleCookie()}
        yield Site(sheet, paper.pk, cookies)
        transaction.set_rollback(True)


def cookies_of(who: Person) -> SimpleCookie:
    client = Client()
    client.force_login(who)
    return client.cookies


@pytest.fixture
def ours(site: Site, db: None) -> Sheet:
    return site.sheet


@pytest.fixture
def paper(site: Site, db: None) -> int:
    return site.paper


@pytest.fixture
def roles(site: Site, browser: Browser, db: None) -> dict[str, Client]:
    """New browsers in which the clerk of the ward, a reader of its district and nobody are signed in."""
    clients = {role: browser(None) for role in site.cookies}
    for role, client in clients.items():
        client.cookies.update(deepcopy(site.cookies[role]))
    return clients


def is_well(answer: HttpResponse) -> bool:
    """Calm, and never sends anybody off this site."""
    target = answer.headers.get("Location", "/")
    return is_calm(answer) and target.startswith("/") and not re.match(r"//|/\\|.*[\r\n]", target)


@cache
def matches(url: str) -> bool:
    try:
        resolve(unquote(url, errors="replace"))
    except Resolver404:
        return False
    return True


def is_turn_of(address: Address, place: int) -> bool:
    """Whether one nonsense of a list is for this address too, where the code that answers is the same for all.

    That is so where an address leads nowhere, and where a page refuses the method: neither reads what stands in it.
    """
    return (place + ADDRESSES.index(address)) % 5 == 0


def test_a_changed_row_shows_in_the_fingerprint_and_one_taken_back_does_not(
    paper: int, fingerprint: Fingerprint
) -> None:
    """Guards what says below that nothing was written."""
    before = fingerprint()
    with transaction.atomic():
        assert Person.objects.filter(username="nguoi-xem").update(full_name="Ai đó") == 1
        transaction.set_rollback(True)
    assert fingerprint() == before
    with transaction.atomic():
        assert Person.objects.filter(username="nguoi-xem").update(full_name="Ai đó") == 1
        assert fingerprint() != before
    assert fingerprint() != before


def test_the_map_is_walked_to_its_ends(roles: dict[str, Client], paper: int) -> None:
    """Guards the walk: good values do lead to pages, so nasty ones do reach the code behind them."""
    assert len(ADDRESSES) >= 20
    reached = {address.route: roles["clerk"].get(address.at(address.good(paper))).status_code for address in ADDRESSES}
    known = {route: code for route, code in reached.items() if "healthz" not in route}
    assert sum(code in {200, 302, 405} for code in known.values()) >= 20
    lost = [route for route, code in known.items() if code == 404 and not route.startswith("so-lieu")]
    assert len(lost) <= len(known) - 20


@each_address
def test_nonsense_in_an_address_is_a_page_that_is_not_there(
    address: Address, roles: dict[str, Client], paper: int, fingerprint: Fingerprint
) -> None:
    good, before, is_unread = address.good(paper), fingerprint(), False
    for place, (name, nasty) in enumerate(product(address.parameters, PATHS)):
        url = address.at(good, **{name: nasty})
        is_page = matches(url)
        if (is_unread or not is_page) and not is_turn_of(address, place):
            continue
        for role, client in (roles if is_page else {"nobody": roles["nobody"]}).items():
            answer = client.get(url)
            told = {200, 302, 400, 403, 404, 405, 409} if is_page else {301, 400, 404}
            assert answer.status_code in told, (role, url[:90])
            assert is_well(answer), (role, url[:90])
            if role == "clerk":
                is_unread = answer.status_code == 405
    assert fingerprint() == before


@each_address
def test_nonsense_in_an_address_is_not_posted_to(address: Address, roles: dict[str, Client], paper: int) -> None:
    good, is_unread = address.good(paper), False
    for place, (name, nasty) in enumerate(product(address.parameters, PATHS)):
        url = address.at(good, **{name: nasty})
        if url == address.at(good) or not matches(url) or (is_unread and not is_turn_of(address, place)):
            continue
        answer = roles["clerk"].post(url, {"form_key": str(uuid4())})
        assert answer.status_code in {302, 400, 403, 404, 405, 409, 422}, url[:90]
        assert is_well(answer), url[:90]
        is_unread = answer.status_code == 405


@each_address
def test_nonsense_in_a_question_is_passed_over(
    address: Address, roles: dict[str, Client], paper: int, fingerprint: Fingerprint
) -> None:
    url, before = address.at(address.good(paper)), fingerprint()
    plain = roles["clerk"].get(url).status_code
    for place, query in enumerate(QUERIES):
        # Everybody's every question would take minutes: the others ask each at one address in five, and nobody asks
        # more often where the page is not opened, whatever is asked.
        asking = roles if is_turn_of(address, place) else {"clerk": roles["clerk"]} if plain != 405 else {}
        for role, client in asking.items():
            answer = client.get(f"{url}?{query}")
            assert answer.status_code in {200, 302, 400, 403, 404, 405}, (role, query[:60])
            assert is_well(answer), (role, query[:60])
            if role == "clerk" and answer.status_code != 400:
                assert answer.status_code == plain, query[:60]
            if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                assert b"<script>alert" not in answer.content
    assert fingerprint() == before


@each_address
def test_whatever_method_a_tool_tries_is_answered(
    address: Address, roles: dict[str, Client], paper: int, fingerprint: Fingerprint
) -> None:
    url, before = address.at(address.good(paper)), fingerprint()
    for method in METHODS:
        for role, client in roles.items():
            answer = client.generic(method, url)
            assert is_well(answer), (method, role)
            assert answer.status_code in {200, 302, 400, 401, 403, 404, 405, 409, 422}, (method, role)
        if method in SAFE:
            assert fingerprint() == before, method


@each_address
def test_a_stranger_to_the_site_is_shown_nothing_and_changes_nothing(
    address: Address, browser: Browser, paper: int, fingerprint: Fingerprint
) -> None:
    """A form from elsewhere, without the token of this site."""
    outside, before = Client(enforce_csrf_checks=True, raise_request_exception=False), fingerprint()
    for token in ("", "\x00", "a" * 5000, "ạ", "0" * 64):
        answer = outside.post(address.at(address.good(paper)), {"csrfmiddlewaretoken": token, "next": "//evil.example"})
        assert answer.status_code in {302, 403, 405}
        assert is_well(answer)
    assert fingerprint() == before


@beside_the_checkout
@pytest.mark.parametrize("case", shared("url", "query"), ids=lambda case: case.name)
def test_the_shared_addresses_and_questions_are_answered_calmly(
    case: object, roles: dict[str, Client], paper: int
) -> None:
    text = case.text  # type: ignore[attr-defined]
    for start in ("/van-ban/", f"/so-lieu/{making.WARD}/2022-Q1/", f"/theo-doi/{making.WARD}/2022/", "/dang-nhap/"):
        url = start + text if text.startswith("?") else text
        for client in roles.values():
            answer = client.get(url)
            assert is_well(answer), url[:90]
            assert answer.status_code in {200, 301, 302, 400, 404}, url[:90]


RAW_PATHS = (
    "//evil.example/",
    "//evil.example/%2e%2e",
    "/\\evil.example/",
    "///",
    "/so-lieu//",
    "",
    "*",
    "http://evil/",
)


@pytest.mark.parametrize("path", RAW_PATHS)
def test_an_address_that_looks_like_another_site_leads_nowhere(path: str, roles: dict[str, Client]) -> None:
    for client in roles.values():
        answer = client.generic("GET", "/", PATH_INFO=path)
        assert is_well(answer)
        assert answer.status_code in {200, 302, 301, 400, 404}


# name of a header, what comes in it
HEADERS = (
    ("Cookie", 'coquang_session="\\000abcdefghij"'),
    ("Cookie", 'coquang_csrf="\\000abcdefghij"'),
    ("Cookie", 'coquang_language="\\000"; messages="\\000:a:b"'),
    ("Cookie", "coquang_session=" + "a" * 5000),
    ("Cookie", "coquang_session=\xff\xfe\xed; =; ;;; coquang_language=../../etc"),
    ("Cookie", "coquang_session=' or 1=1 --"),
    ("Accept-Language", "x" * 9000),
    ("Accept-Language", "../../etc/passwd,\x00"),
    ("HX-Request", "\x00"),
    ("HX-Current-URL", "http://[a"),
    ("HX-Target", "\xff<script>"),
    ("Referer", "javascript:alert(1)"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Range", "bytes=9999999999999999999-"),
    ("If-Modified-Since", "never"),
    ("Content-Length", "-1"),
    ("Content-Length", "abc"),
)


@pytest.mark.parametrize(("name", "value"), HEADERS, ids=lambda text: ascii(text)[:40])
def test_nonsense_in_a_header_is_answered_calmly(name: str, value: str, roles: dict[str, Client], paper: int) -> None:
    key = name.upper().replace("-", "_")
    extra = {key if key.startswith("CONTENT") else f"HTTP_{key}": value}
    for url in ("/viec-cua-toi/", "/dang-nhap/", f"/van-ban/{paper}/tai/", "/van-ban/?page=%FF", "/ngon-ngu/"):
        for method in ("GET", "POST"):
            for client in roles.values():
                answer = client.generic(method, url, b"", "text/plain", **extra)
                assert is_well(answer), (method, url)
                assert answer.status_code < 500


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:abc", "a_b\x00", "[::1", ""])
def test_a_forged_host_is_turned_away(host: str, roles: dict[str, Client], settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    for url in ("/viec-cua-toi/", "/dang-nhap/", "/so-lieu"):
        for client in roles.values():
            answer = client.get(url, headers={"host": host})
            assert answer.status_code == 400
            assert "evil" not in answer.content.decode()
            assert page(answer).told["content"]


@pytest.mark.parametrize("target", PLACES_TO_GO, ids=lambda text: ascii(text)[:40])
def test_choosing_a_language_never_leads_off_this_site(target: str, browser: Browser, db: None) -> None:
    answer = browser(None).post("/ngon-ngu/", {"next": target, "language": "en"}, headers={"referer": target or "/"})
    assert answer.status_code == 302
    assert is_well(answer)
    assert "Set-Cookie" not in answer.headers["Location"].split("?")[0] or "%0" in answer.headers["Location"].lower()


@pytest.mark.parametrize("language", ["", "xx", "vi\r\nX: y", "\x00", "../en", "v" * 9000, "EN"])
def test_a_language_there_is_not_is_not_kept(language: str, browser: Browser, db: None) -> None:
    answer = browser(None).post("/ngon-ngu/", {"next": "/", "language": language})
    assert answer.status_code == 302
    assert not answer.cookies


@pytest.mark.parametrize("writing", ["zlib", "undefined", "idna", "rot13", "utf-16", "utf-7", "tcvn3", "\xff", "utf-8"])
@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_body_in_another_writing_is_turned_away_by_the_server_itself(writing: str, kind: str, db: None) -> None:
    """Through the door gunicorn uses: Django's own test browser makes its requests in another way."""
    asked = RequestFactory().generic("POST", "/ngon-ngu/?next=%FF", b"next=/").environ
    asked["CONTENT_TYPE"] = f"{kind}; charset={writing}"
    answer = application.get_response(application.request_class(asked))
    assert answer.status_code == (403 if writing == "utf-8" else 400)
    assert is_calm(answer)
    assert writing == "utf-8" or "Không đọc được nội dung gửi lên" in page(answer).text


def test_a_refusal_offers_no_way_back_to_another_site(roles: dict[str, Client], ours: Sheet) -> None:
    url = f"/so-lieu/{making.WARD}/2022-Q1/luu/"
    for referer, back in (("https://evil.example/so-lieu/", 'href="/"'), (f"http://testserver{url}", f"{url}")):
        answer = roles["clerk"].post(url, {}, headers={"referer": referer})
        assert answer.status_code == 409
        assert "evil" not in answer.content.decode()
        assert back in answer.content.decode()


def test_the_page_of_what_cannot_be_read_is_calm_and_ours(roles: dict[str, Client]) -> None:
    for client in roles.values():
        answer = client.get("/viec-cua-toi/?page=%00")
        assert answer.status_code == 400
        assert page(answer).told["content"].split() >= ["Không"]
        assert "Không đọc được nội dung gửi lên" in page(answer).text
        assert "default-src" in answer.headers["Content-Security-Policy"]
