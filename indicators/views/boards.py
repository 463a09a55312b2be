"""Boards: how a unit, or all wards below it, stand; and how what is on them leaves the screen."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang import dates
from coquang.frame import here
from coquang.listing import XLSX_TYPE
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions.boards import print_board, print_group_board
from indicators.board_files import written_pages
from indicators.dashboards import boards as dashboards
from indicators.dashboards import sums
from indicators.dashboards.board_files import board_pages
from indicators.dashboards.boards import Board
from indicators.dashboards.explanations import asking_beside
from indicators.dashboards.grounds import Ground, find_ground, group_ground
from indicators.dashboards.messages import board_message
from indicators.dashboards.ranked import ranked
from indicators.views.asked import Asked, asked_of, posted
from indicators.views.frames import group_pickers, period_pickers, unit_path
from indicators.windows import quarter_at, quarter_end
from programmes.models import Person, Unit, UnitGroup
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
    return redirect("indicators:board", unit.code, present_period())


def present_period() -> Period:
    year, quarter = quarter_at(dates.today())
    return Period(year, "quarter", quarter)


@require_GET
def unknown_period(
    request: SignedInRequest, unit: str, period: str, page: str = "indicators:board", indicator: str = ""
) -> HttpResponse:
    """An address whose period is none: the same page of the present one, with a notice."""
    held = unit_door(request.user, unit, present_period())
    _say_unknown(request)
    return redirect(page, held.code, present_period(), *([indicator] if indicator else []))


@require_GET
def group_unknown_period(request: SignedInRequest, pk: int, period: str) -> HttpResponse:
    _group_door(request.user, pk, present_period())
    _say_unknown(request)
    return redirect("indicators:board-group", pk, present_period())


def _say_unknown(request: SignedInRequest) -> None:
    messages.warning(request, _("No such period is known; the present quarter is shown."))


def ground_door(person: Person, code: str, period: Period) -> Ground:
    ground = find_ground(person, code, period)
    if ground is None:
        raise Http404
    return ground


def board_of(ground: Ground, period: Period, asked: Asked) -> Board:
    """From the kept sums where they are kept: only then nothing below is read. Else added up."""
    how = {"discrete": asked.discrete, "with_sent": asked.with_sent}
    kept = None if ground.reporting else sums.board(ground, period, **how)
    shown = kept or dashboards.board(ground, period, **how)
    return ranked(shown) if asked.ranked else shown


def group_board_of(ground: Ground, period: Period, asked: Asked) -> Board:
    """A named group is no branch of the tree, of which sums would be kept."""
    shown = dashboards.board(ground, period, discrete=asked.discrete, with_sent=asked.with_sent)
    return ranked(shown) if asked.ranked else shown


@require_GET
def board(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    ground, asked = ground_door(request.user, unit, period), asked_of(request)
    here(
        request,
        "board",
        path=unit_path(ground.unit, request.user, period, asked),
        pickers=period_pickers(ground.unit, period, "indicators:board", ground.years, asked=asked),
    )
    shown = board_of(ground, period, asked)
    facts = {
        "board": shown,
        "is_own": shown.is_own,
        "discrete": asked.discrete,
        "asked": asked,
        "asking": asking_beside(ground, shown.period, request.user),
        "message": board_message(shown, request.build_absolute_uri()),
        # Kept sums have the units right below, of which none is the unit itself.
        "turns_back": not ground.reporting and any(row.unit.pk == shown.unit.pk for row in shown.heat),
    }
    return render(request, "indicators/board/detail.html", facts)


@require_GET
def group_board(request: SignedInRequest, pk: int, period: Period) -> HttpResponse:
    """The board of a named group of units: an emulation cluster, a working group's wards."""
    ground, asked = _group_door(request.user, pk, period), asked_of(request)
    here(
        request,
        "board",
        path=[(ground.unit.name, "")],
        pickers=group_pickers(pk, period, ground.years, asked),
    )
    shown = group_board_of(ground, period, asked)
    facts = {
        "board": shown,
        "is_own": False,
        "discrete": asked.discrete,
        "asked": asked,
        "group": pk,
        "message": board_message(shown, request.build_absolute_uri()),
    }
    return render(request, "indicators/board/detail.html", facts)


@require_GET
def group_file(request: SignedInRequest, pk: int, period: Period) -> HttpResponse:
    ground, asked = _group_door(request.user, pk, period), asked_of(request)
    shown = group_board_of(ground, period, asked)
    return workbook(written_pages(board_pages(shown)), f"theo-doi-nhom-{pk}-{period.code}")


def _group_door(person: Person, pk: int, period: Period) -> Ground:
    ground = group_ground(person, pk, period)
    if ground is None:
        raise Http404
    return ground


@require_GET
def board_file(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The same as a workbook."""
    ground = ground_door(request.user, unit, period)
    content = written_pages(board_pages(board_of(ground, period, asked_of(request))))
    return workbook(content, f"theo-doi-{ground.unit.code}-{period.code}")


def workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@require_POST
def board_print(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The same on paper."""
    ground = ground_door(request.user, unit, period)
    if not is_first(request):
        return redirect("records:papers")
    asked, language = posted(request), get_language() or "vi"
    document = print_board(
        lambda: board_of(ground, period, asked), ranked=asked.ranked, language=language, by=request.user
    )
    return redirect("records:paper", document.pk)


@require_POST
def group_print(request: SignedInRequest, pk: int, period: Period) -> HttpResponse:
    ground = _group_door(request.user, pk, period)
    if not is_first(request):
        return redirect("records:papers")
    asked, group, language = posted(request), UnitGroup.objects.get(pk=pk), get_language() or "vi"
    document = print_group_board(
        group, lambda: group_board_of(ground, period, asked), ranked=asked.ranked, language=language, by=request.user
    )
    return redirect("records:paper", document.pk)
