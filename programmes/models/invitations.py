"""Inviting a person: a link that works once, for some days, to set their own password."""

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from programmes.models.people import Person

VALID_FOR = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        return self.filter(token_sha256=hashlib.sha256(token.encode()).hexdigest())


class Invitation(models.Model):
    """The token itself is shown once, to whoever invites; only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    serving_rights = "keep"
    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lte=F("expires_at")),
                name="an_invitation_is_used_before_it_expires",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.expires_at}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @classmethod
    def issue(cls, person: Person, *, by: Person) -> tuple["Invitation", str]:
        """A new invitation and its token, which is never seen again."""
        token = secrets.token_urlsafe(24)
        invitation = cls.objects.create(
            person=person,
            token_sha256=hashlib.sha256(token.encode()).hexdigest(),
            made_by=by,
            expires_at=timezone.now() + VALID_FOR,
        )
        return invitation, token
