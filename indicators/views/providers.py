"""What a provider tells the office of their part of a sheet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import providers
from indicators.views.sheets import door
from programmes.requests import SignedInRequest


@require_POST
def part_done(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if is_first(request):
        providers.say_done(sheet, by=request.user)
        messages.success(request, _("The office is told that your part is all in. It sends the sheet up."))
    return redirect("indicators:sheet", sheet.unit.code, sheet.period)
