"""Tasks: the list of those a person sees."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coquang.frame import here
from coquang.listing import listed
from programmes.dashboards.tasks import BESIDE, counted, in_order
from programmes.models import Task
from programmes.requests import SignedInRequest
from programmes.standing import Standing
from programmes.task_tables import SHAPES, TaskFilter, Tasks

APART = {Standing.PROPOSED.value, Standing.DROPPED.value}


@require_GET
def task_list(request: SignedInRequest) -> HttpResponse:
    """The tasks of the units a person sees; what is only proposed or was taken back is shown when asked for."""
    here(request, "tasks", path=[(_("Tasks"), "")])
    rows = Task.objects.visible_to(request.user).select_related(*BESIDE)
    live = rows.live()
    return listed(
        request,
        Tasks,
        in_order(rows if request.GET.get("state") in APART else live),
        template="programmes/task/list.html",
        filters=TaskFilter,
        file_name="nhiem-vu",
        counts=[(state, SHAPES[state], count) for state, count in counted(live)],
        place="tasks",
    )
