"""A meeting as its page shows it: what was concluded and what became of it, and what the last meeting left over."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from coquang import dates
from programmes import besides
from programmes.models import Attendance, Conclusion, Meeting, Minutes, Person, Remark, Task
from programmes.permissions_of_meetings import bound_units
from programmes.standing import Standing, standing_of

DONE = {Standing.DONE, Standing.DONE_LATE}
# Where a conclusion stands is where its worst task stands.
WORST = (
    Standing.OVERDUE,
    Standing.UNASSIGNED,
    Standing.NO_DATE,
    Standing.DUE_SOON,
    Standing.IN_PROGRESS,
    Standing.WAITING,
    Standing.STANDING,
    Standing.PROPOSED,
    Standing.DONE_LATE,
    Standing.DONE,
)


@dataclass(frozen=True)
class Given:
    """A task and where it stands."""

    task: Task
    standing: Standing


@dataclass(frozen=True)
class Matter:
    """A conclusion, or a remark that was taken up, with the tasks that arose from it."""

    said: Conclusion | Remark
    tasks: tuple[Given, ...]
    # The names of the indicators a conclusion names.
    figures: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """Where it stands; None while nobody said what becomes of it, or when nothing is to be done."""
        held = {given.standing for given in self.tasks}
        return next((state for state in WORST if state in held), None)

    @property
    def is_settled(self) -> bool:
        return bool(self.tasks) or bool(self.said.no_task_reason)


@dataclass(frozen=True)
class Coverage:
    """How many conclusions have a task or say why not, and how many tasks a figure or a document proves."""

    clauses: int
    settled: int
    tasks: int
    proved: int
    unnamed: int

    @property
    def share(self) -> int:
        return 100 * self.settled // max(self.clauses, 1)


@dataclass(frozen=True)
class Carried:
    """What an earlier meeting decided and where each matter stands."""

    meeting: Meeting
    matters: tuple[Matter, ...]
    counts: tuple[tuple[Standing, int], ...]


def find_meeting(person: Person, pk: int) -> Meeting | None:
    """The door to a meeting: None when it is not there or may not be seen."""
    seen = Meeting.objects.visible_to(person).filter(pk=pk)
    return seen.select_related("unit", "chair__person", "chair__body__unit", "chair__unit", "minute_taker").first()


def first_record(meeting: Meeting, person: Person) -> Minutes | None:
    """The minutes of a meeting, if the person may read them as they stand."""
    return Minutes.objects.visible_to(person).filter(meeting=meeting, supplements__isnull=True).first()


def of_chair(meetings: QuerySet[Meeting], chair: str) -> QuerySet[Meeting]:
    """Those a person chaired, by name as the page tells it."""
    return meetings.filter(Q(chair__person__full_name=chair) | Q(chair__isnull=True, chair_text=chair))


def matters(conclusions: QuerySet[Conclusion], person: Person | None, on: date) -> list[Matter]:
    """Conclusions with the tasks that arose from them: three questions. A person sees some; None is for all."""
    rows = list(conclusions.select_related("lead_body", "sentence").prefetch_related(_seen_tasks(person)))
    named = besides.named([row.pk for row in rows])
    return [_matter(row, on, named.get(row.pk, ())) for row in rows]


def taken_up(minutes: Minutes, person: Person | None, on: date) -> list[Matter]:
    """The remarks of signed minutes from which a task arose, or which were heard without one."""
    rows = minutes.remarks.filter(is_struck=False).filter(Q(tasks__isnull=False) | ~Q(no_task_reason="")).distinct()
    return [_matter(row, on) for row in rows.select_related("speaker").prefetch_related(_seen_tasks(person))]


def coverage(found: Iterable[Matter]) -> Coverage:
    """The meter of the minutes, over conclusions; a task is proved by a figure, a document or a file."""
    rows = list(found)
    tasks = [given.task for matter in rows for given in matter.tasks]
    figures = besides.measured([task.pk for task in tasks])
    proved = [task for task in tasks if task.pk in figures or task.evidence_words or task.evidence_file_id]
    return Coverage(
        clauses=len(rows),
        settled=sum(matter.is_settled for matter in rows),
        tasks=len(tasks),
        proved=len(proved),
        unnamed=sum(task.owner_id is None for task in tasks),
    )


def carried(meeting: Meeting, person: Person) -> Carried | None:
    """What the meeting named as previous decided, else the last one that concluded on one of the same units."""
    before = _before(meeting, person)
    return told_of(before, person) if before else None


def told_of(before: Meeting, person: Person) -> Carried | None:
    """What a meeting decided and where each matter stands; None when it decided nothing the person may read."""
    minutes = first_record(before, person)
    if minutes is None:
        return None
    on = dates.today()
    heard = [matter for matter in taken_up(minutes, person, on) if matter.tasks]
    found = [*matters(minutes.conclusions.all(), person, on), *heard]
    if not found:
        return None
    return Carried(before, tuple(found), tuple(counted(found)))


def counted(found: Sequence[Matter]) -> list[tuple[Standing, int]]:
    """How many tasks stand where, the worst first."""
    counts = Counter(given.standing for matter in found for given in matter.tasks)
    return [(state, counts[state]) for state in WORST if counts[state]]


def unheard(minutes: Minutes) -> list[Attendance]:
    """Those present who have an account and have not said anything yet; silence until the day is agreement."""
    spoke = minutes.comments.values("by")
    present = minutes.meeting.attendance.filter(presence=Attendance.Presence.PRESENT, person__isnull=False)
    return list(present.exclude(person__in=spoke).exclude(capacity=Attendance.Capacity.CHAIR))


def chair_of(meeting: Meeting) -> str:
    """The chair as a line of facts tells it."""
    if meeting.chair is not None:
        return f"{meeting.chair.person.full_name}, {meeting.chair.words}"
    return meeting.chair_text


def day_of(meeting: Meeting) -> str:
    """The meeting's day, or how it was printed, or that it is not known."""
    if meeting.held_on is None:
        return meeting.date_text or _("day unknown")
    return dates.short(meeting.held_on)


def _before(meeting: Meeting, person: Person) -> Meeting | None:
    seen = Meeting.objects.visible_to(person)
    if meeting.previous_id is not None:
        return seen.filter(pk=meeting.previous_id).first()
    return last_on([unit.pk for unit in bound_units(meeting)], person, before=meeting.held_on, but=meeting.pk)


def last_on(units: Collection[int], person: Person, *, before: date | None = None, but: int | None) -> Meeting | None:
    """The last meeting that concluded on one of some units, before a day."""
    seen = Meeting.objects.visible_to(person)
    signed = Minutes.objects.filter(state=Minutes.State.SIGNED, supplements__isnull=True, conclusions__isnull=False)
    held = seen.filter(reviewed_units__in=units, pk__in=signed.values("meeting")).exclude(pk=but or 0)
    if before is not None:
        held = held.filter(held_on__lt=before)
    return held.order_by("-held_on", "-pk").first()


def _matter(said: Conclusion | Remark, on: date, figures: Sequence[str] = ()) -> Matter:
    live = [task for task in said.tasks.all() if task.dropped_at is None]
    return Matter(said, tuple(Given(task, standing_of(task, on)) for task in live), tuple(figures))


def _seen_tasks(person: Person | None) -> Prefetch:  # type: ignore[type-arg]
    seen = Task.objects.visible_to(person) if person else Task.objects.all()
    return Prefetch("tasks", seen.select_related("unit", "lead_body", "owner__person"))
