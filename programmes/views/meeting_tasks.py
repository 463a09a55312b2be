"""What becomes of what was said: tasks from conclusions and remarks, or that none arises; what one chair concluded."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.records.once import is_first
from programmes.actions import conclusions, meeting_tasks
from programmes.dashboards.concluded import concluded_by, deployed
from programmes.dashboards.minutes import plain_words
from programmes.forms.conclusions import NoTaskForm
from programmes.forms.tasks import TaskForm
from programmes.models import Conclusion, Meeting, Remark, Unit
from programmes.permissions_of_meetings import bound_units, giving_as, taking_up_as
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import (
    conclusion_door,
    done,
    meeting_door,
    remark_door,
    small_page,
    stand,
    to_minutes,
)


@require_http_methods(["GET", "POST"])
def conclusion_task(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    row = conclusion_door(request, pk, conclusion)
    if giving_as(request.user, row.minutes.meeting) is None:
        raise PermissionDenied
    supporting = list(row.supporting_bodies.all())
    shown = {"text": row.text, "lead_body": row.lead_body, "supporting_bodies": supporting}
    return _task(request, row, shown, f"k-{row.number}")


@require_http_methods(["GET", "POST"])
def remark_task(request: SignedInRequest, pk: int, key: UUID) -> HttpResponse:
    row = remark_door(request, pk, key)
    if taking_up_as(request.user, row.minutes.meeting) is None:
        raise PermissionDenied
    return _task(request, row, {"text": plain_words(row)}, f"r-{row.key}")


@require_POST
def remark_take_up(request: SignedInRequest, pk: int, key: UUID) -> HttpResponse:
    """One click: the remark is a task; its page asks for the rest."""
    row = remark_door(request, pk, key)
    if not is_first(request):
        return to_minutes(row.minutes.meeting, f"r-{row.key}")
    task = meeting_tasks.take_up(row, by=request.user)
    messages.success(request, _("The remark is taken up as a task. Add its day, its lead body or its person here."))
    return redirect("programmes:task", task.pk)


def _task(request: SignedInRequest, source: Conclusion | Remark, shown: Mapping[str, object], at: str) -> HttpResponse:
    held, unit = source.minutes.meeting, _unit(request, source)
    form = TaskForm(request.POST or None, unit=unit, initial=shown)
    if done(request, form, lambda: meeting_tasks.give(source, form.work(), by=request.user)):
        messages.success(request, _("The task is given."))
        return to_minutes(held, at)
    return small_page(
        request,
        form,
        held,
        title=_("Give a task"),
        button=_("Give the task"),
        back=reverse("programmes:minutes", args=[held.pk]),
        facts=unit.name,
        quoted=[source.text if isinstance(source, Conclusion) else plain_words(source)],
    )


def _unit(request: SignedInRequest, source: Conclusion | Remark) -> Unit:
    """The unit a task is for: the one asked for among those the meeting spoke of, else the lead body's or the first."""
    units = bound_units(source.minutes.meeting)
    lead = source.lead_body.unit_id if isinstance(source, Conclusion) and source.lead_body else None
    asked = [unit for unit in units if str(unit.pk) == request.GET.get("don-vi")]
    chosen = [*asked, *(unit for unit in units if unit.pk == lead), *units]
    if not chosen:
        raise Http404
    return chosen[0]


@require_http_methods(["GET", "POST"])
def conclusion_none(request: SignedInRequest, pk: int, conclusion: int) -> HttpResponse:
    row = conclusion_door(request, pk, conclusion)
    held = row.minutes.meeting
    if giving_as(request.user, held) is None:
        raise PermissionDenied
    form = NoTaskForm(request.POST or None, initial={"reason": row.no_task_reason})
    if done(request, form, lambda: conclusions.say_no_task(row, form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("Kept that no task arises."))
        return to_minutes(held, f"k-{row.number}")
    return _none(request, held, form, row.text)


@require_http_methods(["GET", "POST"])
def remark_note(request: SignedInRequest, pk: int, key: UUID) -> HttpResponse:
    row = remark_door(request, pk, key)
    held = row.minutes.meeting
    if taking_up_as(request.user, held) is None:
        raise PermissionDenied
    form = NoTaskForm(request.POST or None, initial={"reason": row.no_task_reason})
    if done(request, form, lambda: conclusions.take_note(row, form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("Kept that no task arises."))
        return to_minutes(held, f"r-{row.key}")
    return _none(request, held, form, plain_words(row))


def _none(request: SignedInRequest, held: Meeting, form: NoTaskForm, quoted: str) -> HttpResponse:
    back = reverse("programmes:minutes", args=[held.pk])
    return small_page(request, form, held, title=_("No task arises"), button=_("Save"), back=back, quoted=[quoted])


@require_GET
def deploy(request: SignedInRequest, pk: int) -> HttpResponse:
    """“Triển khai thông báo kết luận số …”: what came to the units one sits in from a meeting, to name persons."""
    held = meeting_door(request, pk)
    page = deployed(held, request.user)
    if page is None:
        raise Http404
    stand(request, held, _("Taking up the conclusions"))
    return render(request, "programmes/meeting/deploy.html", {"page": page, "meeting": held, "place": "meetings"})


@require_GET
def concluded(request: SignedInRequest) -> HttpResponse:
    """“Tôi đã kết luận gì”: all conclusions of one chair over all units, by where they stand."""
    chair, state = request.GET.get("chu-tri", ""), request.GET.get("trang-thai", "")
    page = concluded_by(request.user, chair, state)
    if chair not in {"", page.chair} or (state and not any(is_chosen for *_told, is_chosen in page.states)):
        messages.warning(request, _("Part of the address was not understood; the page stands in its usual way."))
    stand(request, None, _("What was concluded"))
    facts = {"page": page, "place": "meetings", "today": dates.today()}
    return render(request, "programmes/meeting/concluded.html", facts)
