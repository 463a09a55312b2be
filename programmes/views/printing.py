"""The papers of the work on their way to the press: minutes, invitation, programme, one comrade's tasks."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from coquang import dates
from coquang.records.models import PrintedDocument
from coquang.records.once import is_first
from programmes.actions import work_papers
from programmes.models import Appointment
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import meeting_door, minutes_door, supplement_door
from programmes.views.work_programmes import programme_door


@require_POST
def minutes_print(request: SignedInRequest, pk: int) -> HttpResponse:
    minutes = minutes_door(request, pk)
    return _to_the_press(request, lambda: work_papers.print_minutes(minutes, by=request.user))


@require_POST
def supplement_print(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    made = supplement_door(request, pk, record)
    return _to_the_press(request, lambda: work_papers.print_minutes(made, by=request.user))


@require_POST
def invitation_print(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_door(request, pk)
    return _to_the_press(request, lambda: work_papers.print_invitation(meeting, by=request.user))


@require_POST
def programme_print(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = programme_door(request.user, pk)
    return _to_the_press(request, lambda: work_papers.print_programme(programme, by=request.user))


@require_POST
def tasks_print(request: SignedInRequest) -> HttpResponse:
    """One's own tasks, in the capacity one works in; of several the one that answers for tasks."""
    acting, held = request.user.acting(), request.user.appointments_on(dates.today())
    own = Appointment.objects.filter(pk__in=[a.pk for a in held], tasks__isnull=False).order_by("pk").first() or acting
    if own is None:
        raise Http404
    return _to_the_press(request, lambda: work_papers.print_tasks(own, by=request.user))


def _to_the_press(request: SignedInRequest, act: Callable[[], PrintedDocument]) -> HttpResponse:
    if not is_first(request):
        return redirect("records:papers")
    return redirect("records:paper", act().pk)
