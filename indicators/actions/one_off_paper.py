"""Having the table of a one-off report printed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from indicators.dashboards.one_offs import table_of
from indicators.models import OneOff
from indicators.one_off_paper import one_off_table
from indicators.permissions_of_asking import directing_as
from programmes.models import Person


@transaction.atomic
def print_one_off(one_off: OneOff, *, language: str, by: Person) -> PrintedDocument:
    """Freeze the table as it stands, for who stands above the units that were asked."""
    acting = directing_as(by, one_off.head, below=True)
    if acting is None:
        raise PermissionDenied
    document = paper.issue(one_off_table(one_off, table_of(one_off), language=language), by=by)
    record(document, "one_off.issued", by=by, capacity=acting.words, code=document.code)
    return document
