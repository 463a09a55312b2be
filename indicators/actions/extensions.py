"""Keeping a quarter open for one unit after it closed."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import Extension, Sheet
from indicators.openness import entry_ends
from indicators.permissions import may_extend
from programmes.models import Person, Unit
from programmes.permissions import Role, capacity

# Nobody keeps a quarter open for longer than the year it is summed up in.
LONGEST_DAYS = 366


@transaction.atomic
def extend(unit: Unit, year: int, quarter: int, *, until: date, reason: str, by: Person) -> Extension:
    """Keep a quarter open for a unit to the end of a day. What was given is never taken back; it ends by itself."""
    sheet = Sheet.objects.select_for_update(of=("self",)).of_quarter(year, quarter).filter(unit=unit).first()
    if not may_extend(by, unit):
        raise PermissionDenied
    if sheet is None:
        raise Refused(_("This unit has no sheet of that quarter."))
    refuse_pointless(sheet, until)
    if not reason.strip():
        raise Refused(_("Say in one sentence why more time is given."))
    extension = Extension.objects.create(
        unit=unit, year=year, quarter=quarter, until=until, reason=reason, given_at=dates.now(), given_by=by
    )
    held = capacity(by, unit.pk, {Role.ADMINISTER})
    record(sheet, "sheet.extended", by=by, capacity=held, until=str(until), reason=reason)
    return extension


def refuse_pointless(sheet: Sheet, until: date) -> None:
    """Refused where more time would change nothing."""
    if sheet.state == Sheet.State.APPROVED:
        raise Refused(_("This sheet is approved. It is not extended but reopened, with a reason."))
    refuse_end(until)
    closes_on = entry_ends(sheet).times.closes_on
    if closes_on is None:
        raise Refused(_("This quarter does not close by itself; there is nothing to extend."))
    if until <= closes_on:
        raise Refused(_("The quarter is open to the end of %s anyway; choose a later day.") % dates.short(closes_on))


def refuse_end(until: date) -> None:
    """Refused for a day that is over, or further away than anything is kept open."""
    today = dates.today()
    if until < today:
        raise Refused(_("That day is over; choose today or a later day."))
    if (until - today).days > LONGEST_DAYS:
        raise Refused(_("Nothing is kept open for longer than a year; choose an earlier day."))
