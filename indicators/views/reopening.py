"""Opening an approved sheet again, to correct it; and by its own unit, for official figures after provisional ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import reopening
from indicators.doors import find_sheet
from indicators.forms.extensions import ReopeningForm
from indicators.models import Sheet
from indicators.permissions import may_reopen
from indicators.views.frames import unit_path
from indicators.views.sheets import door
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def sheet_reopen(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    may = sheet.state == Sheet.State.APPROVED and may_reopen(request.user, sheet)
    if request.method == "GET" and not may:
        return redirect("indicators:sheet", unit, period)
    form = ReopeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            facts = form.cleaned_data
            reopening.reopen(sheet, until=facts["until"], reason=facts["reason"], by=request.user)
            messages.success(request, _("Opened again. Boards and reports keep what was approved before until then."))
        return _after(request, unit, period)
    here(request, "figures", path=unit_path(sheet.unit, request.user))
    facts = {"form": form, "sheet": sheet, "next_revision": sheet.revision + 1}
    return render(request, "indicators/sheet/reopen.html", facts, status=422 if form.errors else 200)


@require_POST
def sheet_official(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if is_first(request):
        reopening.enter_official(sheet, by=request.user)
        messages.success(request, _("Enter the official figures and send the sheet again."))
    return redirect("indicators:sheet", unit, period)


def _after(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The sheet, for those who see it as a draft; else the unit's board."""
    name = "indicators:sheet" if find_sheet(request.user, unit, period) else "indicators:board"
    return redirect(reverse(name, args=[unit, period]))
