"""Tasks beside figures: what a task moves, what waits in My work and in the letter, who answers for what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang.records.models import PrintedDocument
from indicators.actions import task_links
from indicators.dashboards.duties import duties
from indicators.dashboards.reminders import digests
from indicators.models import Indicator, Responsibility, TaskIndicator
from indicators.reminding import letter
from programmes.actions import conclusions, initiatives, meeting_tasks, naming, progress
from programmes.actions.tasks import Work
from programmes.dashboards.my_tasks import tasks_before
from programmes.dashboards.tasks import counted
from programmes.models import Body, Initiative, Person, Task, Unit, WorkProgramme
from programmes.splitting import proposed
from programmes.standing import Standing
from programmes.working_days import closed_days
from tests import gatherings, making

Browser = Callable[[Person], Client]
Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def monday(clock: Clock) -> None:
    clock("2023-03-06 09:00:00")


def before(who: Person) -> tuple[list[str], list[str]]:
    """What My work tells a person: what their tasks ask, and whom they wait for."""
    found = tasks_before(Person.objects.get(pk=who.pk), closed_days())
    return [ask for item in found.own for ask in item.asks], [ask for item in found.awaited for ask in item.asks]


# --- figures --------------------------------------------------------------------------------------


def test_the_indicators_of_a_task_are_chosen_on_a_page_of_figures_and_shown_beside_it(
    ward: Unit, indicators: dict[str, Indicator], clerk: Person, reader: Person, as_: Browser
) -> None:
    making.reporting(ward, indicators, year=2023)
    task = making.told_task(ward, by=clerk)
    page = f"/cong-viec/nhiem-vu/{task.pk}/"
    answer = as_(clerk).post(f"{page}chi-tieu/", {"indicators": ["HEM", "THUE"]} | making.form_key())
    assert answer.status_code == 302
    shown = as_(reader).get(page).content.decode()
    assert indicators["HEM"].name_vi in shown and "chỉ tiêu năm 04" in shown
    assert as_(reader).get(f"{page}chi-tieu/").status_code == 403
    with pytest.raises(PermissionDenied):
        task_links.link(task, [], by=reader)
    task_links.link(task, [indicators["HEM"]], by=clerk)
    assert [link.indicator.code for link in TaskIndicator.objects.all()] == ["HEM"]


def test_the_indicators_of_a_conclusion_are_chosen_shown_and_prove_its_tasks(
    ward: Unit, committee: Body, indicators: dict[str, Indicator], clerk: Person, reader: Person, as_: Browser
) -> None:
    making.reporting(ward, indicators, year=2023)
    signed = gatherings.signed(gatherings.held(ward, committee, clerk), by=clerk)
    conclusion = signed.conclusions.get()
    task = meeting_tasks.give(conclusion, Work("Thu đủ", committee, making.deadline("standing")), by=clerk)
    meeting = as_(clerk).get(f"/hoi-nghi/{signed.meeting_id}/").content.decode()
    assert "<b>0/1</b> nhiệm vụ có số liệu hoặc văn bản" in meeting
    page = f"/hoi-nghi/ket-luan/{conclusion.pk}/chi-tieu/"
    assert as_(reader).get(page).status_code == 403
    assert as_(clerk).post(page, {"indicators": ["THUE"]} | making.form_key()).status_code == 302
    name = indicators["THUE"].name_vi
    for url in (f"/hoi-nghi/{signed.meeting_id}/", f"/hoi-nghi/{signed.meeting_id}/bien-ban/"):
        shown = as_(reader).get(url).content.decode()
        assert f"Chỉ tiêu: {name}." in shown
    assert (
        "<b>1/1</b> nhiệm vụ có số liệu hoặc văn bản"
        in as_(reader).get(f"/hoi-nghi/{signed.meeting_id}/").content.decode()
    )
    assert name in as_(reader).get(f"/cong-viec/nhiem-vu/{task.pk}/").content.decode()


def test_conclusions_that_are_joined_name_what_either_named(
    ward: Unit, committee: Body, indicators: dict[str, Indicator], clerk: Person
) -> None:
    making.reporting(ward, indicators, year=2023)
    meeting = gatherings.held(ward, committee, clerk)
    spoken = conclusions.keep_sentence(meeting, "Thu đủ thuế; chỉnh trang các hẻm; mở lớp phổ cập", by=clerk)
    first, second, *_more = conclusions.split(spoken, proposed(spoken.text), by=clerk)
    task_links.link(first, [indicators["THUE"]], by=clerk)
    task_links.link(second, [indicators["THUE"], indicators["HEM"]], by=clerk)
    kept = conclusions.merge(first, by=clerk)
    assert sorted(link.indicator.code for link in kept.indicator_links.all()) == ["HEM", "THUE"]


def test_the_indicators_of_an_initiative_are_chosen_by_its_unit_and_read_by_its_neighbours(
    units: dict[str, Unit], ward: Unit, indicators: dict[str, Indicator], clerk: Person, as_: Browser
) -> None:
    making.reporting(ward, indicators, year=2023)
    told = {"unit": ward, "title": "Hẻm tự quản", "registered_on": date(2023, 1, 16)}
    initiative = initiatives.keep(Initiative(**told), by=clerk)
    neighbour = making.person("phuong-ben")
    making.appointed(neighbour, "enter", unit=units[making.SIBLING])
    page = f"/mo-hinh-hay/{initiative.pk}/"
    assert as_(neighbour).get(f"{page}chi-tieu/").status_code == 403
    assert as_(clerk).post(f"{page}chi-tieu/", {"indicators": ["HEM"]} | making.form_key()).status_code == 302
    assert "chỉ tiêu năm 04" in as_(clerk).get(page).content.decode()
    theirs = as_(neighbour).get(page).content.decode()
    assert indicators["HEM"].name_vi in theirs and "chỉ tiêu năm 04" not in theirs


# --- my work and the letter -----------------------------------------------------------------------


def test_my_work_tells_the_owner_the_leader_and_the_superior_what_is_theirs(
    units: dict[str, Unit], ward: Unit, clerk: Person, approver: Person, clock: Clock
) -> None:
    head = making.person("thuong-truc-quan-uy", "Thường trực Quận ủy")
    making.appointed(head, "approve", at=making.body(units[making.DISTRICT], "QU"))
    task = making.told_task(ward, by=clerk)
    Task.objects.update(giver=units[making.DISTRICT], oral_confirmed_at=making.moment("2023-03-06 10:00:00"))
    assert before(approver) == (["phân công người phụ trách"], [])
    assert before(head) == ([], ["chưa phân công"])
    naming.name(task, clerk.appointments.get(), by=approver)
    assert before(approver) == before(clerk) == ([], [])
    clock("2023-03-15 09:00:00")
    assert before(clerk) == (["hoàn thành hoặc xin gia hạn"], [])
    progress.urge(task, text="", by=approver)
    assert before(clerk)[0] == ["trả lời đôn đốc trước hết ngày 17/3/2023", "hoàn thành hoặc xin gia hạn"]
    clock("2023-03-21 09:00:00")
    assert before(approver) == before(head) == ([], [clerk.full_name])
    progress.ask_extension(task, new_due=date(2023, 3, 31), reason="Chờ kinh phí", by=clerk)
    assert before(head) == (["trả lời xin gia hạn đến 31/3/2023"], [])


def test_a_spoken_instruction_waits_for_who_leads_to_confirm_it(ward: Unit, clerk: Person, approver: Person) -> None:
    making.told_task(ward, by=clerk, owner=clerk.appointments.get(), deadline=making.deadline())
    assert before(approver) == (["xác nhận chỉ đạo trực tiếp"], [])


def test_the_page_and_the_days_letter_tell_the_same_tasks(
    ward: Unit, clerk: Person, approver: Person, as_: Browser, clock: Clock
) -> None:
    Person.objects.filter(pk__in=[clerk.pk, approver.pk]).update(email="ai-do@co-quang.example")
    making.told_task(ward, by=clerk, owner=clerk.appointments.get())
    clock("2023-03-21 09:00:00")
    assert "Rà soát hộ nghèo" in as_(clerk).get("/viec-cua-toi/").content.decode()
    letters = {who: letter(digest, date(2023, 3, 21)) for who, digest in digests()}
    assert "Rà soát hộ nghèo" in letters[clerk] and "NHIỆM VỤ CẦN XỬ LÝ" in letters[clerk]
    assert "quá hạn" in letters[clerk] and "/cong-viec/nhiem-vu/" in letters[clerk]


def test_the_letters_of_many_people_ask_no_more_for_more_tasks(ward: Unit, clerk: Person, approver: Person) -> None:
    Person.objects.filter(pk__in=[clerk.pk, approver.pk]).update(email="ai-do@co-quang.example")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert list(digests())
        return len(queries)

    making.told_task(ward, by=clerk)
    few = asked()
    for _ in range(5):
        making.told_task(ward, by=clerk)
    assert asked() == few


# --- lists ----------------------------------------------------------------------------------------


def many(ward: Unit, body: Body, count: int) -> None:
    Task.objects.bulk_create(
        Task(
            unit=ward,
            lead_body=body,
            text=f"Việc số {number}",
            text_search=f"viec so {number}",
            origin="oral",
            deadline="fixed",
            due_on=date(2023, 3, 1 + number % 28),
            made_at=making.moment("2023-03-01 08:00:00"),
        )
        for number in range(count)
    )


def test_the_list_asks_as_much_for_one_task_as_for_many(
    ward: Unit, committee: Body, clerk: Person, as_: Browser
) -> None:
    def asked() -> int:
        browser = as_(clerk)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/cong-viec/").status_code == 200
        return len(queries)

    many(ward, committee, 1)
    few = asked()
    many(ward, committee, 300)
    assert asked() == few


def test_the_list_is_narrowed_by_state_body_person_words_and_to_ones_own(
    ward: Unit, committee: Body, clerk: Person, as_: Browser
) -> None:
    many(ward, committee, 10)
    own = making.told_task(ward, by=clerk, owner=clerk.appointments.get())
    browser = as_(clerk)

    def found(query: str) -> int:
        return browser.get(f"/cong-viec/{query}").content.decode().count('<th scope="row">')

    assert dict(counted(Task.objects.live())) == {
        Standing.OVERDUE: 5, Standing.UNASSIGNED: 5, Standing.IN_PROGRESS: 1,
    }  # fmt: skip
    assert (found("?state=overdue"), found("?state=unassigned"), found("?mine=on")) == (5, 5, 1)
    assert (found("?q=ho+ngheo"), found("?person=can+bo"), found(f"?body={committee.pk}")) == (1, 1, 11)
    assert found("?origin=incoming") == 0
    assert found("?state=nonsense&body=x") == 11
    assert browser.get("/cong-viec/?tai=csv").content.decode().count("\n") == 12
    assert own.text in browser.get("/cong-viec/?sort=-due_on").content.decode()


# --- duties ---------------------------------------------------------------------------------------


@pytest.fixture
def year(ward: Unit, indicators: dict[str, Indicator], clerk: Person, approver: Person, clock: Clock) -> Unit:
    """A year in which one comrade did a task in time, one late, and left one overdue; one task has no person."""
    making.reporting(ward, indicators, year=2023)
    Responsibility.objects.create(
        unit=ward, indicator=indicators["HEM"], responsible_post=clerk.full_name, valid_from=date(2023, 1, 1)
    )
    held = clerk.appointments.get()
    tasks = [making.told_task(ward, by=clerk, owner=held, field_code="KT") for _ in range(3)]
    making.told_task(ward, by=clerk, field_code="VX")
    clock("2023-03-28 09:00:00")
    progress.finish(tasks[0], done_on=date(2023, 3, 20), evidence="BC 1", by=clerk)
    progress.finish(tasks[1], done_on=date(2023, 3, 27), evidence="BC 2", by=clerk)
    return ward


def test_each_comrade_stands_with_fields_indicators_tasks_and_counts(year: Unit, clerk: Person) -> None:
    page = duties(year, 2023)
    assert [holder.name for holder in page.holders] == [clerk.full_name, "Chưa phân công"]
    own = page.holders[0]
    assert own.counts == {"given": 3, "done": 1, "late": 1, "overdue": 1}
    assert [one.name for one in own.fields.values()] == ["Kinh tế – ngân sách"]
    assert len(own.fields["KT"].figures) == 1


def test_a_year_that_is_over_is_told_as_it_stood_on_its_last_day(year: Unit, clerk: Person, clock: Clock) -> None:
    clock("2024-02-01 09:00:00")
    open_task = Task.objects.get(done_on__isnull=True, owner__isnull=False)
    progress.finish(open_task, done_on=date(2024, 1, 15), evidence="BC 3", by=clerk)
    assert duties(year, 2023).holders[0].counts["overdue"] == 1
    assert duties(year, 2024).holders[0].counts == {"given": 1, "done": 0, "late": 1, "overdue": 0}


def test_the_duties_are_printed_from_frozen_facts(year: Unit, reader: Person, stranger: Person, as_: Browser) -> None:
    page = f"/cong-viec/trach-nhiem/{making.WARD}/2023/"
    assert as_(stranger).get(page).status_code == 404
    browser = as_(reader)
    assert "1 hoàn thành chậm" in browser.get(page).content.decode()
    assert browser.post(f"{page}in/", making.form_key()).status_code == 302
    document = PrintedDocument.objects.get()
    assert (document.kind, document.unit) == ("duties_table", year)
    assert document.facts["rows"][0]["counts"] == ("3 nhiệm vụ: 1 hoàn thành đúng hạn, 1 hoàn thành chậm, 1 quá hạn")


# --- the demonstration ----------------------------------------------------------------------------


def test_the_demonstrations_fifteen_tasks_stand_as_the_story_says(co_giang: Unit, clock: Clock) -> None:
    clock("2023-03-15 09:00:00")
    given = Task.objects.filter(unit=co_giang, origin__in=["conclusion", "remark"])
    assert dict(counted(given)) == {
        Standing.OVERDUE: 1, Standing.UNASSIGNED: 1, Standing.DUE_SOON: 1, Standing.IN_PROGRESS: 6,
        Standing.WAITING: 2, Standing.STANDING: 2, Standing.DONE: 2,
    }  # fmt: skip
    late = given.get(text__startswith="Ban hành giải pháp")
    assert (late.extensions.count(), late.urgings.count()) == (1, 1)
    assert WorkProgramme.objects.filter(body__unit=co_giang).count() == 2


def test_the_demonstration_shows_each_post_its_tasks(co_giang: Unit, clock: Clock) -> None:
    clock("2023-03-15 09:00:00")
    people: Any = {who.username: who for who in Person.objects.filter(is_demonstration=True)}
    own, awaited = before(people["pho-bi-thu"])
    assert own == ["hoàn thành hoặc xin gia hạn", "hoàn thành hoặc xin gia hạn"]
    assert len(awaited) == 2
    assert before(people["chu-tich"])[0] == ["phân công người phụ trách"]
