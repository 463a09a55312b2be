"""Inviting a person to sign in, and their coming in by the link. The token is never written anywhere."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.people import administering
from programmes.models import Invitation, Person
from programmes.permissions import may_keep_account


@transaction.atomic
def invite(person: Person, *, by: Person) -> tuple[Invitation, str]:
    """A new invitation and its token, to be shown once; those still open are withdrawn."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not may_keep_account(by, person):
        raise PermissionDenied
    if not person.is_active:
        raise Refused(_("This account is closed. Open it first, then invite."))
    person.invitations.open().update(withdrawn_at=timezone.now())
    invitation, token = Invitation.issue(person, by=by)
    record(person, "person.invited", by=by, capacity=administering(by), until=invitation.expires_at.isoformat())
    return invitation, token


@transaction.atomic
def join(token: str, password: str) -> Person | None:
    """Use an invitation up and set the password; None when it is no longer, or never was, a way in."""
    invitation = Invitation.objects.select_for_update(of=("self",)).with_token(token).open().first()
    if invitation is None or not invitation.person.is_active:
        return None
    person = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    record(person, "person.joined", by=person)
    return person
