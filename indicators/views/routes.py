"""The route of approval of a unit's sheets in a year: who sees the unit reads it, who administers it lays it out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coquang.records.once import is_first
from indicators.actions import routes
from indicators.forms.routes import RouteForm
from indicators.views.reporting import door
from programmes.models import Body
from programmes.permissions import may_administer
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def route(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    of = door(request, unit, year)
    may_keep = may_administer(request.user, of)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    held = routes.held_in(of, year)
    routed = Body.objects.filter(pk__in={pk for bodies in held.values() for pk in bodies})
    bodies = {body.pk: body for body in [*routes.approving_bodies_of(of), *routed]}
    form = RouteForm(request.POST if request.method == "POST" else None, bodies=bodies.values(), routed=held)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            changed = routes.lay(of, year, form.wanted, by=request.user)
            messages.success(request, _("Kept. What was sent already keeps its route.") if changed else _("Kept."))
        return redirect("indicators:route", of.code, year)
    facts = {"unit": of, "year": year, "form": form, "may_keep": may_keep}
    return render(request, "indicators/reporting/route.html", facts, status=422 if form.errors else 200)
