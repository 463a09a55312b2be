"""Giving a unit more time for a quarter: the list of extensions, and a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import Crumb, here
from coquang.listing import listed
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import extensions
from indicators.forms.extensions import ExtensionForm
from indicators.models import Extension
from indicators.tables import ExtensionFilter, Extensions
from programmes.permissions import administers_anything
from programmes.requests import SignedInRequest


def _path(url: str = "") -> list[Crumb]:
    return [(_("Catalogue"), reverse("programmes:catalogue")), (_("Extensions"), url)]


@require_GET
def extension_list(request: SignedInRequest) -> HttpResponse:
    """Those given to units the person sees."""
    here(request, "catalogue", path=_path())
    rows = Extension.objects.filter(unit__in=request.user.visible_units()).select_related("unit", "given_by")
    return listed(
        request,
        Extensions,
        rows,
        template="indicators/extension/list.html",
        filters=ExtensionFilter,
        file_name="gia-han",
        may_add=administers_anything(request.user),
    )


@require_http_methods(["GET", "POST"])
def extension_new(request: SignedInRequest) -> HttpResponse:
    if request.method == "GET" and not administers_anything(request.user):
        return redirect("indicators:extensions")
    asked = {name: request.GET.get(name) for name in ("unit", "period")}
    form = ExtensionForm(request.POST or None, by=request.user, initial=asked)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            facts = form.cleaned_data
            period, until = Period.parse(facts["period"]), facts["until"]
            extensions.extend(
                facts["unit"], period.year, period.number, until=until, reason=facts["reason"], by=request.user
            )
            told = {"unit": facts["unit"].name, "day": dates.short(until)}
            messages.success(request, _("Open for %(unit)s to the end of %(day)s.") % told)
        return redirect("indicators:extensions")
    here(request, "catalogue", path=_path(reverse("indicators:extensions")))
    return render(request, "indicators/extension/form.html", {"form": form}, status=422 if form.errors else 200)
