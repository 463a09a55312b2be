"""Putting work off: a row in the same transaction as its cause, and a word to the relay when it commits."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import connection

from coquang.records.models import Job

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

CHANNEL = "coquang_jobs"

Work = Callable[..., int | None]
WORK: dict[str, Work] = {}
IN_STEPS: set[str] = set()


class CannotBeDone(Exception):
    """The work will never succeed as it stands; the message is the reason its owner reads."""


def work(kind: str) -> Callable[[Work], Work]:
    """Register the function behind a kind of job. It takes the job and its args, and may be run twice."""

    def register(function: Work) -> Work:
        WORK[kind] = function
        return function

    return register


def work_in_steps(kind: str) -> Callable[[Work], Work]:
    """Register work that is done step by step: called with job.step until the job has no more steps.

    A step makes transactions of its own and may be run twice; what earlier steps made stays, whatever comes after.
    It may say how many steps are done now, when it found that some of those to come are done already.
    """
    IN_STEPS.add(kind)
    return work(kind)


def put_off(kind: str, *args: int | str, by: "AbstractBaseUser | None", key: str | None = None, steps: int = 1) -> Job:
    """Have work done after this transaction. PostgreSQL delivers the notice at commit, or never."""
    job = Job.objects.create(kind=kind, args=list(args), by=by, key=key, steps=steps)  # type: ignore[misc]
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])
    return job
