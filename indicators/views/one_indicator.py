"""One indicator over the units below and over the years."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions.boards import print_indicator
from indicators.board_files import written_pages
from indicators.dashboards.board_files import indicator_pages
from indicators.dashboards.grounds import Ground
from indicators.dashboards.messages import indicator_message
from indicators.dashboards.one_indicator import CHART, OneIndicator, one_indicator
from indicators.doors import find_indicator
from indicators.models import Indicator
from indicators.views.asked import Asked, asked_of, posted
from indicators.views.boards import ground_door, workbook
from indicators.views.frames import period_pickers, unit_path
from programmes.requests import SignedInRequest

SORT_NAMES = {
    "ten": gettext_lazy("Name"),
    "hang": gettext_lazy("Rank in the group"),
    "ket-qua": gettext_lazy("Result"),
    "dat": gettext_lazy("Reached"),
    "tang": gettext_lazy("On last year"),
    "tinh-trang": gettext_lazy("Standing"),
}


@require_GET
def indicator(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    ground, asked = ground_door(request.user, unit, period), asked_of(request)
    held = find_indicator(request.user, indicator)
    if held is None:
        return _no_such(request, ground, period)
    here(
        request,
        "board",
        path=unit_path(ground.unit, request.user, period, asked),
        pickers=period_pickers(
            ground.unit, period, "indicators:board-indicator", ground.years, asked=asked, further=[held.code]
        ),
    )
    page = _page(ground, held, period, asked)
    if asked.discrete and not held.is_due_in(period.through):
        messages.info(request, _("This indicator does not fall due in that quarter."))
    facts = {
        "page": page,
        "asked": asked,
        "own_years": list(zip(page.years, page.values, page.changes, page.counts, strict=True)),
        "sorts": [
            (str(words), replace(asked, sort=key).ending, key == asked.sort) for key, words in SORT_NAMES.items()
        ],
        "chart": CHART,
        "message": indicator_message(page, request.build_absolute_uri()),
    }
    return render(request, "indicators/board/indicator.html", facts)


@require_GET
def indicator_file(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """The same as a workbook."""
    ground = ground_door(request.user, unit, period)
    held = find_indicator(request.user, indicator)
    if held is None:
        return _no_such(request, ground, period)
    page = _page(ground, held, period, asked_of(request))
    return workbook(written_pages(indicator_pages(page)), f"{held.code}-{ground.unit.code}-{period.code}")


@require_GET
def indicator_chart(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """The drawing of the years as a file of its own."""
    ground = ground_door(request.user, unit, period)
    held = find_indicator(request.user, indicator)
    if held is None:
        return _no_such(request, ground, period)
    page = _page(ground, held, period, asked_of(request))
    facts = {
        "bars": page.bars,
        "size": CHART,
        "floor": page.floor,
        "under": page.under,
        "caption": page.caption,
        "letters": 14,
        "is_file": True,
    }
    response = render(request, "components/columns.jinja", facts, content_type="image/svg+xml", using="rows")
    response["Content-Disposition"] = f'attachment; filename="{held.code}-{ground.unit.code}-{period.code}.svg"'
    return response


@require_POST
def indicator_print(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """The same on paper."""
    ground = ground_door(request.user, unit, period)
    held = find_indicator(request.user, indicator)
    if held is None:
        return _no_such(request, ground, period)
    if not is_first(request):
        return redirect("records:papers")
    asked, language = posted(request), get_language() or "vi"
    document = print_indicator(lambda: _page(ground, held, period, asked), language=language, by=request.user)
    return redirect("records:paper", document.pk)


def _page(ground: Ground, held: Indicator, period: Period, asked: Asked) -> OneIndicator:
    return one_indicator(ground.unit, held, period, sort=asked.sort, discrete=asked.discrete, with_sent=asked.with_sent)


def _no_such(request: SignedInRequest, ground: Ground, period: Period) -> HttpResponse:
    messages.warning(request, _("No such indicator is known; the whole board is shown."))
    return redirect("indicators:board", ground.unit.code, period)
