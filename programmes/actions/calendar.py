"""Days on which offices are closed. Deadlines reckoned before a change stay as they were told."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.people import administering
from programmes.models import NonWorkingDay, Person
from programmes.permissions import may_keep_calendar


@transaction.atomic
def close_offices(first: date, last: date, reason: str, *, by: Person) -> list[NonWorkingDay]:
    """Have every day from the first to the last off. Days that are off already keep their reason."""
    if not may_keep_calendar(by):
        raise PermissionDenied
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    added = []
    for day in days:
        closed, is_new = NonWorkingDay.objects.get_or_create(day=day, defaults={"reason": reason})
        if is_new:
            record(closed, "day_off.added", by=by, capacity=administering(by), day=str(day), reason=reason)
            added.append(closed)
    if not added:
        raise Refused(_("These days are off already."))
    return added


@transaction.atomic
def open_offices(closed: NonWorkingDay, *, by: Person) -> None:
    """Make the day a working day again."""
    if not may_keep_calendar(by):
        raise PermissionDenied
    closed = NonWorkingDay.objects.select_for_update().get(pk=closed.pk)
    facts = {"day": str(closed.day), "reason": closed.reason}
    record(closed, "day_off.removed", by=by, capacity=administering(by), **facts)
    closed.delete()
