"""An amendment before it is signed: drafted by who writes, looked at as it would stand, signed by who adopts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import permissions_of_work as may
from programmes.actions.work_programmes import Changes, Paper, State, changed_lines, locked
from programmes.models import AmendmentDraft, Person, WorkProgramme


class _SeenEnough(Exception):
    """Undoes what was done only to be looked at."""


@transaction.atomic
def keep_draft(programme: WorkProgramme, typed: Mapping[str, Sequence[str]], *, by: Person) -> AmendmentDraft:
    """Keep what is proposed as it was typed; a later draft takes its place."""
    programme = locked(programme)
    held = may.drafting_amendments(by, programme)
    if not held:
        raise PermissionDenied
    if programme.state != State.ADOPTED:
        raise Refused(_("A draft is simply changed; only an adopted programme is amended."))
    words = may.words(by, held)
    facts = {"typed": dict(typed), "by": by, "capacity": words, "at": dates.now()}
    draft, _new = AmendmentDraft.objects.update_or_create(programme=programme, defaults=facts)
    record(programme, "programme.amendment_drafted", by=by, capacity=words)
    return draft


def foreseen(
    programme: WorkProgramme, paper: Paper, reason: str, changes: Changes, *, by: Person
) -> list[dict[str, Any]]:
    """The lines an amendment would keep; every rule bites, and nothing of it is done."""
    lines: list[dict[str, Any]] = []
    try:
        with transaction.atomic():
            held = locked(programme)
            if not may.drafting_amendments(by, held):
                raise PermissionDenied
            lines += changed_lines(held, paper, reason, changes, by=by)
            raise _SeenEnough
    except _SeenEnough:
        return lines
