"""What names indicators: a task that moves them, a conclusion, an initiative. Who chooses them, and among which."""

from coquang import dates
from indicators.models import Indicator
from indicators.readings import reported_in
from programmes import permissions_of_work as may
from programmes.models import Conclusion, Initiative, Person, Task
from programmes.permissions import capacity
from programmes.permissions_of_meetings import bound_units, giving_as
from programmes.permissions_of_proposals import WRITE

Linked = Task | Conclusion | Initiative


def units_of(thing: Linked) -> list[int]:
    """The units whose figures it is about."""
    if isinstance(thing, Conclusion):
        return [unit.pk for unit in bound_units(thing.minutes.meeting)]
    return [thing.unit_id] if thing.unit_id else []


def choosing_as(person: Person, thing: Linked) -> str:
    """The capacity in which a person chooses its indicators; empty when they do not. Signing does not end it."""
    if isinstance(thing, Conclusion):
        held = giving_as(person, thing.minutes.meeting)
        return held.words if held else ""
    if isinstance(thing, Initiative):
        return capacity(person, thing.unit_id, WRITE)
    return may.words(person, may.giving(person, thing.unit_id, thing.giver_id)) if thing.unit_id else ""


def offered(thing: Linked) -> list[Indicator]:
    """What can be chosen: whatever its units report this year, and what is linked already."""
    reported = reported_in(units_of(thing), dates.today().year).values("indicator")
    linked = list(thing.indicator_links.values_list("indicator", flat=True))
    rows = Indicator.objects.filter(pk__in=reported) | Indicator.objects.filter(pk__in=linked)
    return list(rows.select_related("field").order_by("field__position", "position", "pk"))
