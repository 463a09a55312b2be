"""Alarms: what runs beside the web processes and may stand still unseen. Each is one cheap question.

Whoever administers anything reads them in words; `/healthz/well` tells them to whatever watches the server.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coquang import dates
from coquang.records.clock import HEARTBEAT
from coquang.records.models import Job

CLOCK_SILENT_AFTER = 120.0  # seconds; it ticks every two
WORKER_SILENT_AFTER = timedelta(minutes=3)

Look = Callable[[], str]


@dataclass(frozen=True)
class Watched:
    """One thing that is watched: its key for machines, its name for people, and what is the matter, if anything."""

    key: str
    name: "str | Promise"
    look: Look

    @property
    def said(self) -> str:
        return self.look()


def _clock() -> str:
    try:
        age = time.time() - Path(settings.VAR_DIR, HEARTBEAT).stat().st_mtime
    except FileNotFoundError:
        age = None
    if age is not None and age <= CLOCK_SILENT_AFTER:
        return ""
    return _("The clock stands still: reminders, closing of quarters and printing do not begin. Start the relay again.")


def _worker() -> str:
    """Work waits, and none was taken up for a while: a long queue alone is no alarm."""
    limit = timezone.now() - WORKER_SILENT_AFTER
    waiting = Job.objects.unfinished().filter(created_at__lt=limit)
    if not waiting.exists() or Job.objects.filter(started_at__gt=limit).exists():
        return ""
    since = Job.objects.aggregate(last=Max("started_at"))["last"]
    if since is None:
        return _("%(n)d jobs wait and the worker has not begun any. Start the worker again.") % {"n": waiting.count()}
    here = timezone.localtime(since)
    told = {"n": waiting.count(), "time": f"{dates.clock(here)} {dates.short(here.date())}"}
    return _("%(n)d jobs wait; the worker began the last one at %(time)s. Start the worker again.") % told


WATCHED: list[Watched] = [
    Watched("clock", gettext_lazy("The clock"), _clock),
    Watched("worker", gettext_lazy("The worker"), _worker),
]


def watch(key: str, name: "str | Promise", look: Look) -> None:
    """Register what else is to be watched, once; `look` says what is the matter, or nothing."""
    if key not in {each.key for each in WATCHED}:
        WATCHED.append(Watched(key, name, look))


def raised() -> list[str]:
    """What is the matter now, in sentences."""
    return [said for each in WATCHED if (said := each.said)]
