"""Days on which offices are closed, beside Saturdays and Sundays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from coquang import limits


class NonWorkingDay(models.Model):
    day = models.DateField(_("day"), unique=True)
    reason = models.CharField(_("reason"), max_length=limits.NAME)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
