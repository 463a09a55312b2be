"""Naming the one responsible person of a task, and passing a task on. The old owner stays on record."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coquang import dates, names
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import permissions_of_work as may
from programmes.deadlines import NAMING
from programmes.models import Appointment, Body, Person, Task, Unit
from programmes.working_days import working_days_after


@transaction.atomic
def name(task: Task, owner: Appointment, *, by: Person, reason: str = "") -> Task:
    """Name who answers for a task, or pass it from one to another with the reason."""
    task = _locked(task)
    held = may.naming(by, task)
    if not held:
        raise PermissionDenied
    return _name(task, owner, by=by, capacity=may.words(by, held), reason=reason)


@transaction.atomic
def name_by_list(unit: Unit, owners: Mapping[Task, Appointment], *, by: Person) -> int:
    """Name many at once, as when a notice of conclusions is taken up; how many. All are named or none."""
    held = may.naming_from_a_list(by, unit.pk)
    if not held:
        raise PermissionDenied
    words = may.words(by, held)
    for asked in sorted(owners, key=lambda task: task.pk):
        task = _locked(asked)
        if task.unit_id != unit.pk:
            raise PermissionDenied
        if task.owner_id is not None:
            raise Refused(_("“%s” has a responsible person already; it is passed on at its own page.") % task)
        _name(task, owners[asked], by=by, capacity=words, reason="")
    return len(owners)


@transaction.atomic
def pass_on(task: Task, to: Appointment, *, reason: str) -> Task:
    """Pass an open task from one to another as a part of handing work over, which knows who does it and may.

    No right on the task itself is needed.
    """
    return _name(_locked(task), to, by=None, capacity="", reason=reason)


def tasks_held_by(appointment: Appointment) -> QuerySet[Task]:
    """The open tasks an appointment answers for: what is handed over before it ends."""
    return Task.objects.open().filter(owner=appointment)


def begin_naming(task: Task, closed: Set[date]) -> None:
    """The person is named from now on, or the clock begins in which the body names one. The caller saves."""
    if task.owner_id is not None:
        task.owner_named_at = dates.now()
    else:
        task.name_until = working_days_after(dates.today(), NAMING, closed)


def refuse_owner(task: Task, owner: Appointment | None) -> None:
    """Only somebody in office today in the task's own unit answers for it; an office is nobody."""
    if owner is None:
        return
    today = dates.today()
    if owner.valid_from > today or not Appointment.objects.current(today).filter(pk=owner.pk).exists():
        raise Refused(_("The appointment of %s is not in force today; name somebody who is in office.") % owner.person)
    if not Appointment.objects.filter(may.may_be_named(task.unit_id or 0, today), pk=owner.pk).exists():
        raise Refused(_("%s holds no post in the unit that leads this task.") % owner.person)
    if names.search_key(owner.person.full_name) in _names_of_offices(task):
        raise Refused(_("“%s” is an office. The responsible person is one comrade by name.") % owner.person)


def _names_of_offices(task: Task) -> set[str]:
    """What the unit and its bodies are called: an account that bears such a name is shared by an office."""
    bodies = Body.objects.filter(unit=task.unit_id).values_list("name", flat=True)
    return {names.search_key(name) for name in (*bodies, task.unit.name if task.unit else "")}


def candidates(unit_id: int | None, bodies: Sequence[int] = ()) -> list[Appointment]:
    """Whom a unit may name today, those of the lead bodies first, each person's post once."""
    today = dates.today()
    held = Appointment.objects.current(today).filter(may.may_be_named(unit_id or 0, today))
    rows = held.select_related("person", "body", "unit").order_by("person__name_sort", "pk")
    first: dict[tuple[int, str], Appointment] = {}
    for appointment in rows:
        first.setdefault((appointment.person_id, appointment.post), appointment)
    return sorted(first.values(), key=lambda a: a.body_id not in bodies)


def _locked(task: Task) -> Task:
    held = Task.objects.select_for_update(of=("self",)).select_related("unit", "lead_body", "owner__person")
    return held.get(pk=task.pk)


def _name(task: Task, owner: Appointment, *, by: Person | None, capacity: str, reason: str) -> Task:
    if task.is_proposed:
        raise Refused(_("This task is only proposed; it is accepted first."))
    if task.done_on is not None or task.dropped_at is not None:
        raise Refused(_("This task is done or taken back; nobody new answers for it."))
    before = task.owner
    if before == owner:
        raise Refused(_("%s answers for this task already.") % owner.person)
    if before is not None and not reason:
        raise Refused(_("Write why the task passes from one to another."))
    refuse_owner(task, owner)
    task.owner, task.owner_named_at = owner, dates.now()
    task.save(update_fields=["owner", "owner_named_at"])
    task.owner_changes.create(before=before, after=owner, reason=reason, by=by, capacity=capacity, at=dates.now())
    facts = {"person": owner.person.full_name, "post": owner.post, "reason": reason}
    facts |= {"from": before.person.full_name} if before else {}
    record(task, "task.passed_on" if before else "task.named", by=by, capacity=capacity, **facts)
    return task
