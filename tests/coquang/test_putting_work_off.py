"""Work put off is done once, is never lost, and when it cannot be done its owner reads why."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from celery import Celery
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from coquang import printing
from coquang.bounded import Bounds
from coquang.celery import app
from coquang.papers import TEMPLATE
from coquang.records import paper, press, queue, relay
from coquang.records.jobs import CHANNEL, WORK, CannotBeDone, put_off
from coquang.records.models import Job, PrintedDocument
from indicators.models import Figure, FigureChange, Sheet
from programmes.models import Person, Unit
from tests.print.composing import pieces, report

State = Job.State
KIND = "test.work"

Draft = Callable[..., paper.Draft]


@pytest.fixture
def draft(ward: Unit) -> Draft:
    """A report as it will be printed, with some of its strings changed."""

    def of(**changed: str) -> paper.Draft:
        facts = report({**pieces(), **changed})
        return paper.Draft("progress_report", "Báo cáo", ward.pk, "2022", "vi", TEMPLATE, facts)

    return of


@pytest.fixture
def job(db: None) -> Job:
    """A job of a kind that only tests know."""
    return put_off(KIND, "a", 1, by=None)


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the work of the tests' kind was given, each time it was done."""
    done: list[tuple[Any, ...]] = []
    monkeypatch.setitem(WORK, KIND, lambda _job, *args: done.append(args))
    return done


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def do(job: Job) -> Job:
    """Have a worker do the job; what it raises is told to the job, as in a worker of its own."""
    queue.run.apply(args=(job.pk,))
    return again(job)


# --- with its cause -------------------------------------------------------------------------------


def test_a_job_is_a_waiting_row_with_what_it_needs(job: Job, clerk: Person) -> None:
    assert (job.state, job.args, job.attempts, job.by) == (State.WAITING, ["a", 1], 0, None)
    assert put_off(KIND, by=clerk).by == clerk


def test_an_act_that_fails_takes_its_job_along(draft: Draft) -> None:
    with transaction.atomic():
        paper.issue(draft(), by=None)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not PrintedDocument.objects.exists()


def test_one_key_is_one_job(db: None) -> None:
    put_off(KIND, by=None, key="document.print:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        put_off(KIND, by=None, key="document.print:1")


@pytest.fixture
def listening() -> Iterator[psycopg.Connection[Any]]:
    """Someone who hears the notices of the jobs, as the relay does."""
    where = connection.settings_dict
    with psycopg.connect(
        dbname=where["NAME"],
        user=where["USER"],
        password=where["PASSWORD"],
        host=where["HOST"],
        port=str(where["PORT"] or ""),
        autocommit=True,
    ) as line:
        line.execute(f"listen {CHANNEL}")
        yield line


@pytest.mark.django_db(transaction=True)
def test_the_relay_hears_of_a_job_when_its_cause_is_kept_and_never_before(
    listening: "psycopg.Connection[Any]",
) -> None:
    with transaction.atomic():
        put_off(KIND, by=None)
        transaction.set_rollback(True)
    with transaction.atomic():
        put_off(KIND, by=None)
        assert list(listening.notifies(timeout=0)) == []
    assert len(list(listening.notifies(timeout=5, stop_after=1))) == 1
    assert list(listening.notifies(timeout=0)) == []


# --- done once ------------------------------------------------------------------------------------


def test_a_job_that_was_done_says_when_and_is_not_done_again(job: Job, worked: list[tuple[Any, ...]]) -> None:
    first = do(job)
    assert (first.state, first.attempts, first.step) == (State.DONE, 1, 1)
    assert first.finished_at is not None
    do(job)
    assert worked == [("a", 1)]
    assert again(job).attempts == 1


def test_a_number_of_no_job_is_nothing_to_do(db: None) -> None:
    queue.run.apply(args=(2_000_000_000,))


def test_a_printed_paper_is_one_file_however_often_its_job_is_sent(
    draft: Draft, drawer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = paper.issue(draft(), by=None)
    assert document.job is not None
    do(document.job)
    document.refresh_from_db()
    file = drawer / f"{document.code}.pdf"
    kept = file.read_bytes(), file.stat().st_mtime_ns, document.file_sha256
    assert document.is_ready
    assert document.pages == printing.pages(kept[0])
    monkeypatch.setattr(printing, "ink", lambda *_args, **_kwargs: pytest.fail("it was laid out again"))
    do(document.job)
    press.print_document(document.job, document.pk)
    document.refresh_from_db()
    assert (file.read_bytes(), file.stat().st_mtime_ns, document.file_sha256) == kept
    assert [path.name for path in drawer.iterdir()] == [file.name]


def test_a_paper_that_is_a_bomb_says_why_on_its_job_and_is_not_sent_again(
    draft: Draft, drawer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coquang.laying_out.Bounds", lambda: Bounds(memory=0))
    document = paper.issue(draft(), by=None)
    assert document.job is not None
    failed = do(document.job)
    assert (failed.state, failed.attempts) == (State.FAILED, 1)
    assert failed.reason.startswith("Văn bản này quá lớn")
    assert not Job.objects.to_send().filter(pk=failed.pk).exists()
    document.refresh_from_db()
    assert not document.is_ready and not drawer.exists()


def test_a_file_that_a_broken_run_left_behind_is_replaced(draft: Draft, drawer: Path) -> None:
    document = paper.issue(draft(), by=None)
    drawer.mkdir()
    (drawer / f"{document.code}.pdf").write_bytes(b"%PDF-half")
    press.print_document(document.job, document.pk)
    document.refresh_from_db()
    assert [path.name for path in drawer.iterdir()] == [document.file.name] == [f"{document.code}.pdf"]
    assert Path(document.file.path).read_bytes() != b"%PDF-half"


def test_the_same_facts_in_another_run_are_the_same_file(draft: Draft, drawer: Path) -> None:
    document = paper.issue(draft(), by=None)
    assert press.lay_out(document) == press.lay_out(PrintedDocument.objects.get(pk=document.pk))


def test_work_is_written_down_as_its_owners_and_as_done_by_a_job(
    full_quarter: Sheet, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORK, KIND, lambda _job: Figure.objects.filter(indicator__code="HO").update(value=20))
    do(put_off(KIND, by=clerk))
    line = FigureChange.objects.get(new_value=20)
    assert (line.person, line.source) == (clerk, "job")


# --- in whose hands -------------------------------------------------------------------------------


def test_a_job_in_other_hands_is_left_to_them(job: Job, worked: list[tuple[Any, ...]]) -> None:
    held = queue.claim(job.pk)
    assert held is not None
    assert (held.state, held.attempts) == (State.RUNNING, 1)
    assert queue.claim(job.pk) is None
    assert do(job).state == State.RUNNING
    assert worked == []


def test_a_job_whose_worker_is_gone_is_taken_up_after_its_lease(job: Job, worked: list[tuple[Any, ...]]) -> None:
    queue.claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert (do(job).state, job.attempts) == (State.DONE, 2)
    assert worked == [("a", 1)]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_the_same_moment_one_gets_the_job(job: Job) -> None:
    line = Barrier(2, timeout=20)

    def reach(_worker: int) -> Job | None:
        try:
            line.wait()
            return queue.claim(job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sorted(held is not None for held in workers.map(reach, (1, 2))) == [False, True]
    assert again(job).attempts == 1


@pytest.mark.parametrize(
    ("state", "times", "is_sent"),
    [
        (State.WAITING, {}, True),
        (State.SENT, {"sent_at": Job.SEND_AGAIN_AFTER + timedelta(seconds=5)}, True),
        (State.SENT, {"sent_at": Job.SEND_AGAIN_AFTER - timedelta(seconds=30)}, False),
        (State.RUNNING, {"lease_until": timedelta(seconds=5)}, True),
        (State.RUNNING, {"lease_until": -timedelta(seconds=60)}, False),
        (State.DONE, {"finished_at": timedelta(days=9)}, False),
        (State.FAILED, {"finished_at": timedelta(days=9)}, False),
    ],
    ids=["waiting", "sent long ago", "sent just now", "worker lost", "worker at it", "done", "failed"],
)
def test_what_waits_and_what_was_lost_on_the_way_is_sent(
    job: Job, state: str, times: dict[str, timedelta], is_sent: bool
) -> None:
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(state=state, **{name: now - ago for name, ago in times.items()})
    assert Job.objects.to_send().filter(pk=job.pk).exists() == is_sent


# --- what cannot be done --------------------------------------------------------------------------


def test_work_that_breaks_off_waits_again_and_after_the_third_time_says_so(
    job: Job, ward: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(_job: Job, *_args: object) -> None:
        Unit.objects.filter(pk=ward.pk).update(name_search="half done")
        raise MemoryError

    monkeypatch.setitem(WORK, KIND, break_off)
    for attempt in (1, 2):
        assert (do(job).state, job.attempts, job.lease_until) == (State.WAITING, attempt, None)
    assert (do(job).state, job.attempts) == (State.FAILED, 3)
    assert str(job.pk) in job.reason
    assert "ba lần" in job.reason
    assert job.finished_at is not None
    ward.refresh_from_db()
    assert ward.name_search != "half done"
    assert not Job.objects.to_send().exists()


def test_a_job_that_killed_three_workers_is_not_given_to_a_fourth(job: Job, worked: list[tuple[Any, ...]]) -> None:
    lost = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=Job.ATTEMPTS_AT_MOST, lease_until=lost)
    assert do(job).state == State.FAILED
    assert "ba lần" in job.reason
    assert worked == []


def test_work_that_can_never_be_done_fails_at_once_with_its_reason(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_job: Job, *_args: object) -> None:
        raise CannotBeDone("Không in được.")

    monkeypatch.setitem(WORK, KIND, refuse)
    assert (do(job).state, job.attempts, job.reason) == (State.FAILED, 1, "Không in được.")


def test_a_paper_with_a_sign_no_face_has_fails_with_the_sign_and_its_place(draft: Draft, drawer: Path) -> None:
    document = paper.issue(draft(summary="Đạt 31/35 chỉ tiêu 中"), by=None)
    assert document.job is not None
    failed = do(document.job)
    assert (failed.state, failed.attempts) == (State.FAILED, 1)
    assert "U+4E2D" in failed.reason
    assert "31/35 chỉ tiêu" in failed.reason
    document.refresh_from_db()
    assert not document.is_ready
    assert not drawer.exists()


# --- the broker -----------------------------------------------------------------------------------


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers that were handed to a broker which takes everything."""
    numbers: list[int] = []
    broker = SimpleNamespace(apply_async=lambda args, **_options: numbers.append(args[0]))
    monkeypatch.setattr(relay, "run", broker)
    return numbers


@pytest.fixture
def no_broker(tmp_path: Path) -> Iterator[None]:
    """A queue whose broker's socket is not there."""
    dead = Celery("dead", broker=f"redis+socket://{tmp_path}/none.sock", set_as_current=False)
    at_once = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
    dead.conf.update(task_publish_retry=False, broker_transport_options=at_once)
    dead.set_current()
    yield
    app.set_current()


def test_each_waiting_job_is_handed_over_once(db: None, published: list[int]) -> None:
    jobs = [put_off(KIND, by=None) for _n in range(3)]
    assert relay.send_waiting() == 3
    assert relay.send_waiting() == 0
    assert published == [job.pk for job in jobs]
    assert {again(job).state for job in jobs} == {State.SENT}


def test_a_job_is_marked_sent_before_a_worker_can_see_it(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    broker = SimpleNamespace(apply_async=lambda _args, **_options: seen.append(again(job).state))
    monkeypatch.setattr(relay, "run", broker)
    relay.send_waiting()
    assert seen == [State.SENT]


@pytest.mark.usefixtures("no_broker")
def test_without_a_broker_jobs_stay_waiting(job: Job) -> None:
    with pytest.raises((BrokerAway, OSError)):
        relay.send_waiting()
    assert again(job).state == State.WAITING


def test_a_broker_that_goes_away_half_way_keeps_only_what_it_took(
    db: None, published: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [put_off(KIND, by=None) for _n in range(3)]

    def take_one(args: tuple[int], **_options: object) -> None:
        if published:
            raise BrokerAway
        published.append(args[0])

    monkeypatch.setattr(relay, "run", SimpleNamespace(apply_async=take_one))
    with pytest.raises(BrokerAway):
        relay.send_waiting()
    assert [again(job).state for job in jobs] == [State.SENT, State.WAITING, State.WAITING]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_broker")
def test_the_relay_outlives_the_broker_and_pauses_before_it_looks_again(job: Job) -> None:
    waits: list[float] = []

    def is_over(seconds: float) -> bool:
        waits.append(seconds)
        return len(waits) > 4

    relay.relay(is_over)
    assert waits == [0.0, 0, relay.PAUSE_WHEN_AWAY, 0, relay.PAUSE_WHEN_AWAY]
    assert again(job).state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_the_relay_hands_over_what_waited_while_it_was_away(job: Job, published: list[int]) -> None:
    put_off(KIND, by=None)
    answers = iter([False, False, True, True])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relay, "SWEEP_EVERY", 0.01)
        relay.relay(lambda _seconds: next(answers))
    assert len(published) == 2
