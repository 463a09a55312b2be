"""Approving from a list: what waits, what there is to know of each, and many approved at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coquang import limits
from coquang.frame import here
from coquang.records.once import is_first
from coquang.refusals import Refused
from indicators.actions import sheets
from indicators.actions.rules import answers_of
from indicators.dashboards.approval_list import approval_list
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def approvals(request: SignedInRequest) -> HttpResponse:
    """The list; posted, each ticked sheet is approved or says why it was not."""
    if request.method == "POST":
        ticked = _ticked(request.POST.getlist("sheet"))
        if is_first(request):
            _approve(request, ticked)
        return redirect("indicators:approvals")
    here(request, "work", path=[(_("My work"), "/"), (_("Approve from a list"), "")])
    return render(request, "indicators/sheet/approvals.html", {"lines": approval_list(request.user, answers_of)})


def _approve(request: SignedInRequest, ticked: dict[int, int]) -> None:
    if not ticked:
        messages.warning(request, _("No sheet was ticked, so nothing was approved."))
        return
    outcomes = sheets.approve_many(ticked, by=request.user)
    for outcome in outcomes:
        told = f"{outcome.sheet.unit.name}, {outcome.sheet.period.name()}: {outcome.sentence}"
        (messages.success if outcome.is_done else messages.warning)(request, told)
    if len(outcomes) < len(ticked):
        messages.warning(request, _("Some ticked sheets are no longer on your list."))


def _ticked(values: list[str]) -> dict[int, int]:
    """Each tick is a sheet and the stamp of what was seen of it."""
    pairs = [value.partition(":")[::2] for value in values[: limits.PAGE_ROWS]]
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for pair in pairs for part in pair):
        raise Refused(_("This form is incomplete. Open the page again and send once more."))
    return {int(key): int(stamp) for key, stamp in pairs}
