"""The first year of use: last year's values of the same period, typed beside the sheet (nhập bổ sung).

They are taken in the same all-or-nothing save as the figures, frozen and approved with the sheet.
"""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from indicators.arithmetic import Quantity
from indicators.models import PriorFigure, Sheet
from indicators.readings import has_figures


def refusals(sheet: Sheet, priors: Mapping[int, Quantity | None], on_sheet: Collection[int]) -> dict[int, str]:
    """A sentence for each value that cannot stand, by indicator id."""
    if not priors:
        return {}
    if has_figures(sheet.unit_id, sheet.year - 1):
        sentence = _("The unit has figures of %d of its own; the same period is read from them.") % (sheet.year - 1)
        return dict.fromkeys(priors, sentence)
    strange = {pk: _("This indicator is not on the sheet.") for pk in priors if pk not in on_sheet}
    empty = _("Nothing can be divided by 0: type the number after the slash of last year.")
    return strange | {pk: empty for pk, quantity in priors.items() if quantity and quantity.denominator == 0}


def lay(sheet: Sheet, priors: Mapping[int, Quantity | None]) -> int:
    """Write the values beside a sheet that is held and open; an emptied one goes. How many were touched."""
    emptied = [pk for pk, quantity in priors.items() if quantity is None]
    if emptied:
        PriorFigure.objects.filter(sheet=sheet, indicator__in=emptied).delete()
    kept = [
        PriorFigure(sheet=sheet, indicator_id=pk, value=quantity.value, denominator=quantity.denominator)
        for pk, quantity in priors.items()
        if quantity is not None
    ]
    if kept:
        PriorFigure.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["sheet", "indicator"],
            update_fields=["value", "denominator"],
        )
    return len(priors)
