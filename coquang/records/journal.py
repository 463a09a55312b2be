"""One call a deed: the journal is written in the same transaction as what it tells of."""

from typing import TYPE_CHECKING, Any

from django.db.models import Model

from coquang.records.models import JournalEntry

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def record(thing: Model, act: str, *, by: "AbstractBaseUser | None", capacity: str = "", **facts: Any) -> JournalEntry:
    """Keep that `by`, acting as `capacity`, did `act` ("sheet.submitted") to the thing."""
    return JournalEntry.objects.create(
        act=act,
        thing_kind=thing._meta.label_lower,
        thing_id=thing.pk,
        by=by,  # type: ignore[misc]
        capacity=capacity,
        facts=facts,
    )
