"""Reminders: the clock's one letter a person a day, and at most one more that a superior asked for; kept as sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.periods import Period
from coquang.records.models import Job
from programmes.models import Person, Unit


class ReminderRound(models.Model):
    """That the reminders of a day were written. A day without its round stays without: nothing is sent late."""

    day = models.DateField(_("day"), unique=True)
    letters = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    serving_rights = "keep"

    def __str__(self) -> str:
        return str(self.day)


class Urging(models.Model):
    """That a superior had all units below one reminded that had not sent their figures of a period."""

    head = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="urgings")
    period_code = models.CharField(max_length=limits.CODE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY)
    at = models.DateTimeField()
    units = models.PositiveIntegerField(default=0)
    already = models.JSONField(default=list)
    """Who had been reminded that day before, in words: name and unit."""
    unreached = models.JSONField(default=list)
    """The names of units in which nobody who sends is on record."""

    serving_rights = "append"

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.head_id} {self.period_code}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)


class Reminder(models.Model):
    """What one person is reminded of on one day. Its turns are the jobs made for it: a failed one is tried again.

    One that a superior asked for names the urging; without a mail address it stands on the person's own list alone.
    """

    TURNS_AT_MOST = 4

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField(_("day"))
    subject = models.CharField(max_length=limits.NAME)
    body = models.TextField()
    urging = models.ForeignKey(Urging, on_delete=models.PROTECT, null=True, related_name="reminders")
    turns = models.PositiveSmallIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    serving_rights = "keep"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(urging__isnull=True), name="one_reminder_a_person_and_day"
            ),
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(urging__isnull=False), name="one_urging_a_person_and_day"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="a_reminder_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
