"""Initiatives: the page a district can read through, one of them, registering, recognising, taking up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import initiatives
from programmes.besides import beside
from programmes.forms.initiatives import InitiativeForm, RecognitionForm, TakingUpForm
from programmes.models import Initiative
from programmes.permissions_of_proposals import may_keep_initiative, units_to_write_for
from programmes.requests import SignedInRequest
from programmes.tables_of_proposals import InitiativeFilter, Initiatives


@require_GET
def initiative_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    rows = Initiative.objects.visible_to(request.user).select_related("unit", "body", "recognised_at")
    return listed(
        request,
        Initiatives,
        rows.annotate(taken_up=Count("spread")).order_by("-registered_on", "-pk"),
        template="programmes/initiative/list.html",
        filters=InitiativeFilter,
        file_name="mo-hinh-hay",
        may_add=bool(units_to_write_for(request.user)),
    )


@require_http_methods(["GET", "POST"])
def initiative_new(request: SignedInRequest) -> HttpResponse:
    if not units_to_write_for(request.user):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def initiative_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    initiative = _door(request, pk)
    if not may_keep_initiative(request.user, initiative):
        raise PermissionDenied
    return _form(request, initiative)


@require_GET
def initiative(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _door(request, pk))


@require_POST
def initiative_recognise(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    form = RecognitionForm(request.POST, initiative=found, by=request.user)
    if not form.is_valid():
        return _page(request, found, recognition=form)
    if is_first(request):
        initiatives.recognise(found, form.cleaned_data["meeting"], by=request.user)
        messages.success(request, _("Kept: recognised at that meeting."))
    return redirect("programmes:initiative", found.pk)


@require_POST
def initiative_take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _door(request, pk)
    form = TakingUpForm(request.POST, initiative=found, by=request.user)
    if not form.is_valid():
        return _page(request, found, taking=form)
    if is_first(request):
        told = form.cleaned_data
        initiatives.take_up(found, told["unit"], since=told["since"], note=told["note"], by=request.user)
        messages.success(request, _("Kept: taken up."))
    return redirect("programmes:initiative", found.pk)


def _door(request: SignedInRequest, pk: int) -> Initiative:
    seen = Initiative.objects.visible_to(request.user).select_related("unit", "body", "recognised_at")
    return get_object_or_404(seen, pk=pk)


def _page(
    request: SignedInRequest,
    initiative: Initiative,
    *,
    recognition: RecognitionForm | None = None,
    taking: TakingUpForm | None = None,
) -> HttpResponse:
    by = request.user
    status = 422 if recognition or taking else 200
    if initiative.recognised_at_id is None and recognition is None:
        recognition = RecognitionForm(initiative=initiative, by=by)
    taking = taking or TakingUpForm(initiative=initiative, by=by)
    _here(request, initiative.title)
    facts = {
        "initiative": initiative,
        "spread": initiative.spread.select_related("unit"),
        "recognition": recognition if recognition and (recognition.is_bound or recognition.has_choices) else None,
        "taking": taking if taking.is_bound or taking.has_choices else None,
        "may_edit": may_keep_initiative(by, initiative),
        "pieces": beside(initiative, "figures", by),
    }
    return render(request, "programmes/initiative/detail.html", facts, status=status)


def _form(request: SignedInRequest, initiative: Initiative | None) -> HttpResponse:
    form = InitiativeForm(request.POST or None, instance=initiative, by=request.user)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        if is_first(request):
            initiatives.keep(kept, by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:initiatives")
    _here(request)
    facts = {"form": form, "initiative": initiative}
    return render(request, "programmes/initiative/form.html", facts, status=422 if form.errors else 200)


def _here(request: SignedInRequest, name: str = "") -> None:
    path = [(_("Initiatives"), "/mo-hinh-hay/" if name else "")]
    here(request, "tasks", path=[*path, (name, "")] if name else path)
