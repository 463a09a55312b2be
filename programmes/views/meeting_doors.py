"""How the pages of meetings find their thing, say where they are, and ask for one thing on a small page."""

from collections.abc import Callable, Sequence

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coquang.frame import here
from coquang.records.once import tried
from programmes.dashboards.meetings import find_meeting
from programmes.models import Conclusion, Meeting, Minutes, Remark, Sentence
from programmes.permissions_of_meetings import may_write
from programmes.requests import SignedInRequest

PLACE = "meetings"


def meeting_door(request: SignedInRequest, pk: int) -> Meeting:
    meeting = find_meeting(request.user, pk)
    if meeting is None:
        raise Http404
    return meeting


def writers_door(request: SignedInRequest, pk: int) -> Meeting:
    """A meeting one sees; who does not write it is refused."""
    meeting = meeting_door(request, pk)
    if not may_write(request.user, meeting):
        raise PermissionDenied
    return meeting


def minutes_door(request: SignedInRequest, pk: int) -> Minutes:
    """The first record of a meeting, for those who may read it as it stands."""
    meeting = meeting_door(request, pk)
    seen = Minutes.objects.visible_to(request.user).filter(supplements__isnull=True)
    minutes = get_object_or_404(seen, meeting=meeting)
    minutes.meeting = meeting
    return minutes


def supplement_door(request: SignedInRequest, pk: int, record: int) -> Minutes:
    """A supplementary record of a meeting, for those who may read it as it stands."""
    meeting = meeting_door(request, pk)
    seen = Minutes.objects.visible_to(request.user).filter(meeting=meeting, supplements__isnull=False)
    made = get_object_or_404(seen.select_related("supplements"), pk=record)
    made.meeting = meeting
    return made


def sentence_door(request: SignedInRequest, pk: int, sentence: int) -> Sentence:
    minutes = minutes_door(request, pk)
    return get_object_or_404(Sentence.objects.select_related("minutes__meeting"), minutes=minutes, pk=sentence)


def conclusion_door(request: SignedInRequest, pk: int, conclusion: int) -> Conclusion:
    minutes = minutes_door(request, pk)
    rows = Conclusion.objects.select_related("minutes__meeting__unit", "sentence", "lead_body")
    return get_object_or_404(rows, minutes=minutes, pk=conclusion)


def remark_door(request: SignedInRequest, pk: int, key: object) -> Remark:
    minutes = minutes_door(request, pk)
    rows = Remark.objects.select_related("minutes__meeting__unit", "speaker", "written_by")
    return get_object_or_404(rows, minutes=minutes, key=key)


def stand(request: SignedInRequest, meeting: Meeting | None, *more: str) -> None:
    """Say where the page is: the meetings, this meeting, and what of it."""
    path = [(_("Meetings"), reverse("programmes:meetings"))]
    if meeting is not None:
        url = reverse("programmes:meeting", args=[meeting.pk]) if meeting.pk else ""
        path.append((meeting.title[:60] or _("New meeting"), url))
    here(request, PLACE, path=[*path, *((words, "") for words in more)])


def done(request: SignedInRequest, form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, read and acted upon; a refusal stands in the form, which keeps what was typed."""
    return request.method == "POST" and form.is_valid() and tried(request, form, act)


def small_page(
    request: SignedInRequest,
    form: forms.BaseForm,
    meeting: Meeting | None,
    *,
    title: str,
    button: str,
    back: str,
    facts: str = "",
    quoted: Sequence[str] = (),
    takes_file: bool = False,
) -> HttpResponse:
    """One form and one button; a form that came back says so."""
    stand(request, meeting, title)
    told = {
        "form": form,
        "meeting": meeting,
        "title": title,
        "button": button,
        "back": back,
        "facts": facts,
        "quoted": quoted,
        "takes_file": takes_file,
    }
    return render(request, "programmes/meeting/small.html", told, status=422 if form.errors else 200)


def to_meeting(meeting: Meeting) -> HttpResponse:
    return redirect("programmes:meeting", meeting.pk)


def to_minutes(meeting: Meeting, at: str = "") -> HttpResponse:
    return redirect(reverse("programmes:minutes", args=[meeting.pk]) + (f"#{at}" if at else ""))
