"""Where a task stands on a day: one state for every case, the overdue never lost, the page and the list alike."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.models import Person, Task, Unit
from programmes.standing import Facts, Standing, standing, standing_of, told
from tests import making

TODAY = date(2023, 3, 15)
DAYS = st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=30))
FACTS = st.builds(
    Facts,
    deadline=st.sampled_from(Task.Deadline.values),
    due_on=DAYS,
    done_on=DAYS,
    has_owner=st.booleans(),
    is_proposed=st.booleans(),
    is_dropped=st.booleans(),
)
in_all_cases = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CLOSED = {Standing.PROPOSED, Standing.DROPPED, Standing.DONE, Standing.DONE_LATE}


@in_all_cases
@given(FACTS)
def test_every_task_stands_in_exactly_one_state(facts: Facts) -> None:
    assert standing(facts, TODAY) in Standing
    assert standing(facts, TODAY) == standing(facts, TODAY)


@in_all_cases
@given(FACTS)
def test_what_is_past_its_day_and_open_is_overdue_whatever_else_it_is(facts: Facts) -> None:
    is_open = not facts.is_proposed and not facts.is_dropped and (facts.done_on is None or facts.done_on > TODAY)
    is_past = facts.due_on is not None and facts.due_on < TODAY
    assert (standing(facts, TODAY) == Standing.OVERDUE) == (is_open and is_past)


@in_all_cases
@given(FACTS)
def test_a_task_once_overdue_stays_so_on_the_days_after_until_it_is_closed(facts: Facts) -> None:
    if standing(facts, TODAY) == Standing.OVERDUE:
        assert standing(facts, TODAY + timedelta(days=1)) in {Standing.OVERDUE, *CLOSED}


@pytest.mark.parametrize(
    ("due", "state"),
    [
        ("2023-03-14", Standing.OVERDUE),
        ("2023-03-15", Standing.DUE_SOON),
        ("2023-03-22", Standing.DUE_SOON),
        ("2023-03-23", Standing.IN_PROGRESS),
    ],
)
def test_a_task_is_not_overdue_on_its_own_day_and_due_soon_within_seven(due: str, state: Standing) -> None:
    assert standing(Facts("fixed", date.fromisoformat(due), None, has_owner=True), TODAY) == state


@pytest.mark.django_db
def test_the_list_tells_the_same_state_as_the_page(ward: Unit, clerk: Person) -> None:
    """Every combination that the tables allow, asked of the database and of the one function."""
    owner = clerk.appointments.get()
    body = owner.body
    days = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=7), TODAY + timedelta(days=8))
    Task.objects.bulk_create(
        Task(
            unit=ward,
            lead_body=body,
            text="Việc",
            origin="oral",
            made_at=making.moment("2023-03-01 08:00:00"),
            deadline=kind,
            due_on=due,
            owner=held,
            is_proposed=is_proposed,
            dropped_at=making.moment("2023-03-02 08:00:00") if is_dropped else None,
            dropped_reason="Không còn phù hợp" if is_dropped else "",
            done_on=done,
            done_recorded_at=making.moment("2023-03-14 08:00:00") if done else None,
            no_evidence_reason="Đã làm tại chỗ" if done else "",
        )
        for kind in Task.Deadline.values
        for due in (days if kind in Task.DATED else (None,))
        for done in (None, TODAY - timedelta(days=2), TODAY, TODAY + timedelta(days=1))
        for held in (None, owner)
        for is_proposed in (False, True)
        for is_dropped in (False, True)
    )
    tasks = list(Task.objects.annotate(stands=told(TODAY)))
    assert len(tasks) > 200
    assert [task.stands for task in tasks] == [standing_of(task, TODAY).value for task in tasks]
    assert {task.stands for task in tasks} == set(Standing.values)
