"""The sheet: see it, save it, send it up, vet it, approve it, send it back. A view finds, asks, shows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coquang.frame import here
from coquang.listing import page_of
from coquang.periods import Period
from coquang.records.once import is_first
from indicators import permissions
from indicators.actions import figures, rules, sheets
from indicators.dashboards import approving, lists, sheets_seen
from indicators.dashboards.providers import Shares, said_done_at, shares_of
from indicators.dashboards.revisions import reopening_of
from indicators.dashboards.sheets import Typing, drafts_of, sheet_page
from indicators.doors import find_sheet, hold_sheet_at
from indicators.forms.sheets import read_sheet
from indicators.lines import lines_of
from indicators.models import Sheet
from indicators.openness import entry_ends
from indicators.views.frames import QUARTER, quarter_pickers, sheet_pickers, unit_path
from indicators.words import marks
from programmes.requests import SignedInRequest

# Whose rows of the sheet are shown alone.
BODY = "co-quan"


def door(request: SignedInRequest, unit: str, period: Period) -> Sheet:
    """The one door to a sheet: what a person may not see is not there."""
    sheet = find_sheet(request.user, unit, period)
    if sheet is None:
        raise Http404
    return sheet


@require_GET
def sheet_list(request: SignedInRequest) -> HttpResponse:
    """A person's own sheets, and those of other units they may see, a quarter at a time."""
    others = sheets_seen.sent_up(request.user)
    quarters = sheets_seen.quarters_of(others)
    asked = request.GET.get(QUARTER, "")
    period = sheets_seen.chosen(asked, quarters)
    if asked and (period is None or asked.strip().upper() != period.code):
        messages.warning(request, _("No such quarter is known here; the newest one is shown."))
    here(request, "figures", path=[(_("Figures"), "")], pickers=quarter_pickers(quarters, period))
    facts: dict[str, object] = {"years": lists.sheets_by_year(request.user), "period": period}
    if period is not None:
        facts["page_obj"] = page_of(request, sheets_seen.of_quarter(others, period))
    return render(request, "indicators/sheet/list.html", facts)


@require_GET
def sheet_detail(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    return show(request, door(request, unit, period))


def show(request: SignedInRequest, sheet: Sheet, typing: dict[str, Typing] | None = None) -> HttpResponse:
    """The sheet's page, with what a refused form brought still in its cells."""
    here(request, "figures", path=unit_path(sheet.unit, request.user), pickers=sheet_pickers(sheet))
    person = request.user
    openness = entry_ends(sheet)
    may_enter = sheet.is_open and not openness.is_closed and permissions.may_enter(person, sheet)
    is_approved = sheet.state == Sheet.State.APPROVED
    if typing is None and may_enter and getattr(sheet, "has_drafts", False):
        typing = drafts_of(sheet)
    page = sheet_page(sheet, typing)
    chosen = request.GET.get(BODY) or request.POST.get(BODY) or ""
    is_whole = sheet.only_rows is None and not is_approved
    shares = shares_of(page, chosen) if is_whole else Shares(page)
    page, seats = shares.page, permissions.provides_as(person, sheet) if may_enter else []
    own = approving.own_waiting(person, sheet)
    facts = {
        "page": page,
        "sheet": sheet,
        "sheet_url": reverse("indicators:sheet", args=[sheet.unit.code, sheet.period]),
        "openness": openness,
        "marks": marks(sheet),
        "reopening": reopening_of(sheet),
        "may_enter": may_enter,
        "may_submit": may_enter and not seats,
        "shares": shares,
        "said_done_at": said_done_at(sheet, [seat.body_id for seat in seats]) if seats else None,
        "may_ask_cells": bool(page.to_cells) and permissions.may_ask_back(person, sheet),
        "may_print": sheet.only_rows is None,
        "may_extend": sheet.is_open and openness.is_closed and permissions.may_extend(person, sheet.unit),
        "may_reopen": is_approved and permissions.may_reopen(person, sheet),
        "may_enter_official": is_approved
        and sheet.is_provisional
        and not openness.is_closed
        and not openness.is_before_cut_off
        and permissions.may_submit(person, sheet),
        "may_vet": sheet.state == Sheet.State.SUBMITTED and permissions.may_vet(person, sheet),
        "may_approve": bool(own),
        "may_record_paper": sheet.state == Sheet.State.VETTED and permissions.may_submit(person, sheet),
        "rows_back": lists.rows_back(sheet),
        "may_withdraw": sheet.state == Sheet.State.SUBMITTED and permissions.may_withdraw(person, sheet),
        "why_not": approving.why_not(person, sheet, own),
        "may_return": sheet.state in {Sheet.State.SUBMITTED, Sheet.State.VETTED}
        and permissions.may_return(person, sheet),
        "signed": approving.signed_papers(sheet),
        "waiting": lists.fields_waiting(sheet),
    }
    return render(request, "indicators/sheet/detail.html", facts, status=422 if page.refusals else 200)


@require_POST
def sheet_save(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Take the whole form or nothing of it; with “submit” also send the quarter up."""
    sheet = hold_sheet_at(request.user, unit, period)
    if sheet is None:
        raise Http404
    alone = request.POST.get(BODY, "")
    if not is_first(request):
        return _back(sheet, alone)
    lines = lines_of(sheet)
    lines.own = permissions.own_rows(request.user, sheet)
    indicators = [figure.indicator for figure in lines.figures]
    read = read_sheet(request.POST.dict(), indicators, sheet.quarter)
    if read.refusals:
        return show(request, door(request, unit, period), read.typing())
    try:
        lines.only = figures.refuse_closed_to(request.user, sheet)
        changed = figures.enter_all(lines, read.entries, by=request.user, priors=read.priors)
    except figures.NotTaken as refusal:
        return show(request, door(request, unit, period), read.typing(refusal.sentences))
    rules.answer_all(sheet, read.answers, by=request.user)
    if request.POST.get("then") != "submit":
        messages.success(request, _("Saved: %d figures changed.") % changed if changed else _("Everything is saved."))
        return _back(sheet, alone)
    if missing := sheets.missing_figures(sheet):
        names = "; ".join(indicator.name for indicator in missing[:3])
        told = {"count": len(missing), "names": names}
        messages.warning(request, _("Saved, but not sent: %(count)d figures are missing (%(names)s).") % told)
        return _back(sheet)
    if owed := rules.what_is_owed(rules.owed(sheet)):
        messages.warning(request, _("Saved, but not sent: %s") % owed)
        return _back(sheet)
    sheets.submit(sheet, by=request.user, as_provisional="provisional" in request.POST)
    messages.success(request, _("Sent up for vetting and approval."))
    return _back(sheet)


@require_POST
def sheet_vet(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if is_first(request):
        sheets.vet(sheet, by=request.user)
        messages.success(request, _("Vetted and passed on for approval."))
    return _back(sheet)


@require_POST
def sheet_approve(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if is_first(request):
        sheet = sheets.approve(sheet, by=request.user)
        if sheet.state == Sheet.State.APPROVED:
            messages.success(request, _("Approved. The figures now stand on boards and papers."))
        else:
            messages.success(request, _("Your fields are approved; the others wait for their own approver."))
    return _back(sheet)


@require_POST
def sheet_withdraw(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if is_first(request):
        sheets.withdraw(sheet, by=request.user)
        messages.success(request, _("Taken back; send it again once it is mended."))
    return _back(sheet)


@require_POST
def sheet_return(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    sheet = door(request, unit, period)
    if is_first(request):
        sheets.return_to_unit(sheet, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, _("Returned to be completed, with your reason."))
    return _back(sheet)


def _back(sheet: Sheet, body: str = "") -> HttpResponse:
    """To the sheet, with the rows of one body alone if they were before."""
    url = reverse("indicators:sheet", args=[sheet.unit.code, sheet.period])
    return redirect(f"{url}?{BODY}={body}" if body.isdecimal() else url)
