"""The queue: what a worker runs, how it may lose nothing, and what the clock begins by itself.

PostgreSQL holds the truth about every job (coquang.records.Job); the broker only carries ids.
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_process_init
from django.conf import settings

from coquang import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coquang.settings")

app = Celery("coquang")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_connection_retry_on_startup=True,
    broker_pool_limit=1,
    broker_transport_options={
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 2,
        "max_retries": 1,
    },
    task_publish_retry=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_time_limit=90,
    task_soft_time_limit=85,
    worker_prefetch_multiplier=1,
    worker_max_memory_per_child=400_000,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    timezone=settings.TIME_ZONE,
    beat_scheduler="coquang.records.clock:Clock",
    # An entry's “task” is a kind of job: the clock writes its row, once an hour at most (coquang.records.clock).
    # What must happen once a day asks for itself whether it has: the later hours catch up with a missed one.
    beat_schedule={
        "the day's reminders": {"task": "reminders.write", "schedule": crontab(minute="30", hour="7-16")},
        "the reports of a closed quarter": {"task": "reports.write", "schedule": crontab(minute="20", hour="5-8")},
        "the night's comparison of sums": {
            "task": "roll_ups.compare_all",
            "schedule": crontab(minute="15", hour="1-4"),
        },
    },
)
app.autodiscover_tasks(["coquang.records"], related_name="queue")
app.autodiscover_tasks(["programmes", "indicators"], related_name="clock")


@worker_init.connect
def hold_servers(**_kwargs: object) -> None:
    """The worker keeps the demonstration's own servers alive like every other user of them."""
    if settings.EMBEDDED:
        embedded.hold(settings.VAR_DIR)


@worker_process_init.connect
def warm_the_press(**_kwargs: object) -> None:
    """Fonts and style sheets are read once a process, before the first paper is asked for."""
    from coquang import laying_out  # WeasyPrint, which those that only send jobs need not load

    laying_out.warm_up()
