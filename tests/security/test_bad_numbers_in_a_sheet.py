"""Whatever is typed into a sheet is taken for what it means, or refused with a sentence; never lost, never half."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from coquang import numbers
from coquang.misread import NotANumber
from indicators.models import Figure, Sheet
from programmes.models import Person
from tests import making
from tests.security.conftest import RATE
from tests.security.corpus import INTEGERS, NUMBERS, Case, beside_the_checkout, shared
from tests.security.seen import is_calm, page

Fingerprint = Callable[[], dict[str, str]]
Browser = Callable[[Person | None], Client]

FORM = "application/x-www-form-urlencoded"

# What a person has typed into every cell; differs from what is stored, so that saving would show.
TYPED = {
    "v-THUE": "4,4",
    "v-HEM": "3",
    "v-HO": "21",
    "v-NGHEO": "150",
    "v-HOSO": "3700",
    "d-HOSO": "3712",
    "v-TYLE": "97,5",
}

# cell → the column that keeps it, and what the cell is read with
CELLS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "v-THUE": ("typed", {"decimals": 0, "scale": "tỷ đồng"}),
    "v-HEM": ("value", {"decimals": 0}),
    "v-HOSO": ("value", {"decimals": 0}),
    "d-HOSO": ("denominator", {"decimals": 0}),
    f"v-{RATE}": ("value", {"decimals": 1}),
}

SAYS_WHAT_TO_TYPE = re.compile(r"nhập|xóa hết|viết|ghi rõ|để trống|xem lại|chỉ dùng", re.IGNORECASE)


def encoded(fields: Mapping[str, str | bytes]) -> bytes:
    """A posted form, in which a value may be any bytes."""
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in fields.items()).encode()


@pytest.fixture
def clerk_at(ours: Sheet, writer: Person, browser: Browser) -> Client:
    return browser(writer)


@pytest.fixture
def address(ours: Sheet) -> str:
    return f"/so-lieu/{making.WARD}/2022-Q1/"


@pytest.fixture
def save(clerk_at: Client, address: str) -> Callable[..., HttpResponse]:
    def saved(fields: Mapping[str, str | bytes]) -> HttpResponse:
        return clerk_at.generic("POST", f"{address}luu/", encoded({"form_key": str(uuid4()), **fields}), FORM)

    return saved


def kept(ours: Sheet, cell: str) -> Decimal | None:
    column = CELLS[cell][0]
    return Figure.objects.values_list(column, flat=True).get(sheet=ours, indicator__code=cell[2:])


def meant(cell: str, text: str) -> Decimal | None:
    """What the language of numbers says the text is; NotANumber when nothing."""
    return numbers.read(text, **CELLS[cell][1]) if text.strip() else None


def was_refused_well(answer: HttpResponse, cell: str, case: Case) -> None:
    seen = page(answer)
    refusals = {name: told for name, told in seen.told.items() if name.startswith("below-")}
    assert list(refusals) == [f"below-{cell[2:]}"]
    (sentence,) = refusals.values()
    assert SAYS_WHAT_TO_TYPE.search(sentence), sentence
    assert sentence.strip().endswith("."), sentence
    assert "bằng ," not in sentence, sentence  # a measure without a name is not spoken of
    assert "type" not in sentence.replace(case.text[:39], ""), sentence
    for name, typed in {**TYPED, cell: case.text.strip()}.items():
        assert seen.boxes[name] == typed, name
    assert not seen.handlers


def try_in_each_cell(case: Case, save: Callable[..., HttpResponse], ours: Sheet, fingerprint: Fingerprint) -> None:
    before = fingerprint()
    for cell in CELLS:
        answer = save({**TYPED, cell: case.raw})
        assert is_calm(answer), cell
        if answer.status_code == 302:
            assert kept(ours, cell) == meant(cell, case.text), cell
            before = fingerprint()
            continue
        assert answer.status_code == 422, cell
        was_refused_well(answer, cell, case)
        assert fingerprint() == before, cell


@pytest.mark.parametrize("case", [*NUMBERS, *INTEGERS], ids=lambda case: case.name)
def test_a_cell_takes_what_is_meant_or_keeps_what_was_typed(
    case: Case, save: Callable[..., HttpResponse], ours: Sheet, fingerprint: Fingerprint
) -> None:
    try_in_each_cell(case, save, ours, fingerprint)


@beside_the_checkout
@pytest.mark.parametrize("case", shared("number", "integer", "formula"), ids=lambda case: case.name)
def test_the_shared_numbers_are_taken_as_meant_or_kept_as_typed(
    case: Case, save: Callable[..., HttpResponse], ours: Sheet, fingerprint: Fingerprint
) -> None:
    try_in_each_cell(case, save, ours, fingerprint)


def every_number() -> Iterator[tuple[str, Case]]:
    for case in (*NUMBERS, *INTEGERS, *shared("number", "integer")):
        for cell in CELLS:
            yield cell, case


def test_reading_a_number_back_says_what_it_is_or_what_to_type(
    clerk_at: Client, address: str, fingerprint: Fingerprint
) -> None:
    before = fingerprint()
    for cell, case in every_number():
        answer = clerk_at.get(f"{address}{cell[2:]}/doc/?{cell}={quote(case.raw)}", headers={"HX-Request": "true"})
        assert is_calm(answer), (cell, case.name)
        if b"\x00" in case.raw:
            assert answer.status_code == 400, (cell, case.name)
            continue
        assert answer.status_code == 200, (cell, case.name)
        text = page(answer).text.strip()
        if not case.text.strip():
            assert text == "", (cell, case.name)
        elif not text.startswith("đọc là"):
            assert SAYS_WHAT_TO_TYPE.search(text), (cell, case.name, text)
        else:
            meant(cell, case.text)
    assert fingerprint() == before


def test_what_the_language_of_numbers_refuses_no_cell_takes() -> None:
    """Guards the list itself: most of it must be refused, some of it must be taken."""
    refused = 0
    for cell, case in every_number():
        try:
            meant(cell, case.text)
        except NotANumber:
            refused += 1
    assert 300 < refused < len(list(every_number())) - 60


def test_a_form_that_came_back_is_mended_and_sent_again(clerk_at: Client, address: str, ours: Sheet) -> None:
    key = str(uuid4())
    assert clerk_at.post(f"{address}luu/", {"form_key": key, "v-HEM": "ba"}).status_code == 422
    assert clerk_at.post(f"{address}luu/", {"form_key": key, "v-HEM": "3"}).status_code == 302
    assert kept(ours, "v-HEM") == 3


def test_boxes_the_sheet_does_not_have_are_not_read(
    save: Callable[..., HttpResponse], ours: Sheet, fingerprint: Fingerprint
) -> None:
    before = fingerprint()
    strange = {
        "d-HEM": "7",
        "d-THUE": "abc",
        "v-TLNGHEO": "7",
        "v-QUANLY": "7",
        "v-": "7",
        "state": "approved",
        "approved": "true",
        "unit": "1",
        "sheet": "1",
        "id": "1",
        "provenance": "0",
    }
    answer = save(strange)
    assert answer.status_code == 302
    assert fingerprint() == before


def test_a_half_typed_ratio_is_not_taken(save: Callable[..., HttpResponse], fingerprint: Fingerprint) -> None:
    before = fingerprint()
    for half in ({"v-HOSO": "5"}, {"d-HOSO": "5"}, {"v-HOSO": "5", "d-HOSO": " "}):
        answer = save(half)
        assert answer.status_code == 422
        assert "hai số" in page(answer).told["below-HOSO"]
    assert fingerprint() == before


@pytest.mark.parametrize("version", ["abc", "-1", "", "9" * 30, "1.5", "\x00", "٣"])
def test_a_version_that_is_none_never_breaks_the_form(version: str, save: Callable[..., HttpResponse]) -> None:
    assert save({"v-HEM": "3", "n-HEM": version}).status_code in {302, 422}


def part(name: str, value: bytes, *more: str) -> bytes:
    head = "\r\n".join([f'Content-Disposition: form-data; name="{name}"', *more])
    return b"--b\r\n" + head.encode() + b"\r\n\r\n" + value + b"\r\n"


KEY = str(uuid4())
GOOD = encoded({"form_key": KEY, "v-HEM": "3"})
MULTIPART = "multipart/form-data; boundary=b"

# name: content type, body
BROKEN: dict[str, tuple[str, bytes]] = {
    "no key": (FORM, encoded({"v-HEM": "3"})),
    "an empty key": (FORM, encoded({"form_key": "", "v-HEM": "3"})),
    "a key that is none": (FORM, encoded({"form_key": "abc", "v-HEM": "3"})),
    "a key with a NUL": (FORM, encoded({"form_key": KEY[:-1] + "\x00", "v-HEM": "3"})),
    "a key of 5,000 letters": (FORM, encoded({"form_key": "a" * 5000, "v-HEM": "3"})),
    "a key of broken letters": (FORM, encoded({"form_key": b"\xff\xfe", "v-HEM": "3"})),
    "2,000 boxes": (FORM, GOOD + b"".join(b"&f%d=1" % n for n in range(2000))),
    "three megabytes": (FORM, GOOD + b"&v-HO=" + b"1" * 3_000_000),
    "JSON": ("application/json", b'{"form_key": "%s", "v-HEM": "3"}' % KEY.encode()),
    "plain text": ("text/plain", GOOD),
    "no type": ("", GOOD),
    "a type that is none": ("////;;;==", GOOD),
    "UTF-16": (f"{FORM}; charset=utf-16", GOOD.decode().encode("utf-16")),
    "a writing that is none": (f"{FORM}; charset=zlib", GOOD),
    "an unknown writing": (f"{FORM}; charset=tcvn3", GOOD),
    "parts in a writing that is none": (f"{MULTIPART}; charset=rot13", part("form_key", KEY.encode()) + b"--b--\r\n"),
    "parts in UTF-7": (f"{MULTIPART}; charset=utf-7", part("form_key", KEY.encode()) + b"--b--\r\n"),
    "no boundary": ("multipart/form-data", part("form_key", KEY.encode()) + b"--b--\r\n"),
    "a boundary of 300 letters": (f"multipart/form-data; boundary={'b' * 300}", b"--b--\r\n"),
    "a boundary that is not in it": ("multipart/form-data; boundary=other", part("form_key", KEY.encode())),
    "parts cut short": (MULTIPART, part("form_key", KEY.encode())[:40]),
    "a part of bad base64": (MULTIPART, part("form_key", b"!!!", "Content-Transfer-Encoding: base64") + b"--b--\r\n"),
    "a part without a name": (MULTIPART, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
    "2,000 parts": (MULTIPART, b"".join(part(f"f{n}", b"1") for n in range(2000)) + b"--b--\r\n"),
    "a file for a key": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="form_key"; filename="../\x00a"\r\n\r\nx\r\n--b--\r\n',
    ),
    "nothing": (FORM, b""),
    "only separators": (FORM, b"&&&=&=&&"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_gets_a_calm_page_and_changes_nothing(
    name: str, clerk_at: Client, address: str, fingerprint: Fingerprint
) -> None:
    content_type, body = BROKEN[name]
    before = fingerprint()
    for act in ("luu", "ra-soat", "duyet", "tra-lai"):
        answer = clerk_at.generic("POST", f"{address}{act}/", body, content_type)
        assert answer.status_code in {400, 409}, act
        assert is_calm(answer), act
        assert re.search("Biểu mẫu gửi lên chưa đủ|Không đọc được nội dung gửi lên", page(answer).text), act
        assert fingerprint() == before, act


def test_a_key_that_was_spent_elsewhere_saves_nothing(
    clerk_at: Client, address: str, ours: Sheet, fingerprint: Fingerprint
) -> None:
    key = str(uuid4())
    text = f"/bao-cao/{making.WARD}/2022-Q1/viet/"
    assert clerk_at.post(text, {"form_key": key, "shortcomings": "Chậm."}).status_code == 302
    before = fingerprint()
    assert clerk_at.post(f"{address}luu/", {"form_key": key, "v-HEM": "3"}).status_code == 302
    assert fingerprint() == before


def test_of_two_boxes_of_one_name_one_is_read(clerk_at: Client, address: str, ours: Sheet) -> None:
    body = GOOD + b"&v-HEM=4"
    assert clerk_at.generic("POST", f"{address}luu/", body, FORM).status_code == 302
    assert kept(ours, "v-HEM") in {3, 4}
