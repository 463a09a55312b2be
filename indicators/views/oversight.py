"""Taking a figure from the lines held of the programme of inspection and supervision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import oversight
from indicators.views.beside import figure_door
from programmes.requests import SignedInRequest


@require_POST
def take_held(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    if is_first(request):
        held = oversight.take_held(figure, by=request.user)
        messages.success(request, _("Entered from the programme: %(held)s.") % {"held": f"{held:02d}"})
    return redirect("indicators:figure", unit, period, indicator)
