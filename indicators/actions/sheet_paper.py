"""What people do with a sheet on paper: have it printed, filled or empty."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from indicators.models import Sheet
from indicators.openness import with_times
from indicators.permissions import may_print_sheet
from indicators.sheet_paper import figures_form
from programmes.models import Person


@transaction.atomic
def print_sheet(sheet: Sheet, *, empty: bool, language: str, by: Person) -> PrintedDocument:
    """Freeze the sheet as it stands, or its empty form, and have it printed."""
    sheet = with_times(Sheet.objects.select_for_update(of=("self",)).filter(pk=sheet.pk)).get()
    if not may_print_sheet(by, sheet):
        raise PermissionDenied
    document = paper.issue(figures_form(sheet, empty=empty, language=language), by=by)
    period, revision = sheet.period.code, sheet.revision
    record(document, "sheet.issued", by=by, period=period, revision=revision, empty=empty, code=document.code)
    return document
