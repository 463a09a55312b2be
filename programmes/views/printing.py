"""The papers of the work on their way to the press: minutes, notice, invitation, programme, one comrade's tasks."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang import dates
from coquang.kinds import KINDS
from coquang.records.models import PrintedDocument
from coquang.records.once import is_first
from programmes.actions import work_papers
from programmes.forms.notice_paper import NoticePaperForm
from programmes.issuers import issuers_of
from programmes.models import Appointment, Minutes
from programmes.notice_paper import proposed, usual
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import done, meeting_door, minutes_door, small_page, supplement_door, writers_door
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


@require_http_methods(["GET", "POST"])
def notice_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the record says stands in the form; the office mends it and chooses in whose name the notice goes out."""
    meeting = writers_door(request, pk)
    minutes = minutes_door(request, pk)
    if minutes.state != Minutes.State.SIGNED or meeting.unit is None:
        raise Http404
    issuers = issuers_of(meeting.unit, KINDS["TB"], dates.today())
    typed = proposed(minutes, request.user)
    form = NoticePaperForm(request.POST or None, issuers=issuers, usual=usual(meeting, issuers), proposed=typed)
    made: list[PrintedDocument] = []
    if done(
        request,
        form,
        lambda: made.append(work_papers.print_notice(minutes, form.issuer_chosen(), form.typed(), by=request.user)),
    ):
        return redirect("records:paper", made[0].pk) if made else redirect("records:papers")
    return small_page(
        request,
        form,
        meeting,
        title=_("Print the notice of conclusions"),
        button=_("Print"),
        back=reverse("programmes:meeting", args=[pk]),
        facts=_("Conclusions, lead bodies and deadlines come from the signed minutes and their tasks."),
    )


def _to_the_press(request: SignedInRequest, act: Callable[[], PrintedDocument]) -> HttpResponse:
    if not is_first(request):
        return redirect("records:papers")
    return redirect("records:paper", act().pk)
