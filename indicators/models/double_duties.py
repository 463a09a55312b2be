"""Two steps of one person (kiêm nhiệm): allowed for one unit and year, for a reason, by who administers the unit."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models import Person, Unit


class DoubleDutyQuerySet(models.QuerySet["DoubleDuty"]):
    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of(self, unit_id: int, year: int) -> Self:
        return self.filter(unit=unit_id, year=year)


class DoubleDuty(models.Model):
    """While it is in force one person may do two neighbouring steps with a sheet of the unit and year.

    Whoever sent a sheet never approves it, whatever is allowed: at least two people stand behind every figure.
    """

    class Steps(models.TextChoices):
        VET = "vet", _("whoever sent a sheet may vet it")
        APPROVE = "approve", _("whoever vetted a sheet may approve it")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="double_duties")
    year = models.PositiveSmallIntegerField(_("year"))
    steps = models.CharField(_("steps"), max_length=10, choices=Steps)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    serving_rights = "keep"
    objects = DoubleDutyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "steps"],
                condition=Q(ended_at__isnull=True),
                name="two_steps_are_allowed_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="two_steps_are_allowed_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.steps}"
