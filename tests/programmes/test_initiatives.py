"""Good ways of working are registered, recognised at a meeting, read by neighbours and taken up by them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from coquang.refusals import Refused
from programmes.actions import initiatives
from programmes.models import Initiative, Meeting, Person, Unit
from tests import making

TODAY = date(2023, 3, 15)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def initiative(ward: Unit, clerk: Person) -> Initiative:
    told = Initiative(unit=ward, title="Hẻm tự quản", registered_on=date(2023, 1, 16))
    return initiatives.keep(told, by=clerk)


@pytest.fixture
def review(ward: Unit, units: dict[str, Unit]) -> Meeting:
    meeting = Meeting.objects.create(
        unit=units[making.DISTRICT], kind="working_session", title="Làm việc với phường", held_on=date(2023, 2, 23)
    )
    meeting.reviewed_units.set([ward])
    return meeting


@pytest.fixture
def recorder(units: dict[str, Unit]) -> Person:
    who = making.person("thu-ky")
    making.appointed(who, "record", unit=units[making.DISTRICT])
    return who


def test_a_neighbour_reads_an_initiative_and_takes_it_up(
    initiative: Initiative, as_: Any, stranger: Person, units: dict[str, Unit]
) -> None:
    page = as_(stranger).get(f"/mo-hinh-hay/{initiative.pk}/")
    assert page.status_code == 200
    told = {"unit": units[making.SIBLING].pk, "since": "10/3/2023", "note": "Áp dụng tại 02 hẻm.", **making.form_key()}
    assert as_(stranger).post(f"/mo-hinh-hay/{initiative.pk}/hoc-tap/", told).status_code == 302
    assert "Áp dụng tại 02 hẻm." in as_(stranger).get(f"/mo-hinh-hay/{initiative.pk}/").content.decode()
    with pytest.raises(Refused):
        initiatives.take_up(initiative, units[making.SIBLING], since=TODAY, by=stranger)


def test_a_ward_of_another_district_does_not_see_it(initiative: Initiative, as_: Any, units: dict[str, Unit]) -> None:
    far = making.person("noi-xa")
    making.appointed(far, "enter", unit=units[making.FAR_WARD])
    assert as_(far).get(f"/mo-hinh-hay/{initiative.pk}/").status_code == 404


def test_only_the_neighbour_itself_says_that_it_took_it_up(
    initiative: Initiative, clerk: Person, ward: Unit, units: dict[str, Unit]
) -> None:
    with pytest.raises(PermissionDenied):
        initiatives.take_up(initiative, units[making.SIBLING], since=TODAY, by=clerk)
    with pytest.raises(Refused):
        initiatives.take_up(initiative, ward, since=TODAY, by=clerk)


def test_it_is_recognised_once_at_a_meeting_that_reviewed_its_unit(
    initiative: Initiative, review: Meeting, recorder: Person, clerk: Person, units: dict[str, Unit]
) -> None:
    elsewhere = Meeting.objects.create(unit=units[making.DISTRICT], kind="quarterly", title="Sơ kết quý I")
    with pytest.raises(Refused):
        initiatives.recognise(initiative, elsewhere, by=recorder)
    with pytest.raises(PermissionDenied):
        initiatives.recognise(initiative, review, by=clerk)
    initiatives.recognise(initiative, review, by=recorder)
    assert Initiative.objects.get().recognised_at == review
    with pytest.raises(Refused):
        initiatives.recognise(initiative, review, by=recorder)
