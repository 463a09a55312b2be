"""Putting people on record, appointing them, letting appointments and groups end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from programmes.actions import appointments, groups, people
from programmes.models import Appointment, Body, Person, Unit, UnitGroup
from programmes.permissions import may_keep_account, people_of
from tests import making

TODAY = date(2023, 3, 15)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def ward_admin(committee: Body) -> Person:
    who = making.person("quan-tri-phuong", "Quản trị phường")
    making.appointed(who, "administer", at=committee)
    return who


@pytest.fixture
def district_admin(units: dict[str, Unit]) -> Person:
    who = making.person("quan-tri-quan", "Quản trị quận")
    making.appointed(who, "administer", unit=units[making.DISTRICT], below=True)
    return who


@pytest.fixture
def district_alone(units: dict[str, Unit]) -> Person:
    """Administers the district itself, nothing below it."""
    who = making.person("quan-tri-rieng", "Quản trị riêng quận")
    making.appointed(who, "administer", unit=units[making.DISTRICT])
    return who


def offered(who: Person, role: str = "read", **facts: Any) -> Appointment:
    return Appointment(**{"person": who, "role": role, "post": "Chuyên viên", "valid_from": TODAY, **facts})


# --- people ---------------------------------------------------------------------------------------


def test_a_new_person_cannot_sign_in_and_is_seen_by_whoever_made_them(
    ward_admin: Person, district_admin: Person
) -> None:
    who = people.put_on_record("nguyen-thi", "Cán bộ mới", by=ward_admin)
    assert not who.has_usable_password()
    assert who in people_of(ward_admin)
    assert who not in people_of(district_admin)
    entry = JournalEntry.objects.about(who).get()
    assert (entry.act, entry.capacity) == ("person.made", "Quản trị phường, Đảng ủy phường Cô Giang")


def test_one_who_administers_nothing_puts_nobody_on_record(clerk: Person) -> None:
    with pytest.raises(PermissionDenied):
        people.put_on_record("nguyen-thi", "Cán bộ mới", by=clerk)
    assert not people_of(clerk).exists()


def test_a_taken_sign_in_name_is_refused(ward_admin: Person, clerk: Person) -> None:
    with pytest.raises(Refused, match="can-bo"):
        people.put_on_record("can-bo", "Người khác", by=ward_admin)


@pytest.mark.parametrize(
    ("typed", "full_name", "status"),
    [
        ("Van-Phong.2", "Nguyễn Thị Ánh", 302),
        ("vаn-phong", "Nguyễn Thị Ánh", 422),  # the second letter is Cyrillic
        ("văn-phòng", "Nguyễn Thị Ánh", 422),
        ("van phong", "Nguyễn Thị Ánh", 422),
        ("van-phong", "Nguyễn Thị Аnh", 422),  # the А is Cyrillic
        ("van-phong", "", 422),
    ],
)
def test_names_that_only_look_alike_are_refused(
    as_: Any, ward_admin: Person, typed: str, full_name: str, status: int
) -> None:
    facts = {"username": typed, "full_name": full_name, **making.form_key()}
    assert as_(ward_admin).post("/danh-muc/nguoi/moi/", facts).status_code == status
    assert Person.objects.filter(full_name=full_name).exists() == (status == 302)


def test_people_stand_by_given_name_and_are_found_without_marks(as_: Any, ward_admin: Person, committee: Body) -> None:
    for login, name in (("a", "Trần Văn Bình"), ("b", "Lê Thị Ánh"), ("c", "Phạm Ẩn")):
        making.appointed(making.person(login, name), "read", at=committee)
    page = as_(ward_admin).get("/danh-muc/nguoi/").content.decode()
    assert page.index("Lê Thị Ánh") < page.index("Phạm Ẩn") < page.index("Trần Văn Bình")
    found = as_(ward_admin).get("/danh-muc/nguoi/", {"q": "thi anh"}).content.decode()
    assert "Lê Thị Ánh" in found
    assert "Trần Văn Bình" not in found


def test_a_closed_account_is_out_at_the_next_step(as_: Any, ward_admin: Person, clerk: Person) -> None:
    window = as_(clerk)
    assert window.get("/viec-cua-toi/").status_code == 200
    people.close(clerk, by=ward_admin)
    assert window.get("/viec-cua-toi/")["Location"].startswith("/dang-nhap/")
    people.open_again(clerk, by=ward_admin)
    assert Person.objects.get(pk=clerk.pk).is_active


def test_nobody_closes_their_own_account(ward_admin: Person) -> None:
    with pytest.raises(Refused, match=r"tài khoản của mình|own account"):
        people.close(ward_admin, by=ward_admin)


def test_an_account_that_can_do_more_is_kept_by_those_above(
    ward_admin: Person, district_admin: Person, clerk: Person, units: dict[str, Unit]
) -> None:
    assert may_keep_account(ward_admin, clerk)
    making.appointed(clerk, "administer", unit=units[making.SIBLING], valid_from=TOMORROW)
    clerk = Person.objects.get(pk=clerk.pk)
    assert clerk in people_of(ward_admin)
    assert not may_keep_account(ward_admin, clerk)
    assert may_keep_account(district_admin, clerk)
    for act in (people.close, people.open_again):
        with pytest.raises(PermissionDenied):
            act(clerk, by=ward_admin)
    with pytest.raises(PermissionDenied):
        people.rename(clerk, "Tên khác", by=ward_admin)


# --- appointments ---------------------------------------------------------------------------------

# Who appoints to what: the ward's administrator, the district's with all below, the district's alone.
WHERE = {
    "the ward": "        yes yes no ",
    "its committee": "   yes yes no ",
    "the ward, below": " no  yes no ",
    "the sibling": "     no  yes no ",
    "the district": "    no  yes yes",
    "district, below": " no  yes no ",
    "the far ward": "    no  no  no ",
    "own group": "       no  yes no ",
    "mixed group": "     no  no  no ",
    "empty group": "     no  no  no ",
}


@pytest.fixture
def places(units: dict[str, Unit], committee: Body) -> dict[str, dict[str, Any]]:
    own, mixed, empty = (UnitGroup.objects.create(name=name, valid_from=making.FIRST_DAY) for name in "ABC")
    own.units.set([units[making.WARD], units[making.SIBLING]])
    mixed.units.set([units[making.WARD], units[making.FAR_WARD]])
    return {
        "the ward": {"unit": units[making.WARD]},
        "its committee": {"body": committee},
        "the ward, below": {"unit": units[making.WARD], "whole_subtree": True},
        "the sibling": {"unit": units[making.SIBLING]},
        "the district": {"unit": units[making.DISTRICT]},
        "district, below": {"unit": units[making.DISTRICT], "whole_subtree": True},
        "the far ward": {"unit": units[making.FAR_WARD]},
        "own group": {"group": own},
        "mixed group": {"group": mixed},
        "empty group": {"group": empty},
    }


@pytest.mark.parametrize("role", ["read", "administer"])
@pytest.mark.parametrize("where", WHERE)
def test_an_administrator_appoints_only_inside_what_they_administer(
    places: dict[str, dict[str, Any]],
    ward_admin: Person,
    district_admin: Person,
    district_alone: Person,
    role: str,
    where: str,
) -> None:
    done = []
    for admin in (ward_admin, district_admin, district_alone):
        who = people.put_on_record(f"moi-{admin.pk}", "Cán bộ mới", by=admin)
        try:
            appointments.appoint(offered(who, role, **places[where]), by=admin)
            done.append("yes")
        except PermissionDenied:
            done.append("no")
    assert done == WHERE[where].split()


def test_an_administrator_does_not_appoint_people_they_do_not_see(
    ward_admin: Person, stranger: Person, ward: Unit
) -> None:
    with pytest.raises(PermissionDenied):
        appointments.appoint(offered(stranger, unit=ward), by=ward_admin)


def test_the_form_offers_only_what_may_be_given(as_: Any, ward_admin: Person, clerk: Person, units: Any) -> None:
    page = as_(ward_admin).get("/danh-muc/phan-cong/moi/").content.decode()
    assert f'value="unit:{units[making.WARD].pk}"' in page
    assert f'value="unit:{units[making.SIBLING].pk}"' not in page
    assert "subtree:" not in page
    facts = {"person": clerk.pk, "role": "vet", "post": "Phó", "valid_from": "15/3/2023", **making.form_key()}
    forged = {**facts, "place": f"unit:{units[making.SIBLING].pk}"}
    assert as_(ward_admin).post("/danh-muc/phan-cong/moi/", forged).status_code == 422
    given = {**facts, "place": f"unit:{units[making.WARD].pk}"}
    assert as_(ward_admin).post("/danh-muc/phan-cong/moi/", given).status_code == 302
    assert clerk.appointments.filter(role="vet", unit=units[making.WARD]).exists()


def test_the_same_appointment_is_not_made_twice_in_the_same_days(ward_admin: Person, clerk: Person, ward: Unit) -> None:
    appointments.appoint(offered(clerk, unit=ward, valid_to=TOMORROW), by=ward_admin)
    with pytest.raises(Refused):
        appointments.appoint(offered(clerk, unit=ward), by=ward_admin)
    appointments.appoint(offered(clerk, unit=ward, valid_from=TOMORROW), by=ward_admin)


def test_rights_end_on_the_day_that_was_written(
    as_: Any, ward_admin: Person, clerk: Person, ward: Unit, settings: Any
) -> None:
    held = clerk.appointments.get()
    url = f"/danh-muc/phan-cong/{held.pk}/ket-thuc/"
    assert as_(ward_admin).post(url, {"on": "16/3/2023", **making.form_key()}).status_code == 302
    assert ward in Person.objects.get(pk=clerk.pk).visible_units()
    settings.WORK_DATE = TOMORROW
    assert ward not in Person.objects.get(pk=clerk.pk).visible_units()
    entry = JournalEntry.objects.about(held).get()
    assert (entry.act, entry.facts) == ("appointment.ended", {"on": "2023-03-16"})


def test_an_appointment_elsewhere_is_not_ended(as_: Any, ward_admin: Person, stranger: Person) -> None:
    held = stranger.appointments.get()
    with pytest.raises(PermissionDenied):
        appointments.end(held, last_day_after=TOMORROW, by=ward_admin)
    assert as_(ward_admin).get(f"/danh-muc/phan-cong/{held.pk}/ket-thuc/").status_code == 404


def test_an_end_is_brought_forward_but_not_put_off(ward_admin: Person, clerk: Person) -> None:
    held = clerk.appointments.get()
    appointments.end(held, last_day_after=date(2023, 6, 1), by=ward_admin)
    appointments.end(held, last_day_after=TOMORROW, by=ward_admin)
    with pytest.raises(Refused):
        appointments.end(held, last_day_after=date(2023, 6, 1), by=ward_admin)


def test_nobody_ends_their_own_last_appointment_to_administer(
    ward_admin: Person, district_admin: Person, committee: Body, ward: Unit
) -> None:
    held = ward_admin.appointments.get()
    with pytest.raises(Refused):
        appointments.end(held, last_day_after=TOMORROW, by=ward_admin)
    making.appointed(ward_admin, "administer", unit=ward, valid_to=TOMORROW)
    with pytest.raises(Refused):  # the other one ends that day too
        appointments.end(held, last_day_after=TOMORROW, by=Person.objects.get(pk=ward_admin.pk))
    appointments.end(held, last_day_after=TOMORROW, by=district_admin)
    assert Appointment.objects.get(pk=held.pk).valid_to == TOMORROW


def test_the_list_tells_present_from_past(as_: Any, ward_admin: Person, clerk: Person, committee: Body) -> None:
    former = making.person("cu", "Cán bộ cũ")
    making.appointed(former, "enter", at=committee, valid_to=TODAY)
    window = as_(ward_admin)
    now = window.get("/danh-muc/phan-cong/", {"when": "hien-nay", "role": "enter"}).content.decode()
    past = window.get("/danh-muc/phan-cong/", {"when": "da-thoi"}).content.decode()
    assert clerk.full_name in now and former.full_name not in now
    assert former.full_name in past and clerk.full_name not in past


# --- groups ---------------------------------------------------------------------------------------


def test_a_group_is_kept_by_those_who_administer_all_of_it(
    ward_admin: Person, district_admin: Person, units: dict[str, Unit]
) -> None:
    group = groups.keep(
        UnitGroup(name="Cụm thi đua số 1", valid_from=TODAY),
        units=[units[making.WARD], units[making.SIBLING]],
        by=district_admin,
    )
    with pytest.raises(PermissionDenied):
        groups.keep(group, units=[units[making.WARD]], by=ward_admin)
    with pytest.raises(PermissionDenied):
        groups.keep(group, units=[units[making.WARD], units[making.FAR_WARD]], by=district_admin)
    groups.keep(group, units=[units[making.SIBLING]], by=district_admin)
    assert list(group.units.all()) == [units[making.SIBLING]]


def test_rights_through_a_group_end_with_the_group(district_admin: Person, units: dict[str, Unit]) -> None:
    sibling = units[making.SIBLING]
    group = groups.keep(UnitGroup(name="Tổ công tác", valid_from=making.FIRST_DAY), units=[sibling], by=district_admin)
    member = making.person("to-vien")
    making.appointed(member, "read", group=group)
    assert sibling in Person.objects.get(pk=member.pk).visible_units()
    groups.end(group, last_day_after=TODAY, by=district_admin)
    assert sibling not in Person.objects.get(pk=member.pk).visible_units()
    with pytest.raises(Refused):
        groups.end(group, last_day_after=TODAY, by=district_admin)


def test_a_group_is_made_and_mended_on_its_pages(
    as_: Any, district_admin: Person, clerk: Person, units: dict[str, Unit]
) -> None:
    ward, sibling = units[making.WARD], units[making.SIBLING]
    facts = {"name": "Cụm 1", "valid_from": "15/3/2023", "units": [ward.pk]}
    assert as_(district_admin).post("/danh-muc/nhom/moi/", {**facts, **making.form_key()}).status_code == 302
    group = UnitGroup.objects.get()
    mended = {**facts, "units": [ward.pk, sibling.pk], **making.form_key()}
    assert as_(district_admin).post(f"/danh-muc/nhom/{group.pk}/sua/", mended).status_code == 302
    assert set(group.units.all()) == {ward, sibling}
    assert "Cụm 1" in as_(clerk).get("/danh-muc/nhom/", {"q": "co giang"}).content.decode()
    assert as_(clerk).get(f"/danh-muc/nhom/{group.pk}/sua/").status_code == 403
