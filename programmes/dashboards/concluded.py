"""What one chair concluded over all units, by where it stands; and what came to a unit from one meeting."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coquang import dates
from programmes.dashboards.meetings import Matter, first_record, matters, of_chair, taken_up
from programmes.models import Conclusion, Meeting, Minutes, Person
from programmes.standing import Standing

# No task has arisen yet, and none is to.
OPEN, NONE = "open", "none"
SHOWN = 500


@dataclass(frozen=True)
class Line:
    meeting: Meeting
    matter: Matter
    state: str


@dataclass(frozen=True)
class Concluded:
    """The chosen chair's conclusions; `states` are (key, word, count, chosen), `chairs` (name, chosen)."""

    chair: str
    chairs: Sequence[tuple[str, bool]]
    states: Sequence[tuple[str, str, int, bool]]
    lines: Sequence[Line]
    is_own: bool


@dataclass(frozen=True)
class Deployed:
    """What a meeting gave to the units one sits in: how many nobody is named for yet."""

    matters: Sequence[Matter]
    unnamed: int
    tasks: int


def concluded_by(person: Person, chair: str, state: str) -> Concluded:
    """The conclusions of one chair: one's own unless another is chosen among those one may read."""
    signed = Minutes.objects.visible_to(person).filter(state=Minutes.State.SIGNED, supplements__isnull=True)
    concluding = signed.filter(conclusions__isnull=False)
    seen = Meeting.objects.filter(pk__in=concluding.values("meeting")).select_related(
        "chair__person", "chair__body", "chair__unit", "unit"
    )
    names = _chairs(seen)
    own = person.full_name if person.full_name in names else ""
    chosen = chair if chair in names else own or next(iter(names), "")
    on = dates.today()
    held = {meeting.pk: meeting for meeting in of_chair(seen, chosen)}
    rows = Conclusion.objects.filter(minutes__in=signed, minutes__meeting__in=held).select_related("minutes")
    found = matters(rows.order_by("-minutes__meeting__held_on", "minutes", "number")[:SHOWN], person, on)
    lines = [Line(held[matter.said.minutes.meeting_id], matter, _state(matter)) for matter in found]
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.state] = counts.get(line.state, 0) + 1
    words = {**{state.value: str(state.label) for state in Standing}, OPEN: _("no task yet"), NONE: _("no task arises")}
    return Concluded(
        chair=chosen,
        chairs=[(name, name == chosen) for name in names],
        states=[(key, word, counts[key], key == state) for key, word in words.items() if key in counts],
        lines=[line for line in lines if state not in counts or line.state == state],
        is_own=chosen == own and bool(own),
    )


def deployed(meeting: Meeting, person: Person) -> Deployed | None:
    """What came from a signed meeting to the units a person sits in; None when its minutes are not to be read."""
    minutes = first_record(meeting, person)
    if minutes is None or minutes.state != Minutes.State.SIGNED:
        return None
    on, seats = dates.today(), person.reach(dates.today()).unit_ids
    found = [*matters(minutes.conclusions.all(), person, on), *taken_up(minutes, person, on)]
    ours = [
        Matter(matter.said, kept)
        for matter in found
        if (kept := tuple(given for given in matter.tasks if given.task.unit_id in seats))
    ]
    tasks = [given.task for matter in ours for given in matter.tasks]
    return Deployed(ours, sum(task.owner_id is None for task in tasks), len(tasks))


def _chairs(seen: QuerySet[Meeting]) -> list[str]:
    names: dict[str, None] = {}
    for meeting in seen:
        name = meeting.chair.person.full_name if meeting.chair else meeting.chair_text
        if name:
            names.setdefault(name)
    return list(names)


def _state(matter: Matter) -> str:
    if matter.standing is not None:
        return matter.standing.value
    return NONE if matter.said.no_task_reason else OPEN
