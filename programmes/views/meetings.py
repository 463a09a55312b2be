"""Meetings: the list of those coming and past, one meeting, a new one, its facts, calling it off, asking people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coquang import dates
from coquang.listing import listed
from coquang.records.once import is_first
from programmes import calendar_files
from programmes.actions import asking, meetings
from programmes.besides import beside
from programmes.dashboards.meetings import carried, chair_of, coverage, day_of, first_record, matters
from programmes.forms.meetings import MeetingForm, NoteForm, NoticeForm, ReasonForm
from programmes.jobs import address
from programmes.meeting_tables import MeetingFilter, Meetings, coming, in_order
from programmes.models import LeaderNote, Meeting, MeetingPaper, Minutes, OfficialPaper, Person
from programmes.notice_parts import issuers_for, under_way
from programmes.permissions_of_meetings import handing_in_as, may_write, signing_as, units_written_for
from programmes.requests import SignedInRequest
from programmes.views.meeting_doors import done, meeting_door, small_page, stand, to_meeting, writers_door


@require_GET
def meeting_list(request: SignedInRequest) -> HttpResponse:
    """Coming ones first, the nearest before others; then those past, the last before others."""
    stand(request, None)
    rows = Meeting.objects.visible_to(request.user)
    return listed(
        request,
        Meetings,
        in_order(rows),
        template="programmes/meeting/list.html",
        filters=MeetingFilter,
        file_name="hoi-nghi",
        place="meetings",
        next_one=coming(rows).first(),
        may_add=bool(units_written_for(request.user)),
    )


@require_GET
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    held = meeting_door(request, pk)
    minutes = first_record(held, request.user)
    found = matters(minutes.conclusions.all(), request.user, dates.today()) if minutes else []
    stand(request, held)
    writes = may_write(request.user, held)
    signed = minutes is not None and minutes.state == Minutes.State.SIGNED
    notice = under_way(minutes) if minutes and signed else None
    papers = held.papers.select_related("asked_of", "file")
    facts = {
        "meeting": held,
        "place": "meetings",
        "day": day_of(held),
        "chair": chair_of(held),
        "hosts": [held.host_name] if held.host_name else [body.name for body in held.hosts.all()],
        "reviewed": list(held.reviewed_units.in_vietnamese_order()),
        "agenda": held.agenda.all(),
        "figures": beside(held, "figures", request.user),
        "deeds": beside(held, "deeds", request.user),
        "attendance": held.attendance.all(),
        "papers": [(paper, bool(handing_in_as(request.user, paper))) for paper in papers],
        "today": dates.today(),
        "minutes": minutes,
        "matters": found,
        "coverage": coverage(found),
        "carried": carried(held, request.user),
        "may_ask": writes,
        "may_write": writes and not held.is_cancelled,
        "notice": OfficialPaper.objects.visible_to(request.user).filter(pk=notice.pk).first() if notice else None,
        "may_draft": writes and signed and notice is None and bool(issuers_for(held, request.user)),
        "signs": bool(signing_as(request.user, held)),
        "note": LeaderNote.objects.filter(meeting=held, person=request.user).first(),
    }
    return render(request, "programmes/meeting/detail.html", facts)


@require_http_methods(["GET", "POST"])
def meeting_new(request: SignedInRequest) -> HttpResponse:
    if not units_written_for(request.user):
        raise PermissionDenied
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def meeting_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _form(request, writers_door(request, pk))


def _form(request: SignedInRequest, held: Meeting | None) -> HttpResponse:
    form = MeetingForm(request.POST or None, by=request.user, meeting=held)
    if done(request, form, lambda: _keep(form, held, request.user)):
        messages.success(request, _("Kept."))
        told = form.told()
        return to_meeting(told) if told.pk else redirect("programmes:meetings")
    stand(request, held or Meeting())
    return render(
        request, "programmes/meeting/form.html", {"form": form, "meeting": held}, status=422 if form.errors else 200
    )


def _keep(form: MeetingForm, held: Meeting | None, by: Person) -> Meeting:
    told, facts = form.told(), form.cleaned_data
    hosts, reviewed = list(facts["hosts"]), list(facts["units"])
    if held is None:
        return meetings.lay_down(told, hosts=hosts, reviewed=reviewed, by=by)
    return meetings.change(told, hosts=hosts, reviewed=reviewed, seen=facts["seen"], by=by)


@require_http_methods(["GET", "POST"])
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    form = ReasonForm(request.POST or None)
    if done(request, form, lambda: meetings.call_off(held, reason=form.cleaned_data["reason"], by=request.user)):
        messages.success(request, _("The meeting is called off; it stays on record."))
        return to_meeting(held)
    return small_page(
        request,
        form,
        held,
        title=_("Call the meeting off"),
        button=_("Call off"),
        back=reverse("programmes:meeting", args=[held.pk]),
        facts=_("Those already asked are told when the invitation is sent once more."),
    )


@require_GET
def calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    """The invitation as a calendar reads it; a meeting whose day is not known has none."""
    held = meeting_door(request, pk)
    if held.held_on is None:
        raise Http404
    file = calendar_files.invitation(held, held.held_on, address(held))
    headers = {"Content-Disposition": f'attachment; filename="{calendar_files.FILE_NAME}"'}
    return HttpResponse(file, content_type=calendar_files.CONTENT_TYPE, headers=headers)


@require_POST
def ask_people(request: SignedInRequest, pk: int) -> HttpResponse:
    held = writers_door(request, pk)
    if is_first(request):
        count = asking.ask(held, by=request.user)
        told = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", count)
        messages.success(request, told % {"n": count})
    return to_meeting(held)


@require_http_methods(["GET", "POST"])
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """The number and day of the notice of conclusions, once."""
    held = writers_door(request, pk)
    form = NoticeForm(request.POST or None)
    if done(
        request,
        form,
        lambda: meetings.record_notice(
            held, number=form.cleaned_data["number"], on=form.cleaned_data["on"], by=request.user
        ),
    ):
        messages.success(request, _("The notice is on record."))
        return to_meeting(held)
    return small_page(
        request,
        form,
        held,
        title=_("The notice of conclusions"),
        button=_("Record"),
        back=reverse("programmes:meeting", args=[held.pk]),
        facts=_("Recorded once, when the notice was signed and numbered."),
    )


@require_http_methods(["GET", "POST"])
def private_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """A note that only its writer ever reads."""
    held = meeting_door(request, pk)
    known = LeaderNote.objects.filter(meeting=held, person=request.user).first()
    form = NoteForm(request.POST or None, initial={"text": known.text if known else ""})
    if done(request, form, lambda: meetings.note_for_myself(held, form.cleaned_data["text"], by=request.user)):
        messages.success(request, _("The note is kept for you alone."))
        return to_meeting(held)
    back = reverse("programmes:meeting", args=[held.pk])
    return small_page(request, form, held, title=_("Note for myself"), button=_("Save"), back=back)


def paper_of(held: Meeting, pk: int) -> MeetingPaper:
    """A paper of the meeting; 404 when it is another's."""
    paper = held.papers.select_related("asked_of__unit", "file", "meeting__unit").filter(pk=pk).first()
    if paper is None:
        raise Http404
    return paper
