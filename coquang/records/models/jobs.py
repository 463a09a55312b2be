"""Background work. The row is the truth; the broker only carries its number."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coquang import environment, limits


class JobQuerySet(models.QuerySet["Job"]):
    def to_send(self) -> "JobQuerySet":
        """Waiting ones, and ones the broker or a worker lost: sent long ago, or running past their lease."""
        now = timezone.now()
        return self.filter(
            Q(state=Job.State.WAITING)
            | Q(state=Job.State.SENT, sent_at__lt=now - Job.SEND_AGAIN_AFTER)
            | Q(state=Job.State.RUNNING, lease_until__lt=now)
        )

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=[Job.State.WAITING, Job.State.SENT, Job.State.RUNNING])


class Job(models.Model):
    """One piece of work put off, written in the same transaction as its cause."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("waiting for its turn")
        RUNNING = "running", _("printing")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    # What was lost on the way is sent again within a minute. A lease outlives the worker's own time limit
    # (coquang.celery), which outlives a stretch of steps and the longest a paper may take.
    SEND_AGAIN_AFTER = timedelta(seconds=int(environment.text("JOB_SEND_AGAIN_AFTER", "45")))
    LEASE = timedelta(seconds=int(environment.text("JOB_LEASE", "95")))
    ATTEMPTS_AT_MOST = 3

    kind = models.CharField(max_length=limits.CODE * 3)
    args = models.JSONField(default=list)
    key = models.CharField(max_length=limits.NAME, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=limits.SENTENCE, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "id"], name="unfinished_jobs", condition=~Q(state__in=["done", "failed"]))
        ]
        constraints = [
            models.CheckConstraint(condition=Q(step__lte=F("steps")), name="a_job_makes_no_more_steps_than_it_has"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | (~Q(state__in=["done", "failed"]) & Q(finished_at__isnull=True)),
                name="only_ended_jobs_have_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.args}"

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def percent(self) -> int:
        return 100 * self.step // self.steps
