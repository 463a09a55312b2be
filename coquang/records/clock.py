"""The clock: Celery's beat, whose entries become job rows instead of messages.

A row's key names the hour it was due in, so a clock that doubles, stalls or is started again begins nothing twice.
The relay ticks it; `celery -A coquang beat` runs the same one alone.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from celery import Celery
from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from coquang.records.jobs import put_off
from coquang.records.models import Job

HEARTBEAT = "clock"  # in var/, touched at each tick: whoever watches sees a stalled clock by its age


class Clock(Scheduler):
    """Beat with nothing to keep and nobody to speak to: neither a schedule file nor a broker."""

    producer = None

    def __init__(self, app: Celery, **facts: Any) -> None:
        super().__init__(app, **facts)  # type: ignore[no-untyped-call]

    def setup_schedule(self) -> None:
        self.merge_inplace(self.app.conf.beat_schedule)  # type: ignore[no-untyped-call]

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: Any = True, **_options: Any) -> None:
        strike(entry.task, timezone.localtime())

    def tick(self, *args: Any, **kwargs: Any) -> float:
        Path(settings.VAR_DIR, HEARTBEAT).touch()
        seconds: float = super().tick(*args, **kwargs)  # type: ignore[no-untyped-call]
        return seconds


def strike(kind: str, moment: datetime) -> Job | None:
    """Put off the work of this hour; None when it was put off before."""
    try:
        with transaction.atomic():
            return put_off(kind, by=None, key=f"{kind}:{moment:%Y-%m-%dT%H}")
    except IntegrityError:
        return None
