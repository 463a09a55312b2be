"""Two programmes of inspection and supervision: planned lines are held, moved or dropped; few people read them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from coquang.refusals import Refused
from indicators.models import Figure, Indicator, OversightCount, Sheet
from indicators.oversight import counted
from programmes.actions import oversight
from programmes.models import Body, OversightKind, OversightLine, OversightProgramme, Person, Unit
from tests import making

TODAY = date(2022, 3, 15)
State = OversightLine.State


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def commission(ward: Unit) -> Body:
    return making.body(ward, "UBKT", Body.Kind.INSPECTION_COMMISSION, name="Ủy ban Kiểm tra", symbol="UBKTĐU")


@pytest.fixture
def inspector(commission: Body) -> Person:
    who = making.person("kiem-tra")
    making.appointed(who, "enter", at=commission)
    return who


@pytest.fixture
def programme(committee: Body, inspector: Person) -> OversightProgramme:
    return oversight.keep_programme(OversightProgramme(body=committee, year=2022), by=inspector)


def line(programme: OversightProgramme, by: Person, **facts: Any) -> OversightLine:
    kind, _new = OversightKind.objects.get_or_create(name="Kiểm tra", defaults={"is_inspection": True})
    own = {"subject_kind": "organisation", "subject": "Chi bộ Khu phố 2", "content": "Công tác phát triển đảng viên"}
    return oversight.keep_line(OversightLine(programme=programme, kind=kind, quarter=1, **{**own, **facts}), by=by)


def test_a_line_is_held_with_its_day_and_outcome(programme: OversightProgramme, inspector: Person) -> None:
    one = line(programme, inspector)
    with pytest.raises(Refused):
        oversight.settle(one, State.HELD, held_on=date(2022, 3, 16), by=inspector)
    oversight.settle(one, State.HELD, held_on=TODAY, outcome="Thông báo 05-TB/UBKTĐU", by=inspector)
    assert OversightLine.objects.get().state == State.HELD
    with pytest.raises(Refused):
        oversight.settle(one, State.DROPPED, reason="Thôi.", by=inspector)
    one.subject = "Chi bộ khác"
    with pytest.raises(Refused):
        oversight.keep_line(one, by=inspector)


def test_a_line_is_moved_to_a_later_quarter_with_a_reason_and_then_held(
    programme: OversightProgramme, inspector: Person
) -> None:
    one = line(programme, inspector)
    for told in ({"moved_to": 2}, {"moved_to": 1, "reason": "Dịch."}, {"reason": "Dịch."}):
        with pytest.raises(Refused):
            oversight.settle(one, State.MOVED, by=inspector, **told)
    moved = oversight.settle(one, State.MOVED, moved_to=2, reason="Tập trung phòng, chống dịch.", by=inspector)
    assert moved.present_quarter == 2
    oversight.settle(one, State.HELD, held_on=TODAY, by=inspector)


@pytest.mark.parametrize(
    ("who", "status"),
    [("inspector", 200), ("clerk", 200), ("reader", 200), ("stranger", 404), ("front", 404)],
)
def test_few_read_the_programme(
    who: str, status: int, programme: OversightProgramme, ward: Unit, as_: Any, request: pytest.FixtureRequest
) -> None:
    if who == "front":
        person = making.person("mat-tran")
        making.appointed(person, "enter", at=making.body(ward, "MTTQ", Body.Kind.FATHERLAND_FRONT, name="MTTQ"))
    else:
        person = request.getfixturevalue(who)
    assert as_(person).get(f"/kiem-tra-giam-sat/{programme.pk}/").status_code == status


def test_the_commissions_own_programme_is_not_the_committees_to_keep(commission: Body, clerk: Person) -> None:
    with pytest.raises(PermissionDenied):
        oversight.keep_programme(OversightProgramme(body=commission, year=2022), by=clerk)


def test_an_inspector_writes_a_line_and_settles_it_in_the_browser(
    programme: OversightProgramme, as_: Any, inspector: Person
) -> None:
    kind = OversightKind.objects.create(name="Giám sát chuyên đề", is_inspection=False)
    told = {
        "kind": kind.pk, "subject_kind": "organisation", "subject": "Chi bộ Khu phố 5", "organisations": "1",
        "members": "0", "content": "Sinh hoạt chi bộ", "quarter": "1", "is_planned": "on", **making.form_key(),
    }  # fmt: skip
    page = f"/kiem-tra-giam-sat/{programme.pk}/"
    assert as_(inspector).post(f"{page}dong-moi/", told).status_code == 302
    one = OversightLine.objects.get()
    dropped = {"state": "dropped", "held_on": "", "outcome": "", "moved_to": "", "reason": "", **making.form_key()}
    answer = as_(inspector).post(f"{page}{one.pk}/ket-qua/", dropped)
    assert answer.status_code == 422
    assert "Nêu lý do" in answer.content.decode()
    as_(inspector).post(f"{page}{one.pk}/ket-qua/", {**dropped, "reason": "Trùng nội dung.", **making.form_key()})
    assert "Trùng nội dung." in as_(inspector).get(page).content.decode()


def test_the_indicator_takes_its_value_from_the_lines_held_in_the_quarter(
    programme: OversightProgramme,
    inspector: Person,
    quarter: Sheet,
    indicators: dict[str, Indicator],
    as_: Any,
    clerk: Person,
) -> None:
    OversightCount.objects.create(indicator=indicators["HEM"], body_kind="party_committee", counts="inspections")
    for day in (date(2022, 1, 20), TODAY, date(2022, 3, 1)):
        oversight.settle(line(programme, inspector), State.HELD, held_on=day, by=inspector)
    line(programme, inspector)
    figure = Figure.objects.select_related("sheet").get(sheet=quarter, indicator=indicators["HEM"])
    found = counted(figure)
    assert found is not None
    assert (found.held, found.differs) == (3, True)
    page = f"/so-lieu/{quarter.unit.code}/2022-Q1/HEM/"
    assert "3 cuộc đã tiến hành trong quý." in as_(clerk).get(page).content.decode()
    as_(clerk).post(f"{page}tu-chuong-trinh/", making.form_key())
    figure.refresh_from_db()
    assert figure.value == 3
    assert "Biểu đang ghi khác." not in as_(clerk).get(page).content.decode()
