"""What people hold: each kind of work says which open things of a unit are with whom. One registry for all of them.

The app that knows a kind registers it when it is ready; handing over, reminders and “My work” ask here and know
none of them. Whom a thing is with is said by the thing itself (who typed, asked, was named); from then on each
handover takes it from hand to hand.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from coquang import dates
from programmes.models import Appointment, Handover, HandoverLine, Person, Unit
from programmes.permissions import HEADS, Role, office_heads


@dataclass(frozen=True)
class Held:
    """One open thing of a unit and whom it is with; `since` when, by the thing's own word."""

    kind: str
    number: int
    unit_id: int
    holder_id: int
    since: datetime
    what: str
    url: str

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True)
class Kind:
    """A kind of thing people hold. `roles` are those in which it can be taken on; none means any appointment.

    `pass_on`, given the numbers, giver and receiver, changes what the things themselves say; without it the
    handover alone says who holds them.
    """

    key: str
    name: str | Promise
    held_in: Callable[[Collection[int]], Iterable[Held]]
    roles: Collection[str] = ()
    pass_on: Callable[[Collection[int], Person, Person], None] | None = None


@dataclass(frozen=True)
class Holder:
    """A person and what is with them in a unit; `is_gone` when they hold no appointment there any more."""

    person: Person
    unit: Unit
    held: Sequence[Held] = field(default_factory=list)
    is_gone: bool = False

    @property
    def groups(self) -> list[tuple[Kind, list[Held]]]:
        """By kind, in the order in which the kinds were registered."""
        return [(kind, own) for kind in KINDS.values() if (own := [h for h in self.held if h.kind == kind.key])]


KINDS: dict[str, Kind] = {}
SEAT = Coalesce("unit_id", "body__unit_id")


def register(kind: Kind) -> None:
    KINDS[kind.key] = kind


def held_in(units: Collection[int]) -> list[Held]:
    """All open things of some units with whom they are now: a question a kind, and one for the handovers."""
    if not units:
        return []
    passed: dict[tuple[str, int], list[Handover]] = defaultdict(list)
    for line in HandoverLine.objects.filter(handover__unit__in=units).select_related("handover"):
        passed[line.kind, line.number].append(line.handover)
    found = [held for kind in KINDS.values() for held in kind.held_in(units)]
    return [replace(held, holder_id=_after(held, passed.get((held.kind, held.number), ()))) for held in found]


def _after(held: Held, passed: Iterable[Handover]) -> int:
    holder = held.holder_id
    for handover in passed:
        if handover.recorded_at > held.since and handover.giver_id == holder:
            holder = handover.receiver_id
    return holder


def held_by(person: Person, unit: Unit) -> list[Held]:
    return [held for held in held_in([unit.pk]) if held.holder_id == person.pk]


def holder_of(person: Person, unit: Unit) -> Holder:
    present = person.is_active and unit.pk in appointed([person.pk])[person.pk]
    return Holder(person, unit, held_by(person, unit), is_gone=not present)


def holders_in(units: Collection[int]) -> list[Holder]:
    """Everybody who holds something in some units: first those who are gone, then by name."""
    found: dict[tuple[int, int], list[Held]] = defaultdict(list)
    for held in held_in(units):
        found[held.holder_id, held.unit_id].append(held)
    people = Person.objects.in_bulk({person for person, _unit in found})
    names = Unit.objects.in_bulk({unit for _person, unit in found})
    present = appointed({person.pk for person in people.values() if person.is_active})
    holders = [
        Holder(people[person], names[unit], own, is_gone=unit not in present.get(person, ()))
        for (person, unit), own in found.items()
    ]
    return sorted(holders, key=lambda each: (not each.is_gone, each.person.name_sort, each.unit.name_sort))


def appointed(people: Collection[int]) -> dict[int, set[int]]:
    """The very units each of some people is appointed in today, by their own right."""
    held = Appointment.objects.held_by(people, dates.today())
    return {
        pk: {unit for a in own if not (a.is_delegated or a.whole_subtree) for unit in a.unit_ids}
        for pk, own in held.items()
    }


def left_behind(units: Collection[int]) -> list[Holder]:
    """What is with people who hold no appointment in the unit any more, or whose account is closed.

    Asked at every turn and mostly empty, so only units that somebody has left are looked through.
    """
    left = _left_by_somebody(Unit.objects.filter(pk__in=units)) if units else set()
    return [holder for holder in holders_in(left) if holder.is_gone]


def _left_by_somebody(units: QuerySet[Unit]) -> set[int]:
    """Those of some units in which a person was appointed who is not any more, or cannot sign in."""
    seated = Appointment.objects.seated_in(units).filter(whole_subtree=False)
    present = seated.current(dates.today()).filter(person__is_active=True)
    begun = seated.filter(valid_from__lte=dates.today())
    left = set(begun.values_list("person", SEAT)) - set(present.values_list("person", SEAT))
    return {unit for _person, unit in left if unit is not None}


def own_units(person: Person) -> set[int]:
    """The very units a person works in today."""
    held = person.appointments_on(dates.today())
    return {unit for a in held if not a.whole_subtree for unit in a.unit_ids}


def told_of(person: Person) -> set[int]:
    """The units of whose left-behind work a person is told: those whose office they head.

    Where nobody heads the office, whoever administers from above is told.
    """
    units = {unit for held in office_heads(person) for unit in held.unit_ids}
    if person.reach(dates.today(), roles={Role.ADMINISTER}).subtree_ids:
        units |= _without_head(Unit.objects.wholly_administered_by(person))
    return units


def _without_head(units: QuerySet[Unit]) -> set[int]:
    left = _left_by_somebody(units)
    heads = Appointment.objects.current(dates.today()).seated_in(Unit.objects.filter(pk__in=left))
    heads = heads.filter(role__in=HEADS, whole_subtree=False, person__is_active=True)
    return left - set(heads.values_list(SEAT, flat=True))
