"""Bodies: the list, a new one, mending one, letting one end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import bodies
from programmes.forms.bodies import BodyForm
from programmes.forms.days import EndForm
from programmes.models import Body, Unit
from programmes.permissions import administers_anything
from programmes.requests import SignedInRequest
from programmes.tables import Bodies, BodyFilter


@require_GET
def body_list(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Bodies"), "")])
    rows = Body.objects.filter(unit__in=request.user.visible_units()).select_related("unit")
    return listed(
        request,
        Bodies,
        rows.order_by("unit__name_sort", "pk"),
        template="programmes/body/list.html",
        filters=BodyFilter,
        file_name="co-quan",
        may_add=administers_anything(request.user),
    )


@require_http_methods(["GET", "POST"])
def body_new(request: SignedInRequest) -> HttpResponse:
    if not administers_anything(request.user):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def body_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Body.objects.filter(unit__in=Unit.objects.administered_by(request.user))
    return _form(request, get_object_or_404(seen.select_related("unit"), pk=pk))


def _form(request: SignedInRequest, body: Body | None) -> HttpResponse:
    form = BodyForm(request.POST or None, instance=body, by=request.user, initial={"valid_from": dates.today()})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            bodies.keep(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:bodies")
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Bodies"), "")])
    facts = {"form": form, "body": body, "end_form": EndForm() if body and body.valid_to is None else None}
    return render(request, "programmes/body/form.html", facts, status=422 if form.errors else 200)


@require_POST
def body_end(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Body.objects.filter(unit__in=Unit.objects.administered_by(request.user))
    body = get_object_or_404(seen, pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["on"][0]))
        return redirect("programmes:body-edit", pk)
    if is_first(request):
        bodies.end(body, last_day_after=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("Ended; it stays on record."))
    return redirect("programmes:bodies")
