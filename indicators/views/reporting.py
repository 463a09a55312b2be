"""What a unit reports in a year: the whole list on one screen, and the page that changes one row of it."""

from functools import partial

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates, limits
from coquang.frame import Picker, here
from coquang.listing import listed
from coquang.records.once import is_first
from coquang.refusals import Refused
from indicators.actions import reporting as rows
from indicators.actions import responsibilities
from indicators.dashboards.reporting import asked_day, find_unit, reporting_of
from indicators.forms.reporting import AnsweringForm, ReportForm
from indicators.models import Indicator, Responsibility
from indicators.tables import ReportingUnits, UnitFilter
from programmes.models import Unit
from programmes.permissions import may_administer
from programmes.requests import SignedInRequest

DEED, REPORTS, ANSWERS = "deed", "reports", "answers"


@require_GET
def units(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=[(_("Catalogue"), reverse("programmes:catalogue")), (_("What units report"), "")])
    year = dates.today().year
    in_year = Q(reported__from_year__lte=year) & (Q(reported__to_year__isnull=True) | Q(reported__to_year__gte=year))
    seen = request.user.visible_units().filter(level__gt=Unit.Level.NATION)
    return listed(
        request,
        partial(ReportingUnits, year=year),
        seen.annotate(count=Count("reported", filter=in_year)).order_by("level", "name_sort", "pk"),
        template="indicators/reporting/units.html",
        filters=UnitFilter,
        file_name="don-vi-bao-cao",
    )


def door(request: SignedInRequest, code: str, year: int) -> Unit:
    """The one door to what a unit reports; a year outside the calendar of the portal is no year."""
    unit = find_unit(request.user, code, year) if limits.FIRST_YEAR <= year <= limits.LAST_YEAR else None
    if unit is None:
        raise Http404
    path = [
        (_("Catalogue"), reverse("programmes:catalogue")),
        (_("What units report"), reverse("indicators:reporting-units")),
        (unit.name, reverse("indicators:reporting", args=[unit.code, year])),
    ]
    here(request, "catalogue", path=path, pickers=[_years(unit, year)])
    return unit


def _years(unit: Unit, year: int) -> Picker:
    near = range(max(year - 2, limits.FIRST_YEAR), min(year + 1, limits.LAST_YEAR) + 1)
    choices = [(str(y), reverse("indicators:reporting", args=[unit.code, y]), y == year) for y in near]
    return Picker(_("Year"), choices)


@require_GET
def reporting(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    of = door(request, unit, year)
    groups = reporting_of(of, year)
    facts = {
        "unit": of,
        "year": year,
        "groups": groups,
        "count": sum(row.reported is not None for group in groups for row in group.rows),
        "may_keep": may_administer(request.user, of),
    }
    return render(request, "indicators/reporting/list.html", facts)


@require_http_methods(["GET", "POST"])
def row_edit(request: SignedInRequest, unit: str, year: int, pk: int) -> HttpResponse:
    """One row: whether and how it is reported from the year on, and who answers for it from a day on."""
    of = door(request, unit, year)
    indicator = get_object_or_404(Indicator.objects.of_unit(of), pk=pk)
    if request.method == "GET" and not may_administer(request.user, of):
        return redirect("indicators:reporting", of.code, year)
    held = rows.held_in(of, indicator, year)
    named = Responsibility.objects.current(asked_day(year)).filter(unit=of, indicator=indicator).first()
    deed = request.POST.get(DEED)
    report_form = ReportForm(request.POST if deed == REPORTS else None, year=year, held=held)
    answering_form = AnsweringForm(request.POST if deed == ANSWERS else None, unit=of, held=named)
    form = {REPORTS: report_form, ANSWERS: answering_form}.get(deed or "")
    if request.method == "POST" and form is None:
        raise Refused(_("This form is incomplete. Open the page again and send once more."))
    if form is not None and form.is_valid():
        if is_first(request):
            _do(request, of, indicator, year, report_form if form is report_form else answering_form)
            messages.success(request, _("Kept."))
        return redirect("indicators:reporting", of.code, year)
    facts = {
        "unit": of,
        "year": year,
        "indicator": indicator,
        "report_form": report_form,
        "answering_form": answering_form,
        "earlier": indicator.responsibilities.filter(unit=of).order_by("-valid_from").select_related("responsible"),
    }
    return render(request, "indicators/reporting/form.html", facts, status=422 if form and form.errors else 200)


def _do(
    request: SignedInRequest, unit: Unit, indicator: Indicator, year: int, form: ReportForm | AnsweringForm
) -> None:
    if isinstance(form, AnsweringForm):
        on = form.cleaned_data["on"]
        responsibilities.assign(unit, indicator, form.answering, on=on, by=request.user)
    elif form.cleaned_data["is_reported"]:
        rows.report(unit, indicator, year, entry_mode=form.cleaned_data["entry_mode"], by=request.user)
    else:
        rows.report_no_more(unit, indicator, year, by=request.user)
