"""The rights one handed over and was handed: the list, a new one, taking one back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.records.once import is_first
from programmes.actions import delegations
from programmes.forms.delegations import DelegationForm
from programmes.models import Delegation
from programmes.permissions import delegable
from programmes.requests import SignedInRequest

SHOWN = 100


@require_GET
def delegation_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    today = dates.today()
    rows = Delegation.objects.of(request.user).select_related(
        "to", "appointment__person", "appointment__body", "appointment__unit", "appointment__group"
    )
    facts = {
        "rows": [
            (
                row,
                row.is_in_force(today),
                row.is_to_come(today),
                row.appointment.person_id == request.user.pk and (row.is_in_force(today) or row.is_to_come(today)),
            )
            for row in rows[:SHOWN]
        ],
        "may_add": bool(delegable(request.user)),
    }
    return render(request, "programmes/delegation/list.html", facts)


@require_http_methods(["GET", "POST"])
def delegation_new(request: SignedInRequest) -> HttpResponse:
    if not delegable(request.user):
        raise PermissionDenied
    form = DelegationForm(request.POST or None, by=request.user, initial={"valid_from": dates.today()})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            right = form.held[form.cleaned_data["right"]]
            delegations.hand_over(right, by=request.user, **form.facts)
            messages.success(request, _("Handed over. Every act says by whose right it was done."))
        return redirect("programmes:delegations")
    _here(request)
    return render(request, "programmes/delegation/form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def delegation_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(Delegation.objects.of(request.user), pk=pk)
    if is_first(request):
        delegations.take_back(delegation, by=request.user)
        messages.success(request, _("Taken back. What was done meanwhile stands."))
    return redirect("programmes:delegations")


def _here(request: SignedInRequest) -> None:
    here(request, "work", path=[(_("My work"), "/"), (_("Rights handed over"), "")])
