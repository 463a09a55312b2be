"""The agenda and those asked to a meeting: rows put on, mended, moved, taken off; who is there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang.records.once import is_first
from programmes.actions import seating
from programmes.actions.meetings import is_signed
from programmes.dashboards.meetings import carried
from programmes.forms.seating import AgendaItemForm, PresenceForm, SeatForm
from programmes.models import Meeting
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import done, small_page, stand, writers_door


@require_http_methods(["GET", "POST"])
def agenda(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = AgendaItemForm(request.POST or None)
    if done(request, form, lambda: seating.put(held, form.told(), by=request.user)):
        messages.success(request, _("The item is on the agenda."))
        return redirect("programmes:agenda", held.pk)
    stand(request, held, _("Agenda"))
    facts = {
        "meeting": held,
        "items": held.agenda.all(),
        "form": form,
        "carried": carried(held, request.user),
        "is_open": not is_signed(held),
    }
    return render(request, "programmes/meeting/agenda.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def agenda_item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = get_object_or_404(held.agenda, pk=item)
    form = AgendaItemForm(request.POST or None, item=row)
    if done(request, form, lambda: seating.put(held, form.told(), by=request.user)):
        messages.success(request, _("Kept."))
        return redirect("programmes:agenda", held.pk)
    back = reverse("programmes:agenda", args=[held.pk])
    return small_page(request, form, held, title=_("Agenda item"), button=_("Save"), back=back)


@require_POST
def agenda_move(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = get_object_or_404(held.agenda, pk=item)
    if is_first(request):
        seating.move(row, up=request.POST.get("to") == "up", by=request.user)
    return redirect("programmes:agenda", held.pk)


@require_POST
def agenda_off(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = get_object_or_404(held.agenda, pk=item)
    if is_first(request):
        seating.take_off(row, by=request.user)
        messages.success(request, _("The item is off the agenda."))
    return redirect("programmes:agenda", held.pk)


@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = SeatForm(request.POST or None, meeting=held)
    if done(request, form, lambda: seating.put(held, form.told(), by=request.user)):
        messages.success(request, _("Put on the list of those asked."))
        return redirect("programmes:attendance", held.pk)
    return _attendance(request, held, form, PresenceForm(meeting=held))


@require_POST
def presence(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = PresenceForm(request.POST, meeting=held)
    if not form.is_valid():
        return _attendance(request, held, SeatForm(meeting=held), form)
    if is_first(request):
        seating.mark_presence(held, form.marked, by=request.user)
        messages.success(request, _("Kept who is there."))
    return redirect("programmes:attendance", held.pk)


def _attendance(request: SignedInRequest, held: Meeting, form: SeatForm, marks: PresenceForm) -> HttpResponse:
    stand(request, held, _("Those asked"))
    facts = {"meeting": held, "form": form, "marks": marks, "is_open": not is_signed(held)}
    refused = form.errors or marks.errors
    return render(request, "programmes/meeting/attendance.html", facts, status=422 if refused else 200)


@require_POST
def seat_move(request: SignedInRequest, pk: int, seat: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = get_object_or_404(held.attendance, pk=seat)
    if is_first(request):
        seating.move(row, up=request.POST.get("to") == "up", by=request.user)
    return redirect("programmes:attendance", held.pk)


@require_POST
def seat_off(request: SignedInRequest, pk: int, seat: int) -> HttpResponse:
    held = writers_door(request, pk)
    row = get_object_or_404(held.attendance, pk=seat)
    if is_first(request):
        seating.take_off(row, by=request.user)
        messages.success(request, _("Taken off the list of those asked."))
    return redirect("programmes:attendance", held.pk)
