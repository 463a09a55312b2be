"""Appointments: the list, a new one, letting one end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import appointments
from programmes.forms.appointments import AppointmentForm
from programmes.forms.days import EndForm
from programmes.holdings import Holder, holder_of
from programmes.models import Appointment, Unit
from programmes.people_tables import AppointmentFilter, Appointments
from programmes.permissions import administers_anything, may_appoint
from programmes.requests import SignedInRequest


@require_GET
def appointment_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    kept = Appointment.objects.not_over(dates.today()).seated_in(Unit.objects.administered_by(request.user))
    rows = (
        Appointment.objects.seated_in(request.user.visible_units())
        .select_related("person", "body", "unit", "group")
        .annotate(may_edit=Exists(kept.filter(pk=OuterRef("pk"))))
    )
    return listed(
        request,
        Appointments,
        rows.order_by("person__name_sort", "pk"),
        template="programmes/appointment/list.html",
        filters=AppointmentFilter,
        file_name="phan-cong",
        may_add=administers_anything(request.user),
    )


@require_http_methods(["GET", "POST"])
def appointment_new(request: SignedInRequest) -> HttpResponse:
    if not administers_anything(request.user):
        raise PermissionDenied
    asked = {"person": request.GET.get("nguoi", ""), "valid_from": dates.today()}
    form = AppointmentForm(request.POST or None, by=request.user, initial=asked)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            appointments.appoint(form.appointment(), by=request.user)
            messages.success(request, _("Appointed."))
        return redirect("programmes:person", form.cleaned_data["person"].pk)
    _here(request)
    return render(request, "programmes/appointment/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def appointment_end(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Appointment.objects.seated_in(Unit.objects.administered_by(request.user))
    appointment = get_object_or_404(seen.select_related("person", "body", "unit", "group"), pk=pk)
    if not may_appoint(request.user, appointment):
        raise PermissionDenied
    form = EndForm(request.POST or None, initial={"on": dates.today()})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            appointments.end(appointment, last_day_after=form.cleaned_data["on"], by=request.user)
            messages.success(request, _("Ended; it stays on record."))
        if (left := _left_with(appointment)) is not None:
            messages.warning(request, _("Work of the unit is still with this person. Hand it over now."))
            return redirect("programmes:handover-new", left.unit.code, left.person.pk)
        return redirect("programmes:appointments")
    _here(request)
    facts = {"form": form, "appointment": appointment}
    return render(request, "programmes/appointment/end.html", facts, status=422 if form.errors else 200)


def _left_with(appointment: Appointment) -> Holder | None:
    """What somebody who is gone from the unit since this appointment ended still holds there."""
    unit = Unit.objects.filter(pk__in=[appointment.seat_id]).first() if not appointment.whole_subtree else None
    holder = holder_of(appointment.person, unit) if unit else None
    return holder if holder and holder.is_gone and holder.held else None


def _here(request: SignedInRequest) -> None:
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Appointments"), "")])
