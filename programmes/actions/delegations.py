"""Handing over one's own right for a while, and taking it back. Only the office-holder does either."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Appointment, Delegation, Person
from programmes.permissions import colleagues_of, may_delegate

# A right handed over for longer than this is an appointment, which an administrator makes.
DAYS_AT_MOST = 366


@transaction.atomic
def hand_over(
    appointment: Appointment, *, to: Person, valid_from: date, valid_to: date, reason: str, by: Person
) -> Delegation:
    """Let somebody of the same unit use the right from a day until the day it ends, for a reason."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",)).select_related("body", "unit").get(pk=appointment.pk)
    )
    if not may_delegate(by, appointment):
        raise PermissionDenied
    if not colleagues_of(by, appointment).filter(pk=to.pk).exists():
        raise PermissionDenied
    if valid_from < dates.today():
        raise Refused(_("A right is handed over from today on, not for days that are past."))
    if valid_to <= valid_from:
        raise Refused(_("The right would come back before it was handed over."))
    if (valid_to - valid_from).days > DAYS_AT_MOST:
        raise Refused(_("A right is handed over for a year at most; for longer somebody is appointed."))
    if _meets_another(appointment, valid_from, valid_to):
        raise Refused(_("This right is handed over already in some of these days; take that back first."))
    if not reason:
        raise Refused(_("Say in one sentence why the right is handed over."))
    made = Delegation.objects.create(
        appointment=appointment, to=to, valid_from=valid_from, valid_to=valid_to, reason=reason
    )
    facts = {"to": to.pk, "from": str(valid_from), "until": str(valid_to), "reason": reason}
    record(made, "right.handed_over", by=by, capacity=appointment.words, **facts)
    return made


@transaction.atomic
def take_back(delegation: Delegation, *, by: Person) -> Delegation:
    """From now on only the office-holder has the right again; what was done meanwhile stands."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("appointment__body", "appointment__unit")
        .get(pk=delegation.pk)
    )
    if delegation.appointment.person_id != by.pk:
        raise PermissionDenied
    if delegation.revoked_at is not None or delegation.valid_to <= dates.today():
        raise Refused(_("This right has come back already."))
    delegation.revoked_at = timezone.now()
    delegation.save(update_fields=["revoked_at"])
    record(delegation, "right.taken_back", by=by, capacity=delegation.appointment.words)
    return delegation


def _meets_another(appointment: Appointment, first: date, last: date) -> bool:
    others = Delegation.objects.filter(appointment=appointment, revoked_at__isnull=True)
    return others.filter(valid_from__lt=last, valid_to__gt=first).exists()
