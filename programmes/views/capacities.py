"""Choosing the capacity one works in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from coquang import dates
from programmes.capacities import choose
from programmes.requests import SignedInRequest


@require_POST
def capacity(request: SignedInRequest) -> HttpResponse:
    """Work in one of one's own capacities from now on; what is not one of them is 404."""
    held = {str(a.pk): a for a in request.user.appointments_on(dates.today())}
    chosen = held.get(request.POST.get("appointment", ""))
    if chosen is None:
        raise Http404
    choose(request, chosen)
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "/")
