"""Who answers for what: one page for a unit's year, and the same on paper."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang import dates, limits
from coquang.frame import Picker, here
from coquang.records.once import is_first
from indicators.actions.duties import print_duties
from indicators.dashboards.duties import duties
from indicators.duties_paper import counted
from programmes.models import Person, Unit
from programmes.requests import SignedInRequest
from programmes.task_tables import SHAPES


@require_GET
def duty_home(request: SignedInRequest) -> HttpResponse:
    """The duties of one's own unit this year."""
    acting = request.user.acting()
    seen = request.user.visible_units()
    unit = seen.filter(pk=acting.seat_id).first() if acting and acting.seat_id else None
    unit = unit or seen.order_by("level", "name_sort").first()
    if unit is None:
        raise PermissionDenied
    return redirect("indicators:duties", unit.code, dates.today().year)


@require_GET
def duty_page(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    held = _door(request.user, unit, year)
    years = [(str(one), reverse("indicators:duties", args=[unit, one]), one == year) for one in _years(year)]
    path = [(_("Programme"), reverse("programmes:tasks")), (_("Duties of each comrade"), ""), (held.name, "")]
    here(request, "tasks", path=path, pickers=[Picker(_("Year"), years)])
    page = duties(held, year)
    facts = {
        "page": page,
        "holders": [(holder, counted(holder)) for holder in page.holders],
        "shapes": SHAPES,
        "place": "duties",
    }
    return render(request, "indicators/duty/detail.html", facts)


@require_POST
def duty_print(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    held = _door(request.user, unit, year)
    if not is_first(request):
        return redirect("records:papers")
    document = print_duties(held, year, language=get_language() or "vi", by=request.user)
    return redirect("records:paper", document.pk)


def _door(person: Person, code: str, year: int) -> Unit:
    """The unit that bears a code in that year, if the person may see it."""
    if not limits.FIRST_YEAR <= year <= limits.LAST_YEAR:
        raise Http404
    day = min(dates.today(), date(year, 12, 31))
    unit = person.visible_units().filter(code=code, known_from__lte=day).exclude(known_to__lte=day).first()
    if unit is None:
        raise Http404
    return unit


def _years(year: int) -> list[int]:
    now = dates.today().year
    return sorted({now - 1, now, now + 1, year})
