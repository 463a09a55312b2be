"""The relay: the one process that speaks to the broker. No request ever waits for it.

It listens for the notice that put_off() leaves at commit, and looks through the table every few seconds for what
was lost on the way: a notice, a message, a worker.
"""

import logging
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import OperationalError, close_old_connections, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from coquang.records.clock import Clock
from coquang.records.jobs import CHANNEL
from coquang.records.models import Job
from coquang.records.queue import run

log = logging.getLogger("coquang.relay")

SWEEP_EVERY = 2.0
PAUSE_WHEN_AWAY = 1.0
AT_ONCE = 100


def relay(is_over: Callable[[float], bool], clock: Clock | None = None) -> None:
    """Hand jobs over until is_over(seconds), which waits that long at most, answers True; a clock ticks with it."""
    pause = 0.0
    while not is_over(pause):
        try:
            with _line() as line:
                line.execute(f"listen {CHANNEL}")
                while not is_over(0):
                    if clock is not None:
                        clock.tick()
                    send_waiting()
                    for _notice in line.notifies(timeout=SWEEP_EVERY, stop_after=1):
                        pass
        except (psycopg.OperationalError, OperationalError) as away:
            log.warning("the database is away: %s", away)
        except (BrokerAway, OSError) as away:
            log.warning("the broker is away: %s", away)
        close_old_connections()
        pause = PAUSE_WHEN_AWAY


def send_waiting() -> int:
    """Publish every job that waits, and again every one that was lost; how many there were.

    A job is marked sent before it is published: a worker may take it at once, and finds the row free.
    """
    sent = 0
    while jobs := _mark_sent():
        for place, job_id in enumerate(jobs):
            try:
                run.apply_async((job_id,), retry=False)
            except (BrokerAway, OSError):
                Job.objects.filter(pk__in=jobs[place:], state=Job.State.SENT).update(state=Job.State.WAITING)
                raise
        sent += len(jobs)
    return sent


@transaction.atomic
def _mark_sent() -> list[int]:
    jobs = Job.objects.to_send().select_for_update(skip_locked=True).order_by("pk")
    ids = list(jobs.values_list("pk", flat=True)[:AT_ONCE])
    Job.objects.filter(pk__in=ids).update(state=Job.State.SENT, sent_at=timezone.now())
    return ids


def _line() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of the relay's own: listening needs one that is never pooled nor in a transaction."""
    where = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=str(where["NAME"]),
        user=str(where["USER"]),
        password=str(where["PASSWORD"]),
        host=str(where["HOST"]),
        port=str(where["PORT"] or ""),
        connect_timeout=3,
        application_name="coquang relay",
        autocommit=True,
    )
