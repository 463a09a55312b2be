"""A leader says that they have looked through what changed."""

from datetime import datetime

from django.db import transaction

from indicators.models import Visit
from programmes.models import Person


@transaction.atomic
def mark_seen(*, by: Person, to: datetime) -> Visit:
    """What changed up to that moment is not told again. It never goes back, and it is nobody's act but one's own."""
    visit, is_new = Visit.objects.select_for_update().get_or_create(person=by, defaults={"seen_to": to})
    if not is_new and visit.seen_to < to:
        visit.seen_to = to
        visit.save(update_fields=["seen_to"])
    return visit
