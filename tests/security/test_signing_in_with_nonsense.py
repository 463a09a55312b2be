"""Whatever is typed at the door, it opens to the right person only, and nobody is led away from it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from programmes.models import Person
from tests import making
from tests.security.corpus import PLACES_TO_GO, beside_the_checkout, shared
from tests.security.seen import is_calm, page

Browser = Callable[[Person | None], Client]
Fingerprint = Callable[[], dict[str, str]]

DOOR = "/dang-nhap/"
FORM = "application/x-www-form-urlencoded"
NAME = "nguoi-vao"


@pytest.fixture(autouse=True)
def light_lock(settings: object) -> None:
    """What is tried here is the door; the strength of its lock would only make hundreds of tries slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def person(db: None) -> Person:
    return making.person(NAME, "Người vào")


@pytest.fixture
def knock(person: Person, browser: Browser) -> Callable[..., HttpResponse]:
    def knocked(fields: Mapping[str, str | bytes]) -> HttpResponse:
        body = "&".join(f"{quote(name)}={quote(value)}" for name, value in fields.items())
        return browser(None).generic("POST", DOOR, body.encode(), FORM)

    return knocked


REFUSED: dict[str, dict[str, str | bytes]] = {
    "a password of a megabyte": {"username": NAME, "password": "x" * 1_000_000},
    "a name of 5,000 letters": {"username": "u" * 5000, "password": making.PASSWORD},
    "nothing": {},
    "no password": {"username": NAME},
    "no name": {"password": making.PASSWORD},
    "both empty": {"username": "", "password": ""},
    "a NUL in the name": {"username": f"{NAME}\x00", "password": making.PASSWORD},
    "a NUL in the password": {"username": NAME, "password": f"{making.PASSWORD}\x00"},
    "only a NUL": {"username": "\x00", "password": "\x00"},
    "broken letters": {"username": b"\xff\xfe", "password": b"\xed\xa0\x80"},
    "a lone surrogate": {"username": b"\xed\xb0\x80" + NAME.encode(), "password": making.PASSWORD},
    "full width letters": {"username": "\uff4eguoi-vao", "password": making.PASSWORD},
    "a letter of another alphabet": {"username": "nguоi-vao", "password": making.PASSWORD},
    "a zero-width letter": {"username": "nguoi\u200b-vao", "password": making.PASSWORD},
    "turned round": {"username": f"\u202e{NAME}", "password": making.PASSWORD},
    "a tower of marks": {"username": "a" + "\u0301" * 59, "password": "a" + "\u0301\u0323" * 100},
    "a pattern": {"username": "%", "password": "%"},
    "an injection": {"username": "' or '1'='1", "password": "' or '1'='1' --"},
    "markup": {"username": '"><script>alert(1)</script>', "password": "x"},
    "a template": {"username": "{{ demo_password }}", "password": "{% debug %}"},
    "line breaks": {"username": f"{NAME}\r\nX: y", "password": making.PASSWORD},
    "the password with a space": {"username": NAME, "password": f" {making.PASSWORD}"},
    "the wrong password": {"username": NAME, "password": making.PASSWORD.upper()},
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_door_stays_shut_and_says_so(
    name: str, knock: Callable[..., HttpResponse], fingerprint: Fingerprint
) -> None:
    before = fingerprint()
    answer = knock(REFUSED[name])
    assert answer.status_code == 401
    assert is_calm(answer)
    seen = page(answer)
    assert "script" not in seen.tags[seen.tags.index("main") :]
    assert re.search(r"không khớp|không đi cùng|Xem lại|Chưa có gì ở đây|nhận nhiều nhất|không nhìn thấy", seen.text)
    assert "coquang_session" not in answer.cookies
    assert fingerprint() == before


@pytest.mark.parametrize("typed", [NAME, NAME.upper(), f" {NAME} ", "Nguoi-Vao"])
def test_a_name_opens_however_its_letters_were_typed(typed: str, knock: Callable[..., HttpResponse]) -> None:
    answer = knock({"username": typed, "password": making.PASSWORD})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/viec-cua-toi/"


def test_a_password_is_the_very_letters_that_were_set(person: Person, knock: Callable[..., HttpResponse]) -> None:
    secret = unicodedata.normalize("NFC", "mật khẩu thử 1")
    person.set_password(secret)
    person.save(update_fields=["password"])
    assert knock({"username": NAME, "password": secret}).status_code == 302
    assert knock({"username": NAME, "password": unicodedata.normalize("NFKD", secret).upper()}).status_code == 401


@pytest.mark.parametrize("target", PLACES_TO_GO, ids=lambda text: ascii(text)[:40])
def test_signing_in_never_leads_off_this_site(
    target: str, person: Person, browser: Browser, knock: Callable[..., HttpResponse]
) -> None:
    inside = browser(person)
    for answer in (
        knock({"username": NAME, "password": making.PASSWORD, "next": target}),
        inside.get(DOOR, {"next": target}),
        inside.post(DOOR, {"next": target}),
    ):
        if answer.status_code == 400:
            assert "\x00" in target
            continue
        assert answer.status_code == 302
        assert is_calm(answer)
        assert re.match(r"/(?![/\\])[^\s\\]*\Z", answer.headers["Location"])
        assert not answer.headers["Location"].startswith(DOOR)
    shown = browser(None).get(DOOR, {"next": target})
    assert shown.status_code in {200, 400}
    assert is_calm(shown)
    assert not page(shown).handlers


@beside_the_checkout
@pytest.mark.parametrize("case", shared("auth", "text"), ids=lambda case: case.name)
def test_the_shared_nonsense_opens_nothing(case: object, knock: Callable[..., HttpResponse]) -> None:
    raw = case.raw  # type: ignore[attr-defined]
    for fields in (
        {"username": raw, "password": making.PASSWORD},
        {"username": NAME, "password": raw},
        {"username": NAME, "password": "sai", "next": raw},
    ):
        answer = knock(fields)
        assert answer.status_code in {400, 401}
        assert is_calm(answer)
    right = knock({"username": NAME, "password": making.PASSWORD, "next": raw})
    assert right.status_code in {302, 400}
    assert re.match(r"/(?![/\\])", right.headers.get("Location", "/"))


def test_going_out_takes_nonsense_too(person: Person, browser: Browser) -> None:
    for fields in ({"next": "//evil.example"}, {"next": "\x00"}, {}):
        answer = browser(person).post("/dang-xuat/", fields)
        assert answer.status_code == 302
        assert answer.headers["Location"] == DOOR


def test_a_session_that_was_made_up_opens_nothing(db: None) -> None:
    for made_up in ("a" * 32, "a" * 5000, '"\\000' + "a" * 31 + '"', "../../etc/passwd", "' or 1=1 --", "\xff" * 32):
        answer = Client(raise_request_exception=False).get(
            "/viec-cua-toi/", headers={"cookie": f"coquang_session={made_up}"}
        )
        assert answer.status_code in {302, 400}
        assert is_calm(answer)


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/so-lieu/26755/2022-Q1/", "/so-lieu/26755/2022-Q1/"),
        ("https://elsewhere.example/so-lieu/", "/viec-cua-toi/"),
        ("", "/viec-cua-toi/"),
    ],
)
def test_signed_out_while_writing_one_returns_to_the_page_and_is_told_nothing_was_saved(
    client: Client, db: None, came_from: str, back: str
) -> None:
    answer = client.post("/so-lieu/26755/2022-Q1/luu/", {"v-KT01": "3"}, headers={"referer": came_from}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"/dang-nhap/?{urlencode({'next': back, 'unsaved': 1})}"
    assert f'name="next" value="{back}"' in page
    assert "chưa kịp lưu" in page
