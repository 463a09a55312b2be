"""Which indicators a task is to move: chosen on a page of figures, shown beside the task."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coquang.frame import here
from coquang.records.once import tried
from indicators.actions import task_links
from indicators.dashboards.task_figures import indicators_of
from indicators.forms.task_links import TaskFiguresForm
from indicators.models import TaskIndicator
from programmes import permissions_of_work as may
from programmes.dashboards.tasks import find_task
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def task_figures(request: SignedInRequest, pk: int) -> HttpResponse:
    task = find_task(request.user, pk)
    if task is None or task.unit_id is None:
        raise Http404
    if not may.giving(request.user, task.unit_id, task.giver_id):
        raise PermissionDenied
    linked = TaskIndicator.objects.filter(task=task).values_list("indicator__code", flat=True)
    form = TaskFiguresForm(request.POST or None, indicators=indicators_of(task), initial={"indicators": list(linked)})

    def link() -> None:
        task_links.link(task, form.chosen, by=request.user)

    if request.method == "POST" and form.is_valid() and tried(request, form, link):
        messages.success(request, _("Kept."))
        return redirect("programmes:task", pk)
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), (_("Indicators of the task"), "")])
    facts = {"form": form, "task": task}
    return render(request, "indicators/task/figures.html", facts, status=422 if form.errors else 200)
