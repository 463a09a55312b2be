"""The catalogue of indicators and their fields: lists, one indicator, and the forms that keep them."""

from functools import partial

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang.frame import Crumb, here
from coquang.listing import listed
from coquang.records.once import is_first
from indicators.actions import catalogue
from indicators.dashboards.rules import rules_of
from indicators.forms.catalogue import DefinitionForm, FieldForm, IndicatorForm
from indicators.measures import column_unit
from indicators.models import Definition, Field, Indicator
from indicators.numbering import outline
from indicators.permissions import may_keep, may_keep_shared
from indicators.tables import Fields, IndicatorFilter, Indicators
from programmes.permissions import administers_anything
from programmes.requests import SignedInRequest


def _path(*steps: Crumb) -> list[Crumb]:
    return [(_("Catalogue"), reverse("programmes:catalogue")), *steps]


def _indicators(url: str = "") -> Crumb:
    return (_("Indicators"), url)


@require_GET
def indicator_list(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=_path(_indicators()))
    rows = Indicator.objects.visible_to(request.user).in_order()
    numbers = dict(outline(rows.values_list("pk", "field", "parent")))
    return listed(
        request,
        partial(Indicators, numbers=numbers),
        rows.select_related("field", "owner"),
        template="indicators/indicator/list.html",
        filters=IndicatorFilter,
        file_name="chi-tieu",
        may_add=administers_anything(request.user),
    )


@require_GET
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Indicator.objects.visible_to(request.user)
    held = get_object_or_404(seen.select_related("field", "owner", "parent", "numerator", "denominator"), pk=pk)
    here(request, "catalogue", path=_path(_indicators(reverse("indicators:indicators")), (held.code, "")))
    reporting = held.reported_by.filter(unit__in=request.user.visible_units()).select_related("unit")
    facts = {
        "indicator": held,
        "unit": column_unit(held, get_language() or "vi"),
        "definitions": held.definitions.order_by("-from_year"),
        "reporting": reporting.order_by("unit__name_sort", "from_year"),
        "parts": held.parts.order_by("position", "pk"),
        "rules": rules_of(held),
        "may_keep": may_keep(request.user, held),
    }
    return render(request, "indicators/indicator/detail.html", facts)


@require_http_methods(["GET", "POST"])
def indicator_new(request: SignedInRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def indicator_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Indicator.objects.visible_to(request.user).select_related("field", "owner"), pk=pk)
    return _form(request, held)


def _form(request: SignedInRequest, held: Indicator | None) -> HttpResponse:
    may = may_keep(request.user, held) if held else administers_anything(request.user)
    if not may and request.method == "GET":
        return redirect("indicators:indicator", held.pk) if held else redirect("indicators:indicators")
    is_settled = held is not None and catalogue.has_figures(held)
    form = IndicatorForm(request.POST or None, instance=held, by=request.user, is_settled=is_settled)
    if request.method == "POST" and form.is_valid():
        kept = form.instance
        if is_first(request):
            kept = catalogue.keep(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("indicators:indicator", kept.pk) if kept.pk else redirect("indicators:indicators")
    here(request, "catalogue", path=_path(_indicators(reverse("indicators:indicators"))))
    facts = {"form": form, "indicator": held, "settled": catalogue.make_a_new_one() if is_settled else ""}
    return render(request, "indicators/indicator/form.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def definition_new(request: SignedInRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    if request.method == "GET" and not may_keep(request.user, held):
        return redirect("indicators:indicator", held.pk)
    form = DefinitionForm(request.POST or None, instance=Definition(indicator=held))
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            catalogue.define(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("indicators:indicator", held.pk)
    own = (held.code, reverse("indicators:indicator", args=[held.pk]))
    here(request, "catalogue", path=_path(_indicators(reverse("indicators:indicators")), own))
    facts = {"form": form, "indicator": held}
    return render(request, "indicators/indicator/definition.html", facts, status=422 if form.errors else 200)


@require_GET
def field_list(request: SignedInRequest) -> HttpResponse:
    here(request, "catalogue", path=_path((_("Fields of work"), "")))
    return listed(
        request,
        partial(Fields, may_keep=may_keep_shared(request.user)),
        Field.objects.annotate(count=Count("indicators")).order_by("position", "pk"),
        template="indicators/field/list.html",
        file_name="linh-vuc",
    )


@require_http_methods(["GET", "POST"])
def field_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    field = get_object_or_404(Field, pk=pk)
    if request.method == "GET" and not may_keep_shared(request.user):
        return redirect("indicators:fields")
    form = FieldForm(request.POST or None, instance=field)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            catalogue.keep_field(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("indicators:fields")
    here(request, "catalogue", path=_path((_("Fields of work"), reverse("indicators:fields"))))
    return render(request, "indicators/field/form.html", {"form": form}, status=422 if form.errors else 200)
