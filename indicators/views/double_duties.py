"""Two steps of one person in a unit's year: who sees the unit reads what is allowed, who administers it keeps it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang.records.once import is_first
from indicators.actions import double_duties
from indicators.forms.double_duties import DoubleDutyForm
from indicators.models import DoubleDuty
from indicators.permissions import may_allow_double_duty
from indicators.views.reporting import door
from programmes.permissions import may_administer
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def duties(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    of = door(request, unit, year)
    may_end = may_administer(request.user, of)
    if request.method == "POST" and not may_end:
        raise PermissionDenied
    form = DoubleDutyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            double_duties.allow(of, year, by=request.user, **form.cleaned_data)
            messages.success(request, _("Allowed. Each act done so says it on the way of its sheet."))
        return redirect("indicators:double-duties", of.code, year)
    rows = DoubleDuty.objects.of(of.pk, year).select_related("made_by", "ended_by")
    may_allow = may_end and may_allow_double_duty(request.user, of)
    facts = {"unit": of, "year": year, "rows": rows, "may_end": may_end, "form": form if may_allow else None}
    return render(request, "indicators/reporting/double_duties.html", facts, status=422 if form.errors else 200)


@require_POST
def duty_end(request: SignedInRequest, unit: str, year: int, pk: int) -> HttpResponse:
    of = door(request, unit, year)
    duty = get_object_or_404(DoubleDuty.objects.of(of.pk, year), pk=pk)
    if is_first(request):
        double_duties.end(duty, by=request.user)
        messages.success(request, _("Ended. What was done meanwhile stands."))
    return redirect("indicators:double-duties", of.code, year)
