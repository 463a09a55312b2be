"""Opening an approved sheet again as its next revision: to correct it, or for the official figures after provisional.

What was approved is kept as it was, figure by figure, and stands on boards and papers until the next revision is
approved in its turn.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions.extensions import refuse_end
from indicators.models import Reopening, Sheet
from indicators.openness import entry_ends, refuse_closed
from indicators.permissions import may_reopen, may_submit, reopening_as
from programmes.models import Person
from programmes.permissions import Role, capacity

State = Sheet.State

KEEP = """
insert into indicators_figurerevision
    (figure_id, revision, value, denominator, typed, is_provisional, reason, reported_on, revised_at, revised_by_id)
select f.id, f.revision, f.value, f.denominator, f.typed, f.is_provisional, %s, %s, %s, %s
  from indicators_figure f where f.sheet_id = %s and f.value is not null
"""

CLEARED = {
    "route": None,
    "one_hand": False,
    "submitted_at": None,
    "submitted_by": None,
    "vetted_at": None,
    "vetted_by": None,
    "approved_at": None,
    "approved_by": None,
    "returned_at": None,
    "returned_by": None,
    "return_reason": "",
}


@transaction.atomic
def reopen(sheet: Sheet, *, until: date, reason: str, by: Person) -> Sheet:
    """Give an approved sheet back to its unit for correction, to the end of a day, closed by time or not."""
    sheet = _locked(sheet)
    if not may_reopen(by, sheet):
        raise PermissionDenied
    if sheet.state != State.APPROVED:
        raise Refused(_("Only an approved sheet is reopened; one that is under way is returned."))
    refuse_end(until)
    if not reason.strip():
        raise Refused(_("Say in one sentence why the sheet is opened again."))
    held = reopening_as(by, sheet)
    _open_next(sheet, Reopening(until=until, reason=reason), by=by)
    record(sheet, "sheet.reopened", by=by, capacity=held, revision=sheet.revision, until=str(until), reason=reason)
    return sheet


@transaction.atomic
def enter_official(sheet: Sheet, *, by: Person) -> Sheet:
    """Open a sheet approved as provisional for its official figures: once, by those who enter, after the cut-off.

    The official figures are owed by the same deadline and are late on their own account.
    """
    sheet = _locked(sheet)
    if not may_submit(by, sheet):
        raise PermissionDenied
    if sheet.state != State.APPROVED or not sheet.is_provisional:
        raise Refused(_("Official figures follow a sheet that was approved as provisional."))
    if sheet.reopenings.filter(is_official=True).exists():
        raise Refused(_("This sheet was opened for its official figures before; ask the superior to reopen it."))
    openness = entry_ends(sheet)
    if openness.is_before_cut_off and openness.times.cut_off:
        day = dates.short(openness.times.cut_off)
        raise Refused(_("Data are cut off at the end of %s; official figures can be entered after that.") % day)
    openness = refuse_closed(sheet)
    until = openness.times.extended_until if openness.is_extended else None
    sheet.first_submitted_at = sheet.was_due_at = None
    _open_next(
        sheet, Reopening(is_official=True, until=until, reason=_("Official figures after provisional ones.")), by=by
    )
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(sheet, "sheet.opened_for_official", by=by, capacity=held, revision=sheet.revision)
    return sheet


def _open_next(sheet: Sheet, reopening: Reopening, *, by: Person) -> None:
    """Keep what was approved as a revision, and open the next."""
    now = dates.now()
    reported_on = timezone.localtime(sheet.submitted_at).date() if sheet.submitted_at else None
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [reopening.reason, reported_on, now, by.pk, sheet.pk])
    sheet.parts.all().delete()
    sheet.revision += 1
    sheet.state, sheet.is_provisional = State.DRAFT, False
    for name, value in CLEARED.items():
        setattr(sheet, name, value)
    fields = ["state", "revision", "is_provisional", "first_submitted_at", "was_due_at", *CLEARED]
    sheet.save(update_fields=fields)
    # Each by its own count: one that was corrected meanwhile is ahead of the others.
    sheet.figures.update(revision=F("revision") + 1)
    reopening.sheet, reopening.revision = sheet, sheet.revision
    reopening.reopened_at, reopening.reopened_by = now, by
    reopening.save()


def _locked(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)
