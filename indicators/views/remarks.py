"""Speaking about a figure: comment, ask back, answer; and the figures one keeps an eye on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first
from indicators import permissions
from indicators.actions import remarks
from indicators.dashboards.remarks import watched_by
from indicators.forms.confirmations import ToldForm
from indicators.forms.remarks import CommentForm, QuestionForm
from indicators.models import Figure
from indicators.views.beside import answer_form, figure_door
from indicators.views.figures import show_figure
from programmes.requests import SignedInRequest


@require_POST
def comment(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return show_figure(request, figure.sheet, indicator, refused={"comment_form": form})
    if is_first(request):
        remarks.comment(figure, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The comment stands beside the figure."))
    return _back(figure)


@require_POST
def ask_back(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show_figure(request, figure.sheet, indicator, refused={"question_form": form})
    if is_first(request):
        asked = remarks.ask_back(figure, form.cleaned_data["text"], by=request.user)
        messages.success(
            request, _("Asked: %(who)s. The answer will stand beside the figure.") % {"who": asked.asked_post}
        )
    return _back(figure)


@require_POST
def answer(request: SignedInRequest, unit: str, period: Period, indicator: str, pk: int) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    question = get_object_or_404(figure.remarks.questions().select_related("asked_of"), pk=pk)
    question.figure = figure
    form = answer_form(question, request.POST, is_told=not permissions.may_answer(request.user, question))
    if not form.is_valid():
        return show_figure(request, figure.sheet, indicator, refused={"refused_answer": form})
    if is_first(request):
        verdict = form.verdict if isinstance(form, ToldForm) else None
        remarks.answer(question, form.cleaned_data["text"], by=request.user, told=form.told, verdict=verdict)
        messages.success(request, _("The answer stands beside the figure."))
    return _back(figure)


@require_POST
def follow(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """Flag the figure for one's own list, or take the flag off."""
    figure = figure_door(request.user, unit, period, indicator)
    if is_first(request):
        (remarks.follow if request.POST.get("on") == "1" else remarks.leave)(figure, by=request.user)
    return _back(figure)


@require_GET
def watched(request: SignedInRequest) -> HttpResponse:
    """The figures this person keeps an eye on."""
    here(request, "figures", path=[(_("Followed by me"), "")])
    return render(request, "indicators/figure/watched.html", {"watched": watched_by(request.user)})


def _back(figure: Figure) -> HttpResponse:
    return redirect("indicators:figure", figure.sheet.unit.code, figure.sheet.period, figure.indicator.code)
