"""Programmes of the year: the list, one's page, drafting, adopting, amending, carrying into the next year."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.frame import here
from coquang.records.once import is_first, tried
from programmes.actions import work_programmes
from programmes.dashboards.carried import difference
from programmes.dashboards.work_programmes import (
    amendments_of,
    find_programme,
    groups_of,
    programmes_seen,
    rights,
)
from programmes.forms.tasks import TaskForm
from programmes.forms.work_programmes import DocumentForm, ProgrammeForm, TitleForm, committees_of
from programmes.models import AmendmentDraft, Person, WorkProgramme
from programmes.requests import SignedInRequest
from programmes.task_tables import SHAPES
from programmes.views.tasks import given


@require_GET
def programme_list(request: SignedInRequest) -> HttpResponse:
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), (_("Programmes of the year"), "")])
    facts = {
        "programmes": programmes_seen(request.user),
        "may_add": committees_of(request.user).exists(),
        "place": "programmes",
    }
    return render(request, "programmes/work_programme/list.html", facts)


@require_GET
def programme_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return _show(request, programme_door(request.user, pk))


@require_http_methods(["GET", "POST"])
def programme_new(request: SignedInRequest) -> HttpResponse:
    if not committees_of(request.user).exists():
        raise PermissionDenied
    year = dates.today().year
    initial = {"year": year, "title": _("Work programme of %d") % year, "body": committees_of(request.user).first()}
    form = ProgrammeForm(request.POST or None, by=request.user, initial=initial)
    made: list[WorkProgramme] = []

    def draft() -> None:
        facts = form.cleaned_data
        made.append(work_programmes.draft(facts["body"], facts["year"], facts["title"], by=request.user))

    if request.method == "POST" and form.is_valid() and tried(request, form, draft):
        messages.success(request, _("The draft is begun; write its tasks."))
        return redirect("programmes:work-programme", made[0].pk) if made else redirect("programmes:work-programmes")
    return _form(request, form, _("New programme"), reverse("programmes:work-programmes"))


@require_http_methods(["GET", "POST"])
def programme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = _writable(request.user, pk)
    form = TitleForm(request.POST or None, initial={"title": programme.title})

    def retitle() -> object:
        return work_programmes.retitle(programme, form.cleaned_data["title"], by=request.user)

    if request.method == "POST" and form.is_valid() and tried(request, form, retitle):
        messages.success(request, _("Kept."))
        return redirect("programmes:work-programme", pk)
    return _form(request, form, programme.title, reverse("programmes:work-programme", args=[pk]))


@require_http_methods(["GET", "POST"])
def programme_task_new(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = _writable(request.user, pk)
    form = TaskForm(request.POST or None, unit=programme.body.unit)
    leave = reverse("programmes:work-programme", args=[pk])
    return given(
        request,
        form,
        lambda: programme,
        {"title": _("New task of the programme"), "leave_url": leave, "about": programme},
    )


@require_POST
def programme_adopt(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = programme_door(request.user, pk)
    form = DocumentForm(request.POST)
    if not form.is_valid() or not tried(
        request, form, lambda: work_programmes.adopt(programme, form.paper(), by=request.user)
    ):
        return _show(request, programme, form)
    messages.success(request, _("The programme is adopted; its tasks are given."))
    return redirect("programmes:work-programme", pk)


@require_GET
def amendment_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every amendment of a programme with what it changed."""
    programme = programme_door(request.user, pk)
    programme_here(request, programme)
    facts = {"programme": programme, "amendments": amendments_of(programme), "place": "programmes"}
    return render(request, "programmes/work_programme/amendments.html", facts)


@require_POST
def programme_carry(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = programme_door(request.user, pk)
    if not is_first(request):
        return redirect("programmes:work-programmes")
    copy = work_programmes.copy_forward(programme, by=request.user)
    messages.success(
        request, _("The draft of %d is made; look through what it keeps and what it leaves out.") % copy.year
    )
    return redirect("programmes:programme-compare", copy.pk)


@require_GET
def programme_compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is kept, changed, left out and new against the year before; whoever signs looks it through here."""
    programme = programme_door(request.user, pk)
    if programme.copied_from is None:
        raise Http404
    programme_here(request, programme)
    may = rights(programme, request.user)
    facts = {
        "programme": programme,
        "difference": difference(programme),
        "document_form": DocumentForm() if may["adopt"] else None,
        "place": "programmes",
    }
    return render(request, "programmes/work_programme/compare.html", facts)


def programme_door(person: Person, pk: int) -> WorkProgramme:
    programme = find_programme(person, pk)
    if programme is None:
        raise Http404
    return programme


def _writable(person: Person, pk: int) -> WorkProgramme:
    programme = programme_door(person, pk)
    if not rights(programme, person)["write"]:
        raise PermissionDenied
    return programme


def _show(request: SignedInRequest, programme: WorkProgramme, refused: DocumentForm | None = None) -> HttpResponse:
    programme_here(request, programme)
    may = rights(programme, request.user)
    facts = {
        "programme": programme,
        "groups": groups_of(programme),
        "amendments": programme.amendments.count(),
        "may": may,
        "amendment_draft": AmendmentDraft.objects.filter(programme=programme).select_related("by").first(),
        "document_form": refused or (DocumentForm() if may["adopt"] else None),
        "shapes": SHAPES,
        "place": "programmes",
    }
    return render(request, "programmes/work_programme/detail.html", facts, status=422 if refused else 200)


def _form(request: SignedInRequest, form: TitleForm, title: str, leave_url: str) -> HttpResponse:
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), (title, "")])
    facts = {"form": form, "title": title, "leave_url": leave_url}
    return render(request, "programmes/work_programme/form.html", facts, status=422 if form.errors else 200)


def programme_here(request: SignedInRequest, programme: WorkProgramme) -> None:
    programmes = (_("Programmes of the year"), reverse("programmes:work-programmes"))
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), programmes, (programme.title, "")])
