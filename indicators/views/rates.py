"""The reporting rate of the units below one, and reminding all that have not sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from coquang import dates
from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions.urging import urge as urge_units
from indicators.board_files import written_pages
from indicators.dashboards.lists import years_with_figures
from indicators.dashboards.rate_files import rate_pages
from indicators.dashboards.rates import reporting_rate, urgings_of
from indicators.permissions_of_asking import directing_as
from indicators.reminding import urging_text
from indicators.views.boards import unit_door, workbook
from indicators.views.frames import period_pickers, unit_path
from programmes.requests import SignedInRequest


@require_GET
def rate(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    held = unit_door(request.user, unit, period)
    here(
        request,
        "board",
        path=unit_path(held, request.user),
        pickers=period_pickers(held, period, "indicators:rate", years_with_figures(held))[:2],
    )
    told = reporting_rate(held, period)
    acting = directing_as(request.user, held, below=True)
    chat = urging_text(told, acting.words) if acting and told.total.missing else ""
    facts = {
        "rate": told,
        "urgings": urgings_of(held, period),
        "now": dates.now(),
        "may_urge": acting is not None and told.total.missing,
        # Each that reads it comes to their own sheet.
        "chat": f"{chat}\n{request.build_absolute_uri(reverse('indicators:work'))}" if chat else "",
    }
    return render(request, "indicators/rate/detail.html", facts)


@require_GET
def rate_file(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The same as a workbook."""
    held = unit_door(request.user, unit, period)
    content = written_pages(rate_pages(reporting_rate(held, period)))
    return workbook(content, f"gui-bao-cao-{held.code}-{period.code}")


@require_POST
def urge(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Remind all that have not sent."""
    held = unit_door(request.user, unit, period)
    if is_first(request):
        urging = urge_units(held, period, by=request.user)
        count = urging.reminders.count()
        told = ngettext("%(n)d person was reminded.", "%(n)d people were reminded.", count) % {"n": count}
        if urging.already:
            told += " " + _("Reminded today already: %s.") % ", ".join(urging.already)
        if urging.unreached:
            told += " " + _("Nobody who sends is on record in: %s.") % ", ".join(urging.unreached)
        messages.success(request, told)
    return redirect("indicators:rate", held.code, period)
