"""Keeping where a figure came from: by which channel, from whom by post, when, and whether paper is to follow."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import Figure, FigureNote, Sheet
from indicators.openness import refuse_closed
from indicators.permissions import may_enter_rows
from programmes.models import Person
from programmes.permissions import Role, capacity

KEPT = ("channel", "informant", "received_at", "document", "paper_follows", "paper_due", "stated_percent")


@transaction.atomic
def keep(figure: Figure, note: FigureNote, *, by: Person) -> FigureNote:
    """Write the note of a figure in place of the one it had, while its sheet is open."""
    sheet = Sheet.objects.select_for_update().get(pk=figure.sheet_id)
    if not may_enter_rows(by, sheet, [figure.indicator_id]):
        raise PermissionDenied
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted; the notes of its figures no longer change."))
    refuse_closed(sheet)
    kept, _is_new = FigureNote.objects.update_or_create(
        figure=figure, defaults={name: getattr(note, name) for name in KEPT}
    )
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(figure, "figure.noted", by=by, capacity=held, channel=kept.channel, paper_follows=kept.paper_follows)
    return kept
