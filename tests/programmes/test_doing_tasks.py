"""What becomes of a task: done with proof, reopened, extended, urged, taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from coquang.refusals import Refused
from programmes.actions import naming, progress, tasks
from programmes.dashboards.task_page import punctuality, task_page
from programmes.models import Body, Person, Task, Unit
from programmes.standing import Standing, standing_of
from tests import making
from tests.files import pdf

Browser = Callable[[Person], Client]
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock("2023-03-06 09:00:00")


@pytest.fixture
def owner(ward: Unit, committee: Body) -> Person:
    """A deputy who only reads, and answers for the task by name."""
    who = making.person("pho-chu-tich", "Phó Chủ tịch UBND")
    making.appointed(who, "read", at=committee)
    return who


@pytest.fixture
def task(ward: Unit, clerk: Person, owner: Person) -> Task:
    """Given on Monday 6 March 2023, due on Monday 20 March."""
    return making.told_task(ward, by=clerk, owner=owner.appointments.get())


# --- done -----------------------------------------------------------------------------------------


def test_the_owner_records_the_task_done_with_the_number_of_a_document(task: Task, owner: Person, clock: Clock) -> None:
    clock("2023-03-16 09:00:00")
    done = progress.finish(task, done_on=date(2023, 3, 15), evidence="Kế hoạch số 121-KH/ĐU", by=owner)
    assert (done.done_on, done.done_recorded_by) == (date(2023, 3, 15), owner)
    assert standing_of(done, date(2023, 3, 16)) == Standing.DONE


def test_due_day_day_done_and_moment_recorded_are_three_things(task: Task, owner: Person, clock: Clock) -> None:
    clock("2023-03-30 09:00:00")
    in_time = progress.finish(task, done_on=date(2023, 3, 20), evidence="BC 5", by=owner)
    with translation.override("vi"):
        assert punctuality(in_time) == "hoàn thành đúng hạn, ghi nhận muộn"
        in_time.done_on = date(2023, 3, 22)
        assert punctuality(in_time) == "hoàn thành chậm 2 ngày làm việc"
    assert standing_of(in_time, date(2023, 3, 30)) == Standing.DONE_LATE


def test_done_without_proof_says_why(task: Task, owner: Person) -> None:
    with pytest.raises(Refused, match="số văn bản"):
        progress.finish(task, done_on=date(2023, 3, 6), by=owner)
    done = progress.finish(task, done_on=date(2023, 3, 6), no_evidence="Làm trực tiếp tại khu phố", by=owner)
    assert done.no_evidence_reason


@pytest.mark.parametrize(("day", "sentence"), [(date(2023, 3, 7), "chưa đến"), (date(2023, 3, 5), "trước ngày")])
def test_a_task_is_done_neither_in_the_future_nor_before_it_was_given(
    task: Task, owner: Person, day: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        progress.finish(task, done_on=day, evidence="BC 5", by=owner)


def test_a_file_proves_it_and_is_fetched_by_who_sees_the_task(
    task: Task, owner: Person, stranger: Person, as_: Browser, evidence_drawer: Any
) -> None:
    page = f"/cong-viec/nhiem-vu/{task.pk}/"
    sent = {"done_on": "6/3/2023", "file": SimpleUploadedFile("ke-hoach.pdf", pdf())} | making.form_key()
    browser = as_(owner)
    assert browser.post(f"{page}hoan-thanh/", sent).status_code == 302
    answer = browser.get(f"{page}tep/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert as_(stranger).get(f"{page}tep/").status_code == 404


def test_a_file_that_is_not_taken_is_refused_at_its_box(task: Task, owner: Person, as_: Browser) -> None:
    sent = {"done_on": "6/3/2023", "file": SimpleUploadedFile("a.pdf", b"<html>")} | making.form_key()
    answer = as_(owner).post(f"/cong-viec/nhiem-vu/{task.pk}/hoan-thanh/", sent)
    assert answer.status_code == 422 and "Nội dung tệp" in answer.content.decode()
    task.refresh_from_db()
    assert task.done_on is None


def test_a_done_task_is_reopened_by_who_leads_with_a_reason_and_its_proof_stays_in_its_history(
    task: Task, owner: Person, approver: Person
) -> None:
    progress.finish(task, done_on=date(2023, 3, 6), evidence="BC số 5", by=owner)
    with pytest.raises(PermissionDenied):
        progress.reopen(task, reason="Thiếu phụ lục", by=owner)
    with pytest.raises(Refused, match="lý do"):
        progress.reopen(task, reason="", by=approver)
    opened = progress.reopen(task, reason="Thiếu phụ lục", by=approver)
    assert (opened.done_on, opened.evidence_words) == (None, "")
    steps = task_page(Task.objects.get(pk=task.pk), approver).history
    assert "BC số 5" in steps[1].told and "Thiếu phụ lục" in steps[0].told


# --- another day ----------------------------------------------------------------------------------


def test_an_extension_is_asked_for_and_answered_and_the_day_counts_until_then(
    task: Task, owner: Person, approver: Person
) -> None:
    asked = progress.ask_extension(task, new_due=date(2023, 3, 31), reason="Chờ kinh phí", by=owner)
    task.refresh_from_db()
    assert task.due_on == date(2023, 3, 20)
    with pytest.raises(Refused, match="đang chờ trả lời"):
        progress.ask_extension(task, new_due=date(2023, 4, 3), reason="Chờ thêm", by=owner)
    with pytest.raises(PermissionDenied):
        progress.answer_extension(asked, is_granted=True, answer="", by=owner)
    progress.answer_extension(asked, is_granted=True, answer="", by=approver)
    task.refresh_from_db()
    assert task.due_on == date(2023, 3, 31)
    with pytest.raises(Refused, match="đã được trả lời"):
        progress.answer_extension(asked, is_granted=False, answer="Thôi", by=approver)


def test_an_extension_is_not_agreed_to_without_a_reason(task: Task, owner: Person, approver: Person) -> None:
    asked = progress.ask_extension(task, new_due=date(2023, 3, 31), reason="Chờ kinh phí", by=owner)
    with pytest.raises(Refused, match="lý do"):
        progress.answer_extension(asked, is_granted=False, answer="", by=approver)


def test_the_day_of_what_a_superior_gave_is_moved_by_the_superior_alone(
    units: dict[str, Unit], task: Task, owner: Person, approver: Person
) -> None:
    head = making.person("thuong-truc-quan-uy", "Thường trực Quận ủy")
    making.appointed(head, "approve", at=making.body(units[making.DISTRICT], "QU"))
    task.giver = units[making.DISTRICT]
    task.save(update_fields=["giver"])
    asked = progress.ask_extension(task, new_due=date(2023, 3, 31), reason="Chờ kinh phí", by=owner)
    with pytest.raises(PermissionDenied):
        progress.answer_extension(asked, is_granted=True, answer="", by=approver)
    assert progress.answer_extension(asked, is_granted=True, answer="", by=head).is_granted


def test_the_day_is_not_moved_by_mending_the_task(task: Task, clerk: Person) -> None:
    assert task.lead_body is not None
    work = tasks.Work(task.text, task.lead_body, making.deadline("fixed", date(2023, 4, 20)))
    with pytest.raises(Refused, match="xin gia hạn"):
        tasks.mend(task, work, version=task.version, by=clerk)
    work = tasks.Work("Rà soát hộ cận nghèo", task.lead_body, making.deadline("fixed", date(2023, 3, 20)))
    assert tasks.mend(task, work, version=task.version, by=clerk).text == "Rà soát hộ cận nghèo"
    with pytest.raises(Refused, match="Người khác"):
        tasks.mend(task, work, version=task.version, by=clerk)


# --- urged, taken back ----------------------------------------------------------------------------


def test_an_urged_task_is_answered_within_two_working_days(
    task: Task, owner: Person, approver: Person, stranger: Person, clock: Clock
) -> None:
    clock("2023-03-10 09:00:00")
    urged = progress.urge(task, text="Báo cáo tiến độ", by=approver)
    assert urged.answer_due == date(2023, 3, 14)
    with pytest.raises(Refused, match="đang chờ trả lời"):
        progress.urge(task, text="", by=approver)
    with pytest.raises(PermissionDenied):
        progress.answer_urging(urged, answer="Đang làm", by=stranger)
    assert progress.answer_urging(urged, answer="Ban hành ngày 16/3", by=owner).answered_by == owner


def test_a_task_is_taken_back_with_a_reason_and_is_then_closed(task: Task, owner: Person, approver: Person) -> None:
    with pytest.raises(PermissionDenied):
        tasks.drop(task, reason="Trùng nhiệm vụ", by=owner)
    dropped = tasks.drop(task, reason="Trùng nhiệm vụ", by=approver)
    assert standing_of(dropped, date(2023, 3, 30)) == Standing.DROPPED
    with pytest.raises(Refused, match="đã rút"):
        progress.finish(task, done_on=date(2023, 3, 6), evidence="BC 5", by=owner)


def test_a_body_that_only_does_its_part_records_the_progress_of_what_it_leads(
    ward: Unit, clerk: Person, task: Task
) -> None:
    union = making.body(ward, "DTN", Body.Kind.MASS_ORGANISATION, name="Đoàn Thanh niên phường")
    member = making.person("doan-thanh-nien", "Bí thư Đoàn phường")
    making.appointed(member, "enter", at=union)
    own = making.told_task(ward, by=clerk, lead_body=union)
    assert progress.finish(own, done_on=date(2023, 3, 6), evidence="BC 5", by=member).done_on
    for deed in (
        lambda: progress.finish(task, done_on=date(2023, 3, 6), evidence="BC 5", by=member),
        lambda: naming.name(own, member.appointments.get(), by=member),
        lambda: progress.urge(own, text="", by=member),
    ):
        with pytest.raises((PermissionDenied, Refused)):
            deed()


def test_the_page_offers_each_person_their_own_deeds(
    task: Task, owner: Person, clerk: Person, approver: Person, reader: Person
) -> None:
    def deeds(who: Person) -> set[str]:
        page = task_page(Task.objects.get(pk=task.pk), Person.objects.get(pk=who.pk))
        return {deed for deed, may in page.may.items() if may}

    assert deeds(owner) == {"finish", "ask"}
    assert deeds(clerk) == {"finish", "ask", "mend"}
    assert deeds(approver) == {"name", "finish", "ask", "urge", "confirm", "drop"}
    assert deeds(reader) == set()
