"""What becomes of a task: done, reopened, moved to another day, urged and answered, confirmed by who said it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.attachments import Attachment
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import permissions_of_work as may
from programmes.actions.kept_files import keep
from programmes.actions.tasks import earliest, locked
from programmes.deadlines import ANSWERING
from programmes.models import ExtensionRequest, Person, Task, Urging
from programmes.working_days import closed_days, working_days_after

PROOF = ("done_on", "done_recorded_at", "done_recorded_by", "evidence_words", "evidence_file", "no_evidence_reason")


@transaction.atomic
def finish(
    task: Task, *, done_on: date, evidence: str = "", file: Attachment | None = None, no_evidence: str = "", by: Person
) -> Task:
    """Record that a task was done on a day, proved by a document's number or a file, or say why there is none.

    The day it was truly done and the moment it is recorded are kept apart: recorded late is not done late.
    """
    task = _open(task)
    held = may.doing(by, task)
    if not held:
        raise PermissionDenied
    if done_on > dates.today():
        raise Refused(_("A task is done on a day that has come; write the day of the document that proves it."))
    if (first := earliest(task)) and done_on < first:
        raise Refused(_("The task was given on %s; it was not done before.") % dates.short(first))
    if not (evidence or file or no_evidence):
        raise Refused(_("Write the number of the document that proves it, attach a file, or say why there is none."))
    words = may.words(by, held)
    if file is not None and task.unit is not None:
        task.evidence_file = keep(file, unit=task.unit, title=evidence or str(task), by=by, capacity=words)
    task.evidence_words, task.no_evidence_reason = evidence, no_evidence
    task.done_on, task.done_recorded_at, task.done_recorded_by = done_on, dates.now(), by
    task.save(update_fields=PROOF)
    facts = {"on": dates.short(done_on), "evidence": evidence, "no_evidence": no_evidence}
    record(task, "task.done", by=by, capacity=words, file=task.evidence_file_id, **facts)
    return task


@transaction.atomic
def reopen(task: Task, *, reason: str, by: Person) -> Task:
    """Open a done task again, by those who lead; what proved it stays in its history."""
    task = locked(task)
    held = may.reopening(by, task)
    if not held:
        raise PermissionDenied
    if task.done_on is None:
        raise Refused(_("This task is open already."))
    if not reason:
        raise Refused(_("Write why the task is opened again."))
    was = {"on": dates.short(task.done_on), "evidence": task.evidence_words, "file": task.evidence_file_id}
    task.done_on = task.done_recorded_at = task.done_recorded_by = task.evidence_file = None
    task.evidence_words = task.no_evidence_reason = ""
    task.save(update_fields=PROOF)
    record(task, "task.reopened", by=by, capacity=may.words(by, held), reason=reason, was=was)
    return task


@transaction.atomic
def ask_extension(task: Task, *, new_due: date, reason: str, by: Person) -> ExtensionRequest:
    """Ask for a later day. The day that stands goes on counting until the answer."""
    task = _open(task)
    held = may.doing(by, task)
    if not held:
        raise PermissionDenied
    if task.due_on is None:
        raise Refused(_("This task has no day that could be moved."))
    if new_due <= task.due_on or new_due <= dates.today():
        raise Refused(_("The new day lies after the one that stands, and after today."))
    if task.extensions.filter(is_granted__isnull=True).exists():
        raise Refused(_("An extension is asked for already and waits for its answer."))
    words = may.words(by, held)
    facts = {"new_due": new_due, "old_due": task.due_on, "reason": reason}
    asked = task.extensions.create(asked_by=by, asked_as=words, asked_on=dates.today(), **facts)
    record(task, "task.extension_asked", by=by, capacity=words, due=dates.short(new_due), reason=reason)
    return asked


@transaction.atomic
def answer_extension(asked: ExtensionRequest, *, is_granted: bool, answer: str, by: Person) -> ExtensionRequest:
    """Grant a later day or not; a refusal says why. Nobody answers what they asked for themselves."""
    task = _open(asked.task)
    asked = ExtensionRequest.objects.get(pk=asked.pk)
    held = may.deciding(by, task)
    if not held or asked.asked_by_id == by.pk:
        raise PermissionDenied
    if asked.is_granted is not None:
        raise Refused(_("This extension was answered already."))
    if not is_granted and not answer:
        raise Refused(_("Write why the extension is not agreed to."))
    words = may.words(by, held)
    asked.is_granted, asked.answer = is_granted, answer
    asked.answered_by, asked.answered_as, asked.answered_at = by, words, dates.now()
    asked.save(update_fields=["is_granted", "answer", "answered_by", "answered_as", "answered_at"])
    if is_granted:
        task.due_on = asked.new_due
        task.save(update_fields=["due_on"])
    act = "task.extended" if is_granted else "task.extension_refused"
    record(task, act, by=by, capacity=words, due=dates.short(asked.new_due), answer=answer)
    return asked


@transaction.atomic
def urge(task: Task, *, text: str, by: Person) -> Urging:
    """Urge a task: an answer is owed within two working days."""
    task = _open(task)
    held = may.urging(by, task)
    if not held:
        raise PermissionDenied
    if task.urgings.filter(answered_at__isnull=True).exists():
        raise Refused(_("This task was urged already and its answer is still awaited."))
    today, words = dates.today(), may.words(by, held)
    answer_due = working_days_after(today, ANSWERING, closed_days())
    urged = task.urgings.create(text=text, by=by, capacity=words, urged_on=today, answer_due=answer_due)
    record(task, "task.urged", by=by, capacity=words, text=text, answer_due=dates.short(answer_due))
    return urged


@transaction.atomic
def answer_urging(urged: Urging, *, answer: str, by: Person) -> Urging:
    task = locked(urged.task)
    urged = Urging.objects.get(pk=urged.pk)
    held = may.answering(by, task)
    if not held:
        raise PermissionDenied
    if urged.answered_at is not None:
        raise Refused(_("This urging was answered already."))
    if not answer:
        raise Refused(_("Write how the task stands and when it will be done."))
    words = may.words(by, held)
    urged.answer, urged.answered_by, urged.answered_as, urged.answered_at = answer, by, words, dates.now()
    urged.save(update_fields=["answer", "answered_by", "answered_as", "answered_at"])
    record(task, "task.urging_answered", by=by, capacity=words, answer=answer)
    return urged


@transaction.atomic
def confirm(task: Task, *, by: Person) -> Task:
    """Whoever gave an instruction by word of mouth confirms that it was recorded as meant; never who wrote it down."""
    task = _open(task)
    held = may.confirming(by, task)
    if not held:
        raise PermissionDenied
    if task.oral_confirmed_at is not None:
        raise Refused(_("This instruction was confirmed already."))
    task.oral_confirmed_by, task.oral_confirmed_at = by, dates.now()
    task.save(update_fields=["oral_confirmed_by", "oral_confirmed_at"])
    record(task, "task.confirmed", by=by, capacity=may.words(by, held))
    return task


def _open(task: Task) -> Task:
    task = locked(task)
    if task.is_proposed:
        raise Refused(_("This task is only proposed; it is accepted first."))
    if task.dropped_at is not None:
        raise Refused(_("This task was taken back."))
    if task.done_on is not None:
        raise Refused(_("This task is done; it is reopened before anything about it changes."))
    return task
