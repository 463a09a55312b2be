"""Recording what was approved on the printed sheet, and confirming it. A view finds, asks, shows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from coquang.uploads import takes_a_file
from indicators.actions import paper_approvals
from indicators.forms.paper_approvals import PaperApprovalForm
from indicators.models import PaperApproval, Sheet, SignedScan
from indicators.permissions import may_submit
from indicators.views.evidence import sent
from indicators.views.frames import unit_path
from indicators.views.sheets import door
from programmes.requests import SignedInRequest


@takes_a_file
@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if not may_submit(request.user, sheet):
        raise PermissionDenied
    if request.method == "GET" and sheet.state != Sheet.State.VETTED:
        return redirect("indicators:sheet", sheet.unit.code, sheet.period)
    form = PaperApprovalForm(request.POST if request.method == "POST" else None, request.FILES or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            paper_approvals.record(sheet, by=request.user, **form.cleaned_data)
            messages.success(request, _("Recorded as approved on paper; who signed confirms it at the next sign-in."))
        return redirect("indicators:sheet", sheet.unit.code, sheet.period)
    here(request, "figures", path=unit_path(sheet.unit, request.user))
    facts = {"sheet": sheet, "form": form}
    return render(request, "indicators/sheet/paper_approval.html", facts, status=422 if form.errors else 200)


@require_GET
def scan(request: SignedInRequest, unit: str, period: Period, pk: int) -> FileResponse:
    """The signed sheet behind an approval, for whoever sees the sheet."""
    sheet = door(request, unit, period)
    return sent(get_object_or_404(SignedScan.objects.filter(approval__sheet=sheet), approval=pk))


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    approval = get_object_or_404(PaperApproval.objects.filter(signed_by=request.user), pk=pk)
    if is_first(request):
        paper_approvals.confirm(approval, by=request.user)
        messages.success(request, _("Confirmed."))
    return redirect("indicators:work")
