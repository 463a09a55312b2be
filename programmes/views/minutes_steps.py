"""The steps of minutes to the signature, comments and their answers, supplementary records."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coquang.records.once import is_first
from programmes.actions import signing_minutes
from programmes.forms.minutes import CommentAnswerForm, CommentForm, CommentsForm, PrepareForm, SupplementForm
from programmes.permissions_of_meetings import commenting_as
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import done, minutes_door, small_page, supplement_door, to_minutes, writers_door


@require_http_methods(["GET", "POST"])
def prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = PrepareForm(request.POST or None, initial={"ended_at": held.ended_at})
    if done(
        request, form, lambda: signing_minutes.prepare(held, ended_at=form.cleaned_data["ended_at"], by=request.user)
    ):
        messages.success(request, _("The minutes are prepared."))
        return to_minutes(held)
    back = reverse("programmes:minutes", args=[held.pk])
    facts = _("From now on nothing is written in until the minutes are taken back or comments are asked.")
    return small_page(request, form, held, title=_("Prepare the minutes"), button=_("Prepare"), back=back, facts=facts)


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    if is_first(request):
        signing_minutes.take_back(held, by=request.user)
        messages.success(request, _("The minutes are being written again."))
    return to_minutes(held)


@require_http_methods(["GET", "POST"])
def ask_comments(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = CommentsForm(request.POST or None)
    if done(
        request, form, lambda: signing_minutes.ask_comments(held, until=form.cleaned_data["until"], by=request.user)
    ):
        messages.success(request, _("Those present are asked for comments."))
        return to_minutes(held)
    back = reverse("programmes:minutes", args=[held.pk])
    facts = _("Those present read the minutes and say what is to be changed; who says nothing by then agrees.")
    return small_page(
        request, form, held, title=_("Ask for comments"), button=_("Ask for comments"), back=back, facts=facts
    )


@require_http_methods(["GET", "POST"])
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    record = minutes_door(request, pk)
    if commenting_as(request.user, record) is None:
        raise PermissionDenied
    form = CommentForm(request.POST or None)
    if done(request, form, lambda: signing_minutes.comment(record, form.cleaned_data["text"], by=request.user)):
        messages.success(request, _("The comment is kept; the office answers it."))
        return to_minutes(record.meeting, "gop-y")
    back = reverse("programmes:minutes", args=[pk])
    return small_page(request, form, record.meeting, title=_("Comment on the minutes"), button=_("Send"), back=back)


@require_POST
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    record = minutes_door(request, pk)
    if is_first(request):
        signing_minutes.agree(record, by=request.user)
        messages.success(request, _("That you agree is kept."))
    return to_minutes(record.meeting, "gop-y")


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: int, comment: int) -> HttpResponse:
    writers_door(request, pk)
    record = minutes_door(request, pk)
    made = get_object_or_404(record.comments.select_related("minutes__meeting", "by"), pk=comment)
    form = CommentAnswerForm(request.POST or None)
    if done(
        request,
        form,
        lambda: signing_minutes.answer(
            made,
            is_accepted=form.cleaned_data["accepted"] == "1",
            words=form.cleaned_data["words"],
            by=request.user,
        ),
    ):
        messages.success(request, _("The comment is answered."))
        return to_minutes(record.meeting, "gop-y")
    back = reverse("programmes:minutes", args=[pk])
    return small_page(
        request,
        form,
        record.meeting,
        title=_("Answer a comment"),
        button=_("Answer"),
        back=back,
        quoted=[f"{made.by.full_name}: {made.text}"],
    )


@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    record = minutes_door(request, pk)
    if is_first(request):
        signing_minutes.sign(record, by=request.user)
        messages.success(request, _("Signed and closed."))
    return to_minutes(record.meeting)


@require_http_methods(["GET", "POST"])
def supplement(request: SignedInRequest, pk: int) -> HttpResponse:
    """A supplementary record to the signed minutes."""
    writers_door(request, pk)
    record = minutes_door(request, pk)
    form = SupplementForm(request.POST or None)
    if done(request, form, lambda: signing_minutes.supplement(record, form.cleaned_data["text"], by=request.user)):
        messages.success(request, _("The supplementary record waits for the signature."))
        return to_minutes(record.meeting, "bo-sung")
    back = reverse("programmes:minutes", args=[pk])
    return small_page(request, form, record.meeting, title=_("Supplementary record"), button=_("Write"), back=back)


@require_POST
def supplement_sign(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    made = supplement_door(request, pk, record)
    if is_first(request):
        signing_minutes.sign(made, by=request.user)
        messages.success(request, _("Signed and closed."))
    return to_minutes(made.meeting, "bo-sung")
