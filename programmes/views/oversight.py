"""The programmes of inspection and supervision: the list, one with its lines, writing, settling a line."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import here
from coquang.records.once import is_first
from programmes.actions import oversight
from programmes.forms.oversight import OversightLineForm, OversightProgrammeForm, SettleForm
from programmes.models import OversightLine, OversightProgramme
from programmes.permissions_of_oversight import bodies_to_keep_for, may_keep_oversight
from programmes.requests import SignedInRequest

State = OversightLine.State
SHOWN = 200


@require_GET
def oversight_list(request: SignedInRequest) -> HttpResponse:
    seen = OversightProgramme.objects.visible_to(request.user).select_related("body__unit").prefetch_related("lines")
    rows = [
        (programme, len(lines), sum(line.state == State.HELD for line in lines))
        for programme in seen[:SHOWN]
        for lines in [programme.lines.all()]
    ]
    _here(request)
    facts = {"rows": rows, "may_add": bool(bodies_to_keep_for(request.user))}
    return render(request, "programmes/oversight/list.html", facts)


@require_http_methods(["GET", "POST"])
def oversight_new(request: SignedInRequest) -> HttpResponse:
    if not bodies_to_keep_for(request.user):
        raise PermissionDenied
    return _programme_form(request, None)


@require_http_methods(["GET", "POST"])
def oversight_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _programme_form(request, _kept(request, pk))


@require_GET
def oversight_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """The lines by quarter, unplanned ones apart, with counts of what was held."""
    programme = _door(request, pk)
    lines = list(programme.lines.select_related("kind"))
    planned = [line for line in lines if line.is_planned]
    _here(request, f"{programme.body.name}, {programme.year}")
    facts = {
        "programme": programme,
        "planned": sorted(planned, key=lambda line: (line.present_quarter, line.pk)),
        "unplanned": [line for line in lines if not line.is_planned],
        "held": sum(line.state == State.HELD for line in planned),
        "may_keep": may_keep_oversight(request.user, programme),
        "open_states": {State.PLANNED.value, State.MOVED.value},
    }
    return render(request, "programmes/oversight/detail.html", facts)


@require_http_methods(["GET", "POST"])
def line_new(request: SignedInRequest, pk: int) -> HttpResponse:
    return _line_form(request, OversightLine(programme=_kept(request, pk)))


@require_http_methods(["GET", "POST"])
def line_edit(request: SignedInRequest, pk: int, line: int) -> HttpResponse:
    return _line_form(request, get_object_or_404(_kept(request, pk).lines.select_related("programme__body"), pk=line))


@require_http_methods(["GET", "POST"])
def line_settle(request: SignedInRequest, pk: int, line: int) -> HttpResponse:
    found = get_object_or_404(_kept(request, pk).lines.select_related("programme__body"), pk=line)
    form = SettleForm(request.POST or None, line=found, initial={"held_on": dates.today()})
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            oversight.settle(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Kept."))
        return redirect("programmes:oversight-programme", pk)
    _here(request, str(found))
    facts = {"form": form, "line": found}
    return render(request, "programmes/oversight/settle.html", facts, status=422 if form.errors else 200)


def _door(request: SignedInRequest, pk: int) -> OversightProgramme:
    seen = OversightProgramme.objects.visible_to(request.user).select_related("body__unit")
    return get_object_or_404(seen, pk=pk)


def _kept(request: SignedInRequest, pk: int) -> OversightProgramme:
    programme = _door(request, pk)
    if not may_keep_oversight(request.user, programme):
        raise PermissionDenied
    return programme


def _programme_form(request: SignedInRequest, programme: OversightProgramme | None) -> HttpResponse:
    form = OversightProgrammeForm(
        request.POST or None, instance=programme, by=request.user, initial={"year": dates.today().year}
    )
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        if is_first(request):
            oversight.keep_programme(kept, by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:oversight")
    _here(request)
    facts = {"form": form, "programme": programme}
    return render(request, "programmes/oversight/form.html", facts, status=422 if form.errors else 200)


def _line_form(request: SignedInRequest, line: OversightLine) -> HttpResponse:
    form = OversightLineForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        if is_first(request):
            oversight.keep_line(form.save(commit=False), by=request.user)
            messages.success(request, _("Kept."))
        return redirect("programmes:oversight-programme", line.programme_id)
    _here(request, f"{line.programme.body.name}, {line.programme.year}")
    facts = {"form": form, "line": line}
    return render(request, "programmes/oversight/line_form.html", facts, status=422 if form.errors else 200)


def _here(request: SignedInRequest, name: str = "") -> None:
    path = [(_("Inspection and supervision"), "/kiem-tra-giam-sat/" if name else "")]
    here(request, "tasks", path=[*path, (name, "")] if name else path)
