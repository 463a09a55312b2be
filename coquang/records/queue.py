"""The worker's side: claim a job's row, do the work, say how it ended."""

import logging
from time import monotonic
from typing import Any

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang.middleware import act_as
from coquang.records import press  # noqa: F401 - registers its work
from coquang.records.jobs import IN_STEPS, WORK, CannotBeDone
from coquang.records.models import Job

log = logging.getLogger("coquang.jobs")

# Seconds of steps in one turn: well within the worker's time limit (coquang.celery).
STRETCH = 20.0


class Running(Task):
    """A job that broke off unforeseen waits for another attempt; at the last one it says so."""

    def on_failure(self, exc: Exception, task_id: str, args: list[int], kwargs: dict[str, Any], einfo: Any) -> None:
        job = Job.objects.get(pk=args[0])
        log.error("job %s broke off: %s", job.pk, exc)
        if job.attempts < Job.ATTEMPTS_AT_MOST:
            job.state, job.lease_until = Job.State.WAITING, None
            job.save(update_fields=["state", "lease_until"])
        else:
            _fail(
                job,
                _("It broke off three times. Tell the administrator: job %(number)s.") % {"number": job.pk},
            )


@shared_task(base=Running, name="coquang.run")
def run(job_id: int) -> None:
    """Do one job. A job already done, gone, or in another worker's hands is left alone."""
    job = claim(job_id)
    if job is None:
        return
    try:
        if job.kind in IN_STEPS:
            if not walk(job):
                return
        else:
            with transaction.atomic():
                act_as(job.by_id, source="job")
                WORK[job.kind](job, *job.args)
    except CannotBeDone as reason:
        _fail(job, str(reason))
    else:
        job.state, job.step, job.finished_at = Job.State.DONE, job.steps, timezone.now()
        job.save(update_fields=["state", "step", "finished_at"])


def walk(job: Job) -> bool:
    """Take steps for a stretch of time; False when the job goes on in another turn, so that no lease runs out.

    A step that was done forgives earlier failures: a job is given up when one step fails three times.
    """
    until = monotonic() + STRETCH
    while job.step < job.steps:
        done = WORK[job.kind](job, *job.args)
        job.step, job.attempts, job.lease_until = done or job.step + 1, 0, timezone.now() + Job.LEASE
        job.save(update_fields=["step", "attempts", "lease_until"])
        if job.step < job.steps and monotonic() > until:
            job.state, job.lease_until = Job.State.WAITING, None
            job.save(update_fields=["state", "lease_until"])
            return False
    return True


@transaction.atomic
def claim(job_id: int) -> Job | None:
    """Take the job for the length of a lease; None when there is nothing (more) to do."""
    now = timezone.now()
    job = Job.objects.select_for_update(skip_locked=True).unfinished().filter(pk=job_id).first()
    if job is None or (job.state == Job.State.RUNNING and job.lease_until and job.lease_until > now):
        return None
    if job.attempts >= Job.ATTEMPTS_AT_MOST:
        _fail(job, _("It broke off three times. Tell the administrator: job %(number)s.") % {"number": job.pk})
        return None
    job.state, job.attempts = Job.State.RUNNING, job.attempts + 1
    job.started_at, job.lease_until = now, now + Job.LEASE
    job.save(update_fields=["state", "attempts", "started_at", "lease_until"])
    return job


def _fail(job: Job, reason: str) -> None:
    job.state, job.reason, job.finished_at = Job.State.FAILED, reason[:1000], timezone.now()
    job.save(update_fields=["state", "reason", "finished_at"])
