"""Giving tasks: whence they come, which are refused, who names the person, and who sees and may do what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from programmes.actions import handovers, incoming, naming, progress, tasks
from programmes.actions.tasks import OralInstruction, Work, give
from programmes.holdings import held_by
from programmes.models import (
    Body,
    Conclusion,
    IncomingDocument,
    Meeting,
    Minutes,
    NonWorkingDay,
    Person,
    Task,
    Unit,
)
from programmes.standing import Standing, standing_of
from tests import making

Browser = Callable[[Person], Client]
Clock = Callable[[str], None]
MONDAY = date(2023, 3, 6)


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock("2023-03-06 09:00:00")


@pytest.fixture
def office(units: dict[str, Unit]) -> Person:
    """Takes minutes in the district's Party office."""
    who = making.person("van-phong-quan-uy", "Chuyên viên Văn phòng Quận ủy")
    making.appointed(who, "record", at=making.body(units[making.DISTRICT], "VPQU", Body.Kind.PARTY_OFFICE))
    return who


@pytest.fixture
def district_head(units: dict[str, Unit]) -> Person:
    who = making.person("thuong-truc-quan-uy", "Thường trực Quận ủy")
    making.appointed(who, "approve", at=making.body(units[making.DISTRICT], "QU"))
    return who


@pytest.fixture
def conclusion(units: dict[str, Unit], ward: Unit) -> Conclusion:
    """What the district concluded about the ward on 23 February, and announced on 27 February."""
    meeting = Meeting.objects.create(
        unit=units[making.DISTRICT],
        kind=Meeting.Kind.WORKING_SESSION,
        title="Làm việc với phường",
        held_on=date(2023, 2, 23),
        notice_number="15-TB/QU",
        notice_date=date(2023, 2, 27),
        notice_recorded_at=making.moment("2023-02-27 10:00:00"),
    )
    meeting.reviewed_units.add(ward)
    minutes = Minutes.objects.create(meeting=meeting)
    return minutes.conclusions.create(number=1, text="Ban hành kế hoạch phát triển đảng viên.")


@pytest.fixture
def paper(ward: Unit, clerk: Person) -> IncomingDocument:
    """A letter of the district of Wednesday 1 March; ten days later is a Saturday."""
    return incoming.take_in(
        ward,
        from_body=None,
        from_text="Ủy ban nhân dân Quận 1",
        number="88/UBND-VX",
        dated=date(2023, 3, 1),
        subject="Rà soát hộ nghèo",
        received_on=date(2023, 3, 2),
        by=clerk,
    )


def work(body: Body | None, kind: str = "standing", due: date | None = None, **facts: Any) -> Work:
    return Work("Ban hành kế hoạch", body, making.deadline(kind, due, **facts))


# --- whence ---------------------------------------------------------------------------------------


def test_a_superior_gives_a_task_to_a_body_and_the_body_names_the_comrade(
    conclusion: Conclusion, committee: Body, office: Person, approver: Person, clock: Clock
) -> None:
    task = give(work(committee, "issue"), conclusion, by=office)
    assert (task.giver_id, task.unit) == (conclusion.minutes.meeting.unit_id, committee.unit)
    assert task.due_on == date(2023, 3, 9)
    assert task.name_until == date(2023, 3, 13)
    assert standing_of(task, MONDAY) == Standing.UNASSIGNED
    named = naming.name(task, approver.appointments.get(), by=approver)
    assert standing_of(named, MONDAY) == Standing.DUE_SOON
    assert [change.after for change in named.owner_changes.all()] == [approver.appointments.get()]


def test_what_a_paper_gives_without_a_day_is_due_ten_days_after_it_on_a_working_day(
    paper: IncomingDocument, committee: Body, clerk: Person
) -> None:
    assert give(work(committee, "fixed"), paper, by=clerk).due_on == date(2023, 3, 13)
    NonWorkingDay.objects.create(day=date(2023, 3, 13), reason="Nghỉ bù")
    assert give(work(committee, "fixed"), paper, by=clerk).due_on == date(2023, 3, 14)
    assert paper.tasks.count() == 2


def test_working_days_are_counted_from_the_day_it_was_given(ward: Unit, committee: Body, clerk: Person) -> None:
    NonWorkingDay.objects.create(day=date(2023, 3, 8), reason="Nghỉ bù")
    task = making.told_task(ward, by=clerk, deadline=making.deadline("working_days", working_days=5))
    assert (task.counted_from, task.due_on) == (MONDAY, date(2023, 3, 14))


def test_a_spoken_instruction_is_confirmed_by_who_leads_and_never_by_who_wrote_it_down(
    ward: Unit, clerk: Person, approver: Person
) -> None:
    making.appointed(clerk, "approve", at=Body.objects.get(unit=ward))
    task = making.told_task(ward, by=Person.objects.get(pk=clerk.pk))
    with pytest.raises(PermissionDenied):
        progress.confirm(task, by=Person.objects.get(pk=clerk.pk))
    assert progress.confirm(task, by=approver).oral_confirmed_by == approver


# --- refused --------------------------------------------------------------------------------------


def test_a_task_without_a_body_is_refused(ward: Unit, clerk: Person) -> None:
    with pytest.raises(Refused, match="cơ quan chủ trì"):
        give(work(None), OralInstruction("Bí thư", MONDAY), by=clerk)


def test_a_meeting_gives_nothing_to_a_unit_it_did_not_review(
    units: dict[str, Unit], conclusion: Conclusion, office: Person
) -> None:
    other = making.body(units[making.SIBLING])
    with pytest.raises(Refused, match="không làm việc với"):
        give(work(other), conclusion, by=office)
    assert not Task.objects.exists()


@pytest.mark.parametrize("due", [date(2023, 2, 22), date(2023, 2, 26)])
def test_no_deadline_lies_before_the_day_it_was_given(
    conclusion: Conclusion, committee: Body, office: Person, due: date
) -> None:
    with pytest.raises(Refused, match="trước ngày giao"):
        give(work(committee, "fixed", due), conclusion, by=office)


def test_somebody_whose_appointment_ended_is_not_named(ward: Unit, clerk: Person, approver: Person) -> None:
    gone = making.person("da-nghi", "Nguyên Phó Chủ tịch")
    making.appointed(gone, "enter", at=Body.objects.get(unit=ward, key="DU"))
    gone.appointments.update(valid_to=date(2023, 3, 1))
    task = making.told_task(ward, by=clerk)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        naming.name(task, gone.appointments.get(), by=approver)


def test_somebody_of_another_unit_is_not_named(ward: Unit, clerk: Person, approver: Person, stranger: Person) -> None:
    task = making.told_task(ward, by=clerk)
    with pytest.raises(Refused, match="không giữ chức vụ"):
        naming.name(task, stranger.appointments.get(), by=approver)


def test_an_office_is_not_named(ward: Unit, committee: Body, clerk: Person, approver: Person) -> None:
    shared = making.person("van-phong", committee.name.upper())
    making.appointed(shared, "enter", at=committee)
    task = making.told_task(ward, by=clerk)
    with pytest.raises(Refused, match="đích danh"):
        naming.name(task, shared.appointments.get(), by=approver)
    with pytest.raises(Refused, match="đích danh"):
        making.told_task(ward, by=clerk, owner=shared.appointments.get())


def test_a_paper_is_taken_in_once(paper: IncomingDocument, clerk: Person) -> None:
    facts = {name: getattr(paper, name) for name in ("from_text", "number", "dated", "subject", "received_on")}
    with pytest.raises(Refused, match="đã tiếp nhận"):
        incoming.take_in(paper.unit, from_body=None, by=clerk, **facts)


# --- proposed and planned -------------------------------------------------------------------------


def test_the_rules_bite_when_a_proposed_task_is_accepted_and_not_before(
    ward: Unit, committee: Body, clerk: Person, conclusion: Conclusion
) -> None:
    task = Task.objects.create(
        unit=ward,
        origin=Task.Origin.CONCLUSION,
        conclusion=conclusion,
        given_on=date(2023, 2, 27),
        lead_text="Đảng ủy phường",
        deadline="fixed",
        deadline_words="trong tháng 3",
        text="Ban hành kế hoạch",
        is_proposed=True,
        made_at=making.moment("2023-03-01 08:00:00"),
    )
    assert standing_of(task, MONDAY) == Standing.PROPOSED
    with pytest.raises(Refused, match="trước ngày giao"):
        tasks.accept(task, work(committee, "fixed", date(2023, 2, 1)), by=clerk)
    accepted = tasks.accept(task, work(committee, "fixed", date(2023, 3, 31)), by=clerk)
    assert standing_of(accepted, MONDAY) == Standing.UNASSIGNED
    with pytest.raises(Refused, match="không còn là đề xuất"):
        tasks.accept(task, work(committee), by=clerk)


# --- naming ---------------------------------------------------------------------------------------


def test_passing_a_task_on_says_why_and_keeps_the_old_owner(ward: Unit, clerk: Person, approver: Person) -> None:
    first, second = clerk.appointments.get(), approver.appointments.get()
    task = making.told_task(ward, by=clerk, owner=first)
    with pytest.raises(Refused, match="lý do"):
        naming.name(task, second, by=approver)
    naming.name(task, second, reason="Đi học tập trung", by=approver)
    last = task.owner_changes.last()
    assert last is not None
    assert (last.before, last.after, last.reason) == (first, second, "Đi học tập trung")


def test_a_list_names_all_or_none(ward: Unit, clerk: Person, vetter: Person, stranger: Person) -> None:
    one, two = making.told_task(ward, by=clerk), making.told_task(ward, by=clerk)
    with pytest.raises(Refused):
        naming.name_by_list(ward, {one: clerk.appointments.get(), two: stranger.appointments.get()}, by=vetter)
    assert not Task.objects.filter(owner__isnull=False).exists()
    assert naming.name_by_list(ward, {one: clerk.appointments.get(), two: clerk.appointments.get()}, by=vetter) == 2
    with pytest.raises(PermissionDenied):
        naming.name(making.told_task(ward, by=clerk), clerk.appointments.get(), by=vetter)


def test_tasks_of_an_appointment_are_handed_over_before_it_ends(ward: Unit, clerk: Person, approver: Person) -> None:
    held, heir = clerk.appointments.get(), approver.appointments.get()
    task = making.told_task(ward, by=clerk, owner=held)
    assert list(naming.tasks_held_by(held)) == [task]
    assert [thing.number for thing in held_by(clerk, ward)] == [task.pk]
    handovers.hand_over(ward, clerk, approver, [f"task:{task.pk}"], reason="Nghỉ hưu", by=clerk)
    assert list(naming.tasks_held_by(heir)) == [task] == list(Task.objects.filter(owner=heir))
    assert [thing.number for thing in held_by(approver, ward)] == [task.pk]
    change = task.owner_changes.last()
    assert change is not None
    assert (change.before, change.after) == (held, heir)


# --- who may, who sees ----------------------------------------------------------------------------


def test_who_may_give_a_task_to_the_ward(
    ward: Unit,
    committee: Body,
    clerk: Person,
    vetter: Person,
    approver: Person,
    reader: Person,
    stranger: Person,
    office: Person,
) -> None:
    front = making.person("mat-tran", "Cán bộ Mặt trận")
    making.appointed(front, "enter", at=making.body(ward, "MTTQ", Body.Kind.FATHERLAND_FRONT))
    allowed = {clerk: True, vetter: True, approver: False, reader: False, stranger: False, office: False, front: False}
    for who, may in allowed.items():
        if may:
            give(work(committee), OralInstruction("Bí thư", MONDAY), by=who)
        else:
            with pytest.raises(PermissionDenied):
                give(work(committee), OralInstruction("Bí thư", MONDAY), by=who)


def test_who_sees_a_task_of_the_ward(
    ward: Unit, clerk: Person, reader: Person, stranger: Person, office: Person, conclusion: Conclusion
) -> None:
    own = making.told_task(ward, by=clerk)
    given = give(work(Body.objects.get(unit=ward, key="DU")), conclusion, by=office)
    for who, seen in ((clerk, [own, given]), (reader, [own, given]), (office, [given]), (stranger, [])):
        assert list(Task.objects.visible_to(who)) == seen, who


def test_a_task_that_may_not_be_seen_is_not_there(ward: Unit, clerk: Person, stranger: Person, as_: Browser) -> None:
    task = making.told_task(ward, by=clerk)
    page = f"/cong-viec/nhiem-vu/{task.pk}/"
    assert as_(clerk).get(page).status_code == 200
    browser = as_(stranger)
    assert browser.get(page).status_code == 404
    for deed in ("phan-cong", "hoan-thanh", "mo-lai", "gia-han", "don-doc", "xac-nhan", "bo"):
        assert browser.post(f"{page}{deed}/", making.form_key()).status_code == 404, deed


# --- pages ----------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_the_bodies_that_lead_a_task_and_no_others(
    ward: Unit, clerk: Person, as_: Browser
) -> None:
    task = making.told_task(ward, by=clerk)
    idle = making.body(ward, "CCB", Body.Kind.MASS_ORGANISATION, name="Hội Cựu chiến binh")
    page = as_(clerk).get("/cong-viec/")
    offered = set(page.context["filterset"].form.fields["body"].queryset)
    assert task.lead_body in offered
    assert idle not in offered


def test_a_refused_form_keeps_what_was_typed_and_says_why(
    ward: Unit, committee: Body, clerk: Person, as_: Browser
) -> None:
    typed = {
        "said_by": "Bí thư Đảng ủy phường",
        "said_on": "6/3/2023",
        "text": "Kiểm tra điểm xả rác",
        "lead_body": str(committee.pk),
        "deadline": "fixed",
        "due_on": "1/3/2023",
    }
    answer = as_(clerk).post("/cong-viec/nhiem-vu/moi/", typed | making.form_key())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "trước ngày giao" in page and "Kiểm tra điểm xả rác" in page
    assert not Task.objects.exists()
    key = making.form_key()
    for _ in range(2):
        answer = as_(clerk).post("/cong-viec/nhiem-vu/moi/", typed | {"due_on": "20/3/2023"} | key)
    assert Task.objects.count() == 1
    assert JournalEntry.objects.about(Task.objects.get()).get().act == "task.given"


def test_a_picker_names_in_one_click_and_the_list_in_one_go(
    ward: Unit, committee: Body, clerk: Person, approver: Person, as_: Browser
) -> None:
    one, two = making.told_task(ward, by=clerk), making.told_task(ward, by=clerk)
    held = str(clerk.appointments.get().pk)
    browser = as_(approver)
    browser.post(f"/cong-viec/nhiem-vu/{one.pk}/phan-cong/", {"owner": held} | making.form_key())
    page = browser.get("/cong-viec/phan-cong/").content.decode()
    assert f'name="nv{two.pk}"' in page and f'name="nv{one.pk}"' not in page
    browser.post("/cong-viec/phan-cong/", {f"nv{two.pk}": held} | making.form_key())
    assert Task.objects.filter(owner=held).count() == 2
