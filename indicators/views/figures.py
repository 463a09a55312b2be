"""One figure, down to who typed it; and reading a number back before it counts."""

from collections.abc import Mapping

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from coquang.frame import here
from coquang.periods import Period
from coquang.unread import Unread
from indicators.actions.replies import see_answers
from indicators.dashboards.figures import figure_page
from indicators.dashboards.rules import question_about, reasons_of
from indicators.doors import find_sheet
from indicators.forms.notes import NoteForm
from indicators.forms.rules import ReasonForm
from indicators.measures import column_unit, measure_of
from indicators.models import FigureNote, Indicator, Sheet
from indicators.openness import entry_ends
from indicators.permissions import may_ask_correction, may_enter_rows
from indicators.views.beside import beside
from indicators.views.frames import unit_path
from programmes.requests import SignedInRequest


@require_GET
def figure(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """The figure's page; htmx fetches the strip beside the sheet alone."""
    sheet = find_sheet(request.user, unit, period)
    if sheet is None:
        raise Http404
    return show_figure(request, sheet, indicator)


def show_figure(
    request: SignedInRequest,
    sheet: Sheet,
    code: str,
    form: NoteForm | None = None,
    *,
    reason_form: ReasonForm | None = None,
    refused: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """The page, with the forms of the source and the reason for those who may still enter; given ones were refused.

    `refused` are refused forms of what else stands beside the figure, by their names in the page.
    """
    page = figure_page(sheet, code)
    if page is None:
        raise Http404
    here(request, "figures", path=unit_path(sheet.unit, request.user))
    facts: dict[str, object] = {"page": page, "sheet": sheet}
    may_write = (
        sheet.is_open
        and not entry_ends(sheet).is_closed
        and may_enter_rows(request.user, sheet, [page.figure.indicator_id])
    )
    is_refused = bool(refused or (form and form.errors) or (reason_form and reason_form.errors))
    if form is None and may_write:
        form = NoteForm(note=FigureNote.objects.filter(figure=page.figure).first())
    page.figure.sheet = sheet
    facts |= {"note_form": form, **beside(request.user, page.figure, with_forms=not request.htmx)}
    if request.htmx:
        return render(request, "indicators/figure/_strip.html", facts)
    if request.method == "GET":
        see_answers(page.figure, by=request.user)
    question = question_about(page.figure)
    if reason_form is None and question and may_write:
        reason_form = ReasonForm(initial={"text": question.answer})
    may_correct = sheet.state == Sheet.State.APPROVED and may_ask_correction(request.user, sheet)
    facts |= {
        "may_correct": may_correct,
        "question": question,
        "reasons": reasons_of(page.figure),
        "reason_form": reason_form,
        **(refused or {}),
    }
    return render(request, "indicators/figure/detail.html", facts, status=422 if is_refused else 200)


@require_GET
def read_back(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """What a typed number was read as, in figures and words, or why it was not. Changes nothing."""
    if find_sheet(request.user, unit, period) is None:
        raise Http404
    held = get_object_or_404(Indicator, code=indicator)
    typed = request.GET.get(f"v-{indicator}") or request.GET.get(f"d-{indicator}") or ""
    facts: dict[str, object] = {"row_code": indicator}
    if typed.strip():
        measure = measure_of(held)
        language = get_language() or "vi"
        try:
            value = measure.read(typed)
        except Unread as refusal:
            facts["refusal"] = refusal.sentence(language)
        else:
            facts |= {"shown": measure.shown(value, language), "unit": column_unit(held, language)}
            facts["words"] = measure.spoken(value) if language == "vi" and not held.is_ratio else ""
    return render(request, "indicators/sheet/_read_back.html", facts)
