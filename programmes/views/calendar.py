"""Days off: the list, adding a span, making a day a working day again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import calendar
from programmes.forms.calendar import DaysOffForm
from programmes.models import NonWorkingDay
from programmes.permissions import may_keep_calendar
from programmes.requests import SignedInRequest
from programmes.tables import DayOffFilter, DaysOff, KeptDaysOff


@require_GET
def days_off(request: SignedInRequest) -> HttpResponse:
    _here(request)
    may_add = may_keep_calendar(request.user)
    return listed(
        request,
        KeptDaysOff if may_add else DaysOff,
        NonWorkingDay.objects.order_by("-day"),
        template="programmes/day_off/list.html",
        filters=DayOffFilter,
        file_name="ngay-nghi",
        may_add=may_add,
    )


@require_http_methods(["GET", "POST"])
def day_off_new(request: SignedInRequest) -> HttpResponse:
    if not may_keep_calendar(request.user):
        raise PermissionDenied
    form = DaysOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            facts = form.cleaned_data
            added = len(calendar.close_offices(facts["first"], facts["last"], facts["reason"], by=request.user))
            messages.success(request, ngettext("%d day off added.", "%d days off added.", added) % added)
        return redirect("programmes:days-off")
    _here(request)
    return render(request, "programmes/day_off/form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def day_off_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    if not may_keep_calendar(request.user):
        raise PermissionDenied
    if is_first(request):
        calendar.open_offices(get_object_or_404(NonWorkingDay, pk=pk), by=request.user)
        messages.success(request, _("A working day again."))
    return redirect("programmes:days-off")


def _here(request: SignedInRequest) -> None:
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Days off"), "")])
