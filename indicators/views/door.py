"""The cell secretary's questions, one a screen; and the clerk's asking them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import confirmations, remarks
from indicators.actions.remarks import Verdict
from indicators.dashboards.confirmations import Asked, asked_of
from indicators.forms.confirmations import MendForm
from indicators.views.sheets import door as sheet_door
from programmes.actions.door_keys import office_of
from programmes.permissions import Role
from programmes.requests import SignedInRequest


@require_GET
def door(request: SignedInRequest) -> HttpResponse:
    """The first question that waits, or thanks."""
    if not any(a.role == Role.CONFIRM for a in request.user.appointments_on(dates.today())):
        raise Http404
    facts = {"asked": asked_of(request.user), "office": office_of(request.user)}
    return render(request, "indicators/door/question.html", facts)


@require_POST
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """The figure is right."""
    asked = _asked(request, pk)
    if is_first(request):
        remarks.answer(asked.question, "", by=request.user, verdict=Verdict(True))
        messages.success(request, _("Noted: right."))
    return redirect("indicators:door")


@require_http_methods(["GET", "POST"])
def mend(request: SignedInRequest, pk: int) -> HttpResponse:
    """The figure is not right: what is, and words to it."""
    asked = _asked(request, pk)
    form = MendForm(request.POST or None, question=asked.question)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            remarks.answer(asked.question, form.cleaned_data["text"], by=request.user, verdict=form.verdict)
            messages.success(request, _("Noted. The office sees the right figure beside its own."))
        return redirect("indicators:door")
    facts = {"asked": asked, "form": form, "office": office_of(request.user)}
    return render(request, "indicators/door/mend.html", facts, status=422 if form.errors else 200)


@require_POST
def ask_cells(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The clerk puts the figures of the cells to them."""
    sheet = sheet_door(request, unit, period)
    if is_first(request):
        count = confirmations.ask_cells(sheet, by=request.user)
        told = ngettext("%(n)d figure was put to its cell.", "%(n)d figures were put to their cells.", count)
        messages.success(request, told % {"n": count} if count else _("No figure of a cell waits to be asked about."))
    return redirect("indicators:sheet", sheet.unit.code, sheet.period)


def _asked(request: SignedInRequest, pk: int) -> Asked:
    asked = asked_of(request.user, pk)
    if asked is None:
        raise Http404
    return asked
