"""Long work is done step by step: what is done stays done, whatever befalls the worker in between."""

from collections.abc import Iterator

import pytest

from coquang.records import queue
from coquang.records.jobs import IN_STEPS, WORK, CannotBeDone, put_off
from coquang.records.models import Job

KIND = "test.steps"
State = Job.State


class Steps:
    """Work that notes its steps and breaks off where it is told to."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.breaks_at: int | None = None
        self.refuses_at: int | None = None

    def __call__(self, job: Job) -> None:
        if job.step == self.breaks_at:
            raise RuntimeError("the lamp went out")
        if job.step == self.refuses_at:
            raise CannotBeDone("called off")
        self.done.append(job.step)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    work = Steps()
    monkeypatch.setitem(WORK, KIND, work)
    IN_STEPS.add(KIND)
    yield work
    IN_STEPS.discard(KIND)


@pytest.fixture
def job(db: None) -> Job:
    return put_off(KIND, by=None, steps=4)


def do(job: Job) -> Job:
    queue.run.apply(args=(job.pk,))
    job.refresh_from_db()
    return job


def test_all_steps_are_done_in_order_and_once(job: Job, steps: Steps) -> None:
    assert (do(job).state, job.step, steps.done) == (State.DONE, 4, [0, 1, 2, 3])
    do(job)
    assert steps.done == [0, 1, 2, 3]


def test_after_a_crash_it_goes_on_with_the_step_that_was_not_done(job: Job, steps: Steps) -> None:
    steps.breaks_at = 2
    assert (do(job).state, job.step) == (State.WAITING, 2)
    steps.breaks_at = None
    assert (do(job).state, steps.done) == (State.DONE, [0, 1, 2, 3])


def test_a_step_that_fails_three_times_ends_it(job: Job, steps: Steps) -> None:
    steps.breaks_at = 3
    states = [do(job).state for _ in range(4)]
    assert states[-1] == State.FAILED and job.step == 3
    assert steps.done == [0, 1, 2]


def test_what_can_never_be_done_says_why_and_keeps_what_was_done(job: Job, steps: Steps) -> None:
    steps.refuses_at = 1
    assert (do(job).state, job.reason, job.step) == (State.FAILED, "called off", 1)


def test_long_work_goes_on_in_another_turn_before_its_lease_runs_out(
    job: Job, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "STRETCH", -1.0)
    assert (do(job).state, job.step, job.attempts, job.lease_until) == (State.WAITING, 1, 0, None)
    for _ in range(3):
        do(job)
    assert (job.state, steps.done) == (State.DONE, [0, 1, 2, 3])
