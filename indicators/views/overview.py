"""The start page of a leader."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang import dates
from coquang.frame import here
from coquang.records.once import is_first
from indicators.actions import visits
from indicators.dashboards.corrections import corrections_waiting
from indicators.dashboards.lists import work_of
from indicators.dashboards.overview import leads
from indicators.dashboards.overview import overview as overview_of
from programmes.requests import SignedInRequest


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """The first page: of who leads the overview, of all others their work."""
    return redirect("indicators:overview" if leads(request.user) else "indicators:work")


@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    page = overview_of(request.user)
    if page is None:
        return redirect("indicators:work")
    here(request, "board", path=[(_("How the year stands"), "")])
    work = work_of(request.user)
    facts = {
        "page": page,
        "now": dates.now(),
        "waiting": work.waiting,
        "asked": work.asked,
        "corrections": corrections_waiting(request.user),
    }
    return render(request, "indicators/overview/detail.html", facts)


@require_POST
def overview_seen(request: SignedInRequest) -> HttpResponse:
    """All that stood on the page was looked through; what came after it was opened is still told."""
    if is_first(request):
        visits.mark_seen(by=request.user, to=_shown_at(request.POST.get("to", "")))
    return redirect("indicators:overview")


def _shown_at(text: str) -> datetime:
    """When the page was made, as it says itself; never later than now."""
    now = dates.now()
    try:
        told = parse_datetime(text)
    except ValueError:
        return now
    return min(told, now) if told is not None and timezone.is_aware(told) else now
