"""The programmes of inspection and supervision: a line planned, held, moved or dropped; unplanned ones apart.

A line counts and points at documents; what a case is about stays out of here by design.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import OversightLine, OversightProgramme, Person
from programmes.permissions_of_oversight import keeping_as

State = OversightLine.State


@transaction.atomic
def keep_programme(programme: OversightProgramme, *, by: Person) -> OversightProgramme:
    """Begin a body's programme of a year, or write its document down."""
    acting = keeping_as(by, programme.body)
    if acting is None:
        raise PermissionDenied
    is_new = programme.pk is None
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as taken:
        raise Refused(_("This body has a programme for that year already; open it from the list.")) from taken
    act = "oversight.begun" if is_new else "oversight.documented"
    record(programme, act, by=by, capacity=acting.words, document=programme.document_number)
    return programme


@transaction.atomic
def keep_line(line: OversightLine, *, by: Person) -> OversightLine:
    """Put a line into the programme, or mend one that is still planned."""
    acting = keeping_as(by, line.programme.body)
    if acting is None:
        raise PermissionDenied
    is_new = line.pk is None
    if not is_new:
        held = OversightLine.objects.select_for_update().get(pk=line.pk)
        if held.state != State.PLANNED:
            raise Refused(_("What was held, moved or dropped does not change; write an unplanned line instead."))
        line.version = held.version + 1
    line.save()
    record(line.programme, "oversight.line_kept", by=by, capacity=acting.words, line=line.pk)
    return line


@transaction.atomic
def settle(
    line: OversightLine,
    state: str,
    *,
    held_on: date | None = None,
    outcome: str = "",
    moved_to: int | None = None,
    reason: str = "",
    by: Person,
) -> OversightLine:
    """Say that a line was held (when, with what outcome), moved to a later quarter or dropped (why)."""
    line = OversightLine.objects.select_for_update(of=("self",)).select_related("programme__body").get(pk=line.pk)
    acting = keeping_as(by, line.programme.body)
    if acting is None:
        raise PermissionDenied
    if line.state in {State.HELD, State.DROPPED}:
        raise Refused(_("This line has been settled already."))
    if state == State.HELD:
        _hold(line, held_on, outcome)
    elif not reason:
        raise Refused(_("Say why the line is moved or dropped."))
    elif state == State.MOVED and (moved_to is None or not line.present_quarter < moved_to <= 4):
        raise Refused(_("A line is moved to a later quarter of the same year."))
    line.state, line.reason = state, reason
    line.moved_to = moved_to if state == State.MOVED else None
    line.version += 1
    line.save()
    facts = {"line": line.pk, "held_on": str(held_on or ""), "moved_to": moved_to, "reason": reason}
    record(line.programme, f"oversight.line_{state}", by=by, capacity=acting.words, **facts)
    return line


def _hold(line: OversightLine, held_on: date | None, outcome: str) -> None:
    if held_on is None or held_on > dates.today():
        raise Refused(_("Say on which day it was held; a day to come is not possible."))
    if held_on.year != line.programme.year:
        raise Refused(_("It was held on a day of the programme's year."))
    line.held_on, line.outcome = held_on, outcome
