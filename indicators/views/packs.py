"""Packs of meetings: one on the screen and on paper, many ordered at once, watched, called off, fetched."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.records.models.documents import papers
from coquang.records.once import is_first, tried
from indicators.actions import packs
from indicators.dashboards.packs import occasion_of
from indicators.forms.packs import PackOrderForm
from indicators.models import PackRound
from indicators.pack_paper import pack_paper
from programmes.dashboards.meetings import find_meeting
from programmes.models import Meeting, Person, Unit
from programmes.permissions_of_meetings import opens_packs
from programmes.requests import SignedInRequest

ORDERS_SHOWN = 20
PLACE = "meetings"


@require_GET
def pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pack of a meeting as it will stand on paper."""
    meeting = _door(request, pk)
    occasion = occasion_of(meeting, request.user)
    if occasion is None:
        raise Http404
    url = reverse("programmes:meeting", args=[meeting.pk])
    path = [(_("Meetings"), reverse("programmes:meetings")), (meeting.title[:60], url), (_("Pack"), "")]
    here(request, PLACE, path=path)
    facts = {"meeting": meeting, "draft": pack_paper(occasion, request.user)}
    return render(request, "indicators/pack/detail.html", facts)


@require_POST
def pack_print(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = _door(request, pk)
    if not is_first(request):
        return redirect("records:papers")
    return redirect("records:paper", packs.print_pack(meeting, by=request.user).pk)


@require_http_methods(["GET", "POST"])
def orders(request: SignedInRequest) -> HttpResponse:
    """One's own orders, and a new one."""
    units = _units(request.user)
    if not units:
        raise PermissionDenied
    form = PackOrderForm(request.POST or None, by=request.user, units=units)
    made: list[PackRound] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if tried(
            request,
            form,
            lambda: made.append(packs.order(told["unit"], told["period"], list(told["meetings"]), by=request.user)),
        ):
            return redirect("indicators:pack-order", made[0].pk) if made else redirect("indicators:pack-orders")
    here(request, PLACE, path=[(_("Meetings"), reverse("programmes:meetings")), (_("Packs"), "")])
    known = PackRound.objects.asked_for_by(request.user).packs().select_related("host", "job")[:ORDERS_SHOWN]
    facts = {"form": form, "orders": known, "place": "meetings"}
    return render(request, "indicators/pack/orders.html", facts, status=422 if form.errors else 200)


@require_GET
def order(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far an order is; htmx fetches the state alone until it is finished."""
    made = _order(request, pk)
    path = [(_("Meetings"), reverse("programmes:meetings")), (_("Packs"), reverse("indicators:pack-orders"))]
    here(request, PLACE, path=path)
    rows = made.packs.select_related("unit", "meeting", "document")
    template = "indicators/pack/_order.html" if request.htmx else "indicators/pack/order.html"
    return render(request, template, {"order": made, "packs": rows, "place": "meetings"})


@require_POST
def order_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _order(request, pk)
    if is_first(request):
        packs.call_off(made, by=request.user)
    return redirect("indicators:pack-order", made.pk)


@require_GET
def order_file(request: SignedInRequest, pk: int) -> FileResponse:
    """All packs of an order in one file."""
    made = _order(request, pk)
    if not made.stored_as:
        raise Http404
    file = papers().open(made.stored_as, "rb")
    return FileResponse(file, as_attachment=True, filename=made.stored_as, content_type="application/zip")


def _door(request: SignedInRequest, pk: int) -> Meeting:
    """A meeting one sees; its pack is for those it serves only."""
    meeting = find_meeting(request.user, pk)
    if meeting is None:
        raise Http404
    if not opens_packs(request.user, meeting.unit_id):
        raise PermissionDenied
    return meeting


def _order(request: SignedInRequest, pk: int) -> PackRound:
    """An order is its maker's: its packs hold what the maker may see."""
    rows = PackRound.objects.asked_for_by(request.user).packs().select_related("host", "job")
    return get_object_or_404(rows, pk=pk)


def _units(person: Person) -> list[Unit]:
    """The units whose packs a person may order."""
    reach = person.reach(dates.today())
    held = Unit.objects.filter(pk__in=reach.seat_ids | reach.subtree_ids).in_vietnamese_order()
    return [unit for unit in held if opens_packs(person, unit.pk)]
