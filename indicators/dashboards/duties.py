"""Who answers for what in a unit's year: person × field × indicator × task, with what became of each person's tasks.

It is the basis of the assessment at the year's end: what was done after its day is counted apart, and a year that is
over is told as it stood on its last day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from coquang import dates, names
from indicators.dashboards.task_figures import Told, told_among
from indicators.models import Field, Indicator, Responsibility, TaskIndicator
from indicators.readings import reported_in
from programmes.deadlines import told
from programmes.models import Appointment, Task, Unit
from programmes.standing import Standing, standing_of


@dataclass(frozen=True)
class TaskLine:
    task: Task
    state: Standing
    deadline: str
    moves: Sequence[str]


@dataclass
class FieldDuties:
    """What one person answers for in one field: the figures, and the work."""

    name: str
    figures: list[Told] = field(default_factory=list)
    tasks: list[TaskLine] = field(default_factory=list)


@dataclass
class Holder:
    """One comrade, by post, with the duties of each field; nobody's tasks stand under a holder without a name."""

    name: str
    fields: dict[str, FieldDuties] = field(default_factory=dict)

    @property
    def tasks(self) -> list[TaskLine]:
        return [line for duties in self.fields.values() for line in duties.tasks]

    @property
    def counts(self) -> dict[str, int]:
        """Given, done in time, done late, overdue; the rest is under way."""
        states = [line.state for line in self.tasks]
        return {
            "given": len(states),
            "done": states.count(Standing.DONE),
            "late": states.count(Standing.DONE_LATE),
            "overdue": states.count(Standing.OVERDUE),
        }


@dataclass(frozen=True)
class Duties:
    unit: Unit
    year: int
    on: date
    holders: Sequence[Holder]


def duties(unit: Unit, year: int) -> Duties:
    """The page of a unit's year, in a fixed number of questions."""
    on = min(dates.today(), date(year, 12, 31))
    fields = {one.code: one for one in Field.objects.all()}
    tasks = list(tasks_of(unit, year))
    links: dict[int, list[str]] = {}
    for task_id, code in TaskIndicator.objects.filter(task__in=tasks).values_list("task", "indicator__code"):
        links.setdefault(task_id, []).append(code)
    holders: dict[str, Holder] = {}
    for post, name, indicator, figure in _figures(unit, year, on):
        holder = holders.setdefault(names.search_key(post), Holder(name))
        _in_field(holder, fields, indicator.field.code).figures.append(figure)
    for task in tasks:
        post = task.owner.post if task.owner else ""
        name = task.owner.named if task.owner else _("Nobody is named yet")
        holder = holders.setdefault(names.search_key(post), Holder(name))
        holder.name = name
        line = TaskLine(task, standing_of(task, on), told(task), links.get(task.pk, []))
        _in_field(holder, fields, task.field_code).tasks.append(line)
    nobody = holders.pop("", None)
    in_order = sorted(holders.values(), key=lambda holder: (-len(holder.tasks), names.sort_key(holder.name)))
    for holder in (*in_order, *filter(None, [nobody])):
        holder.fields = dict(sorted(holder.fields.items(), key=lambda pair: _position(fields, pair[0])))
    return Duties(unit, year, on, [*in_order, *filter(None, [nobody])])


def tasks_of(unit: Unit, year: int) -> Iterable[Task]:
    """The unit's tasks of a year: of its programme, given in it, or given before and still open when it began."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    open_then = Q(done_on__isnull=True) | Q(done_on__gte=first)
    others = Q(programme__isnull=True, given_on__lte=last) & open_then
    unknown_day = Q(programme__isnull=True, given_on__isnull=True, made_at__year=year)
    rows = Task.objects.live().filter(Q(programme__year=year) | others | unknown_day, unit=unit)
    return rows.select_related("owner__person", "lead_body").order_by("due_on", "pk")


def _figures(unit: Unit, year: int, on: date) -> Iterable[tuple[str, str, Indicator, Told]]:
    """Each indicator the unit reports with who answers for it: the post, its holder, and the figure told."""
    held = Responsibility.objects.current(on).filter(
        unit=unit, indicator__in=reported_in([unit.pk], year).values("indicator")
    )
    rows = list(
        held.select_related("indicator__field", "responsible").order_by(
            "indicator__field__position", "indicator__position"
        )
    )
    figures = {one.code: one for one in told_among(unit.pk, [row.indicator_id for row in rows], year)}
    seated = Appointment.objects.current(on).filter(Q(unit=unit) | Q(body__unit=unit), whole_subtree=False)
    by_post = {names.search_key(a.post): a.named for a in seated.select_related("person").order_by("-pk")}
    for row in rows:
        post = row.responsible_post or (row.responsible.full_name if row.responsible else "")
        own = f"{row.responsible.full_name}, {post}" if row.responsible else post
        name = own if row.responsible else by_post.get(names.search_key(post), post)
        yield post, name or _("Nobody is named yet"), row.indicator, figures[row.indicator.code]


def _in_field(holder: Holder, fields: dict[str, Field], code: str) -> FieldDuties:
    name = fields[code].name if code in fields else _("Without a field")
    return holder.fields.setdefault(code, FieldDuties(name))


def _position(fields: dict[str, Field], code: str) -> int:
    return fields[code].position if code in fields else len(fields) + 1
