"""Writing where a figure came from, on the figure's own page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coquang.periods import Period
from coquang.records.once import is_first
from indicators.actions import notes
from indicators.doors import find_sheet, seen_figures
from indicators.forms.notes import NoteForm
from indicators.views.figures import show_figure
from programmes.requests import SignedInRequest


@require_POST
def figure_note(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    sheet = find_sheet(request.user, unit, period)
    figure = seen_figures(sheet).filter(indicator__code=indicator).first() if sheet else None
    if sheet is None or figure is None:
        raise Http404
    form = NoteForm(request.POST, note=None)
    if not form.is_valid():
        return show_figure(request, sheet, indicator, form)
    if is_first(request):
        notes.keep(figure, form.note(), by=request.user)
        messages.success(request, _("The source is kept."))
    return redirect("indicators:figure", sheet.unit.code, sheet.period, indicator)
