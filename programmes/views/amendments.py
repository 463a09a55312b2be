"""Amending an adopted programme: one page that a clerk drafts and prints, and that whoever adopts signs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang.records.models import PrintedDocument
from coquang.records.once import is_first, tried
from programmes.actions import amendments, work_papers, work_programmes
from programmes.dashboards.work_programmes import rights, tasks_of
from programmes.forms.work_programmes import ADDED_ROWS, AmendmentForm, LineForm, changes_of
from programmes.models import AmendmentDraft, WorkProgramme
from programmes.requests import SignedInRequest
from programmes.views.work_programmes import programme_door, programme_here

KEEP, PRINT = "keep", "print"


@require_http_methods(["GET", "POST"])
def programme_amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its document, each task of the programme, and rows for new ones; what was drafted stands in the fields."""
    programme = programme_door(request.user, pk)
    may = rights(programme, request.user)
    deed = request.POST.get("deed", "")
    if not may["draft_amendment"] or (request.method == "POST" and deed not in {KEEP, PRINT} and not may["amend"]):
        raise PermissionDenied
    draft = AmendmentDraft.objects.filter(programme=programme).select_related("by").first()
    sent = request.POST or (_typed(draft) if draft else None)
    form = AmendmentForm(sent, is_signed=request.method == "POST" and deed not in {KEEP, PRINT})
    lines = _lines(programme, sent, request.POST)
    is_read = request.method == "POST" and all([form.is_valid(), *(line.is_valid() for line in lines)])
    if is_read and (answer := _done(request, programme, form, lines, deed)):
        return answer
    programme_here(request, programme)
    is_refused = request.method == "POST" and (bool(form.errors) or any(line.errors for line in lines))
    facts = {"form": form, "lines": lines, "programme": programme, "draft": draft, "may": may, "place": "programmes"}
    return render(request, "programmes/work_programme/amend.html", facts, status=422 if is_refused else 200)


def _done(
    request: SignedInRequest, programme: WorkProgramme, form: AmendmentForm, lines: list[LineForm], deed: str
) -> HttpResponse | None:
    """Keep the draft, print it, or sign; None when it was refused, which the form then says."""
    reason, changes, by = form.cleaned_data["reason"], changes_of(lines), request.user
    made: list[PrintedDocument] = []

    def act() -> None:
        if deed == PRINT:
            told = (form.foreseen(), reason, changes)
            made.append(work_papers.print_amendment_draft(programme, *told, by=by))
        elif deed == KEEP:
            amendments.keep_draft(programme, _known(request.POST, form, lines), by=by)
        else:
            work_programmes.amend(programme, form.paper(), reason, changes, by=by)

    if not tried(request, form, act):
        return None
    if deed == PRINT:
        return redirect("records:paper", made[0].pk) if made else redirect("records:papers")
    if deed == KEEP:
        messages.success(request, _("The draft of the amendment is kept; who adopts signs it."))
        return redirect("programmes:work-programme", programme.pk)
    messages.success(request, _("The amendment is kept."))
    return redirect("programmes:amendments", programme.pk)


@require_POST
def amendment_print(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    programme = programme_door(request.user, pk)
    amendment = get_object_or_404(programme.amendments.all(), number=number)
    if not is_first(request):
        return redirect("records:papers")
    return redirect("records:paper", work_papers.print_amendment(amendment, by=request.user).pk)


def _lines(programme: WorkProgramme, sent: QueryDict | None, post: QueryDict) -> list[LineForm]:
    """A line for each open task, and rows for new ones; a task that came after the draft stands as it is."""
    unit = programme.body.unit
    open_tasks = [task for task in tasks_of(programme) if task.done_on is None]

    def line(prefix: str) -> QueryDict | None:
        return sent if sent is not None and (sent is post or f"{prefix}-text" in sent) else None

    known = [LineForm(line(f"nv{task.pk}"), unit=unit, task=task, prefix=f"nv{task.pk}") for task in open_tasks]
    return known + [LineForm(line(f"moi{n}"), unit=unit, prefix=f"moi{n}") for n in range(ADDED_ROWS)]


def _known(post: QueryDict, form: AmendmentForm, lines: list[LineForm]) -> dict[str, list[str]]:
    """What was typed into the fields there are, and nothing else that came along."""
    names = {each.add_prefix(name) for each in (form, *lines) for name in each.fields}
    # A tick takes whatever is sent for it, even what no text may hold.
    return {name: [value.replace("\0", "") for value in post.getlist(name)] for name in post if name in names}


def _typed(draft: AmendmentDraft) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        typed.setlist(name, values)
    return typed
