"""Having the table of duties printed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from indicators.duties_paper import duties_table
from programmes.models import Person, Unit


@transaction.atomic
def print_duties(unit: Unit, year: int, *, language: str, by: Person) -> PrintedDocument:
    """Freeze the duties as they stand, for whoever may see the unit."""
    if not by.visible_units().filter(pk=unit.pk).exists():
        raise PermissionDenied
    document = paper.issue(duties_table(unit, year, language=language), by=by)
    record(document, "duties.issued", by=by, year=year, code=document.code)
    return document
