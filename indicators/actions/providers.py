"""What a body that provides rows of a sheet does with its part."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.dashboards.providers import missing_of
from indicators.models import BodyDone, Sheet
from indicators.openness import refuse_closed
from indicators.permissions import own_rows, provides_as
from programmes.models import Person


@transaction.atomic
def say_done(sheet: Sheet, *, by: Person) -> None:
    """Tell the office that all rows of one's body are in. It closes nothing: the office sends the sheet up."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    seats, rows = provides_as(by, sheet), own_rows(by, sheet)
    if not seats or not rows:
        raise PermissionDenied
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted."))
    refuse_closed(sheet)
    if missing := missing_of(sheet, rows):
        told = {"count": len(missing), "names": "; ".join(figure.indicator.name for figure in missing[:5])}
        raise Refused(_("%(count)d figures are still missing: %(names)s.") % told)
    for body, held in {seat.body: seat.words for seat in seats if seat.body}.items():
        BodyDone.objects.create(sheet=sheet, body=body, by=by, capacity=held, at=dates.now())
        record(sheet, "sheet.part_done", by=by, capacity=held, body=body.pk)
