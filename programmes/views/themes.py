"""Themes of the year: the list, a new one, mending one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import themes
from programmes.forms.themes import ThemeForm
from programmes.models import Theme, Unit
from programmes.permissions import administers_anything
from programmes.requests import SignedInRequest
from programmes.tables import ThemeFilter, Themes


@require_GET
def theme_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    ours = Unit.objects.administered_by(request.user).filter(pk=OuterRef("unit"))
    rows = Theme.objects.visible_to(request.user).select_related("unit", "superior__unit")
    return listed(
        request,
        Themes,
        rows.annotate(may_edit=Exists(ours)).order_by("-year", "unit__level", "unit__name_sort", "pk"),
        template="programmes/theme/list.html",
        filters=ThemeFilter,
        file_name="chu-de",
        may_add=administers_anything(request.user),
    )


@require_http_methods(["GET", "POST"])
def theme_new(request: SignedInRequest) -> HttpResponse:
    if not administers_anything(request.user):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def theme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Theme.objects.filter(unit__in=Unit.objects.administered_by(request.user))
    return _form(request, get_object_or_404(seen.select_related("unit", "superior__unit"), pk=pk))


def _form(request: SignedInRequest, theme: Theme | None) -> HttpResponse:
    form = ThemeForm(request.POST or None, instance=theme, by=request.user, initial={"year": dates.today().year})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            themes.keep(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:themes")
    _here(request)
    facts = {"form": form, "theme": theme}
    return render(request, "programmes/theme/form.html", facts, status=422 if form.errors else 200)


def _here(request: SignedInRequest) -> None:
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Themes"), "")])
