"""Who may issue which kind of paper, in which form, and how it is signed; printed names are tried when stored."""

from datetime import date
from typing import Any

import pytest

from coquang.kinds import KINDS
from coquang.papers import Signature
from coquang.refusals import Refused
from programmes import issuing
from programmes.forms.bodies import BodyForm
from programmes.models import Body, Person, Unit
from tests import making

Kind = Body.Kind
DAY = date(2026, 7, 8)


def a_body(kind: str, letterhead: str = "party", **facts: Any) -> Body:
    return Body(kind=kind, letterhead=letterhead, name="Đảng ủy phường Cô Giang", **facts)


@pytest.mark.parametrize(
    ("body", "kind", "may"),
    [
        (Kind.PARTY_COMMITTEE, "NQ", True),
        (Kind.PARTY_COMMITTEE, "QC", True),
        (Kind.PARTY_COMMITTEE, "HD", False),
        (Kind.PARTY_COMMITTEE, "CT", False),
        (Kind.STANDING_COMMITTEE, "QC", False),
        (Kind.STANDING_COMMITTEE, "HD", True),
        (Kind.STANDING_COMMITTEE, "QyĐ", True),
        (Kind.PARTY_CELL, "NQ", True),
        (Kind.PARTY_CELL, "QyĐ", False),
        (Kind.PARTY_OFFICE, "TB", True),
        (Kind.PARTY_OFFICE, "NQ", False),
        (Kind.POLICE, "BC", False),
    ],
)
def test_power_to_issue_is_read_from_the_table(body: str, kind: str, may: bool) -> None:
    assert issuing.may_issue(a_body(body), KINDS[kind], DAY) is may


@pytest.mark.parametrize("kind", ["NQ", "KL", "CT"])
def test_a_peoples_committee_issues_no_papers_of_the_party(kind: str) -> None:
    assert not issuing.may_issue(a_body(Kind.PEOPLES_COMMITTEE, "state"), KINDS[kind], DAY)


def test_a_body_without_letterhead_issues_nothing() -> None:
    assert issuing.kinds_of(a_body(Kind.PARTY_COMMITTEE, "none"), DAY) == []


def test_the_older_rule_is_asked_for_papers_dated_before_the_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "BY_66", {Kind.PARTY_COMMITTEE: frozenset({"CT"})})
    committee = a_body(Kind.PARTY_COMMITTEE)
    assert issuing.may_issue(committee, KINDS["CT"], date(2026, 1, 8))
    assert not issuing.may_issue(committee, KINDS["CT"], date(2026, 1, 9))


@pytest.mark.parametrize(
    ("letterhead", "day", "rule"),
    [("party", date(2026, 5, 26), "hd36"), ("party", date(2026, 5, 27), "hd05"), ("state", DAY, "nd30")],
)
def test_the_form_follows_letterhead_and_day(letterhead: str, day: date, rule: str) -> None:
    assert issuing.rule_of(a_body(Kind.PARTY_COMMITTEE, letterhead), day) == rule


def test_the_head_is_the_stored_names_with_their_line_breaks() -> None:
    head = issuing.head_of(a_body(Kind.PARTY_COMMITTEE, issuer_lines="ĐẢNG UỶ PHƯỜNG\nCẦU ÔNG LÃNH", symbol="ĐU"))
    assert head.issuer_lines == ["ĐẢNG UỶ PHƯỜNG", "CẦU ÔNG LÃNH"]


# --- signing --------------------------------------------------------------------------------------


def test_a_committee_signs_for_all_and_its_deputy_too() -> None:
    committee = a_body(Kind.PARTY_COMMITTEE, signing_power="T/M BAN THƯỜNG VỤ", signer_title="BÍ THƯ")
    assert issuing.signed_for_all(committee, on=DAY) == Signature("T/M BAN THƯỜNG VỤ", "BÍ THƯ")
    deputy = issuing.signed_for_all(committee, on=DAY, title="PHÓ BÍ THƯ")
    assert deputy == Signature("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")
    acting = issuing.signed_for_all(committee, on=DAY, is_acting=True)
    assert acting == Signature("T/M BAN THƯỜNG VỤ", "Q. BÍ THƯ")


@pytest.mark.parametrize("kind", sorted(issuing.COMMITTEES))
def test_nobody_signs_for_the_secretary_inside_a_committee(kind: str) -> None:
    with pytest.raises(Refused, match="T/M"):
        issuing.signed_by_deputy(a_body(kind), "BÍ THƯ", "PHÓ BÍ THƯ", on=DAY)


def test_in_an_office_the_deputy_signs_for_the_head() -> None:
    office = a_body(Kind.PARTY_OFFICE, signer_title="CHÁNH VĂN PHÒNG")
    assert issuing.signed_for_all(office, on=DAY) == Signature("", "CHÁNH VĂN PHÒNG")
    told = issuing.signed_by_deputy(office, "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", on=DAY)
    assert told == Signature("K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")
    state = a_body(Kind.PEOPLES_COMMITTEE, "state")
    assert issuing.signed_by_deputy(state, "CHỦ TỊCH", "PHÓ CHỦ TỊCH", on=DAY).power == "KT. CHỦ TỊCH"


def test_by_order_goes_with_the_committees_letterhead_alone() -> None:
    committee, office = a_body(Kind.PARTY_COMMITTEE), a_body(Kind.PARTY_OFFICE)
    told = issuing.signed_by_order(committee, "BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", on=DAY)
    assert told == Signature("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG")
    with pytest.raises(Refused, match="T/L"):
        issuing.signed_by_order(office, "BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", on=DAY)


# --- names are tried when they are stored ---------------------------------------------------------

NAME_OF_ONE_LINE, NAME_OF_TWO = "ĐẢNG ỦY PHƯỜNG CẦU ÔNG LÃNH", "ĐẢNG ỦY PHƯỜNG\nCẦU ÔNG LÃNH"


@pytest.fixture
def keeper(ward: Unit) -> Person:
    who = making.person("quan-tri", "Quản trị")
    making.appointed(who, "administer", unit=ward)
    return who


def body_form(unit: Unit, by: Person, **changed: str) -> BodyForm:
    typed = {
        "unit": str(unit.pk), "kind": "party_committee", "key": "COL", "name": "Đảng ủy phường Cầu Ông Lãnh",
        "letterhead": "party", "superior_lines": "ĐẢNG BỘ\nTHÀNH PHỐ HỒ CHÍ MINH", "issuer_lines": NAME_OF_TWO,
        "symbol": "ĐU", "issue_place": "Cầu Ông Lãnh", "signing_power": "T/M BAN THƯỜNG VỤ", "signer_title": "BÍ THƯ",
        "valid_from": "1/7/2025",
    }  # fmt: skip
    return BodyForm(typed | changed, by=by)


def test_a_name_with_its_line_break_is_stored(ward: Unit, keeper: Person) -> None:
    assert body_form(ward, keeper).is_valid()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"issuer_lines": NAME_OF_ONE_LINE}, "issuer_lines"),
        ({"signing_power": "K/T BÍ THƯ"}, "signing_power"),
    ],
)
def test_what_no_paper_could_bear_is_refused_beside_its_box(
    ward: Unit, keeper: Person, changed: dict[str, str], field: str
) -> None:
    assert list(body_form(ward, keeper, **changed).errors) == [field]
