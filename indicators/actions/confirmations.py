"""Asking the cells whether the figures typed for them are right."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.refusals import Refused
from indicators.actions.remarks import ask_back
from indicators.dashboards.confirmations import to_be_confirmed
from indicators.models import Sheet
from indicators.permissions import may_ask_back
from programmes.models import Person


@transaction.atomic
def ask_cells(sheet: Sheet, *, by: Person) -> int:
    """Put to its cell every figure a cell provides and was not asked about as it now stands; how many."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not may_ask_back(by, sheet):
        raise PermissionDenied
    if sheet.state == Sheet.State.APPROVED:
        raise Refused(_("This quarter is approved; its figures are not asked about any more."))
    figures = list(to_be_confirmed(sheet))
    for figure in figures:
        ask_back(figure, _("Please confirm this figure of the cell."), by=by)
    return len(figures)
