"""Approving all but some rows, and mending the rows that came back. A view finds, asks, shows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import figures, row_returns, sheets
from indicators.dashboards import approving
from indicators.dashboards.sheets import Typing
from indicators.forms.parts import RowsTicked, read_rows_back
from indicators.forms.sheets import read_sheet
from indicators.models import Indicator, Sheet
from indicators.permissions import may_enter, may_submit, open_rows
from indicators.views.frames import unit_path
from indicators.views.sheets import door
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def sheet_parts(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Approve what is one's own, row by row: the ticked rows go back alone, the rest is approved."""
    sheet = door(request, unit, period)
    if request.method == "GET":
        return _show_parts(request, sheet, RowsTicked())
    read = read_rows_back(request.POST, Indicator.objects.filter(figures__sheet=sheet).order_by())
    if read.refusals:
        return _show_parts(request, sheet, read)
    if is_first(request):
        sheet = sheets.approve(sheet, by=request.user, but=read.reasons)
        messages.success(request, _approved(sheet, len(read.reasons)))
    return redirect(_address("sheet", sheet))


def _approved(sheet: Sheet, count: int) -> str:
    if count:
        return ngettext(
            "%(n)d row went back with its reason; the rest of your fields is approved.",
            "%(n)d rows went back with their reasons; the rest of your fields is approved.",
            count,
        ) % {"n": count}
    if sheet.state == Sheet.State.APPROVED:
        return _("Approved. The figures now stand on boards and papers.")
    return _("Your fields are approved; the others wait for their own approver.")


def _show_parts(request: SignedInRequest, sheet: Sheet, read: RowsTicked) -> HttpResponse:
    parts = approving.parts_of(request.user, sheet)
    if not parts:
        return redirect(_address("sheet", sheet))
    _here(request, sheet)
    facts = {"sheet": sheet, "parts": parts, "read": read}
    return render(request, "indicators/sheet/parts.html", facts, status=422 if read.refusals else 200)


@require_http_methods(["GET", "POST"])
def sheet_rows(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The rows that came back alone: type them anew and send them again, while the rest of the sheet stands."""
    sheet = door(request, unit, period)
    if request.method == "GET":
        return _show_rows(request, sheet)
    if not may_enter(request.user, sheet):
        raise PermissionDenied
    if not is_first(request):
        return redirect(_address("sheet-rows", sheet))
    indicators = list(Indicator.objects.filter(figures__sheet=sheet, pk__in=open_rows(sheet)).order_by())
    read = read_sheet(request.POST, indicators, sheet.quarter)
    if read.refusals:
        return _show_rows(request, sheet, read.typing())
    try:
        changed = figures.enter(sheet, read.entries, by=request.user)
    except figures.NotTaken as refusal:
        return _show_rows(request, sheet, read.typing(refusal.sentences))
    if request.POST.get("then") == "send":
        count = row_returns.send_again(sheet, by=request.user)
        told = ngettext("Sent again: %(n)d row.", "Sent again: %(n)d rows.", count) % {"n": count}
        messages.success(request, told)
        return redirect(_address("sheet", sheet))
    messages.success(request, _("Saved: %d figures changed.") % changed if changed else _("Nothing had changed."))
    return redirect(_address("sheet-rows", sheet))


def _show_rows(request: SignedInRequest, sheet: Sheet, typing: dict[str, Typing] | None = None) -> HttpResponse:
    rows = approving.rows_back(sheet, typing)
    if not rows:
        return redirect(_address("sheet", sheet))
    _here(request, sheet)
    facts = {
        "sheet": sheet,
        "rows": rows,
        "may_enter": may_enter(request.user, sheet),
        "may_send": may_submit(request.user, sheet),
        "count": sum(item.returned.answered_at is None for item in rows),
        "refusals": sum(bool(typed.refusal) for typed in (typing or {}).values()),
    }
    return render(request, "indicators/sheet/rows_back.html", facts, status=422 if facts["refusals"] else 200)


def _here(request: SignedInRequest, sheet: Sheet) -> None:
    here(request, "figures", path=unit_path(sheet.unit, request.user))


def _address(name: str, sheet: Sheet) -> str:
    return reverse(f"indicators:{name}", args=[sheet.unit.code, sheet.period])
