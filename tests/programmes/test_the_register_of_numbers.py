"""The register of numbers: one series per sign and term or year, nothing twice, nothing lost, gaps explained."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from coquang.refusals import Refused
from programmes.actions import numbering, papers
from programmes.models import Body, OfficialPaper, Person, RegisterEntry, Series, Unit
from tests import making
from tests.papers import drafted, issued, signed, term

TODAY = date(2023, 3, 14)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def peoples_committee(ward: Unit) -> Body:
    names = {"name": "Ủy ban nhân dân Phường Cô Giang", "issuer_lines": "ỦY BAN NHÂN DÂN\nPHƯỜNG CÔ GIANG"}
    powers = {"symbol": "UBND", "signing_power": "TM. ỦY BAN NHÂN DÂN", "signer_title": "CHỦ TỊCH"}
    return making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, letterhead="state", **names, **powers)


def test_each_kind_of_a_committee_is_numbered_by_itself_and_padded_below_ten(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    term(committee)
    numbers = [
        issued(committee, clerk=clerk, vetter=vetter, kind=kind).entry.printed for kind in ("TB", "TB", "BC", "TB")
    ]
    assert numbers == ["01-TB/ĐU", "02-TB/ĐU", "01-BC/ĐU", "03-TB/ĐU"]


def test_a_decision_and_a_regulation_share_their_sign_and_so_their_series(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    term(committee)
    numbers = [issued(committee, clerk=clerk, vetter=vetter, kind=kind).entry.printed for kind in ("QĐ", "QyĐ")]
    assert numbers == ["01-QĐ/ĐU", "02-QĐ/ĐU"]


def test_a_new_term_begins_at_one_and_a_new_year_does_not(
    committee: Body, clerk: Person, vetter: Person, settings: Any
) -> None:
    term(committee, ends=date(2025, 7, 1))
    term(committee, 10, date(2025, 7, 1))
    first = issued(committee, clerk=clerk, vetter=vetter)
    settings.WORK_DATE = date(2024, 1, 3)
    for who in (clerk, vetter):
        who.__dict__.pop("_held", None)
    second = issued(committee, clerk=clerk, vetter=vetter)
    settings.WORK_DATE = date(2025, 8, 1)
    third = issued(committee, clerk=clerk, vetter=vetter)
    assert [one.entry.number for one in (first, second, third)] == [1, 2, 1]


def test_the_state_numbers_its_papers_by_the_year(
    peoples_committee: Body, clerk: Person, vetter: Person, settings: Any
) -> None:
    first = issued(peoples_committee, clerk=clerk, vetter=vetter, kind="BC")
    settings.WORK_DATE = date(2024, 1, 3)
    second = issued(peoples_committee, clerk=clerk, vetter=vetter, kind="BC")
    assert [first.entry.printed, second.entry.printed] == ["01/BC-UBND", "01/BC-UBND"]
    assert list(Series.objects.order_by("year").values_list("year", flat=True)) == [2023, 2024]


def test_without_a_term_on_record_a_party_paper_is_not_numbered(committee: Body, clerk: Person, vetter: Person) -> None:
    paper = signed(committee, clerk=clerk, vetter=vetter)
    with pytest.raises(Refused, match=r"14/3/2023"):
        papers.issue(paper, day=TODAY, by=clerk)
    assert not RegisterEntry.objects.exists()


def test_a_number_from_the_paper_book_stands_and_the_next_one_follows_it(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    term(committee)
    papers.issue(signed(committee, clerk=clerk, vetter=vetter), day=TODAY, number=45, by=clerk)
    assert issued(committee, clerk=clerk, vetter=vetter).entry.number == 46
    papers.issue(signed(committee, clerk=clerk, vetter=vetter), day=TODAY, number=12, by=clerk)
    assert issued(committee, clerk=clerk, vetter=vetter).entry.number == 47
    assert list(RegisterEntry.objects.order_by("pk").values_list("origin", flat=True)) == [
        "book",
        "taken",
        "book",
        "taken",
    ]


@pytest.mark.parametrize("number", [0, -1, 100_000])
def test_no_number_is_taken_that_no_book_has(number: int, committee: Body, clerk: Person, vetter: Person) -> None:
    term(committee)
    with pytest.raises(Refused):
        papers.issue(signed(committee, clerk=clerk, vetter=vetter), day=TODAY, number=number, by=clerk)


def test_a_number_is_not_borne_twice(committee: Body, clerk: Person, vetter: Person) -> None:
    term(committee)
    first = issued(committee, clerk=clerk, vetter=vetter)
    second = signed(committee, clerk=clerk, vetter=vetter)
    with pytest.raises(Refused):
        papers.issue(second, day=TODAY, number=first.entry.number, by=clerk)
    entry = RegisterEntry.objects.get()
    entry.pk, entry.paper = None, second
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


def test_a_number_taken_outside_is_noted_with_its_explanation(
    committee: Body, clerk: Person, vetter: Person, stranger: Person
) -> None:
    term(committee)
    facts = {"kind": "TB", "number": 1, "day": TODAY, "subject": "triệu tập hội nghị"}
    told = "Viết tay ngày mất điện."
    with pytest.raises(PermissionDenied):
        numbering.note_outside(committee, **facts, explanation=told, by=stranger)
    with pytest.raises(IntegrityError), transaction.atomic():
        numbering.note_outside(committee, **facts, explanation="", by=clerk)
    entry = numbering.note_outside(committee, **facts, explanation=told, by=clerk)
    assert entry.printed == "01-TB/ĐU"
    assert issued(committee, clerk=clerk, vetter=vetter).entry.number == 2


def test_the_database_itself_keeps_the_register(committee: Body, clerk: Person, vetter: Person) -> None:
    term(committee)
    entry = issued(committee, clerk=clerk, vetter=vetter).entry
    for deed in ("update programmes_registerentry set number = 9", "delete from programmes_registerentry"):
        with pytest.raises(Exception, match=r"permission denied|stays given"), transaction.atomic():
            connection.cursor().execute(deed)
    assert RegisterEntry.objects.get() == entry


@pytest.mark.django_db(transaction=True)
def test_two_hundred_papers_issued_at_once_bear_two_hundred_numbers(
    committee: Body, clerk: Person, vetter: Person
) -> None:
    term(committee)
    paper = signed(committee, clerk=clerk, vetter=vetter)
    copies = [{**vars(paper), "id": None} for _ in range(200)]
    rows = [OfficialPaper(**{k: v for k, v in told.items() if not k.startswith("_")}) for told in copies]
    waiting = OfficialPaper.objects.bulk_create(rows)

    def issue(one: OfficialPaper) -> int:
        try:
            return papers.issue(one, day=TODAY, by=Person.objects.get(pk=clerk.pk)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(issue, waiting))
    assert sorted(numbers) == list(range(1, 201))
    assert Series.objects.get().last == 200


def test_a_draft_of_a_kind_the_body_does_not_issue_is_refused(committee: Body, clerk: Person) -> None:
    with pytest.raises(Refused):
        drafted(committee, by=clerk, kind="TT")
