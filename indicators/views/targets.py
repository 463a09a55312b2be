"""The targets of a unit and year: the list, a new one, a revision, the grid of the whole year, pasting into it."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import limits
from coquang.frame import Picker, here
from coquang.listing import listed
from coquang.records.once import is_first
from coquang.refusals import Refused
from indicators import permissions
from indicators.actions import targets
from indicators.actions.figures import NotTaken
from indicators.dashboards.lists import years_with_figures
from indicators.dashboards.targets import Grid, aim_typed, grid
from indicators.forms.target_grid import carried, filled, preview, read_grid
from indicators.forms.targets import RevisionForm, TargetForm
from indicators.measures import column_unit
from indicators.models import Target
from indicators.target_tables import KeptTargets, TargetFilter, Targets, past_of
from indicators.views.frames import unit_path
from programmes.models import Person, Unit
from programmes.requests import SignedInRequest


def unit_of_year(person: Person, code: str, year: int) -> Unit:
    """The unit that bore a code in a year, the later life first, if the person may see it."""
    if not limits.FIRST_YEAR <= year <= limits.LAST_YEAR:
        raise Http404
    known = person.visible_units().filter(code=code, known_from__lte=date(year, 12, 31))
    unit = known.exclude(known_to__lte=date(year, 1, 1)).order_by("-known_from").first()
    if unit is None:
        raise Http404
    return unit


def _kept_unit(request: SignedInRequest, code: str, year: int) -> Unit:
    """The same door for those who lay targets down; whoever only reads is told so."""
    unit = unit_of_year(request.user, code, year)
    if not permissions.may_set_targets(request.user, unit):
        raise PermissionDenied
    return unit


@require_GET
def target_list(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    held = unit_of_year(request.user, unit, year)
    may_set = permissions.may_set_targets(request.user, held)
    _here(request, held, year)
    rows = Target.objects.filter(unit=held, year=year).select_related("indicator__field", "unit")
    order = ("indicator__field__position", "indicator__position", "indicator", "-is_main", "pk")
    return listed(
        request,
        KeptTargets if may_set else Targets,
        rows.prefetch_related("revisions").order_by(*order),
        template="indicators/target/list.html",
        filters=TargetFilter,
        file_name=f"chi-tieu-{held.code}-{year}",
        unit=held,
        year=year,
        may_set=may_set,
    )


@require_http_methods(["GET", "POST"])
def target_new(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    held = _kept_unit(request, unit, year)
    form = TargetForm(request.POST or None, unit=held, year=year)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            target = targets.add(form.target(), by=request.user)
            said = _("The target is laid down.") if target.is_main else _("Laid down beside the main target.")
            messages.success(request, said)
        return _to_list(held, year)
    _here(request, held, year)
    facts = {"form": form, "unit": held, "year": year}
    return render(request, "indicators/target/form.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def target_revise(request: SignedInRequest, unit: str, year: int, pk: int) -> HttpResponse:
    """A target's own page: what it was before, and the form that revises it."""
    held = _kept_unit(request, unit, year)
    target = _target(held, year, pk)
    _base, kind, value, upper = aim_typed(target.indicator, target)
    initial = {"form": kind, "value": value, "upper": upper}
    form = RevisionForm(request.POST or None, indicator=target.indicator, initial=initial)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            facts = form.cleaned_data
            told = {"reason": facts["reason"], "document": facts["document"]}
            targets.revise(target, facts["aim"], by=request.user, **told)
            messages.success(request, _("Revised; what it was before stays on record."))
        return _to_list(held, year)
    _here(request, held, year)
    page = {
        "form": form,
        "target": target,
        "unit": held,
        "year": year,
        "measure": column_unit(target.indicator),
        "past": past_of(target),
    }
    return render(request, "indicators/target/revise.html", page, status=422 if form.errors else 200)


@require_POST
def target_main(request: SignedInRequest, unit: str, year: int, pk: int) -> HttpResponse:
    held = _kept_unit(request, unit, year)
    target = _target(held, year, pk)
    if is_first(request):
        targets.make_main(target, by=request.user)
        messages.success(request, _("Results are measured against this target from now on."))
    return _to_list(held, year)


@require_POST
def target_remove(request: SignedInRequest, unit: str, year: int, pk: int) -> HttpResponse:
    held = _kept_unit(request, unit, year)
    target = Target.objects.filter(unit=held, year=year, pk=pk).first()
    if is_first(request):
        if target is None:
            raise Http404
        targets.remove(target, by=request.user)
        messages.success(request, _("Removed."))
    return _to_list(held, year)


@require_http_methods(["GET", "POST"])
def target_grid(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    """The whole year at once: all that was typed is taken, or nothing is."""
    held = _kept_unit(request, unit, year)
    stands = grid(held, year)
    if request.method == "GET":
        return _show_grid(request, stands)
    read = read_grid(request.POST, stands)
    if read.is_refused:
        return _show_grid(request, read.shown_in(stands))
    if not is_first(request):
        return _to_list(held, year)
    told = {"reason": read.reason, "document": read.document}
    try:
        laid, revised = targets.set_year(held, year, read.entries, by=request.user, **told)
    except NotTaken as refusal:
        read.refuse(refusal.sentences, stands.rows)
        return _show_grid(request, read.shown_in(stands))
    counted = {"laid": laid, "revised": revised}
    said = _("Saved: %(laid)d targets laid down, %(revised)d revised.") % counted
    messages.success(request, said if laid or revised else _("Nothing had changed."))
    return _to_list(held, year)


@require_POST
def target_paste(request: SignedInRequest, unit: str, year: int) -> HttpResponse:
    """What a pasted block reads as; accepted, it stands in the grid as if typed. Nothing is saved here."""
    held = _kept_unit(request, unit, year)
    stands = grid(held, year)
    then = request.POST.get("then")
    if then in {"chosen", "all"}:
        messages.info(request, _("The pasted values stand in the grid; nothing is saved until you save it."))
        return _show_grid(request, filled(stands, request.POST, only_chosen=then == "chosen"))
    text = request.POST.get("block", "")
    if len(text) > limits.PASTED:
        raise Refused(_("This is too much to paste at once; paste only the year's targets."))
    _here(request, held, year)
    page = {"unit": held, "year": year, "preview": preview(text, stands), "carried": carried(request.POST, stands)}
    return render(request, "indicators/target/paste.html", page)


def _show_grid(request: SignedInRequest, page: Grid) -> HttpResponse:
    _here(request, page.unit, page.year)
    facts = {
        "page": page,
        "unit": page.unit,
        "year": page.year,
        "bases": Target.Base.choices,
        "forms": Target.Form.choices,
    }
    return render(request, "indicators/target/grid.html", facts, status=422 if page.refusals else 200)


def _target(unit: Unit, year: int, pk: int) -> Target:
    known = Target.objects.filter(unit=unit, year=year).select_related("indicator", "unit")
    return get_object_or_404(known.prefetch_related("revisions"), pk=pk)


def _here(request: SignedInRequest, unit: Unit, year: int) -> None:
    years = sorted({*years_with_figures(unit), year})
    choices = [(str(y), reverse("indicators:targets", args=[unit.code, y]), y == year) for y in years]
    here(request, "figures", path=unit_path(unit, request.user), pickers=[Picker(_("Year"), choices)])


def _to_list(unit: Unit, year: int) -> HttpResponse:
    return redirect("indicators:targets", unit.code, year)
