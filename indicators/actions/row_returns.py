"""Rows that went back alone: the approver names them with a reason each, the unit types them and sends them again."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import Figure, RowReturn, Sheet
from indicators.permissions import may_submit
from programmes.models import Person
from programmes.permissions import Role, capacity


def send_back(sheet: Sheet, reasons: Mapping[int, str], *, by: Person, at: datetime) -> list[RowReturn]:
    """Part of approving all but some rows: these go back, and with them the ratios that follow them."""
    figures = {f.indicator_id: f for f in sheet.figures.select_related("indicator").order_by("pk")}
    told = dict(reasons)
    for figure in figures.values():
        for source in (figure.indicator.numerator_id, figure.indicator.denominator_id):
            if source is not None and source in reasons:
                told.setdefault(figure.indicator_id, reasons[source])
    with_unit = set(sheet.row_returns.with_the_unit().values_list("indicator", flat=True))
    if with_unit & reasons.keys():
        raise Refused(_("One of these rows is with the unit already; it comes again once it is mended."))
    again = [pk for pk in told if pk not in with_unit]
    sheet.row_returns.sent_again().filter(indicator__in=again).update(settled_at=at, settled_by=by)
    return RowReturn.objects.bulk_create([_row(figures[pk], told[pk], by, at) for pk in again])


def _row(figure: Figure, reason: str, by: Person, at: datetime) -> RowReturn:
    return RowReturn(
        sheet_id=figure.sheet_id,
        indicator_id=figure.indicator_id,
        reason=reason,
        value=figure.value,
        denominator=figure.denominator,
        returned_at=at,
        returned_by=by,
    )


@transaction.atomic
def send_again(sheet: Sheet, *, by: Person) -> int:
    """The unit sends up the rows that came back alone; how many."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not may_submit(by, sheet):
        raise PermissionDenied
    rows = list(sheet.row_returns.with_the_unit().select_related("indicator"))
    if sheet.state != Sheet.State.VETTED or not rows:
        raise Refused(_("No row of this sheet is waiting to be sent again."))
    empty = Q(value__isnull=True) | Q(indicator__kind__startswith="ratio", denominator__isnull=True)
    due = Q(indicator__due_quarter__isnull=True) | Q(indicator__due_quarter=sheet.quarter)
    back = sheet.figures.filter(indicator__in=[row.indicator_id for row in rows])
    if missing := list(back.filter(empty, due).select_related("indicator")):
        count, names = len(missing), "; ".join(figure.indicator.name for figure in missing[:5])
        raise Refused(_("%(count)d figures are still missing: %(names)s.") % {"count": count, "names": names})
    at = dates.now()
    RowReturn.objects.filter(pk__in=[row.pk for row in rows]).update(answered_at=at, answered_by=by)
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(sheet, "sheet.rows_sent_again", by=by, capacity=held, rows=[row.indicator.code for row in rows])
    return len(rows)


def still_with_the_unit(count: int) -> str:
    return ngettext(
        "%(n)d row is with the unit; it is approved once it is sent again.",
        "%(n)d rows are with the unit; they are approved once they are sent again.",
        count,
    ) % {"n": count}
