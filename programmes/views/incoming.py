"""Incoming papers that give tasks: the list, taking one in, its page with the tasks it gave, giving a further one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import tried
from coquang.uploads import handed_out, takes_a_file
from programmes import permissions_of_work as may
from programmes.actions import incoming
from programmes.dashboards.tasks import in_order
from programmes.deadlines import usual_day
from programmes.forms.incoming import IncomingForm
from programmes.forms.tasks import TaskForm
from programmes.models import IncomingDocument, Person
from programmes.models.kept_files import drawer
from programmes.requests import SignedInRequest
from programmes.task_tables import IncomingFilter, IncomingPapers, Tasks
from programmes.views.tasks import given, home
from programmes.working_days import closed_days


@require_GET
def incoming_list(request: SignedInRequest) -> HttpResponse:
    _here(request)
    return listed(
        request,
        IncomingPapers,
        _seen(request.user).annotate(count=Count("tasks")),
        template="programmes/incoming/list.html",
        filters=IncomingFilter,
        file_name="van-ban-den",
        may_add=home(request.user) is not None,
        place="incoming",
    )


@takes_a_file
@require_http_methods(["GET", "POST"])
def incoming_new(request: SignedInRequest) -> HttpResponse:
    unit = home(request.user)
    if unit is None:
        raise PermissionDenied
    form = IncomingForm(request.POST or None, request.FILES or None, unit=unit)
    made: list[IncomingDocument] = []

    def take_in() -> None:
        made.append(incoming.take_in(unit, **form.cleaned_data, by=request.user))

    if request.method == "POST" and form.is_valid() and tried(request, form, take_in):
        messages.success(request, _("The paper is on record; write the tasks it gives."))
        return redirect("programmes:incoming", made[0].pk) if made else redirect("programmes:incoming-papers")
    _here(request, _("Take in a paper"))
    return render(request, "programmes/incoming/form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def incoming_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    paper = incoming_door(request.user, pk)
    _here(request, paper.number)
    tasks = in_order(paper.tasks.live().select_related("unit", "lead_body", "owner__person"))
    facts = {
        "paper": paper,
        "table": Tasks(tasks, exclude=("unit",)),
        "may_give": bool(may.giving(request.user, paper.unit_id, paper.from_body.unit_id if paper.from_body else None)),
        "place": "incoming",
    }
    return render(request, "programmes/incoming/detail.html", facts)


@require_http_methods(["GET", "POST"])
def incoming_task_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A further task of the paper; when it gives no day, ten days are proposed."""
    paper = incoming_door(request.user, pk)
    if not may.giving(request.user, paper.unit_id, paper.from_body.unit_id if paper.from_body else None):
        raise PermissionDenied
    initial = {"due_on": usual_day(paper.dated, closed_days())}
    form = TaskForm(request.POST or None, unit=paper.unit, initial=initial)
    leave = reverse("programmes:incoming", args=[pk])
    return given(
        request, form, lambda: paper, {"title": _("New task of the paper"), "leave_url": leave, "about": paper}
    )


@require_GET
def incoming_file(request: SignedInRequest, pk: int) -> FileResponse:
    kept = incoming_door(request.user, pk).file
    if kept is None:
        raise Http404
    return handed_out(drawer(), kept.stored_as, file_name=kept.file_name, content_type=kept.content_type)


def incoming_door(person: Person, pk: int) -> IncomingDocument:
    paper = _seen(person).filter(pk=pk).first()
    if paper is None:
        raise Http404
    return paper


def _seen(person: Person) -> QuerySet[IncomingDocument]:
    return IncomingDocument.objects.visible_to(person).select_related("unit", "from_body", "file")


def _here(request: SignedInRequest, *steps: str) -> None:
    path = [
        (_("Programme"), reverse("programmes:tasks")),
        (_("Incoming papers"), reverse("programmes:incoming-papers")),
    ]
    here(request, "tasks", path=[*path, *((step, "") for step in steps)])
