"""Which indicators a task is to move, or a conclusion or an initiative names: chosen on a page, shown beside it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coquang.frame import here
from coquang.records.once import tried
from indicators.actions import task_links
from indicators.forms.task_links import TaskFiguresForm
from indicators.linked import Linked, choosing_as, offered
from programmes.dashboards.tasks import find_task
from programmes.models import Conclusion, Initiative, Minutes
from programmes.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def task_figures(request: SignedInRequest, pk: int) -> HttpResponse:
    task = find_task(request.user, pk)
    if task is None or task.unit_id is None:
        raise Http404
    here(request, "tasks", path=[(_("Programme"), reverse("programmes:tasks")), (_("Indicators of the task"), "")])
    back = reverse("programmes:task", args=[pk])
    return _chosen(request, task, heading=_("Indicators of the task"), text=task.text, back=back)


@require_http_methods(["GET", "POST"])
def conclusion_figures(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Conclusion.objects.filter(minutes__in=Minutes.objects.visible_to(request.user))
    row = get_object_or_404(seen.select_related("minutes__meeting__unit"), pk=pk)
    path = [(_("Meetings"), reverse("programmes:meetings")), (_("Indicators of the conclusion"), "")]
    here(request, "meetings", path=path)
    back = reverse("programmes:minutes", args=[row.minutes.meeting_id]) + f"#k-{row.number}"
    return _chosen(request, row, heading=_("Indicators of the conclusion"), text=row.text, back=back)


@require_http_methods(["GET", "POST"])
def initiative_figures(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Initiative.objects.visible_to(request.user), pk=pk)
    path = [(_("Initiatives"), reverse("programmes:initiatives")), (_("Indicators of the initiative"), "")]
    here(request, "tasks", path=path)
    back = reverse("programmes:initiative", args=[pk])
    return _chosen(request, row, heading=_("Indicators of the initiative"), text=row.title, back=back)


def _chosen(request: SignedInRequest, thing: Linked, *, heading: str, text: str, back: str) -> HttpResponse:
    if not choosing_as(request.user, thing):
        raise PermissionDenied
    linked = thing.indicator_links.values_list("indicator__code", flat=True)
    form = TaskFiguresForm(request.POST or None, indicators=offered(thing), initial={"indicators": list(linked)})

    def link() -> None:
        task_links.link(thing, form.chosen, by=request.user)

    if request.method == "POST" and form.is_valid() and tried(request, form, link):
        messages.success(request, _("Kept."))
        return redirect(back)
    facts = {"form": form, "heading": heading, "text": text, "back": back}
    return render(request, "indicators/task/figures.html", facts, status=422 if form.errors else 200)
