"""The page that tells the way of a sheet so far."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from coquang.frame import here
from coquang.periods import Period
from indicators.dashboards.traces import trace_of
from indicators.views.frames import unit_path
from indicators.views.sheets import door
from programmes.requests import SignedInRequest


@require_GET
def sheet_trace(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    here(request, "figures", path=unit_path(sheet.unit, request.user))
    return render(request, "indicators/sheet/trace.html", {"sheet": sheet, "steps": trace_of(sheet)})
