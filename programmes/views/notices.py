"""From a meeting to the draft of its notice of conclusions: begun once, its own parts written on until it is sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programmes.actions import notices
from programmes.forms.notice_paper import NewNoticeForm, NoticePartsForm
from programmes.models import Meeting, Minutes, OfficialPaper
from programmes.notice_parts import changes, issuers_for, proposed, receivers, under_way, usual
from programmes.permissions_of_papers import may_draft
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import done, minutes_door, stand, writers_door


@require_http_methods(["GET", "POST"])
def notice_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft that is there is written on; what has gone to be signed is shown as it is."""
    meeting = writers_door(request, pk)
    minutes = minutes_door(request, pk)
    if minutes.state != Minutes.State.SIGNED or meeting.unit is None:
        raise Http404
    paper = under_way(minutes)
    if paper is None:
        return _begun(request, meeting, minutes)
    if not paper.is_open or not may_draft(request.user, paper.body):
        return redirect("programmes:paper", paper.pk)
    return _written_on(request, meeting, paper)


def _begun(request: SignedInRequest, meeting: Meeting, minutes: Minutes) -> HttpResponse:
    issuers = issuers_for(meeting, request.user)
    if not issuers:
        raise PermissionDenied
    form = NewNoticeForm(
        request.POST or None,
        meeting=meeting,
        issuers=issuers,
        usual=usual(meeting, issuers),
        proposed=proposed(minutes, request.user),
        bodies=receivers(minutes),
    )
    made: list[OfficialPaper] = []
    if done(
        request,
        form,
        lambda: made.append(
            notices.draft(minutes, form.issuer_chosen(), form.typed(), to=form.cleaned_data["to"], by=request.user)
        ),
    ):
        return redirect("programmes:paper", made[0].pk) if made else redirect("programmes:meeting", meeting.pk)
    return _page(request, form, meeting)


def _written_on(request: SignedInRequest, meeting: Meeting, paper: OfficialPaper) -> HttpResponse:
    notice = paper.notice
    now = proposed(notice.minutes, request.user)
    form = NoticePartsForm.of(notice, request.POST or None)
    if request.method == "POST" and "anew" in request.POST:
        form = form.anew(now)
    elif done(
        request,
        form,
        lambda: notices.write(notice, form.typed(), seen_version=form.cleaned_data["seen"], by=request.user),
    ):
        messages.success(request, _("Kept."))
        return redirect("programmes:paper", paper.pk)
    return _page(request, form, meeting, paper=paper, changes=changes(notice, now))


def _page(request: SignedInRequest, form: NoticePartsForm, meeting: Meeting, **more: object) -> HttpResponse:
    stand(request, meeting, _("The notice of conclusions"))
    facts = {"form": form, "meeting": meeting, **more}
    return render(request, "programmes/meeting/notice.html", facts, status=422 if form.errors else 200)
