"""Tasks: the list of those a person sees, one task's page, giving a spoken one, mending and accepting."""

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang import dates
from coquang.frame import here
from coquang.listing import listed
from coquang.records.once import tried
from coquang.uploads import handed_out
from programmes import permissions_of_work as may
from programmes.actions import tasks
from programmes.actions.tasks import OralInstruction, Source
from programmes.dashboards.task_page import task_page
from programmes.dashboards.tasks import counted, find_task, in_order, lines
from programmes.forms.progress import (
    DeedForm,
    DoneForm,
    DropForm,
    ExtensionAnswerForm,
    ExtensionForm,
    OwnerForm,
    ReopenForm,
    UrgeForm,
    UrgingAnswerForm,
)
from programmes.forms.tasks import OralForm, TaskForm
from programmes.models import Person, Task, Unit
from programmes.models.kept_files import drawer
from programmes.requests import SignedInRequest
from programmes.standing import Standing
from programmes.task_tables import SHAPES, TaskFilter, TaskOfUnitsFilter, Tasks, status

APART = {Standing.PROPOSED.value, Standing.DROPPED.value}
# Which form does which deed of the page.
DEEDS: dict[str, type[DeedForm]] = {
    "name": OwnerForm,
    "finish": DoneForm,
    "ask": ExtensionForm,
    "decide": ExtensionAnswerForm,
    "urge": UrgeForm,
    "answer": UrgingAnswerForm,
    "reopen": ReopenForm,
    "drop": DropForm,
}


@require_GET
def task_list(request: SignedInRequest) -> HttpResponse:
    """The tasks of the units a person sees; what is only proposed or was taken back is shown when asked for."""
    here(request, "tasks", path=[(_("Programme"), "")])
    sees_one_unit = len(request.user.visible_units().values_list("pk")[:2]) < 2
    seen = Task.objects.visible_to(request.user)
    live = seen.live()
    rows = lines(seen if request.GET.get("state") in APART else live, with_unit=not sees_one_unit)
    return listed(
        request,
        partial(Tasks, exclude=("unit",)) if sees_one_unit else Tasks,
        in_order(rows),
        template="programmes/task/list.html",
        filters=TaskFilter if sees_one_unit else TaskOfUnitsFilter,
        file_name="nhiem-vu",
        counts=[(state, status(state), count) for state, count in counted(live)],
        may_add=home_id(request.user) is not None,
        place="tasks",
    )


@require_GET
def task_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return show_task(request, task_door(request.user, pk))


@require_http_methods(["GET", "POST"])
def task_new(request: SignedInRequest) -> HttpResponse:
    """An instruction given by word of mouth, put on record."""
    unit = home(request.user)
    if unit is None:
        raise PermissionDenied
    form = OralForm(request.POST or None, unit=unit)
    facts = {"title": _("Spoken instruction"), "leave_url": reverse("programmes:tasks")}
    return given(
        request, form, lambda: OralInstruction(form.cleaned_data["said_by"], form.cleaned_data["said_on"]), facts
    )


@require_http_methods(["GET", "POST"])
def task_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a task right, or take on one that was only proposed."""
    task = task_door(request.user, pk)
    unit = task.unit or home(request.user)
    if unit is None or not may.giving(request.user, unit.pk, task.giver_id):
        raise PermissionDenied
    is_offered = task.is_proposed and task.programme is None
    form = TaskForm(request.POST or None, unit=unit, task=task, with_owner=is_offered)
    if request.method == "POST" and form.is_valid():
        if is_offered:
            done = tried(request, form, lambda: tasks.accept(task, form.work(), by=request.user))
        else:
            version = request.POST.get("version", "")
            seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
            done = tried(request, form, lambda: tasks.mend(task, form.work(), version=seen, by=request.user))
        if done:
            messages.success(request, _("Kept."))
            return redirect("programmes:task", pk)
    _here(request, task)
    facts = {
        "form": form,
        "task": task,
        "title": _("Take on a proposed task") if is_offered else _("Put the task right"),
        "leave_url": reverse("programmes:task", args=[pk]),
    }
    return render(request, "programmes/task/form.html", facts, status=422 if form.errors else 200)


@require_GET
def task_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The file that proves a task was done."""
    kept = task_door(request.user, pk).evidence_file
    if kept is None:
        raise Http404
    return handed_out(drawer(), kept.stored_as, file_name=kept.file_name, content_type=kept.content_type)


def task_door(person: Person, pk: int) -> Task:
    task = find_task(person, pk)
    if task is None:
        raise Http404
    return task


def show_task(request: SignedInRequest, task: Task, refused: DeedForm | None = None) -> HttpResponse:
    """The page of a task with the forms of the deeds that are this person's; a refused one as it was sent.

    A deed that is nobody's any more, because it was done meanwhile, is told as a sentence above the page.
    """
    page = task_page(task, request.user)
    forms = {deed: form(task=task) for deed, form in DEEDS.items() if page.may[deed]}
    sent = next((deed for deed, form in DEEDS.items() if isinstance(refused, form)), "")
    if refused is not None and sent in forms:
        forms[sent] = refused
    elif refused is not None:
        for sentence in refused.non_field_errors():
            messages.error(request, str(sentence))
    _here(request, task)
    facts = {"page": page, "task": task, "shape": SHAPES[page.state], "forms": forms, "place": "tasks"}
    status = 200 if refused is None else 422 if sent in forms else 409
    return render(request, "programmes/task/detail.html", facts, status=status)


def given(
    request: SignedInRequest, form: TaskForm, source: Callable[[], Source], facts: Mapping[str, object]
) -> HttpResponse:
    """The form of a new task of some source; kept, it leads to the task."""
    made: list[Task] = []

    def give() -> None:
        made.append(tasks.give(form.work(), source(), by=request.user))

    if request.method == "POST" and form.is_valid() and tried(request, form, give):
        messages.success(request, _("The task is given."))
        return redirect("programmes:task", made[0].pk) if made else redirect("programmes:tasks")
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), (str(facts["title"]), "")])
    return render(request, "programmes/task/form.html", {"form": form, **facts}, status=422 if form.errors else 200)


def home(person: Person, may_act: Callable[[Person, int], object] = may.writing) -> Unit | None:
    """The unit a person writes tasks in: that of the capacity they work in, else the first they may write for."""
    held = home_id(person, may_act)
    return Unit.objects.filter(pk=held).first() if held else None


def home_id(person: Person, may_act: Callable[[Person, int], object] = may.writing) -> int | None:
    acting = person.acting()
    seats = sorted(person.reach(dates.today()).unit_ids, key=lambda pk: (acting is None or pk != acting.seat_id, pk))
    return next((unit for unit in seats if may_act(person, unit)), None)


def _here(request: SignedInRequest, task: Task) -> None:
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), (str(task.unit or _("Task")), "")])
