"""Taking a figure from the programme of inspection and supervision, instead of counting by hand."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coquang.refusals import Refused
from indicators.actions.figures import Entry, NotTaken, enter
from indicators.models import Figure
from indicators.oversight import counted
from programmes.models import Person


@transaction.atomic
def take_held(figure: Figure, *, by: Person) -> int:
    """Enter the number of lines held in the quarter, by whoever enters the sheet; how many it is."""
    found = counted(figure)
    if found is None:
        raise Refused(_("This indicator does not count inspections or supervisions."))
    try:
        enter(figure.sheet, {figure.indicator_id: Entry(value=Decimal(found.held))}, by=by)
    except NotTaken as refusal:
        raise Refused(refusal.told_at(figure.indicator_id)) from refusal
    return found.held
