"""What a task's own page tells: whence, who, until when, how it was proved, and its way so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coquang import dates
from coquang.records.models import JournalEntry
from programmes import permissions_of_work as may
from programmes.besides import Piece, beside, fields_of_work
from programmes.deadlines import told
from programmes.models import Appointment, Body, ExtensionRequest, Person, Task, Urging
from programmes.standing import Standing, standing_of
from programmes.working_days import closed_days, working_days_between

SHOWN = 200

ACTS: Mapping[str, str | Promise] = {
    "task.given": gettext_lazy("given"),
    "task.accepted": gettext_lazy("taken on"),
    "task.adopted": gettext_lazy("adopted with the programme"),
    "task.mended": gettext_lazy("put right"),
    "task.amended": gettext_lazy("changed by an amendment of the programme"),
    "task.named": gettext_lazy("responsible person named"),
    "task.passed_on": gettext_lazy("passed on to another"),
    "task.confirmed": gettext_lazy("spoken instruction confirmed"),
    "task.done": gettext_lazy("recorded as done"),
    "task.reopened": gettext_lazy("opened again"),
    "task.extension_asked": gettext_lazy("extension asked for"),
    "task.extended": gettext_lazy("extension granted"),
    "task.extension_refused": gettext_lazy("extension not agreed to"),
    "task.urged": gettext_lazy("urged"),
    "task.urging_answered": gettext_lazy("urging answered"),
    "task.dropped": gettext_lazy("taken back"),
}
# What is told of an act beside its name, in this order.
TOLD = ("from", "person", "post", "document", "on", "due", "evidence", "no_evidence", "text", "answer", "reason")


@dataclass(frozen=True)
class Step:
    """One act of a task's history, in words."""

    entry: JournalEntry
    words: str
    told: str


@dataclass(frozen=True)
class TaskPage:
    """All of a task that its page shows to one person; `may` says which deeds are theirs now."""

    task: Task
    state: Standing
    field: str
    deadline: str
    punctuality: str
    origin: tuple[str, str]
    leaders: Sequence[Appointment]
    supporting: Sequence[Body]
    urgings: Sequence[Urging]
    extensions: Sequence[ExtensionRequest]
    open_urging: Urging | None
    open_extension: ExtensionRequest | None
    history: Sequence[Step]
    figures: Sequence[Piece]
    may: Mapping[str, bool]


def task_page(task: Task, person: Person) -> TaskPage:
    urgings = list(task.urgings.select_related("by"))
    extensions = list(task.extensions.select_related("asked_by", "answered_by"))
    open_urging = next((urged for urged in urgings if urged.answered_at is None), None)
    open_extension = next((asked for asked in extensions if asked.is_granted is None), None)
    is_unnamed = task.owner_id is None and task.lead_body is not None and not task.is_proposed
    return TaskPage(
        task=task,
        state=standing_of(task, dates.today()),
        field=dict(fields_of_work()).get(task.field_code, task.field_code),
        deadline=told(task),
        punctuality=punctuality(task),
        origin=origin_of(task),
        leaders=may.leaders_of(task.lead_body, dates.today()) if is_unnamed and task.lead_body else (),
        supporting=list(task.supporting_bodies.order_by("name")),
        urgings=urgings,
        extensions=extensions,
        open_urging=open_urging,
        open_extension=open_extension,
        history=history_of(task),
        figures=beside(task, "figures", person),
        may=_rights(task, person, open_urging, open_extension),
    )


def punctuality(task: Task) -> str:
    """Whether a done task was done in time, and whether it was told in time: two different things."""
    if task.done_on is None or task.done_recorded_at is None:
        return ""
    recorded = timezone.localtime(task.done_recorded_at).date()
    if task.due_on is None:
        return _("done")
    if task.done_on <= task.due_on:
        return _("done in time, recorded late") if recorded > task.due_on else _("done in time")
    days = working_days_between(task.due_on, task.done_on, closed_days())
    return ngettext("done %d working day late", "done %d working days late", days) % days


def origin_of(task: Task) -> tuple[str, str]:
    """Where a task comes from, in words, and the page of it."""
    if task.programme is not None:
        return str(task.programme), reverse("programmes:work-programme", args=[task.programme.pk])
    if task.incoming is not None:
        facts = {"number": task.incoming.number, "day": dates.cited(task.incoming.dated)}
        words = _("Document %(number)s of %(day)s") % facts + f", {task.incoming.from_text}"
        return words, reverse("programmes:incoming", args=[task.incoming.pk])
    if task.conclusion is not None:
        meeting = task.conclusion.minutes.meeting
        words = _("Conclusion %(number)d, %(meeting)s") % {"number": task.conclusion.number, "meeting": meeting}
        return words, f"{reverse('programmes:minutes', args=[meeting.pk])}#k-{task.conclusion.number}"
    if task.remark is not None:
        meeting = task.remark.minutes.meeting
        url = reverse("programmes:minutes", args=[meeting.pk])
        return _("Remark taken up, %s") % meeting, f"{url}#r-{task.remark.key}"
    if task.reply is not None:
        words = _("Answer to the proposal “%s”") % task.reply.proposal
        return words, reverse("programmes:proposal", args=[task.reply.proposal_id])
    if task.origin != Task.Origin.ORAL:
        return str(task.get_origin_display()), ""
    facts = {"who": task.oral_from, "day": dates.short(task.given_on) if task.given_on else "–"}
    return _("Spoken instruction of %(who)s, %(day)s") % facts, ""


def history_of(task: Task) -> list[Step]:
    """The newest first, every act with who did it and in which capacity."""
    entries = JournalEntry.objects.about(task).filter(act__in=ACTS).select_related("by")
    return [Step(entry, str(ACTS[entry.act]), _told(entry)) for entry in entries[:SHOWN]]


def _told(entry: JournalEntry) -> str:
    facts = [str(entry.facts[key]) for key in TOLD if entry.facts.get(key)]
    if entry.act == "task.passed_on" and len(facts) > 1:
        facts[:2] = [f"{facts[0]} → {facts[1]}"]
    before, after = entry.facts.get("before"), entry.facts.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        facts += [f"{before[key] or '–'} → {after[key] or '–'}" for key in before if before[key] != after.get(key)]
    return "; ".join(facts)


def _rights(
    task: Task, person: Person, open_urging: Urging | None, open_extension: ExtensionRequest | None
) -> dict[str, bool]:
    is_live = not task.is_proposed and task.dropped_at is None
    is_open = is_live and task.done_on is None
    return {
        "name": is_open and bool(may.naming(person, task)),
        "finish": is_open and bool(may.doing(person, task)),
        "reopen": is_live and task.done_on is not None and bool(may.reopening(person, task)),
        "ask": is_open and task.due_on is not None and not open_extension and bool(may.doing(person, task)),
        "decide": is_open
        and open_extension is not None
        and open_extension.asked_by_id != person.pk
        and bool(may.deciding(person, task)),
        "urge": is_open and open_urging is None and bool(may.urging(person, task)),
        "answer": open_urging is not None and bool(may.answering(person, task)),
        "confirm": is_open and task.oral_confirmed_at is None and bool(may.confirming(person, task)),
        "drop": task.dropped_at is None and task.done_on is None and bool(may.dropping(person, task)),
        "mend": _may_mend(person, task, is_open),
        "accept": task.is_proposed and task.programme is None and task.dropped_at is None and _may_give(person, task),
    }


def _may_mend(person: Person, task: Task, is_open: bool) -> bool:
    is_planned = task.is_proposed and task.programme is not None and task.dropped_at is None
    is_amended = task.programme is not None and not task.is_proposed
    return (is_open or is_planned) and not is_amended and _may_give(person, task)


def _may_give(person: Person, task: Task) -> bool:
    return bool(may.giving(person, task.unit_id, task.giver_id)) if task.unit_id else False
