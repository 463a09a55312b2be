"""The work programme of a committee's year: drafted, adopted with its document, amended, carried into the next year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import permissions_of_work as may
from programmes.actions.tasks import Work, begin, refuse, refuse_settled, write
from programmes.deadlines import Deadline, a_year_later, settled, told_of
from programmes.models import Amendment, AmendmentDraft, Appointment, Body, Person, Task, Theme, WorkProgramme
from programmes.working_days import closed_days

State = WorkProgramme.State


@dataclass(frozen=True)
class Paper:
    """The document that adopts or amends: its number with symbol, and its day."""

    number: str
    dated: date


@dataclass(frozen=True)
class Changes:
    """What an amendment does: tasks that come, that are written anew, and that go."""

    added: Sequence[Work]
    changed: Mapping[Task, Work]
    dropped: Sequence[Task]


@transaction.atomic
def draft(body: Body, year: int, title: str, *, by: Person) -> WorkProgramme:
    """Begin the programme of a committee's year. The themes it carries are found, never chosen."""
    held = may.writing(by, body.unit_id)
    if not held:
        raise PermissionDenied
    if body.kind not in may.COMMITTEES:
        raise Refused(_("A work programme is that of a committee; %s is none.") % body.name)
    programme = WorkProgramme(body=body, year=year, title=title)
    _take_in_themes(programme)
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError as taken:
        raise Refused(_("There is a programme of %(body)s for %(year)d already.") % _named(programme)) from taken
    record(programme, "programme.drafted", by=by, capacity=may.words(by, held), **_named(programme))
    return programme


@transaction.atomic
def retitle(programme: WorkProgramme, title: str, *, by: Person) -> WorkProgramme:
    programme = locked(programme)
    held = may.writing(by, programme.body.unit_id)
    if not held:
        raise PermissionDenied
    if programme.state != State.DRAFT:
        raise Refused(_("This programme is adopted; its title stands."))
    programme.title = title
    programme.save(update_fields=["title"])
    record(programme, "programme.retitled", by=by, capacity=may.words(by, held), title=title)
    return programme


@transaction.atomic
def adopt(programme: WorkProgramme, paper: Paper, *, by: Person) -> WorkProgramme:
    """Adopt a draft with its document: every planned task becomes a task, and every rule holds for it from now on."""
    programme = locked(programme)
    held = may.adopting(by, programme)
    if not held:
        raise PermissionDenied
    if programme.state != State.DRAFT:
        raise Refused(_("This programme is adopted already."))
    _refuse_paper(paper)
    planned = list(_planned(programme))
    if not planned:
        raise Refused(_("A programme without a task is not adopted; write its tasks first."))
    programme.state, programme.adopted_at = State.ADOPTED, dates.now()
    programme.document_number, programme.document_date = paper.number, paper.dated
    _take_in_themes(programme)
    programme.save()
    words, closed = may.words(by, held), closed_days()
    for task in planned:
        task.programme, task.given_on, task.is_proposed = programme, paper.dated, False
        due = settled(Deadline(task.deadline, task.due_on, task.working_days, task.counted_from), paper.dated, closed)
        task.due_on, task.counted_from = due.due_on, due.counted_from
        begin(task, closed)
        task.save()
        record(task, "task.adopted", by=by, capacity=words, document=paper.number)
        if task.owner is not None:
            task.owner_changes.create(after=task.owner, by=by, capacity=words, at=dates.now())
    record(programme, "programme.adopted", by=by, capacity=words, document=paper.number, tasks=len(planned))
    return programme


@transaction.atomic
def amend(programme: WorkProgramme, paper: Paper, reason: str, changes: Changes, *, by: Person) -> Amendment:
    """Change an adopted programme by a further document; what changed is kept line by line, for ever."""
    programme = locked(programme)
    held = may.adopting(by, programme)
    if not held:
        raise PermissionDenied
    if programme.state != State.ADOPTED or programme.document_date is None:
        raise Refused(_("A draft is simply changed; only an adopted programme is amended."))
    _refuse_paper(paper)
    if paper.dated < programme.document_date:
        raise Refused(_("The amendment is dated before the programme itself."))
    words = may.words(by, held)
    lines = changed_lines(programme, paper, reason, changes, by=by)
    AmendmentDraft.objects.filter(programme=programme).delete()
    number = programme.amendments.count() + 1
    amendment = programme.amendments.create(
        number=number,
        document_number=paper.number,
        document_date=paper.dated,
        reason=reason,
        changes=lines,
        by=by,
        capacity=words,
        at=dates.now(),
    )
    for line in lines:
        task = Task.objects.get(pk=line["task"])
        record(task, "task.amended", by=by, capacity=words, document=paper.number, **_told(line))
    record(programme, "programme.amended", by=by, capacity=words, document=paper.number, number=number)
    return amendment


def changed_lines(
    programme: WorkProgramme, paper: Paper, reason: str, changes: Changes, *, by: Person
) -> list[dict[str, Any]]:
    """Change the tasks, and tell line by line what changed. The caller holds the programme and has asked who may."""
    lines = [_add(programme, work, paper, by=by) for work in changes.added]
    lines += [line for task, work in changes.changed.items() if (line := _change(programme, task, work))]
    lines += [_drop(programme, task, reason) for task in changes.dropped]
    if not lines:
        raise Refused(_("Nothing is changed: add, change or leave out at least one task."))
    return lines


@transaction.atomic
def copy_forward(programme: WorkProgramme, *, by: Person) -> WorkProgramme:
    """Next year's draft with every task of this year's, each day a year later; a person goes along while in office."""
    programme = locked(programme)
    if programme.state != State.ADOPTED:
        raise Refused(_("A programme is carried into the next year when it is adopted."))
    year = programme.year + 1
    title = programme.title.replace(str(programme.year), str(year))
    copy = draft(programme.body, year, title, by=by)
    copy.copied_from = programme
    copy.save(update_fields=["copied_from"])
    in_office = set(Appointment.objects.current(dates.today()).values_list("pk", flat=True))
    for task in programme.tasks.live().prefetch_related("supporting_bodies"):
        bodies = list(task.supporting_bodies.all())
        task.carried_from_id, task.pk, task._state.adding = task.pk, None, True
        task.programme, task.is_proposed, task.version = copy, True, 1
        task.owner = task.owner if task.owner_id in in_office else None
        task.due_on = a_year_later(task.due_on) if task.deadline == Task.Deadline.FIXED else None
        task.given_on = task.counted_from = task.name_until = task.owner_named_at = None
        task.done_on = task.done_recorded_at = task.done_recorded_by = task.evidence_file = None
        task.evidence_words = task.no_evidence_reason = ""
        task.made_by, task.made_at = by, dates.now()
        task.save()
        task.supporting_bodies.set(bodies)
    return copy


def _add(programme: WorkProgramme, work: Work, paper: Paper, *, by: Person) -> dict[str, Any]:
    if work.lead_body is None or work.lead_body.unit_id != programme.body.unit_id:
        raise Refused(_("A task has a lead body of its own unit: choose who leads it."))
    closed = closed_days()
    task = Task(
        unit=work.lead_body.unit,
        origin=Task.Origin.PROGRAMME,
        programme=programme,
        given_on=paper.dated,
        made_by=by,
        made_at=dates.now(),
        is_demonstration=programme.is_demonstration,
    )
    write(task, work, closed)
    begin(task, closed)
    task.save()
    return {"act": "added", "task": task.pk, "before": {}, "after": told_of(task)}


def _change(programme: WorkProgramme, task: Task, work: Work) -> dict[str, Any] | None:
    """The line of a task written anew; None when nothing of it changed."""
    task = _of(programme, task)
    before = told_of(task)
    write(task, work, closed_days())
    if told_of(task) == before:
        return None
    refuse_settled(task)
    if work.lead_body is None or work.lead_body.unit_id != task.unit_id:
        raise Refused(_("A task has a lead body of its own unit: choose who leads it."))
    refuse(task)
    task.version += 1
    task.save()
    return {"act": "changed", "task": task.pk, "before": before, "after": told_of(task)}


def _drop(programme: WorkProgramme, task: Task, reason: str) -> dict[str, Any]:
    task = _of(programme, task)
    refuse_settled(task)
    task.dropped_at, task.dropped_reason = dates.now(), reason
    task.save(update_fields=["dropped_at", "dropped_reason"])
    return {"act": "dropped", "task": task.pk, "before": told_of(task), "after": {}}


def _of(programme: WorkProgramme, task: Task) -> Task:
    return (
        programme.tasks.select_for_update(of=("self",)).select_related("programme", "lead_body", "unit").get(pk=task.pk)
    )


def _told(line: Mapping[str, Any]) -> dict[str, Any]:
    return {"before": line["before"], "after": line["after"]} if line["act"] == "changed" else {}


def _planned(programme: WorkProgramme) -> Any:
    rows = Task.objects.filter(programme=programme, dropped_at__isnull=True)
    return rows.select_related("unit", "lead_body", "owner__person").order_by("pk")


def _take_in_themes(programme: WorkProgramme) -> None:
    """The unit's own theme of the year, and the nearest above it."""
    programme.theme = Theme.objects.filter(unit=programme.body.unit_id, year=programme.year).first()
    programme.superior_theme = Theme.objects.over(programme.body.unit, programme.year).first()


def _refuse_paper(paper: Paper) -> None:
    if paper.dated > dates.today():
        raise Refused(_("The document is dated %s, a day that has not come yet.") % dates.short(paper.dated))


def locked(programme: WorkProgramme) -> WorkProgramme:
    held = WorkProgramme.objects.select_for_update(of=("self",)).select_related("body__unit")
    return held.get(pk=programme.pk)


def _named(programme: WorkProgramme) -> dict[str, Any]:
    return {"body": programme.body.name, "year": programme.year}
