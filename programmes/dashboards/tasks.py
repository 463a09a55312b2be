"""Where tasks stand: whose they are, how many in which state, and what a task's own page tells."""

from django.db.models import Count, F, Q, QuerySet

from coquang import dates
from programmes import permissions_of_work as may
from programmes.models import Person, Task
from programmes.standing import Standing, told

# What fetches a task with all that a line of it shows.
BESIDE = ("unit", "giver", "lead_body", "owner__person", "programme")
# What a line of the list is made of; the other columns of a task are left where they are.
OF_A_LINE = (
    *("text", "field_code", "deadline", "due_on", "done_on", "is_proposed", "dropped_at"),
    *("lead_body", "lead_body__name", "owner", "owner__person", "owner__person__full_name"),
)
# The states in which somebody's hand is needed, the worst first.
OPEN = (
    Standing.OVERDUE,
    Standing.UNASSIGNED,
    Standing.NO_DATE,
    Standing.DUE_SOON,
    Standing.IN_PROGRESS,
    Standing.WAITING,
    Standing.STANDING,
)


def find_task(person: Person, pk: int) -> Task | None:
    """The door to one task: None when it is not there or may not be seen."""
    return Task.objects.visible_to(person).select_related(*BESIDE).filter(pk=pk).first()


def lines(rows: QuerySet[Task], *, with_unit: bool) -> QuerySet[Task]:
    """The tasks with what their lines in a list show, the unit only where there are several."""
    unit = ("unit", "unit__name") if with_unit else ()
    return rows.select_related("lead_body", "owner__person", *unit[:1]).only(*OF_A_LINE, *unit)


def in_order(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Open ones first, the nearest day before others; then what was done last."""
    return rows.order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def mine(person: Person) -> Q:
    """Tasks a person answers for by name, and those nobody is named for yet of bodies they lead."""
    held = person.appointments_on(dates.today())
    named = [a.pk for a in held if not a.is_delegated]
    led = [a.body_id for a in held if a.role in may.LEADERS and a.body_id and not a.whole_subtree]
    return Q(owner__in=named) | Q(owner__isnull=True, lead_body__in=led)


def counted(rows: QuerySet[Task]) -> list[tuple[Standing, int]]:
    """How many of the tasks stand where, in the order of the work to be done; empty states are left out."""
    told_today = rows.order_by().annotate(stands=told(dates.today()))
    counts: dict[str, int] = dict(told_today.values_list("stands").annotate(count=Count("pk")))
    return [(state, counts[state]) for state in (*OPEN, Standing.DONE, Standing.DONE_LATE) if counts.get(state)]
