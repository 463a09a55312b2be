"""One person, several capacities: what each may, and in which one an act is kept."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from coquang.records.models import JournalEntry
from indicators.actions import sheets
from indicators.models import ApprovalRoute, Indicator, Sheet
from programmes import permissions
from programmes.actions import bodies
from programmes.models import Body, Person, Unit, UnitGroup
from tests import making

TODAY = date(2023, 3, 15)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def front(ward: Unit) -> Body:
    return making.body(ward, "MTTQ", Body.Kind.FATHERLAND_FRONT, name="Ủy ban MTTQ phường Cô Giang")


@pytest.fixture
def twofold(committee: Body, front: Body) -> Person:
    """Enters figures for two bodies of the ward."""
    who = making.person("kiem-nhiem", "Cán bộ kiêm nhiệm")
    making.appointed(who, "enter", at=committee, post="Cán bộ Văn phòng")
    making.appointed(who, "enter", at=front, post="Cán bộ Mặt trận")
    return who


def kept_capacity(sheet: Sheet) -> str:
    return JournalEntry.objects.about(sheet).get(act="sheet.submitted").capacity


def test_without_a_choice_an_act_is_kept_in_the_first_capacity_that_fits(full_quarter: Sheet, twofold: Person) -> None:
    sheets.submit(full_quarter, by=twofold)
    assert kept_capacity(full_quarter) == "Cán bộ Văn phòng, Đảng ủy phường Cô Giang"


def test_the_chosen_capacity_is_the_one_that_is_kept(
    as_: Any, full_quarter: Sheet, committee: Body, ward: Unit, front: Body
) -> None:
    who = making.person("phu-trach")
    making.appointed(who, "vet", at=committee, post="Phụ trách Văn phòng")
    chosen = making.appointed(who, "vet", at=front, post="Phụ trách Mặt trận")
    making.walked(full_quarter, "submitted")
    window = as_(who)
    answer = window.post("/tu-cach/", {"appointment": chosen.pk, "next": "/so-lieu/"})
    assert answer["Location"] == "/so-lieu/"
    stated = "Phụ trách Mặt trận, Ủy ban MTTQ phường Cô Giang"
    assert stated in window.get("/viec-cua-toi/").content.decode()
    window.post(f"/so-lieu/{ward.code}/2022-Q1/ra-soat/", making.form_key())
    assert JournalEntry.objects.about(full_quarter).get(act="sheet.vetted").capacity == stated


def test_a_choice_that_does_not_fit_gives_way_to_one_that_does(
    full_quarter: Sheet, twofold: Person, units: dict[str, Unit]
) -> None:
    reading = making.appointed(twofold, "read", unit=units[making.SIBLING], post="Tổ viên")
    twofold.chosen_appointment_id = reading.pk
    sheets.submit(full_quarter, by=twofold)
    assert kept_capacity(full_quarter) == "Cán bộ Văn phòng, Đảng ủy phường Cô Giang"


@pytest.mark.parametrize("whose", ["another's", "ended", "coming", "none", "no number"])
def test_only_an_appointment_of_ones_own_in_force_is_chosen(
    as_: Any, twofold: Person, stranger: Person, ward: Unit, whose: str
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    asked: dict[str, Callable[[], object]] = {
        "another's": lambda: stranger.appointments.get().pk,
        "ended": lambda: making.appointed(twofold, "vet", unit=ward, valid_to=TODAY).pk,
        "coming": lambda: making.appointed(twofold, "vet", unit=ward, valid_from=tomorrow).pk,
        "none": lambda: "",
        "no number": lambda: "1 or 1=1",
    }
    window = as_(twofold)
    assert window.post("/tu-cach/", {"appointment": asked[whose]()}).status_code == 404
    assert "appointment" not in window.session


def test_the_way_back_never_leaves_the_site(as_: Any, twofold: Person) -> None:
    pk = twofold.appointments.earliest("pk").pk
    for elsewhere in ("https://example.org/", "//example.org/", ""):
        assert as_(twofold).post("/tu-cach/", {"appointment": pk, "next": elsewhere})["Location"] == "/"


def test_a_chosen_capacity_that_ends_is_no_longer_stated(as_: Any, twofold: Person, front: Body, settings: Any) -> None:
    chosen = twofold.appointments.get(body=front)
    window = as_(twofold)
    window.post("/tu-cach/", {"appointment": chosen.pk})
    twofold.appointments.filter(pk=chosen.pk).update(valid_to=TODAY + timedelta(days=1))
    assert "Cán bộ Mặt trận" in window.get("/viec-cua-toi/").content.decode()
    settings.WORK_DATE = TODAY + timedelta(days=1)
    assert "Cán bộ Mặt trận" not in window.get("/viec-cua-toi/").content.decode()


def test_one_with_a_single_capacity_has_nothing_to_choose(as_: Any, clerk: Person, twofold: Person) -> None:
    assert "/tu-cach/" not in as_(clerk).get("/viec-cua-toi/").content.decode()
    assert "/tu-cach/" in as_(twofold).get("/viec-cua-toi/").content.decode()


def test_a_post_that_names_its_place_already_is_not_doubled(units: dict[str, Unit]) -> None:
    who = making.person("lanh-dao")
    held = making.appointed(who, "read", unit=units[making.DISTRICT], below=True, post="Lãnh đạo Quận ủy Quận 1")
    assert held.words == "Lãnh đạo Quận ủy Quận 1"


def test_the_longest_capacity_is_kept_whole(full_quarter: Sheet, committee: Body) -> None:
    who = making.person("dai")
    making.appointed(who, "enter", at=committee, post="C" * 200)
    sheets.submit(full_quarter, by=who)
    assert kept_capacity(full_quarter) == f"{'C' * 200}, {committee.name}"


def test_who_administers_a_whole_subtree_acts_as_such_in_a_ward_below(units: dict[str, Unit], committee: Body) -> None:
    admin = making.person("quan-tri", "Quản trị danh mục")
    making.appointed(admin, "administer", unit=units[making.DISTRICT], below=True)
    bodies.keep(committee, by=admin)
    assert JournalEntry.objects.about(committee).get().capacity == "Quản trị danh mục, Quận 1"


# --- two capacities, ended appointments, groups, siblings: who sees and may what ------------------

# The appointments a person holds: role and place, ended or not.
HELD: dict[str, list[tuple[str, str, str]]] = {
    "nobody": [],
    "clerk": [("enter", "ward", "now")],
    "clerk until yesterday": [("enter", "ward", "ended")],
    "clerk here, reader there": [("enter", "ward", "now"), ("read", "sibling", "now")],
    "clerk here once, vetter there": [("enter", "ward", "ended"), ("vet", "sibling", "now")],
    "vetter and administrator": [("vet", "ward", "now"), ("administer", "ward", "now")],
    "reader of a group": [("read", "group", "now")],
    "reader of an ended group": [("read", "ended group", "now")],
    "approver of a group": [("approve", "group", "now")],
    "reader of the district and below": [("read", "district below", "now")],
    "administrator of the district alone": [("administer", "district", "now")],
    "administrator of the district and below": [("administer", "district below", "now")],
}
# sees: ward sibling district far | enters: ward sibling | vets: ward sibling | approves: ward far | administers: …
TABLE = {
    "nobody": "                                  - - - -  - -  - -  - -  - - - -",
    "clerk": "                                   w - - -  w -  - -  - -  - - - -",
    "clerk until yesterday": "                   - - - -  - -  - -  - -  - - - -",
    "clerk here, reader there": "                w s - -  w -  - -  - -  - - - -",
    "clerk here once, vetter there": "           - s - -  - -  - s  - -  - - - -",
    "vetter and administrator": "                w - - -  - -  w -  - -  w - - -",
    "reader of a group": "                       - s - f  - -  - -  - -  - - - -",
    "reader of an ended group": "                - - - -  - -  - -  - -  - - - -",
    "approver of a group": "                     - s - f  - -  - -  s f  - - - -",
    "reader of the district and below": "        w s d -  - -  - -  - -  - - - -",
    "administrator of the district alone": "     - - d -  - -  - -  - -  - - d -",
    "administrator of the district and below": " w s d -  - -  - -  - -  w s d -",
}


@pytest.mark.parametrize("who", TABLE)
def test_who_sees_and_may_what(units: dict[str, Unit], who: str) -> None:
    ward, sibling = units[making.WARD], units[making.SIBLING]
    district, far = units[making.DISTRICT], units[making.FAR_WARD]
    group, ended = (UnitGroup.objects.create(name=name, valid_from=making.FIRST_DAY) for name in "AB")
    group.units.set([sibling, far])
    ended.units.set([sibling, far])
    UnitGroup.objects.filter(pk=ended.pk).update(valid_to=TODAY)
    places: dict[str, dict[str, Any]] = {
        "ward": {"unit": ward},
        "sibling": {"unit": sibling},
        "district": {"unit": district},
        "district below": {"unit": district, "below": True},
        "group": {"group": group},
        "ended group": {"group": ended},
    }
    person = making.person("ai-do")
    for role, place, when in HELD[who]:
        making.appointed(person, role, **places[place], valid_to=TODAY if when == "ended" else None)
    signs = {"w": ward, "s": sibling, "d": district, "f": far}

    def acts(role: str, unit: Unit) -> bool:
        return permissions.acting_as(person, unit.pk, {role}) is not None

    found = [unit in person.visible_units() for unit in (ward, sibling, district, far)]
    found += [acts("enter", unit) for unit in (ward, sibling)]
    found += [acts("vet", unit) for unit in (ward, sibling)]
    found += [acts("approve", unit) for unit in (sibling, far)]
    found += [permissions.may_administer(person, unit) for unit in (ward, sibling, district, far)]
    asked = [*"wsdf", *"ws", *"ws", *"sf", *"wsdf"]
    assert [sign if yes else "-" for sign, yes in zip(asked, found, strict=True)] == TABLE[who].split()
    for unit in signs.values():
        assert acts("administer", unit) == permissions.may_administer(person, unit)


def test_the_choice_of_a_capacity_never_widens_what_one_may(full_quarter: Sheet, vetter: Person, clerk: Person) -> None:
    vetter.chosen_appointment_id = clerk.appointments.get().pk
    with pytest.raises(PermissionDenied):
        sheets.submit(full_quarter, by=vetter)


def test_each_line_of_my_work_names_the_capacity_it_waits_in(
    as_: Any, quarter: Sheet, ward: Unit, front: Body, indicators: dict[str, Indicator]
) -> None:
    making.provided(ward, indicators["HO"], front)
    who = making.person("hai-noi")
    making.appointed(who, "enter", at=front, post="Cán bộ Mặt trận")
    page = as_(who).get("/viec-cua-toi/").content.decode()
    assert "Với tư cách Cán bộ Mặt trận, Ủy ban MTTQ phường Cô Giang" in page


def test_a_part_is_approved_in_the_capacity_its_field_is_routed_to(
    full_quarter: Sheet, committee: Body, ward: Unit
) -> None:
    council = making.body(ward, "UBND", Body.Kind.PEOPLES_COMMITTEE, name="UBND phường Cô Giang")
    who = making.person("hai-quyen")
    chosen = making.appointed(who, "approve", at=committee, post="Phó Bí thư")
    making.appointed(who, "approve", at=council, post="Chủ tịch")
    for field in sheets.fields_of(full_quarter):
        ApprovalRoute.objects.create(unit=ward, field=field, body=council)
    who.chosen_appointment_id = chosen.pk
    making.walked(full_quarter, "vetted")
    sheets.approve(full_quarter, by=who)
    kept = JournalEntry.objects.about(full_quarter).get(act="sheet.approved").capacity
    assert kept == "Chủ tịch, UBND phường Cô Giang"
