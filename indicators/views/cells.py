"""One cell of the sheet, sent as it is left: taken, or kept as typed with the reason why it could not be; and what is
asked about it then, with the sentence that answers."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from coquang import limits
from coquang.periods import Period
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions import figures, rules
from indicators.dashboards import cells
from indicators.dashboards.rules import question_about
from indicators.doors import find_sheet, hold_sheet_at, seen_figures
from indicators.forms.sheets import read_cell
from indicators.lines import Line, Lines
from indicators.models import Figure
from programmes.requests import SignedInRequest


@require_POST
def cell_save(request: SignedInRequest, unit: str, period: Period, indicator: str) -> JsonResponse:
    """Answers in a few hundred bytes what the row now shows. Sent twice it is taken once: nothing is left to change."""
    sheet = hold_sheet_at(request.user, unit, period)
    if sheet is None:
        raise Http404
    try:
        lines = figures.take_in_hand(sheet, by=request.user, code=indicator)
    except Refused as refusal:
        return JsonResponse(cells.closed(refusal.sentence), status=409)
    line = _line(lines, indicator)
    if line is None or not line.figure.indicator.is_due_in(lines.sheet.quarter):
        raise Http404
    if not lines.are_theirs([line.figure.indicator_id]):
        raise Http404
    entry = read_cell(request.POST, line.figure.indicator)
    if isinstance(entry, str):
        return _kept(request, line, cells.refused(entry), entry)
    try:
        figures.enter_one(lines, line.figure.indicator_id, entry, by=request.user)
    except figures.NotTaken as refusal:
        sentence = refusal.told_at(line.figure.indicator_id)
        if not refusal.stale:
            return _kept(request, line, cells.refused(sentence), sentence)
        record(line.figure, "figure.contested", by=request.user, typed=_typed(request, line))
        return _kept(request, line, cells.contested(lines, line.figure.indicator_id), sentence)
    return JsonResponse(cells.saved(lines, line.figure.indicator_id))


@require_GET
def cell_question(request: SignedInRequest, unit: str, period: Period, indicator: str) -> JsonResponse:
    """What is asked about a figure as it now stands."""
    return JsonResponse(cells.asked(question_about(_figure(request, unit, period, indicator))))


@require_POST
def reason_save(request: SignedInRequest, unit: str, period: Period, indicator: str) -> JsonResponse:
    """The sentence typed below a row, sent as it is left. Sent twice it is kept once: it says the same."""
    figure = _figure(request, unit, period, indicator)
    try:
        rules.answer_all(figure.sheet, {figure.indicator_id: request.POST.get(f"a-{indicator}", "")}, by=request.user)
    except Refused as refusal:
        return JsonResponse(cells.refused(refusal.sentence))
    return JsonResponse(cells.asked(question_about(figure)))


def _figure(request: SignedInRequest, unit: str, period: Period, code: str) -> Figure:
    sheet = find_sheet(request.user, unit, period)
    figure = seen_figures(sheet).filter(indicator__code=code).select_related("indicator").first() if sheet else None
    if sheet is None or figure is None:
        raise Http404
    figure.sheet = sheet
    return figure


def _line(lines: Lines, code: str) -> Line | None:
    return next((line for line in lines.held.values() if line.figure.indicator.code == code), None)


def _typed(request: SignedInRequest, line: Line) -> list[str]:
    """The row's texts, fit to be kept: no NUL, and no longer than any number can be."""
    code = line.figure.indicator.code
    texts = (request.POST.get(f"{part}-{code}", "").replace("\0", "�") for part in "vd")
    return [text[: limits.NUMBER_TYPED * 2] for text in texts]


def _kept(request: SignedInRequest, line: Line, told: cells.Told, why: str) -> JsonResponse:
    value, denominator = _typed(request, line)
    figures.keep_draft(line.figure, value, denominator, why, by=request.user)
    return JsonResponse(told)
