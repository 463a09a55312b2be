"""Handing over a right for a while (ủy quyền): whose, to whom, from which day to which, and why."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models.appointments import Appointment
from programmes.models.people import Person


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, on: date) -> Self:
        """Begun, not over and not taken back; that the appointment itself holds is asked of the appointment."""
        return self.filter(valid_from__lte=on, valid_to__gt=on, revoked_at__isnull=True)

    def of(self, person: Person) -> Self:
        """Those a person made and those made to them."""
        return self.filter(Q(appointment__person=person) | Q(to=person))


class Delegation(models.Model):
    """While it is in force `to` holds the right of the appointment beside its holder, and every act says so."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    serving_rights = "keep"
    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["to", "valid_to"], name="delegations_to_a_person")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="a_delegation_lasts_at_least_a_day"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_delegation_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} → {self.to_id}"

    def is_in_force(self, on: date) -> bool:
        return self.revoked_at is None and self.valid_from <= on < self.valid_to

    def is_to_come(self, on: date) -> bool:
        return self.revoked_at is None and on < self.valid_from
