"""Every state × every act × every role; and the route of approval, by field and year, kept with what was sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from indicators.actions import routes, sheets
from indicators.models import ApprovalRoute, Field, PartApproval, Sheet
from programmes.models import Body, Person, Unit
from tests import making

ACTS: dict[str, Callable[[Sheet, Person], Sheet]] = {
    "submit": lambda sheet, who: sheets.submit(sheet, by=who),
    "withdraw": lambda sheet, who: sheets.withdraw(sheet, by=who),
    "vet": lambda sheet, who: sheets.vet(sheet, by=who),
    "approve": lambda sheet, who: sheets.approve(sheet, by=who),
    "return": lambda sheet, who: sheets.return_to_unit(sheet, reason="Xem lại.", by=who),
}
STATES = ("draft", "submitted", "vetted", "approved")

# Where each act leads, from the state it is open in, for the one role it is open to.
OPEN = {
    ("draft", "submit", "clerk"): "submitted",
    ("submitted", "withdraw", "clerk"): "draft",
    ("submitted", "vet", "vetter"): "vetted",
    ("submitted", "return", "vetter"): "draft",
    ("vetted", "approve", "approver"): "approved",
    ("vetted", "return", "approver"): "draft",
}
# The role is right and the moment is not: refused with a sentence.
NOT_NOW = {"clerk": {"submit", "withdraw"}, "vetter": {"vet"}, "approver": {"approve", "return"}}


@pytest.fixture
def people(
    clerk: Person, vetter: Person, approver: Person, reader: Person, stranger: Person, ward: Unit
) -> dict[str, Person]:
    keeper = making.person("nguoi-giu")
    making.appointed(keeper, "administer", unit=ward)
    signer = making.person("nguoi-ky")
    making.appointed(signer, "sign", unit=ward)
    return {
        "clerk": clerk,
        "vetter": vetter,
        "approver": approver,
        "reader": reader,
        "stranger": stranger,
        "keeper": keeper,
        "signer": signer,
        "nobody": making.person("khong-ai"),
    }


ROLES = ("clerk", "vetter", "approver", "reader", "stranger", "keeper", "signer", "nobody")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ROLES)
def test_every_act_in_every_state_by_everybody(
    full_quarter: Sheet, people: dict[str, Person], state: str, act: str, role: str
) -> None:
    sheet = making.walked(full_quarter, state)
    goal = OPEN.get((state, act, role))
    if goal is not None:
        assert ACTS[act](sheet, people[role]).state == goal
        assert JournalEntry.objects.about(sheet).latest("pk").by == people[role]
        return
    with pytest.raises((PermissionDenied, Refused)) as refusal, transaction.atomic():
        ACTS[act](sheet, people[role])
    is_role = act in NOT_NOW.get(role, set()) and (state, act, role) != ("submitted", "return", "approver")
    assert isinstance(refusal.value, Refused if is_role else PermissionDenied)
    sheet.refresh_from_db()
    assert sheet.state == state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("goal", STATES)
def test_the_database_lets_no_sheet_leave_its_way(full_quarter: Sheet, state: str, goal: str) -> None:
    """Through whichever door: the import, the shell, a page to come."""
    way = {("draft", "submitted"), ("submitted", "vetted"), ("vetted", "approved")}
    back = {("submitted", "draft"), ("vetted", "draft")}
    sheet = making.walked(full_quarter, state)
    facts: dict[str, Any] = {"state": goal}
    facts |= {"submitted_at": None, "vetted_at": None, "approved_at": None} if goal == "draft" else {}
    facts |= {f"{goal}_at": "2022-04-01T00:00:00Z"} if goal != "draft" else {}
    if state == goal or (state, goal) in way | back:
        Sheet.objects.filter(pk=sheet.pk).update(**facts)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(**facts)


def test_whoever_submitted_neither_vets_nor_approves_in_any_capacity(
    full_quarter: Sheet, clerk: Person, committee: Body
) -> None:
    making.appointed(clerk, "vet", at=committee)
    making.appointed(clerk, "approve", at=committee)
    sheet = sheets.submit(full_quarter, by=clerk)
    with pytest.raises(PermissionDenied):
        sheets.vet(sheet, by=clerk)
    making.walked(Sheet.objects.get(pk=sheet.pk), "vetted")
    with pytest.raises(PermissionDenied):
        sheets.approve(sheet, by=clerk)


@pytest.mark.parametrize(
    ("role", "state", "sentence"),
    [
        ("vetter", "draft", "Chưa gửi"),
        ("approver", "submitted", "sau khi rà soát"),
        ("vetter", "vetted", "Đã rà soát"),
        ("approver", "approved", "Đã duyệt"),
    ],
)
def test_a_button_that_is_off_says_why(
    as_: Any, full_quarter: Sheet, people: dict[str, Person], role: str, state: str, sentence: str
) -> None:
    making.walked(full_quarter, state)
    page = as_(people[role]).get(f"/so-lieu/{making.WARD}/2022-Q1/").content.decode()
    assert sentence in page
    assert "/duyet/" not in page


def test_what_was_sent_is_taken_back_until_it_is_vetted(as_: Any, full_quarter: Sheet, clerk: Person) -> None:
    url = f"/so-lieu/{making.WARD}/2022-Q1/"
    sheets.submit(full_quarter, by=clerk)
    assert "Rút lại" in as_(clerk).get(url).content.decode()
    as_(clerk).post(f"{url}rut-lai/", making.form_key())
    full_quarter.refresh_from_db()
    assert full_quarter.is_open and full_quarter.submitted_by is None and full_quarter.return_reason == ""


# --- the route ------------------------------------------------------------------------------------


@pytest.fixture
def council(ward: Unit) -> Body:
    return making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, name="UBND phường Cô Giang")


@pytest.fixture
def chairman(council: Body) -> Person:
    who = making.person("chu-tich", "Chủ tịch UBND")
    making.appointed(who, "approve", at=council)
    return who


@pytest.fixture
def keeper(ward: Unit) -> Person:
    who = making.person("nguoi-giu")
    making.appointed(who, "administer", unit=ward)
    return who


def field(code: str) -> Field:
    return Field.objects.get(code=code)


@pytest.fixture
def by_fields(quarter: Sheet, ward: Unit, council: Body, committee: Body) -> None:
    """The economy is the chairman's; all other fields are the committee's."""
    ApprovalRoute.objects.create(unit=ward, field=field("KT"), body=council)
    ApprovalRoute.objects.create(unit=ward, body=committee)


def test_a_sheet_counts_as_approved_when_every_part_is(
    by_fields: None, full_quarter: Sheet, clerk: Person, vetter: Person, approver: Person, chairman: Person
) -> None:
    sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)
    assert sheets.approve(full_quarter, by=approver).state == "vetted"
    with pytest.raises(Refused, match="đã duyệt"):
        sheets.approve(full_quarter, by=approver)
    assert sheets.approve(full_quarter, by=chairman).state == "approved"
    parts = dict(PartApproval.objects.filter(sheet=full_quarter).values_list("field__code", "approved_by__username"))
    assert parts == {"KT": "chu-tich", "VX": "pho-bi-thu"}


def test_a_later_change_of_the_route_moves_nothing_that_was_sent(
    by_fields: None, full_quarter: Sheet, clerk: Person, vetter: Person, chairman: Person, keeper: Person,
    ward: Unit, committee: Body,
) -> None:  # fmt: skip
    sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)
    routes.lay(ward, 2022, {field("KT").pk: {committee.pk}}, by=keeper)
    sheets.approve(full_quarter, by=chairman)
    assert list(full_quarter.parts.values_list("field__code", flat=True)) == ["KT"]


def test_what_is_sent_again_takes_the_route_of_its_day(
    by_fields: None, full_quarter: Sheet, clerk: Person, vetter: Person, approver: Person, chairman: Person,
    keeper: Person, ward: Unit, committee: Body,
) -> None:  # fmt: skip
    sheets.submit(full_quarter, by=clerk)
    routes.lay(ward, 2022, {field("KT").pk: {committee.pk}}, by=keeper)
    sheets.withdraw(full_quarter, by=clerk)
    sheets.vet(sheets.submit(full_quarter, by=clerk), by=vetter)
    with pytest.raises(PermissionDenied):
        sheets.approve(full_quarter, by=chairman)
    assert sheets.approve(full_quarter, by=approver).state == "approved"


def test_a_route_holds_from_its_year_and_earlier_years_keep_theirs(
    ward: Unit, council: Body, committee: Body, keeper: Person, indicators: object
) -> None:
    economy = field("KT").pk
    routes.lay(ward, 2022, {economy: {committee.pk}}, by=keeper)
    routes.lay(ward, 2025, {economy: {council.pk}}, by=keeper)
    routes.lay(ward, 2023, {economy: {committee.pk, council.pk}}, by=keeper)
    held = {year: routes.held_in(ward, year).get(economy) for year in (2021, 2022, 2023, 2024, 2025, 2030)}
    assert held == {
        2021: None,
        2022: {committee.pk},
        2023: {committee.pk, council.pk},
        2024: {committee.pk, council.pk},
        2025: {council.pk},
        2030: {council.pk},
    }


def test_a_field_is_not_routed_to_another_units_body(
    units: dict[str, Unit], ward: Unit, keeper: Person, indicators: object
) -> None:
    theirs = making.body(units[making.SIBLING], "DU2")
    with pytest.raises(Refused, match="chính đơn vị"):
        routes.lay(ward, 2022, {field("KT").pk: {theirs.pk}}, by=keeper)


@pytest.mark.usefixtures("chairman")
def test_only_who_administers_the_unit_lays_out_its_route(as_: Any, ward: Unit, clerk: Person, keeper: Person,
                                                         council: Body, indicators: object) -> None:  # fmt: skip
    url = f"/danh-muc/bao-cao-cua/{making.WARD}/2022/duyet/"
    ticks = {f"f-{field('KT').pk}": str(council.pk), **making.form_key()}
    assert "checkbox" not in as_(clerk).get(url).content.decode()
    assert as_(clerk).post(url, ticks).status_code == 403
    assert as_(keeper).post(url, {**ticks, **making.form_key()}).status_code == 302
    assert routes.held_in(ward, 2022) == {field("KT").pk: {council.pk}}
    page = as_(keeper).get(url).content.decode()
    assert page.count(" checked") == 1
    assert as_(keeper).post(url, {f"f-{field('KT').pk}": "999999", **making.form_key()}).status_code == 422
