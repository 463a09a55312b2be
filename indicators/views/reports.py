"""The progress report: on screen as it will stand on paper, written parts, printing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.periods import Period
from coquang.records.once import is_first, tried
from indicators import permissions
from indicators.actions import reports
from indicators.dashboards import written_parts
from indicators.dashboards.lists import years_with_figures
from indicators.documents import issuing_body, progress_report, reopened, unapproved
from indicators.forms.reports import ReportTextForm, SentenceForm
from indicators.models import ReportText
from indicators.readings import open_book
from indicators.views.asked import ALONE, Asked, asked_of
from indicators.views.boards import unit_door
from indicators.views.frames import period_pickers, unit_path
from programmes.permissions_of_papers import may_draft
from programmes.requests import SignedInRequest


@require_GET
def report(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The same strings the paper will carry, laid out for a screen."""
    held = unit_door(request.user, unit, period)
    discrete = asked_of(request).discrete
    here(
        request,
        "papers",
        path=unit_path(held, request.user),
        pickers=period_pickers(held, period, "indicators:report", years_with_figures(held), asked=Asked(discrete)),
    )
    may_write = permissions.may_write_report(request.user, held)
    facts = {
        "unit": held,
        "period": period,
        "discrete": discrete,
        "changed": written_parts.how_many_changed(held, period) if may_write else 0,
        "draft": progress_report(held, period, language=get_language() or "vi", discrete=discrete),
        "unapproved": unapproved(held, period),
        "reopened": reopened(held, period),
        "may_write": may_write,
        "may_draft": not discrete and may_draft(request.user, issuing_body(held)),
    }
    return render(request, "indicators/report/detail.html", facts)


@require_POST
def report_print(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    held = unit_door(request.user, unit, period)
    if not is_first(request):
        return redirect("records:papers")
    language = request.POST.get("language") if request.POST.get("language") in {"vi", "en"} else get_language()
    document = reports.print_report(
        held, period, language=language or "vi", discrete=request.POST.get(ALONE) == "1", by=request.user
    )
    return redirect("records:paper", document.pk)


@require_POST
def report_draft(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Begin the report as an official paper, to be signed, numbered and issued."""
    held = unit_door(request.user, unit, period)
    if not is_first(request):
        return redirect("programmes:papers")
    return redirect("programmes:paper", reports.draft_report(held, period, by=request.user).pk)


@require_http_methods(["GET", "POST"])
def report_edit(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Write the parts that are the office's own; what the portal offers is added to them by a click."""
    held = unit_door(request.user, unit, period)
    if not permissions.may_write_report(request.user, held):
        return redirect("indicators:report", held.code, period)
    text = ReportText.objects.filter(unit=held, period=period.code).first() or ReportText(unit=held)
    results = open_book([held.pk], period.year).results(period)
    offers = written_parts.offered(held, period, results, request.user)
    form = ReportTextForm(request.POST or None, instance=text, initial={"seen": text.version})
    if request.method == "POST" and "add" in request.POST:
        part, _dot, key = request.POST["add"].partition(".")
        line = next((offer.text for offer in offers.get(part, ()) if offer.key == key), "")
        form = form.with_line(part, line) if line else form
    elif request.method == "POST" and form.is_valid():
        if is_first(request):
            parts = {name: form.cleaned_data[name] for name in form.Meta.fields}
            seen = form.cleaned_data["seen"] or 0
            reports.write(held, period, parts, seen_version=seen, by=request.user)
            messages.success(request, _("The written parts are kept."))
        return redirect("indicators:report", held.code, period)
    here(request, "papers", path=unit_path(held, request.user))
    facts = {
        "form": form,
        "unit": held,
        "period": period,
        "parts": _offered_beside(form, offers),
        "changed": written_parts.changed(text, results),
        "sentences": written_parts.own_sentences(held, period, results),
    }
    return render(request, "indicators/report/form.html", facts, status=422 if form.errors else 200)


def _offered_beside(form: ReportTextForm, offers: dict[str, list[written_parts.Offer]]) -> list[dict[str, object]]:
    """Each part's field with the lines that do not stand in it yet."""
    typed = {part: str(form[part].value() or "") for part in written_parts.PARTS}
    left = written_parts.not_taken(offers, typed)
    return [{"field": form[part], "name": part, "offers": left[part]} for part in written_parts.PARTS]


@require_http_methods(["GET", "POST"])
def report_sentence(request: SignedInRequest, unit: str, period: Period, indicator: str) -> HttpResponse:
    """Put one sentence of the results in the office's own words."""
    held = unit_door(request.user, unit, period)
    if not permissions.may_write_report(request.user, held):
        return redirect("indicators:report", held.code, period)
    results = [one for one in open_book([held.pk], period.year).results(period) if one.indicator.code == indicator]
    if not results:
        raise Http404
    (own,) = written_parts.own_sentences(held, period, results)
    form = SentenceForm(request.POST or None, initial={"text": own.text or own.portals})
    if request.method == "POST" and form.is_valid():
        words, row = form.cleaned_data["text"], results[0].indicator
        if tried(request, form, lambda: reports.reword(held, period, row, words, by=request.user)):
            messages.success(request, _("Kept."))
            return redirect("indicators:report-edit", held.code, period)
    here(request, "papers", path=unit_path(held, request.user))
    facts = {"form": form, "unit": held, "period": period, "own": own}
    return render(request, "indicators/report/sentence.html", facts, status=422 if form.errors else 200)
