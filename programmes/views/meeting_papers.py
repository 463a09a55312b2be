"""Papers and written opinions before a meeting: asked for, handed in by those asked, fetched by those who see it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from coquang.uploads import handed_out, takes_a_file
from programmes.actions import meetings
from programmes.forms.meetings import PaperAskForm
from programmes.forms.papers import HandInForm
from programmes.models import MeetingPaper
from programmes.models.kept_files import drawer
from programmes.permissions_of_meetings import handing_in_as
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import done, meeting_door, small_page, to_meeting, writers_door
from programmes.views.meetings import paper_of


@require_http_methods(["GET", "POST"])
def paper_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = PaperAskForm(request.POST or None, meeting=held, initial={"due_on": held.held_on})
    if done(request, form, lambda: meetings.ask_for(held, MeetingPaper(**form.cleaned_data), by=request.user)):
        messages.success(request, _("Asked for; whoever is asked sees it on the page of the meeting."))
        return to_meeting(held)
    back = reverse("programmes:meeting", args=[held.pk])
    return small_page(request, form, held, title=_("Ask for a paper or an opinion"), button=_("Ask"), back=back)


@takes_a_file
@require_http_methods(["GET", "POST"])
def paper(request: SignedInRequest, pk: int, paper: int) -> HttpResponse:
    """Hand in what was asked for, as text, as a file or both."""
    asked = paper_of(meeting_door(request, pk), paper)
    if handing_in_as(request.user, asked) is None:
        raise PermissionDenied
    form = HandInForm(request.POST or None, request.FILES or None, initial={"text": asked.text})
    if done(
        request,
        form,
        lambda: meetings.hand_in(
            asked, text=form.cleaned_data["text"], attachment=form.cleaned_data["file"], by=request.user
        ),
    ):
        messages.success(request, _("Received."))
        return redirect("programmes:meeting", pk)
    return small_page(
        request,
        form,
        asked.meeting,
        title=asked.title,
        button=_("Hand in"),
        back=reverse("programmes:meeting", args=[pk]),
        facts=str(asked.asked_of or ""),
        takes_file=True,
    )


@require_GET
def paper_file(request: SignedInRequest, pk: int, paper: int) -> FileResponse:
    """The file as it was sent, to be kept by the browser and never shown as a page of ours."""
    asked = paper_of(meeting_door(request, pk), paper)
    if asked.file is None:
        raise Http404
    kept = asked.file
    return handed_out(drawer(), kept.stored_as, file_name=kept.file_name, content_type=kept.content_type)
