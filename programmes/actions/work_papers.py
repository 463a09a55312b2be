"""Having the papers of the work printed: minutes, invitation, programme, one comrade's tasks."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from coquang import dates
from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from programmes.actions import amendments
from programmes.actions.meetings import locked
from programmes.actions.work_programmes import Changes, Paper
from programmes.amendment_paper import amendment_paper
from programmes.invitation_paper import invitation_paper
from programmes.minutes_paper import minutes_paper
from programmes.models import Amendment, Appointment, Meeting, Minutes, Person, Task, WorkProgramme
from programmes.permissions_of_meetings import writing_as
from programmes.programme_paper import programme_paper
from programmes.supplement_paper import supplement_paper
from programmes.task_list_paper import task_list_paper


@transaction.atomic
def print_minutes(minutes: Minutes, *, by: Person) -> PrintedDocument:
    """Whoever may read the minutes, or a supplementary record, as they stand may have them on paper."""
    if not Minutes.objects.visible_to(by).filter(pk=minutes.pk).exists():
        raise PermissionDenied
    made = supplement_paper(minutes) if minutes.supplements_id else minutes_paper(minutes)
    document = paper.issue(made, by=by)
    writer = writing_as(by, minutes.meeting.unit_id)
    record(minutes, "minutes.printed", by=by, capacity=writer.words if writer else "", code=document.code)
    return document


@transaction.atomic
def print_invitation(meeting: Meeting, *, by: Person) -> PrintedDocument:
    meeting, words = locked(meeting, by=by)
    document = paper.issue(invitation_paper(meeting, by), by=by)
    record(meeting, "meeting.invitation_printed", by=by, capacity=words, code=document.code)
    return document


@transaction.atomic
def print_programme(programme: WorkProgramme, *, by: Person) -> PrintedDocument:
    """For whoever may see the programme; a draft is seen at home only."""
    if not WorkProgramme.objects.visible_to(by).filter(pk=programme.pk).exists():
        raise PermissionDenied
    document = paper.issue(programme_paper(programme), by=by)
    record(programme, "programme.printed", by=by, code=document.code)
    return document


@transaction.atomic
def print_amendment(amendment: Amendment, *, by: Person) -> PrintedDocument:
    """One amendment as it was signed, for whoever may see the programme."""
    programme = amendment.programme
    if not WorkProgramme.objects.visible_to(by).filter(pk=programme.pk).exists():
        raise PermissionDenied
    told = (amendment.changes, amendment.reason, amendment.document_number, amendment.document_date)
    document = paper.issue(amendment_paper(programme, *told), by=by)
    record(programme, "programme.amendment_printed", by=by, code=document.code, number=amendment.number)
    return document


@transaction.atomic
def print_amendment_draft(
    programme: WorkProgramme, document: Paper, reason: str, changes: Changes, *, by: Person
) -> PrintedDocument:
    """What an amendment would say, for whoever drafts or signs it."""
    lines = amendments.foreseen(programme, document, reason, changes, by=by)
    printed = paper.issue(amendment_paper(programme, lines, reason, document.number, None), by=by)
    record(programme, "programme.amendment_draft_printed", by=by, code=printed.code)
    return printed


@transaction.atomic
def print_tasks(appointment: Appointment, *, by: Person) -> PrintedDocument:
    """One comrade's tasks, as far as the asker sees them: for the comrade, and for those who see the unit's work."""
    if appointment.person_id != by.pk and appointment.seat_id not in by.visible_units().values_list("pk", flat=True):
        raise PermissionDenied
    document = paper.issue(task_list_paper(appointment, _tasks_of(appointment, by)), by=by)
    record(document, "task_list.issued", by=by, code=document.code)
    return document


def _tasks_of(appointment: Appointment, by: Person) -> list[Task]:
    this_year = Q(done_on__isnull=True) | Q(done_on__year=dates.today().year)
    rows = Task.objects.visible_to(by).live().filter(this_year, owner=appointment).select_related("owner__person")
    return list(rows.order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"))
