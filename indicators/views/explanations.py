"""Requests for explanation: asking, the list, one request with its answer."""

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang.frame import here
from coquang.listing import listed
from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import explanations
from indicators.dashboards.explanations import find_explanation, standing_words
from indicators.forms.explanations import ExplanationAnswerForm, ExplanationForm
from indicators.models import Explanation, Indicator
from indicators.permissions_of_asking import answering_as, directing_as, drafting_as, explanations_seen_by
from indicators.readings import open_book
from indicators.sentences import short_form
from indicators.tables_of_asking import ExplanationFilter, Explanations
from indicators.views.boards import unit_door
from indicators.views.frames import unit_path
from programmes.requests import SignedInRequest


@require_GET
def explanation_list(request: SignedInRequest) -> HttpResponse:
    """Those put to the units the person sees."""
    here(request, "board", path=[(_("Requests for explanation"), "")])
    rows = explanations_seen_by(request.user).select_related("unit", "indicator", "answer")
    return listed(
        request,
        Explanations,
        rows.order_by(F("answer").asc(nulls_first=True), "due_on", "pk"),
        template="indicators/explanation/list.html",
        filters=ExplanationFilter,
        file_name="giai-trinh",
    )


@require_http_methods(["GET", "POST"])
def explanation_new(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """A superior asks; whoever is none is led back to the board."""
    held = unit_door(request.user, unit, period)
    asked_about = get_object_or_404(Indicator.objects.of_unit(held), code=indicator)
    if request.method == "GET" and directing_as(request.user, held) is None:
        return redirect("indicators:board", held.code, period)
    form = ExplanationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not is_first(request):
            return redirect("indicators:explanations")
        asked = explanations.ask(held, period, asked_about, **form.cleaned_data, by=request.user)
        messages.success(request, _("Asked of %(unit)s; it stands on their list with its day.") % {"unit": held.name})
        return redirect("indicators:explanation", asked.pk)
    here(request, "board", path=unit_path(held, request.user))
    book = open_book([held.pk], period.year, indicator_ids=[asked_about.pk])
    result = next(iter(book.results(period)), None)
    facts = {
        "form": form,
        "unit": held,
        "period": period,
        "indicator": asked_about,
        "result": short_form(result, get_language() or "vi") if result else "",
    }
    return render(request, "indicators/explanation/form.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def explanation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request; the unit's own people write the answer on it."""
    asked = find_explanation(request.user, pk)
    if asked is None:
        raise Http404
    may_draft = drafting_as(request.user, asked.unit_id) is not None
    draft = getattr(asked, "draft", None) if may_draft else None
    form = ExplanationAnswerForm(request.POST or None, initial={"text": draft.text if draft else ""})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            _keep(request, asked, form.cleaned_data["text"])
        return redirect("indicators:explanation", asked.pk)
    here(request, "board", path=[*unit_path(asked.unit, request.user), (_("Request for explanation"), "")])
    facts = {
        "asked": asked,
        "standing": standing_words(asked),
        "draft": draft,
        "form": form if may_draft and asked.given is None else None,
        "may_send": answering_as(request.user, asked.unit_id) is not None,
        "board_url": reverse("indicators:board", args=[asked.unit.code, asked.period]),
    }
    return render(request, "indicators/explanation/detail.html", facts, status=422 if form.errors else 200)


def _keep(request: SignedInRequest, asked: Explanation, text: str) -> None:
    if request.POST.get("send") == "1":
        explanations.send(asked, text, by=request.user)
        messages.success(request, _("Sent as the answer of %(unit)s.") % {"unit": asked.unit.name})
    else:
        explanations.draft(asked, text, by=request.user)
        messages.success(request, _("The draft is kept; it is seen inside the unit only."))
