"""Saying why a figure is right, on its own page; keeping the rules on an indicator's figures."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import rules
from indicators.doors import find_sheet, seen_figures
from indicators.forms.rules import KindForm, ReasonForm, RuleForm
from indicators.models import Figure, Indicator, Rule
from indicators.permissions import may_keep
from indicators.rules import OVER_TARGET
from indicators.views.figures import show_figure
from programmes.requests import SignedInRequest


@require_POST
def figure_reason(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """The sentence typed on the figure's page, or into the row below it on the sheet (`a-<code>`)."""
    sheet = find_sheet(request.user, unit, period)
    figures = seen_figures(sheet).select_related("indicator") if sheet else Figure.objects.none()
    figure = figures.filter(indicator__code=indicator).first()
    if sheet is None or figure is None:
        raise Http404
    form = ReasonForm({"text": request.POST.get("text", request.POST.get(f"a-{indicator}", ""))})
    if not form.is_valid():
        return show_figure(request, sheet, indicator, reason_form=form)
    if is_first(request):
        rules.answer(sheet, figure.indicator, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The reason is kept and goes up with the sheet."))
    return redirect("indicators:figure", sheet.unit.code, sheet.period, indicator)


@require_http_methods(["GET", "POST"])
def rule_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A rule from a year on: a new one, another limit, or switched off."""
    held = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    if request.method == "GET" and not may_keep(request.user, held):
        return redirect("indicators:indicator", held.pk)
    asked = request.POST.get("kind", request.GET.get("rule", ""))
    is_known = asked in Rule.Kind.values
    kind = asked if is_known else OVER_TARGET
    form = RuleForm(request.POST or None, indicator=held, by=request.user, kind=kind)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            rules.keep(form.rule(), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("indicators:indicator", held.pk)
    path = [
        (_("Catalogue"), reverse("programmes:catalogue")),
        (_("Indicators"), reverse("indicators:indicators")),
        (held.code, reverse("indicators:indicator", args=[held.pk])),
    ]
    here(request, "catalogue", path=path)
    kind_form = KindForm({"rule": asked}) if asked and not is_known else KindForm(initial={"rule": kind})
    facts = {"form": form, "kind_form": kind_form, "kind": Rule.Kind(kind), "indicator": held}
    return render(request, "indicators/indicator/rule.html", facts, status=422 if form.errors else 200)
