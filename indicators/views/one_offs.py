"""One-off reports: the list of what was asked, a new request, its table, and a unit's own row."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import Crumb, here
from coquang.listing import XLSX_TYPE, listed
from coquang.periods import Period
from coquang.records.once import is_first
from coquang.refusals import Refused
from indicators.actions import one_offs
from indicators.actions.one_off_paper import print_one_off
from indicators.dashboards.one_offs import (
    Table,
    askings_of,
    progress_of,
    requests_of,
    table_held,
    table_of,
)
from indicators.forms.one_offs import OneOffAnswerForm, OneOffForm
from indicators.models import OneOff, OneOffUnit
from indicators.one_off_files import written_table
from indicators.permissions_of_asking import directing_as, drafting_as
from indicators.tables_of_asking import OneOffs
from indicators.views.frames import unit_path
from programmes.models import Person, Unit
from programmes.requests import SignedInRequest


def _head_door(request: SignedInRequest, code: str) -> Unit:
    """The unit that bears a code today, for who stands above what is below it."""
    unit = request.user.visible_units().with_code(code, on=dates.today()).first()
    if unit is None or directing_as(request.user, unit, below=True) is None:
        raise Http404
    return unit


def _path(unit: Unit, person: Person) -> list[Crumb]:
    return [*unit_path(unit, person), (_("One-off reports"), reverse("indicators:one-offs", args=[unit.code]))]


@require_GET
def one_off_list(request: SignedInRequest, unit: str) -> HttpResponse:
    """What was asked of the units below one."""
    head = _head_door(request, unit)
    here(request, "board", path=_path(head, request.user))
    return listed(
        request,
        OneOffs,
        requests_of(head),
        template="indicators/one_off/list.html",
        file_name="bao-cao-dot-xuat",
        head=head,
    )


@require_http_methods(["GET", "POST"])
def one_off_new(request: SignedInRequest, unit: str) -> HttpResponse:
    """A new request. What is there already is shown before, and instead, where all of it is approved."""
    head = _head_door(request, unit)
    form = OneOffForm(request.POST or None, unit=head)
    table: Table | None = None
    period: Period | None = None
    if request.method == "POST" and form.is_valid():
        if "look" not in request.POST:
            try:
                return _ask(request, head, form)
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
        period = Period.parse(form.cleaned_data["period"])
        table = table_held(form.units_asked, list(form.cleaned_data["indicators"]), period)
    here(request, "board", path=_path(head, request.user))
    facts = {"form": form, "head": head, "table": table, "period": period}
    return render(request, "indicators/one_off/form.html", facts, status=422 if form.errors else 200)


def _ask(request: SignedInRequest, head: Unit, form: OneOffForm) -> HttpResponse:
    if not is_first(request):
        return redirect("indicators:one-offs", head.code)
    asked = one_offs.ask(
        head,
        title=form.cleaned_data["title"],
        text=form.cleaned_data["text"],
        due_at=form.due_at,
        period=Period.parse(form.cleaned_data["period"]),
        units=form.units_asked,
        indicators=list(form.cleaned_data["indicators"]),
        free=form.free,
        by=request.user,
    )
    messages.success(request, _("Asked. The table fills as the units answer."))
    return redirect("indicators:one-off", asked.pk)


def _door(request: SignedInRequest, pk: int) -> OneOff:
    """The one door to a request and its table: for who stands above the units that were asked."""
    asked = get_object_or_404(OneOff.objects.select_related("head", "by"), pk=pk)
    if directing_as(request.user, asked.head, below=True) is None:
        raise Http404
    return asked


@require_GET
def one_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """The table as it stands."""
    asked = _door(request, pk)
    here(request, "board", path=_path(asked.head, request.user))
    table = table_of(asked)
    facts = {"one_off": asked, "table": table, "progress": progress_of(asked, table), "now": dates.now()}
    return render(request, "indicators/one_off/detail.html", facts)


@require_GET
def one_off_file(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = _door(request, pk)
    response = HttpResponse(written_table(asked, table_of(asked)), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-dot-xuat-{asked.pk}.xlsx"'
    return response


@require_POST
def one_off_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    asked = _door(request, pk)
    if not is_first(request):
        return redirect("records:papers")
    document = print_one_off(asked, language=get_language() or "vi", by=request.user)
    return redirect("records:paper", document.pk)


@require_http_methods(["GET", "POST"])
def one_off_answer(request: SignedInRequest, pk: int, unit: str) -> HttpResponse:
    """A unit's own row: what the system holds stands there, the clerk adds the rest and sends."""
    rows = OneOffUnit.objects.select_related("one_off__head", "unit", "sent_by").prefetch_related("answers")
    asked = get_object_or_404(rows, one_off=pk, unit__code=unit, unit__in=request.user.visible_units())
    if drafting_as(request.user, asked.unit_id) is None:
        raise Http404
    askings = askings_of(asked)
    is_open = asked.sent_at is None and not asked.was_held
    form = OneOffAnswerForm(request.POST or None, askings=askings, note=asked.note) if is_open else None
    if request.method == "POST" and form is None:
        raise Refused(_("This unit has sent its answers already; they stand."))
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _answer(request, asked, form)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    here(request, "board", path=[*unit_path(asked.unit, request.user), (_("One-off report"), "")])
    facts = {
        "asked": asked,
        "askings": askings,
        "form": form,
        "is_late": is_open and asked.one_off.due_at < dates.now(),
    }
    has_errors = form is not None and form.errors
    return render(request, "indicators/one_off/answer.html", facts, status=422 if has_errors else 200)


def _answer(request: SignedInRequest, asked: OneOffUnit, form: OneOffAnswerForm) -> HttpResponse:
    note = form.cleaned_data["note"]
    if not is_first(request):
        return redirect("indicators:one-off-answer", asked.one_off_id, asked.unit.code)
    if request.POST.get("send") == "1":
        sent = one_offs.send(asked, form.given, note=note, by=request.user)
        late = " " + _("It is recorded as late.") if sent.was_late else ""
        messages.success(request, _("Sent to %(who)s.") % {"who": asked.one_off.head.name} + late)
    else:
        one_offs.keep(asked, form.given, note=note, by=request.user)
        messages.success(request, _("Kept; nothing was sent yet."))
    return redirect("indicators:one-off-answer", asked.one_off_id, asked.unit.code)
