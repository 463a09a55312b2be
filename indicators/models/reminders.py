"""The daily reminder: one letter a person a day, its words kept as they were sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from coquang.records.models import Job
from programmes.models import Person


class ReminderRound(models.Model):
    """That the reminders of a day were written. A day without its round stays without: nothing is sent late."""

    day = models.DateField(_("day"), unique=True)
    letters = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    serving_rights = "keep"

    def __str__(self) -> str:
        return str(self.day)


class Reminder(models.Model):
    """What one person is reminded of on one day. Its turns are the jobs made for it: a failed one is tried again."""

    TURNS_AT_MOST = 4

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField(_("day"))
    subject = models.CharField(max_length=limits.NAME)
    body = models.TextField()
    turns = models.PositiveSmallIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    serving_rights = "keep"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_reminder_a_person_and_day"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="a_reminder_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
