"""My work: the page after sign-in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang import dates
from coquang.frame import here
from coquang.periods import Period
from coquang.records import alarms
from coquang.records.once import is_first
from indicators.actions import reminders
from indicators.dashboards.approving import papers_to_confirm
from indicators.dashboards.asked import asked_of, urged
from indicators.dashboards.corrections import corrections_waiting
from indicators.dashboards.lists import work_of
from indicators.dashboards.overview import leads
from indicators.dashboards.reminders import owed_to
from indicators.dashboards.replies import news_for
from indicators.dashboards.timeline import timeline
from indicators.reminding import short_text
from indicators.views.boards import unit_door
from indicators.windows import quarter_at
from programmes.dashboards.my_meetings import calls_on
from programmes.dashboards.my_tasks import tasks_before
from programmes.holdings import left_behind, told_of
from programmes.permissions import administers_anything
from programmes.requests import SignedInRequest
from programmes.working_days import closed_days


@require_GET
def my_work(request: SignedInRequest) -> HttpResponse:
    here(request, "work", path=[(_("My work"), "")])
    acting = request.user.acting()
    year, quarter = quarter_at(dates.today())
    today, closed = dates.today(), closed_days()
    weekday = dates.weekday(today, get_language() or "vi")
    work = work_of(request.user)
    owed = {(item.sheet.year, item.sheet.quarter) for item in (*work.owed, *work.returned)}
    facts = {
        "today": today,
        "weekday": weekday[:1].upper() + weekday[1:],
        "work": work,
        "urged": urged(request.user, owed) if owed else [],
        "asked_above": asked_of(request.user),
        "owed": [(owed, short_text(owed, acting.words if acting else "")) for owed in owed_to(request.user)],
        "signed_papers": papers_to_confirm(request.user),
        "corrections": corrections_waiting(request.user),
        "news": news_for(request.user),
        "left": left_behind(told_of(request.user)),
        "tasks": tasks_before(request.user, closed),
        "calls": calls_on(request.user, closed),
        "period": Period(year, "quarter", quarter),
        "timeline": timeline(year, quarter),
        "alarms": alarms.raised() if administers_anything(request.user) else [],
        "is_leader": bool(leads(request.user)),
    }
    return render(request, "indicators/my_work/detail.html", facts)


@require_POST
def reminder_slip(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Half a page to hand over: what the unit owes and until when."""
    held = unit_door(request.user, unit, period)
    if not is_first(request):
        return redirect("records:papers")
    document = reminders.print_slip(held, period, language=get_language() or "vi", by=request.user)
    return redirect("records:paper", document.pk)
