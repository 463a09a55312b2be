"""The parts of a report that people write are kept as text, whatever is pasted into them, and never run."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from urllib.parse import quote
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client

from coquang import limits, names, printing
from coquang.periods import Period
from indicators.documents import TEMPLATE, progress_report
from indicators.models import ReportText, Sheet
from programmes.models import Person, Unit
from tests import making
from tests.print.measuring import sheets
from tests.security.corpus import TEXTS, Case, beside_the_checkout, shared
from tests.security.seen import is_calm, page

Browser = Callable[[Person | None], Client]
Fingerprint = Callable[[], dict[str, str]]

FORM = "application/x-www-form-urlencoded"
REPORT = f"/bao-cao/{making.WARD}/2022-Q1/"
OTHERS = {"coming_tasks": "Rà soát hộ nghèo.\r\nThu thuế.", "proposals": "Cấp thêm kinh phí."}
RENDERED_MOMENT = datetime(2023, 3, 15, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def write(ours: Sheet, writer: Person, browser: Browser) -> Callable[..., HttpResponse]:
    client = browser(writer)

    def written(fields: Mapping[str, str | bytes]) -> HttpResponse:
        body = "&".join(f"{quote(name)}={quote(value)}" for name, value in {"form_key": str(uuid4()), **fields}.items())
        return client.generic("POST", f"{REPORT}viet/", body.encode(), FORM)

    written.client = client  # type: ignore[attr-defined]
    return written


def kept() -> ReportText:
    return ReportText.objects.get(period="2022-Q1")


def try_in_a_part(case: Case, write: Callable[..., HttpResponse], fingerprint: Fingerprint) -> None:
    before = fingerprint()
    answer = write({**OTHERS, "shortcomings": case.raw})
    assert is_calm(answer)
    if answer.status_code == 302:
        text = kept().shortcomings
        assert text == names.tidy(case.text.strip(), multiline=True)
        assert unicodedata.is_normalized("NFC", text)
        assert len(text) <= limits.PARAGRAPHS
        assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} and char not in "\n\t" for char in text)
        assert "\ufffd" not in text
        shown = write.client.get(REPORT)  # type: ignore[attr-defined]
        assert shown.status_code == 200
        assert not page(shown).handlers
        return
    assert fingerprint() == before
    if len(case.raw) > 2_600_000:
        assert answer.status_code == 400
        return
    assert answer.status_code == 422
    seen = page(answer)
    (sentence,) = [told for name, told in seen.told.items() if name.startswith("error") and "shortcomings" in name]
    assert re.search(r"nhập lại|xóa|viết gọn lại", sentence), sentence
    assert seen.boxes["coming_tasks"].strip().splitlines() == OTHERS["coming_tasks"].splitlines()
    assert seen.boxes["proposals"].strip() == OTHERS["proposals"]
    assert squeezed(seen.boxes["shortcomings"]) == squeezed(case.text)


def squeezed(text: str) -> str:
    """Without the breaks a browser may write in another way."""
    return "".join(text.split())


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.name)
def test_a_part_is_kept_as_it_can_be_printed_or_comes_back_to_be_mended(
    case: Case, write: Callable[..., HttpResponse], fingerprint: Fingerprint
) -> None:
    try_in_a_part(case, write, fingerprint)


@beside_the_checkout
@pytest.mark.parametrize("case", shared("text", "rich_text", "formula", "date"), ids=lambda case: case.name)
def test_the_shared_texts_are_kept_or_come_back(
    case: Case, write: Callable[..., HttpResponse], fingerprint: Fingerprint
) -> None:
    try_in_a_part(case, write, fingerprint)


@pytest.mark.parametrize(
    "name",
    [
        *("nul", "bell", "escape", "vertical_tab", "delete", "c1", "lone_surrogate", "broken_utf8", "windows_1258"),
        *("utf16", "a_tower_of_marks", "a_tower_at_the_limit", "a_novel", "a_megabyte", "three_megabytes"),
    ],
)
def test_what_no_paper_can_print_is_not_taken(name: str, write: Callable[..., HttpResponse]) -> None:
    (case,) = [case for case in TEXTS if case.name == name]
    assert write({"shortcomings": case.raw}).status_code in {400, 422}
    assert not ReportText.objects.exists()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (unicodedata.normalize("NFD", "Đảng ủy phường quyết tâm"), "Đảng ủy phường quyết tâm"),
        ("\u202eđạt\u202c \u2067số\u2069 \u200fliệu", "đạt số liệu"),
        ("thu\u200b thu\u2060ế\ufeff\u3164", "thu thuế"),
        ("Một.\r\n\r\n  Hai.  ", "Một.\n\nHai."),
        ("một\u2028hai", "một\nhai"),
        ("\u00a0\u3000", ""),
    ],
)
def test_a_part_is_kept_tidy(typed: str, text: str, write: Callable[..., HttpResponse]) -> None:
    assert write({"shortcomings": typed}).status_code == 302
    assert kept().shortcomings == text


def test_a_part_may_be_as_long_as_is_said_and_not_longer(write: Callable[..., HttpResponse]) -> None:
    decomposed = unicodedata.normalize("NFD", "ế" * limits.PARAGRAPHS)
    assert write({"shortcomings": decomposed}).status_code == 302
    assert len(kept().shortcomings) == limits.PARAGRAPHS
    answer = write({"shortcomings": "ế" * (limits.PARAGRAPHS + 1), "seen": "2"})
    assert answer.status_code == 422
    assert "20001 ký tự, nhận nhiều nhất 20000" in page(answer).text


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> & {{ request.user }} <style>@page{size:1mm}</style>"


def test_markup_is_shown_as_it_was_typed(write: Callable[..., HttpResponse]) -> None:
    write({"shortcomings": MARKUP})
    client = write.client  # type: ignore[attr-defined]
    for address in (REPORT, f"{REPORT}viet/"):
        answer = client.get(address)
        seen = page(answer)
        assert MARKUP in seen.text.replace("\n", " ")
        assert not seen.handlers
        assert "img" not in seen.tags
        assert b"<script>alert" not in answer.content
        assert b"size:1mm}</style>" not in answer.content


def test_markup_is_printed_as_it_was_typed(write: Callable[..., HttpResponse], ward: Unit) -> None:
    write({"shortcomings": MARKUP})
    facts = progress_report(ward, Period(2022, "quarter", 1)).facts
    paper = "".join(page.extract_text() for page in sheets(printing.ink(TEMPLATE, facts, created=RENDERED_MOMENT)))
    assert squeezed(MARKUP) in squeezed(paper)


@pytest.mark.parametrize("seen", ["abc", "-1", "9" * 30, "1.5", "\x00", "٣٣"])
def test_a_version_that_is_none_is_not_taken_for_one(seen: str, write: Callable[..., HttpResponse]) -> None:
    write({"shortcomings": "Một."})
    assert write({"shortcomings": "Hai.", "seen": seen}).status_code in {409, 422}
    assert kept().shortcomings == "Một."


def test_fields_the_form_does_not_have_are_not_written(write: Callable[..., HttpResponse]) -> None:
    write({"shortcomings": "Một.", "version": "99", "unit": "1", "period": "2099", "is_demonstration": "1", "id": "7"})
    text = kept()
    assert (text.version, text.is_demonstration, text.unit.code) == (2, False, making.WARD)


def reasons() -> Iterator[tuple[str, bytes, int]]:
    refused = {"nul", "bell", "escape", "delete", "c1", "broken_utf8", "a_tower_of_marks", "a_novel", "only_spaces"}
    for case in TEXTS:
        if len(case.raw) < 100_000:
            yield case.name, case.raw, 409 if case.name in refused else 0


@pytest.mark.parametrize(
    ("name", "raw", "status"), list(reasons()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_reason_for_returning_a_sheet_is_kept_tidy_or_not_taken(
    name: str, raw: bytes, status: int, ours: Sheet, ward: Unit, committee: object, browser: Browser
) -> None:
    making.walked(ours, "submitted")
    who = Person.objects.create_person("nguoi-soat", "Người soát")
    making.appointed(who, "vet", at=committee)  # type: ignore[arg-type]
    body = f"form_key={uuid4()}&reason={quote(raw)}".encode()
    answer = browser(who).generic("POST", f"/so-lieu/{making.WARD}/2022-Q1/tra-lai/", body, FORM)
    assert is_calm(answer)
    assert answer.status_code == status or (status == 0 and answer.status_code in {302, 409})
    ours.refresh_from_db()
    assert ours.is_open is (answer.status_code == 302)
    if answer.status_code == 302:
        assert ours.return_reason == names.tidy(raw.decode("utf-8", "replace"))
