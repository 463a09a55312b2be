"""Pasting into a sheet: bring a block, look at what was read, take what is ticked, put it back; and copying out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang.frame import here
from coquang.listing import XLSX_TYPE
from coquang.periods import Period
from coquang.records.once import is_first
from coquang.refusals import Refused
from coquang.uploads import takes_a_file
from indicators import permissions
from indicators.actions import pastes
from indicators.actions.figures import NotTaken
from indicators.dashboards.pastes import column_of, pasted_rows, taken_pastes
from indicators.dashboards.sheet_files import sheet_file as facts_of_file
from indicators.dashboards.sheets import sheet_page
from indicators.forms.paste_previews import Preview, corrections, look
from indicators.forms.pastes import PasteForm
from indicators.models import Paste, Sheet
from indicators.sheet_files import written_file
from indicators.views.frames import sheet_pickers, unit_path
from indicators.views.sheets import door
from programmes.requests import SignedInRequest


def _entered(request: SignedInRequest, unit: str, period: Period) -> Sheet:
    """The door for those who enter the sheet, while it is open."""
    sheet = door(request, unit, period)
    if not permissions.may_enter(request.user, sheet):
        raise PermissionDenied
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted; its figures no longer change."))
    here(request, "figures", path=unit_path(sheet.unit, request.user), pickers=sheet_pickers(sheet))
    return sheet


@takes_a_file
@require_http_methods(["GET", "POST"])
def sheet_paste(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """Bring a block or a file; it is looked at on a page of its own."""
    sheet = _entered(request, unit, period)
    form = PasteForm(request.POST or None, request.FILES or None, sheet=sheet)
    if form.is_valid() and form.brought is not None:
        last = Paste.objects.filter(sheet=sheet, by=request.user).first()
        # A page gone back to is sent with its old key; another block in it is another act.
        if is_first(request) or last is None or not pastes.is_alike(last, form.brought):
            last = pastes.bring(sheet, form.brought, by=request.user)
        return _to(sheet, last.pk)
    facts = {"form": form, "sheet": sheet, "taken": taken_pastes(sheet, request.user)}
    return render(request, "indicators/paste/form.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def paste(request: SignedInRequest, unit: str, period: Period, pk: int) -> HttpResponse:
    """What was read, row by row; taking enters what is ticked. Afterwards: what was taken, and the way back."""
    sheet = _entered(request, unit, period)
    held = get_object_or_404(Paste.objects.open_to(request.user, sheet).select_related("sheet", "body"), pk=pk)
    if request.method == "POST":
        is_open = held.taken_at is None and is_first(request)
        return _read_or_take(request, sheet, held) if is_open else _to(sheet, held.pk)
    if held.taken_at is not None:
        facts = {"paste": held, "sheet": sheet, "rows": pasted_rows(held)}
        return render(request, "indicators/paste/taken.html", facts)
    return _show(request, sheet, held, look(held, sheet_page(sheet)))


def _read_or_take(request: SignedInRequest, sheet: Sheet, held: Paste) -> HttpResponse:
    page = sheet_page(sheet)
    preview = look(held, page, request.POST)
    assigned, column = corrections(request.POST, held, preview)
    if request.POST.get("then") == "again" or (assigned, column) != (held.assigned, held.column):
        held = pastes.read_again(held, assigned=assigned, column=column, by=request.user)
        return _show(request, sheet, held, look(held, page, request.POST, offered=preview.offered))
    if not preview.chosen:
        messages.error(request, _("Nothing was taken: tick at least one row that can be taken."))
        return _show(request, sheet, held, preview, status=422)
    try:
        done = pastes.take(held, preview.chosen, preview.wordings, by=request.user)
    except NotTaken as refusal:
        messages.error(request, _("Nothing was taken yet: the rows refused say why, the others stay ticked."))
        return _show(request, sheet, held, preview.told(refusal.sentences), status=422)
    left = len(done.left) + sum(line.is_moved for line in preview.lines)
    _say_taken(request, done.changed, left)
    return _to(sheet, held.pk)


def _say_taken(request: SignedInRequest, changed: int, left: int) -> None:
    taken = ngettext("%(n)d figure was entered from the paste.", "%(n)d figures were entered from the paste.", changed)
    messages.success(request, taken % {"n": changed})
    if left:
        moved = ngettext(
            "%(n)d cell was left: someone else had meanwhile changed it.",
            "%(n)d cells were left: someone else had meanwhile changed them.",
            left,
        )
        messages.warning(request, moved % {"n": left})


def _show(request: SignedInRequest, sheet: Sheet, held: Paste, preview: Preview, *, status: int = 200) -> HttpResponse:
    preview = preview.told(pastes.refusals(sheet, preview.entries, by=request.user))
    facts = {"paste": held, "sheet": sheet, "preview": preview}
    return render(request, "indicators/paste/detail.html", facts, status=status)


@require_POST
def paste_undo(request: SignedInRequest, unit: str, period: Period, pk: int) -> HttpResponse:
    sheet = _entered(request, unit, period)
    held = get_object_or_404(Paste.objects.open_to(request.user, sheet).select_related("sheet"), pk=pk)
    if is_first(request):
        done = pastes.undo(held, by=request.user)
        put_back = ngettext("%(n)d figure was put back.", "%(n)d figures were put back.", done.changed)
        messages.success(request, put_back % {"n": done.changed})
        if done.left:
            messages.warning(request, _("Cells that were changed after the paste are left; they are listed below."))
    return _to(sheet, held.pk)


@require_GET
def sheet_file(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The sheet as a workbook that can be filled in and brought back."""
    sheet = door(request, unit, period)
    content = written_file(facts_of_file(sheet, sheet_page(sheet)))
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{sheet.unit.code}-{sheet.period.code}.xlsx"'
    return response


@require_GET
def sheet_copy(request: SignedInRequest, unit: str, period: Period) -> HttpResponse:
    """The quarter's column as text that a spreadsheet takes as numbers."""
    sheet = door(request, unit, period)
    here(request, "figures", path=unit_path(sheet.unit, request.user), pickers=sheet_pickers(sheet))
    facts = {"sheet": sheet, "column": column_of(sheet_page(sheet))}
    return render(request, "indicators/paste/copy.html", facts)


def _to(sheet: Sheet, pk: int) -> HttpResponse:
    return redirect("indicators:paste", sheet.unit.code, sheet.period, pk)
