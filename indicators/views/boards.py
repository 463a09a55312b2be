"""Boards: how a unit, or all wards below it, stand."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang import dates
from coquang.frame import here
from coquang.periods import Period
from indicators.dashboards import boards as dashboards
from indicators.dashboards import sums
from indicators.dashboards.explanations import asking_beside
from indicators.dashboards.grounds import find_ground
from indicators.views.frames import ALONE, period_pickers, unit_path
from indicators.windows import quarter_at, quarter_end
from programmes.models import Person, Unit
from programmes.requests import SignedInRequest


def unit_door(person: Person, code: str, period: Period) -> Unit:
    """The unit that bears a code at the end of a period, if the person may see it."""
    day = quarter_end(period.year, period.through)
    unit = person.visible_units(places_on=day).filter(code=code, known_from__lte=day).exclude(known_to__lte=day).first()
    if unit is None:
        raise Http404
    return unit


@require_GET
def boards(request: SignedInRequest) -> HttpResponse:
    """The board of the highest unit the person sees, for the quarter now being handed up."""
    unit = request.user.visible_units().order_by("level", "name_sort").first()
    if unit is None:
        here(request, "board", path=[(_("Follow-up"), "")])
        return render(request, "indicators/board/none.html")
    year, quarter = quarter_at(dates.today())
    return redirect("indicators:board", unit.code, Period(year, "quarter", quarter))


@require_GET
def board(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    ground = find_ground(request.user, unit, period)
    if ground is None:
        raise Http404
    discrete = request.GET.get(ALONE) == "1"
    here(
        request,
        "board",
        path=unit_path(ground.unit, request.user),
        pickers=period_pickers(ground.unit, period, "indicators:board", ground.years, discrete=discrete),
    )
    shown = sums.board(ground, period, discrete=discrete) or dashboards.board(ground, period, discrete=discrete)
    facts = {
        "board": shown,
        "is_own": shown.is_own,
        "discrete": discrete,
        "asking": asking_beside(ground.unit, shown.period, request.user),
    }
    return render(request, "indicators/board/detail.html", facts)
