"""One call a deed: the journal is written in the same transaction as what it tells of."""

import json
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# By hand, because nearly every deed writes one: composing it in the ORM took longer than writing it.
ENTRY = """
insert into records_journalentry (at, act, thing_kind, thing_id, by_id, capacity, facts)
values (%s, %s, %s, %s, %s, %s, %s)
"""


def record(thing: Model, act: str, *, by: "AbstractBaseUser | None", capacity: str = "", **facts: Any) -> None:
    """Keep that `by`, acting as `capacity`, did `act` ("sheet.submitted") to the thing."""
    who, kind = by.pk if by else None, thing._meta.label_lower
    with connection.cursor() as cursor:
        cursor.execute(ENTRY, [timezone.now(), act, kind, thing.pk, who, capacity, json.dumps(facts)])
