"""Groups of units: the list, a new one, its members, letting one end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import is_first
from programmes.actions import groups
from programmes.forms.days import EndForm
from programmes.forms.groups import GroupForm
from programmes.models import Unit, UnitGroup
from programmes.people_tables import GroupFilter, Groups
from programmes.permissions import administers_anything, may_keep_group
from programmes.requests import SignedInRequest


@require_GET
def group_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    seen = UnitGroup.objects.filter(units__in=request.user.visible_units()).values("pk")
    ours = UnitGroup.objects.within(Unit.objects.administered_by(request.user))
    rows = UnitGroup.objects.filter(pk__in=seen).annotate(may_edit=Exists(ours.filter(pk=OuterRef("pk"))))
    members = Prefetch("units", Unit.objects.in_vietnamese_order(), to_attr="members")
    return listed(
        request,
        Groups,
        rows.prefetch_related(members).order_by("name", "pk").distinct(),
        template="programmes/group/list.html",
        filters=GroupFilter,
        file_name="nhom-don-vi",
        may_add=administers_anything(request.user),
    )


@require_http_methods(["GET", "POST"])
def group_new(request: SignedInRequest) -> HttpResponse:
    if not administers_anything(request.user):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def group_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _form(request, _kept(request, pk))


def _form(request: SignedInRequest, group: UnitGroup | None) -> HttpResponse:
    form = GroupForm(request.POST or None, instance=group, by=request.user, initial={"valid_from": dates.today()})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            groups.keep(form.save(commit=False), units=form.cleaned_data["units"], by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:groups")
    _here(request)
    facts = {"form": form, "group": group, "end_form": EndForm() if group and group.valid_to is None else None}
    return render(request, "programmes/group/form.html", facts, status=422 if form.errors else 200)


@require_POST
def group_end(request: SignedInRequest, pk: int) -> HttpResponse:
    group = _kept(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["on"][0]))
        return redirect("programmes:group-edit", pk)
    if is_first(request):
        groups.end(group, last_day_after=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("Ended; it stays on record."))
    return redirect("programmes:groups")


def _kept(request: SignedInRequest, pk: int) -> UnitGroup:
    """A group one sees; one with units beyond what one administers is refused."""
    seen = UnitGroup.objects.filter(units__in=request.user.visible_units()).distinct()
    group = get_object_or_404(seen, pk=pk)
    if not may_keep_group(request.user, group.units.values_list("pk", flat=True)):
        raise PermissionDenied
    return group


def _here(request: SignedInRequest) -> None:
    here(request, "catalogue", path=[(_("Catalogue"), ""), (_("Groups of units"), "")])
