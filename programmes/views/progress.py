"""What is done with a task from its page: naming, done, reopening, extensions, urging, confirming, taking back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coquang.records.once import is_first, tried
from coquang.uploads import takes_a_file
from programmes.actions import naming, progress, tasks
from programmes.forms.progress import (
    YES,
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
from programmes.models import Task
from programmes.requests import SignedInRequest
from programmes.views.tasks import show_task, task_door


@require_POST
def task_name(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    form = OwnerForm(request.POST, task=task)

    def name() -> Task:
        return naming.name(task, form.named, reason=form.cleaned_data.get("reason", ""), by=request.user)

    return _done(request, task, form, name, _("The responsible person is named."))


@takes_a_file
@require_POST
def task_done(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    form = DoneForm(request.POST, request.FILES, task=task)
    return _done(
        request, task, form, lambda: progress.finish(task, **form.cleaned_data, by=request.user), _("Recorded as done.")
    )


@require_POST
def task_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    form = ReopenForm(request.POST, task=task)
    return _done(
        request,
        task,
        form,
        lambda: progress.reopen(task, **form.cleaned_data, by=request.user),
        _("The task is open again."),
    )


@require_POST
def task_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    form = ExtensionForm(request.POST, task=task)
    return _done(
        request,
        task,
        form,
        lambda: progress.ask_extension(task, **form.cleaned_data, by=request.user),
        _("Asked for; the day stands until the answer."),
    )


@require_POST
def extension_answer(request: SignedInRequest, pk: int, asked: int) -> HttpResponse:
    task = task_door(request.user, pk)
    extension = task.extensions.filter(pk=asked).first()
    if extension is None:
        raise Http404
    form = ExtensionAnswerForm(request.POST, task=task)

    def answer() -> object:
        is_granted, words = form.cleaned_data["is_granted"] == YES, form.cleaned_data["answer"]
        return progress.answer_extension(extension, is_granted=is_granted, answer=words, by=request.user)

    return _done(request, task, form, answer, _("Answered."))


@require_POST
def task_urge(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    form = UrgeForm(request.POST, task=task)
    return _done(
        request,
        task,
        form,
        lambda: progress.urge(task, **form.cleaned_data, by=request.user),
        _("Urged; an answer is owed within 2 working days."),
    )


@require_POST
def urging_answer(request: SignedInRequest, pk: int, urged: int) -> HttpResponse:
    task = task_door(request.user, pk)
    urging = task.urgings.filter(pk=urged).first()
    if urging is None:
        raise Http404
    form = UrgingAnswerForm(request.POST, task=task)
    return _done(
        request,
        task,
        form,
        lambda: progress.answer_urging(urging, **form.cleaned_data, by=request.user),
        _("Answered."),
    )


@require_POST
def task_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    if is_first(request):
        progress.confirm(task, by=request.user)
        messages.success(request, _("The instruction is confirmed."))
    return redirect("programmes:task", pk)


@require_POST
def task_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_door(request.user, pk)
    form = DropForm(request.POST, task=task)
    return _done(
        request,
        task,
        form,
        lambda: tasks.drop(task, **form.cleaned_data, by=request.user),
        _("The task is taken back."),
    )


def _done(request: SignedInRequest, task: Task, form: DeedForm, act: Callable[[], object], words: str) -> HttpResponse:
    """The deed once, then back to the task; a refused form stands on its page as it was sent."""
    if not form.is_valid() or not tried(request, form, act):
        return show_task(request, task, form)
    messages.success(request, words)
    return redirect("programmes:task", task.pk)
