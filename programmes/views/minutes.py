"""The page of minutes, and remarks written without a script: a new one, mending one, striking one."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.records.once import is_first
from programmes.actions import minutes
from programmes.dashboards.meetings import first_record
from programmes.dashboards.minutes import minutes_page, step_words
from programmes.forms.minutes import RemarkForm, told_as
from programmes.models import Meeting, Remark
from programmes.permissions_of_meetings import may_write
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import meeting_door, remark_door, stand, to_minutes, writers_door


@require_GET
def minutes_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes: to be written by those who write them, to be read by those who may."""
    held = meeting_door(request, pk)
    if first_record(held, request.user) is None and (held.is_cancelled or not may_write(request.user, held)):
        raise Http404
    return show(request, held, RemarkForm(meeting=held, initial=_first_choices(held)))


def show(request: SignedInRequest, held: Meeting, form: RemarkForm, key: UUID | None = None) -> HttpResponse:
    """The page with the form of a remark in hand, which may have come back to be mended."""
    stand(request, held, _("Minutes"))
    page = minutes_page(held, request.user)
    facts = {"page": page, "meeting": held, "form": form, "key": key or uuid4(), "step": step_words(page)}
    return render(request, "programmes/minutes/detail.html", facts, status=422 if form.errors else 200)


@require_POST
def remark_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """A remark as a plain form sends it; its key makes a doubled post one remark."""
    held = writers_door(request, pk)
    form = RemarkForm(request.POST, meeting=held)
    key = _key(request.POST.get("key", ""))
    if not form.is_valid():
        return show(request, held, form, key)
    if is_first(request):
        try:
            minutes.write(held, key, form.said, seen=0, by=request.user)
        except minutes.Contested as met:
            return _both(request, met.remark, form)
    return to_minutes(held, "viet")


@require_http_methods(["GET", "POST"])
def remark(request: SignedInRequest, pk: int, key: UUID) -> HttpResponse:
    """Mend a remark; when somebody else changed it since, both versions stand there and one is chosen."""
    writers_door(request, pk)
    row = remark_door(request, pk, key)
    form = RemarkForm(request.POST or None, meeting=row.minutes.meeting, remark=row)
    if request.method != "POST" or not form.is_valid():
        return _mend(request, row, form)
    if is_first(request):
        try:
            minutes.write(row.minutes.meeting, key, form.said, seen=form.cleaned_data["seen"], by=request.user)
        except minutes.Contested as met:
            return _both(request, met.remark, form)
        messages.success(request, _("The remark is kept."))
    return to_minutes(row.minutes.meeting, f"r-{key}")


@require_POST
def remark_strike(request: SignedInRequest, pk: int, key: UUID) -> HttpResponse:
    writers_door(request, pk)
    row = remark_door(request, pk, key)
    if is_first(request):
        minutes.strike(row, is_struck=request.POST.get("to") != "in", by=request.user)
    return to_minutes(row.minutes.meeting, f"r-{key}")


def _mend(request: SignedInRequest, row: Remark, form: RemarkForm, theirs: Remark | None = None) -> HttpResponse:
    stand(request, row.minutes.meeting, _("Remark"))
    facts = {
        "form": form,
        "remark": row,
        "theirs": theirs,
        "meeting": row.minutes.meeting,
        "speaker": told_as(row.speaker),
        "back": reverse("programmes:minutes", args=[row.minutes.meeting_id]),
    }
    return render(request, "programmes/minutes/remark.html", facts, status=422 if form.errors else 200)


def _both(request: SignedInRequest, theirs: Remark, form: RemarkForm) -> HttpResponse:
    """What stands and what was typed, one above the other; sending once more takes what is typed."""
    who = str(theirs.written_by or "")
    at = dates.clock(timezone.localtime(theirs.written_at))
    form.add_error(
        "text", _("%(who)s changed this remark at %(at)s. Both versions stand here.") % {"who": who, "at": at}
    )
    form.data = MultiValueDict(
        {**{name: [form.data.get(name, "")] for name in form.fields}, "seen": [str(theirs.version)]}
    )
    return _mend(request, theirs, form, theirs)


def _first_choices(held: Meeting) -> dict[str, object]:
    """Where the pen is: the item now being spoken of, and the last speaker."""
    last = Remark.objects.filter(minutes__meeting=held, is_struck=False).order_by("-position").first()
    if last is None:
        return {"kind": Remark.Kind.SUGGESTION}
    return {"speaker": last.speaker_id, "kind": last.kind, "agenda_item": last.agenda_item_id}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
