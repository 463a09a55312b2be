"""My work: the page after sign-in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang import dates
from coquang.frame import here
from coquang.periods import Period
from indicators.dashboards.approving import papers_to_confirm
from indicators.dashboards.corrections import corrections_waiting
from indicators.dashboards.lists import work_of
from indicators.dashboards.timeline import timeline
from indicators.windows import quarter_at
from programmes.requests import SignedInRequest


@require_GET
def my_work(request: SignedInRequest) -> HttpResponse:
    here(request, "work", path=[(_("My work"), "")])
    year, quarter = quarter_at(dates.today())
    today = dates.today()
    weekday = dates.weekday(today, get_language() or "vi")
    facts = {
        "today": today,
        "weekday": weekday[:1].upper() + weekday[1:],
        "work": work_of(request.user),
        "signed_papers": papers_to_confirm(request.user),
        "corrections": corrections_waiting(request.user),
        "period": Period(year, "quarter", quarter),
        "timeline": timeline(year, quarter),
    }
    return render(request, "indicators/work/detail.html", facts)
