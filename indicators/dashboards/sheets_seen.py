"""The sheets of other units that a person may see: of the wards below a district, of the units of a group."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from coquang import dates
from coquang.periods import NotAPeriod, Period
from indicators.dashboards.lists import counted
from indicators.models import Sheet
from programmes.models import Person


def sent_up(person: Person) -> QuerySet[Sheet]:
    """The sheets of units in which the person has no seat; a draft is not shown to anyone outside its unit."""
    return Sheet.objects.visible_to(person).exclude(unit__in=person.reach(dates.today()).seat_ids)


def quarters_of(sheets: QuerySet[Sheet]) -> Sequence[Period]:
    """The quarters there are sheets of, the newest first."""
    known = sheets.order_by("-year", "-quarter").values_list("year", "quarter").distinct()
    return [Period(year, "quarter", quarter) for year, quarter in known]


def chosen(asked: str, quarters: Sequence[Period]) -> Period | None:
    """The quarter an address asks for, else the newest; None when there is none at all."""
    try:
        period = Period.parse(asked)
    except NotAPeriod:
        period = None
    return period if period in quarters else next(iter(quarters), None)


def of_quarter(sheets: QuerySet[Sheet], period: Period) -> QuerySet[Any]:
    """The sheets of one quarter by the names of their units, with how many figures they have."""
    in_order: QuerySet[Any] = counted(sheets.of_quarter(period.year, period.through)).order_by(  # type: ignore[attr-defined]
        "unit__name_sort", "pk"
    )
    return in_order
