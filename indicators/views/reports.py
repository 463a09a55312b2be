"""The progress report: on screen as it will stand on paper, written parts, printing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators import permissions
from indicators.actions import reports
from indicators.dashboards.lists import years_with_figures
from indicators.documents import issuing_body, progress_report, reopened, unapproved
from indicators.forms.reports import ReportTextForm
from indicators.models import ReportText
from indicators.views.boards import unit_door
from indicators.views.frames import ALONE, period_pickers, unit_path
from programmes.permissions_of_papers import may_draft
from programmes.requests import SignedInRequest


@require_GET
def report(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The same strings the paper will carry, laid out for a screen."""
    held = unit_door(request.user, unit, period)
    discrete = request.GET.get(ALONE) == "1"
    here(
        request,
        "papers",
        path=unit_path(held, request.user),
        pickers=period_pickers(held, period, "indicators:report", years_with_figures(held), discrete=discrete),
    )
    facts = {
        "unit": held,
        "period": period,
        "discrete": discrete,
        "draft": progress_report(held, period, language=get_language() or "vi", discrete=discrete),
        "unapproved": unapproved(held, period),
        "reopened": reopened(held, period),
        "may_write": permissions.may_write_report(request.user, held),
        "may_draft": not discrete and may_draft(request.user, issuing_body(held)),
    }
    return render(request, "indicators/report/detail.html", facts)


@require_POST
def report_print(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    held = unit_door(request.user, unit, period)
    if not is_first(request):
        return redirect("records:papers")
    language = request.POST.get("language") if request.POST.get("language") in {"vi", "en"} else get_language()
    document = reports.print_report(
        held, period, language=language or "vi", discrete=request.POST.get(ALONE) == "1", by=request.user
    )
    return redirect("records:paper", document.pk)


@require_POST
def report_draft(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Begin the report as an official paper, to be signed, numbered and issued."""
    held = unit_door(request.user, unit, period)
    if not is_first(request):
        return redirect("programmes:papers")
    return redirect("programmes:paper", reports.draft_report(held, period, by=request.user).pk)


@require_http_methods(["GET", "POST"])
def report_edit(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Write the parts that are the office's own."""
    held = unit_door(request.user, unit, period)
    if not permissions.may_write_report(request.user, held):
        return redirect("indicators:report", held.code, period)
    text = ReportText.objects.filter(unit=held, period=period.code).first() or ReportText(unit=held)
    form = ReportTextForm(request.POST or None, instance=text, initial={"seen": text.version})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            parts = {name: form.cleaned_data[name] for name in form.Meta.fields}
            seen = form.cleaned_data["seen"] or 0
            reports.write(held, period, parts, seen_version=seen, by=request.user)
            messages.success(request, _("The written parts are kept."))
        return redirect("indicators:report", held.code, period)
    here(request, "papers", path=unit_path(held, request.user))
    facts = {"form": form, "unit": held, "period": period}
    return render(request, "indicators/report/form.html", facts, status=422 if form.errors else 200)
