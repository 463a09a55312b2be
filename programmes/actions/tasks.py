"""Giving tasks: from a programme, a conclusion, a remark, an incoming paper, an answer or a spoken word.

The rules on body, person and day bite here, whoever gives; what is only planned or proposed is free of them until it
is adopted or accepted.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import permissions_of_work as may
from programmes.actions.naming import begin_naming, refuse_owner
from programmes.deadlines import Deadline, Kind, settled, told_of, usual_day
from programmes.models import (
    Appointment,
    Body,
    Conclusion,
    IncomingDocument,
    Meeting,
    Person,
    ProposalReply,
    Remark,
    Task,
    Unit,
    WorkProgramme,
)
from programmes.working_days import closed_days

DEADLINE_FIELDS = ("deadline", "due_on", "working_days", "counted_from", "condition", "deadline_words")
WRITTEN = ("text", "field_code", "expected_product", "lead_body", *DEADLINE_FIELDS, "version")


@dataclass(frozen=True)
class Work:
    """What is to be done, by which body, until when; the person may be named now or later by the body."""

    text: str
    lead_body: Body | None
    deadline: Deadline
    field_code: str = ""
    expected_product: str = ""
    supporting_bodies: Sequence[Body] = field(default=())
    owner: Appointment | None = None


@dataclass(frozen=True)
class OralInstruction:
    """A spoken instruction: who gave it (post and name as said), and on which day."""

    said_by: str
    said_on: date


Source = WorkProgramme | Conclusion | Remark | IncomingDocument | ProposalReply | OralInstruction


@dataclass(frozen=True)
class _Origin:
    """Where a task comes from: its kind and field, the day it counts from, who gave it, whom it may be given to."""

    kind: str
    facts: dict[str, Any]
    given_on: date | None
    giver: Unit | None = None
    # The units a meeting speaks of; empty where the source does not say.
    units: frozenset[int] = frozenset()


@transaction.atomic
def give(work: Work, source: Source, *, by: Person) -> Task:
    """Write a task into the lead body's unit. Without a named person the naming clock begins (chờ phân công).

    A task of a draft programme is only planned. Refused: no lead body, a body of a unit the meeting did not review, a
    day before the paper or meeting, a programme's fixed day that is missing, a person who may not be named.
    """
    if work.lead_body is None:
        raise Refused(_("A task has a lead body: choose who leads it."))
    if isinstance(source, WorkProgramme):
        _refuse_adopted(source)
    origin = _origin(source)
    unit = work.lead_body.unit
    giver = origin.giver if origin.giver and origin.giver.pk != unit.pk else None
    held = may.giving(by, unit.pk, giver.pk if giver else None)
    if not held:
        raise PermissionDenied
    if origin.units and unit.pk not in origin.units:
        raise Refused(_("%s was not reviewed at this meeting; no task arises for it.") % unit.name)
    closed = closed_days()
    task = Task(
        unit=unit,
        giver=giver,
        origin=origin.kind,
        given_on=origin.given_on,
        is_proposed=isinstance(source, WorkProgramme),
        made_by=by,
        made_at=dates.now(),
        **origin.facts,
    )
    write(task, work, closed)
    task.owner = work.owner
    if not task.is_proposed:
        begin(task, closed)
    task.save()
    task.supporting_bodies.set(work.supporting_bodies)
    words = may.words(by, held)
    record(
        task, "task.given", by=by, capacity=words, origin=origin.kind, body=work.lead_body.name, text=work.text[:200]
    )
    if work.owner is not None and not task.is_proposed:
        task.owner_changes.create(after=work.owner, by=by, capacity=words, at=dates.now())
    return task


@transaction.atomic
def mend(task: Task, work: Work, *, version: int, by: Person) -> Task:
    """Put the words, body or deadline of a task right. An adopted programme's task is changed by an amendment only."""
    task = locked(task)
    held = may.giving(by, task.unit_id, task.giver_id) if task.unit_id else []
    if not held:
        raise PermissionDenied
    refuse_settled(task)
    _refuse_adopted(task.programme)
    if task.version != version:
        raise Refused(_("Somebody else has changed this task meanwhile. Look at it and change it once more."))
    if work.lead_body is None or work.lead_body.unit_id != task.unit_id:
        raise Refused(_("A task has a lead body of its own unit: choose who leads it."))
    if task.deadline in Task.DATED and not task.is_proposed and _moves_the_day(task, work):
        raise Refused(_("The day of a task is moved by an extension that is asked for and granted."))
    before = told_of(task)
    write(task, work, closed_days())
    if not task.is_proposed:
        refuse(task)
    task.version += 1
    task.save(update_fields=WRITTEN)
    task.supporting_bodies.set(work.supporting_bodies)
    record(task, "task.mended", by=by, capacity=may.words(by, held), before=before, after=told_of(task))
    return task


@transaction.atomic
def accept(task: Task, work: Work, *, by: Person) -> Task:
    """Take on a task that was only proposed: from now on every rule holds for it."""
    task = locked(task)
    unit = work.lead_body.unit if work.lead_body else task.unit
    held = may.giving(by, unit.pk, task.giver_id) if unit else []
    if unit is not None and not held:
        raise PermissionDenied
    if not task.is_proposed or task.dropped_at is not None:
        raise Refused(_("This task is not a proposed one any more."))
    if task.programme is not None:
        raise Refused(_("It is planned in a draft programme, and becomes a task when the programme is adopted."))
    if work.lead_body is None:
        raise Refused(_("A task has a lead body: choose who leads it."))
    closed = closed_days()
    task.unit = work.lead_body.unit
    write(task, work, closed)
    task.is_proposed, task.owner = False, work.owner
    begin(task, closed)
    task.version += 1
    task.save()
    task.supporting_bodies.set(work.supporting_bodies)
    words = may.words(by, held)
    record(task, "task.accepted", by=by, capacity=words, body=work.lead_body.name)
    if work.owner is not None:
        task.owner_changes.create(after=work.owner, by=by, capacity=words, at=dates.now())
    return task


@transaction.atomic
def drop(task: Task, *, reason: str, by: Person) -> Task:
    """Take a task back, with the reason; it stays on record."""
    task = locked(task)
    held = may.dropping(by, task)
    if not held:
        raise PermissionDenied
    refuse_settled(task)
    _refuse_adopted(task.programme)
    if not reason:
        raise Refused(_("Write why the task is taken back."))
    task.dropped_at, task.dropped_reason = dates.now(), reason
    task.save(update_fields=["dropped_at", "dropped_reason"])
    record(task, "task.dropped", by=by, capacity=may.words(by, held), reason=reason)
    return task


def begin(task: Task, closed: Set[date]) -> None:
    """From now on every rule holds for a task, and somebody answers for it or is to be named. The caller saves."""
    refuse_owner(task, task.owner)
    refuse(task)
    begin_naming(task, closed)


def refuse(task: Task) -> None:
    """What no task may be: given to nobody, without its programme's day, due before the day it was given."""
    if task.lead_body_id is None:
        raise Refused(_("A task has a lead body: choose who leads it."))
    if task.origin == Task.Origin.PROGRAMME and task.deadline == Kind.FIXED and task.due_on is None:
        raise Refused(_("In the unit's own programme a task with a fixed day says which day: “%s”.") % task)
    if task.deadline == Kind.WORKING_DAYS and not task.working_days:
        raise Refused(_("Say how many working days the task is given."))
    first = earliest(task)
    if task.due_on and first and task.due_on < first:
        facts = {"due": dates.short(task.due_on), "given": dates.short(first)}
        raise Refused(_("The task is due on %(due)s, before the day it was given (%(given)s).") % facts)


def earliest(task: Task) -> date | None:
    """Nothing is due or done before the day a task was given; of a programme, before its year."""
    return date(task.programme.year, 1, 1) if task.programme else task.given_on


def locked(task: Task) -> Task:
    """The task, held until the deed is done."""
    held = Task.objects.select_for_update(of=("self",)).select_related("unit", "giver", "lead_body", "owner")
    return held.select_related("programme").get(pk=task.pk)


def write(task: Task, work: Work, closed: Set[date]) -> None:
    """Put what is to be done onto the task; the caller saves."""
    deadline = work.deadline
    if task.incoming_id and deadline.kind == Kind.FIXED and deadline.due_on is None and task.given_on:
        deadline = Deadline(Kind.FIXED, due_on=usual_day(task.given_on, closed), words=deadline.words)
    deadline = settled(deadline, task.given_on, closed)
    task.text, task.field_code, task.expected_product = work.text, work.field_code, work.expected_product
    task.lead_body = work.lead_body
    task.deadline, task.due_on, task.working_days = deadline.kind, deadline.due_on, deadline.working_days
    task.counted_from, task.condition, task.deadline_words = deadline.counted_from, deadline.condition, deadline.words


def _moves_the_day(task: Task, work: Work) -> bool:
    deadline = settled(work.deadline, task.given_on, closed_days())
    return task.due_on is not None and (deadline.kind != task.deadline or deadline.due_on != task.due_on)


def refuse_settled(task: Task) -> None:
    if task.done_on is not None:
        raise Refused(_("This task is done; it is reopened before anything about it changes."))
    if task.dropped_at is not None:
        raise Refused(_("This task was taken back."))


def _refuse_adopted(programme: WorkProgramme | None) -> None:
    if programme is not None and programme.state == WorkProgramme.State.ADOPTED:
        raise Refused(_("The programme is adopted: its tasks are changed by an amendment."))


def _origin(source: Source) -> _Origin:
    if isinstance(source, WorkProgramme):
        facts = {"programme": source}
        return _Origin(Task.Origin.PROGRAMME, facts, source.document_date, units=frozenset({source.body.unit_id}))
    if isinstance(source, Conclusion):
        return _of_a_meeting(Task.Origin.CONCLUSION, {"conclusion": source}, source.minutes.meeting)
    if isinstance(source, Remark):
        return _of_a_meeting(Task.Origin.REMARK, {"remark": source}, source.minutes.meeting)
    if isinstance(source, IncomingDocument):
        giver = source.from_body.unit if source.from_body else None
        units = frozenset({source.unit_id})
        return _Origin(Task.Origin.INCOMING, {"incoming": source}, source.dated, giver, units)
    if isinstance(source, ProposalReply):
        proposal = source.proposal
        units = frozenset({proposal.unit_id, proposal.addressed_to.unit_id})
        giver = proposal.addressed_to.unit
        return _Origin(Task.Origin.REPLY, {"reply": source}, source.answered_on, giver, units)
    return _Origin(Task.Origin.ORAL, {"oral_from": source.said_by}, source.said_on)


def _of_a_meeting(kind: str, facts: dict[str, Any], meeting: Meeting) -> _Origin:
    """The day a task of a meeting counts from is the notice's when it was recorded, else the meeting's."""
    units = {unit.pk for unit in meeting.reviewed_units.all()} | ({meeting.unit_id} if meeting.unit_id else set())
    return _Origin(kind, facts, meeting.notice_date or meeting.held_on, meeting.unit, frozenset(units))
