"""Putting one approved figure right: ask, agree, decline, take back. A view finds, asks, shows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from coquang.refusals import Refused
from indicators.actions import corrections
from indicators.actions.replies import see_decisions
from indicators.dashboards.approving import shown
from indicators.dashboards.corrections import correction_page
from indicators.doors import seen_figures
from indicators.forms.corrections import CorrectionForm
from indicators.forms.reasons import ReasonForm
from indicators.measures import column_unit
from indicators.models import Correction, Figure, Sheet
from indicators.views.frames import unit_path
from indicators.views.sheets import door
from programmes.requests import SignedInRequest

DEED, ASK, AGREE, DECLINE, TAKE_BACK = "deed", "ask", "agree", "decline", "take-back"


@require_http_methods(["GET", "POST"])
def correction(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    sheet = door(request, unit, period)
    figure = seen_figures(sheet).filter(indicator__code=indicator).select_related("indicator", "sheet").first()
    if figure is None:
        raise Http404
    deed = request.POST.get(DEED)
    form = CorrectionForm(request.POST if deed == ASK else None, figure=figure)
    reason = ReasonForm(request.POST if deed == DECLINE else None)
    if request.method == "GET":
        see_decisions(figure, by=request.user)
        return _show(request, sheet, figure, form, reason)
    if (deed == ASK and not form.is_valid()) or (deed == DECLINE and not reason.is_valid()):
        return _show(request, sheet, figure, form, reason)
    if is_first(request):
        try:
            messages.success(request, _do(request, deed, figure, form, reason))
        except Refused as refusal:
            if deed != ASK or figure.corrections.asked().exists():
                raise  # there is no form on the page to say it in
            form.add_error(None, refusal.sentence)
            return _show(request, sheet, figure, form, reason)
    return redirect("indicators:correction", sheet.unit.code, sheet.period, indicator)


def _do(request: SignedInRequest, deed: str | None, figure: Figure, form: CorrectionForm, reason: ReasonForm) -> str:
    if deed == ASK:
        told = form.cleaned_data
        corrections.ask(figure, form.told, reason=told["reason"], evidence=told["evidence"], by=request.user)
        return _("Asked for; the approver of this row decides.")
    asked = figure.corrections.asked().first()
    if asked is None:
        raise Refused(_("This correction is decided already."))
    if deed == AGREE:
        corrections.agree(asked, by=request.user)
        return _("Agreed. The figure stands as its next revision; papers that used the old value are listed below.")
    if deed == DECLINE:
        corrections.decline(asked, reason=reason.cleaned_data["reason"], by=request.user)
        return _("Not agreed; the figure stays, and the unit reads why.")
    if deed == TAKE_BACK:
        corrections.take_back(asked, by=request.user)
        return _("Taken back; the figure stays as it was approved.")
    raise Refused(_("This form is incomplete. Open the page again and send once more."))


def _show(
    request: SignedInRequest, sheet: Sheet, figure: Figure, form: CorrectionForm, reason: ReasonForm
) -> HttpResponse:
    page = correction_page(request.user, figure)
    here(request, "figures", path=unit_path(sheet.unit, request.user))
    is_approved = sheet.state == Sheet.State.APPROVED
    if (form.is_bound and not page.may_ask) or (reason.is_bound and not page.may_decide):
        raise PermissionDenied
    facts = {
        "sheet": sheet,
        "figure": figure,
        "page": page,
        "now": shown(figure.indicator, figure.value, figure.denominator),
        "unit_of": column_unit(figure.indicator),
        "form": form if page.may_ask and is_approved and page.asked is None else None,
        "reason_form": reason if page.may_decide and is_approved else None,
        "sums": unit_path(sheet.unit, request.user)[:-1],
        "url": reverse("indicators:correction", args=[sheet.unit.code, sheet.period, figure.indicator.code]),
        "decisions": Correction.Decision,
    }
    status = 422 if form.errors or reason.errors else 200
    return render(request, "indicators/figure/correction.html", facts, status=status)
