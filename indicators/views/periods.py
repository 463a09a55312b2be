"""The calendar of reporting: the list by regime and year, laying out a year, moving one deadline."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import Crumb, here
from coquang.listing import listed
from coquang.records.once import is_first
from indicators.actions import periods
from indicators.forms.periods import DeadlineForm, YearForm
from indicators.models import Deadline, Period
from indicators.permissions import may_keep_shared
from indicators.tables import PeriodFilter, Periods
from indicators.words import period_name
from programmes.models import Unit
from programmes.requests import SignedInRequest


def _path(url: str = "") -> list[Crumb]:
    return [(_("Catalogue"), reverse("programmes:catalogue")), (_("Periods and deadlines"), url)]


@require_GET
def period_list(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=_path())
    rows = Period.objects.prefetch_related("deadlines").order_by("-year", "-regime", "cut_off", "opens_on")
    may_keep = may_keep_shared(request.user)
    return listed(
        request,
        partial(Periods, may_keep=may_keep),
        rows,
        template="indicators/period/list.html",
        filters=PeriodFilter,
        file_name="ky-bao-cao",
        may_keep=may_keep,
    )


@require_http_methods(["GET", "POST"])
def lay_out(request: SignedInRequest) -> HttpResponse:
    if request.method == "GET" and not may_keep_shared(request.user):
        return redirect("indicators:periods")
    form = YearForm(request.POST or None, initial={"year": dates.today().year + 1})
    if request.method == "POST" and form.is_valid():
        year, regime = form.cleaned_data["year"], form.cleaned_data["regime"]
        if is_first(request):
            made = periods.begin_year(year, regime, by=request.user)
            messages.success(request, _("%d periods were laid out; those already there were left as they are.") % made)
        return redirect(f"{reverse('indicators:periods')}?regime={regime}&year={year}")
    here(request, "catalogue", path=_path(reverse("indicators:periods")))
    return render(request, "indicators/period/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def deadline_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    deadline = get_object_or_404(Deadline.objects.select_related("period"), pk=pk)
    if request.method == "GET" and not may_keep_shared(request.user):
        return redirect("indicators:periods")
    form = DeadlineForm(request.POST or None, deadline=deadline)
    period = deadline.period
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            wanted = form.cleaned_data["day"]
            moved = periods.move(deadline, wanted, form.cleaned_data["hour"], by=request.user)
            if form.cleaned_data["closes_on"] != deadline.closes_on:
                periods.set_closing(moved, form.cleaned_data["closes_on"], by=request.user)
            falls_on = timezone.localtime(moved.due_at).date()
            if falls_on == wanted:
                messages.success(request, _("Kept."))
            else:
                told = {"wanted": dates.short(wanted), "day": dates.short(falls_on)}
                messages.warning(
                    request, _("Offices are closed on %(wanted)s, so the deadline falls on %(day)s.") % told
                )
        return redirect(f"{reverse('indicators:periods')}?regime={period.regime}&year={period.year}")
    here(request, "catalogue", path=_path(reverse("indicators:periods")))
    level = Unit.Level(deadline.level).label
    facts = {"form": form, "deadline": deadline, "name": period_name(period), "level": level}
    return render(request, "indicators/period/deadline.html", facts, status=422 if form.errors else 200)
