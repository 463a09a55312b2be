"""Papers behind a figure: put one there, let it serve another row, fetch it, take it away."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang.periods import Period
from coquang.records.once import is_first
from coquang.uploads import handed_out, takes_a_file
from indicators.actions import evidence
from indicators.forms.evidence import LinkForm, PaperForm
from indicators.models import Evidence, Figure
from indicators.models.evidence import KeptFile, drawer
from indicators.views.beside import figure_door, other_papers, other_rows
from indicators.views.figures import show_figure
from programmes.requests import SignedInRequest


@takes_a_file
@require_POST
def attach(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    form = PaperForm(request.POST, request.FILES, rows=other_rows(figure))
    if not form.is_valid():
        return show_figure(request, figure.sheet, indicator, refused={"paper_form": form})
    if is_first(request):
        rows = figure.sheet.figures.filter(indicator__code__in=[indicator, *form.chosen_rows])
        facts = form.cleaned_data
        evidence.attach(figure.sheet, facts["file"], title=facts["title"], to=rows, by=request.user)
        messages.success(request, _("The paper is kept behind the figure."))
    return _back(figure)


@require_POST
def link(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    form = LinkForm(request.POST, papers=other_papers(figure))
    if not form.is_valid():
        return show_figure(request, figure.sheet, indicator, refused={"link_form": form})
    if is_first(request):
        paper = get_object_or_404(Evidence.objects.filter(sheet=figure.sheet), pk=form.cleaned_data["paper"])
        evidence.link(paper, figure, by=request.user)
        messages.success(request, _("The paper now serves this figure too."))
    return _back(figure)


@require_GET
def download(request: SignedInRequest, unit: str, period: Period, indicator: str, pk: int) -> FileResponse:
    paper = get_object_or_404(Evidence.objects.behind(figure_door(request.user, unit, period, indicator)), pk=pk)
    return sent(paper)


def sent(paper: KeptFile) -> FileResponse:
    """The file of a paper, as it was attached."""
    return handed_out(drawer(), paper.stored_as, file_name=paper.file_name, content_type=paper.content_type)


@require_POST
def detach(request: SignedInRequest, unit: str, period: Period, indicator: str, pk: int) -> HttpResponse:
    figure = figure_door(request.user, unit, period, indicator)
    if is_first(request):
        paper = get_object_or_404(Evidence.objects.behind(figure), pk=pk)
        evidence.detach(paper, figure, by=request.user)
        messages.success(request, _("The paper no longer stands behind this figure."))
    return _back(figure)


def _back(figure: Figure) -> HttpResponse:
    return redirect("indicators:figure", figure.sheet.unit.code, figure.sheet.period, figure.indicator.code)
