"""What a unit reports in a year: every indicator it may report, how it is typed, who provides it and who answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from coquang import dates
from indicators.measures import column_unit
from indicators.models import Field, Indicator, ReportedIndicator, Responsibility
from indicators.numbering import outline, roman
from programmes.models import Person, Unit


@dataclass(frozen=True)
class Row:
    number: str
    indicator: Indicator
    measure: str
    reported: ReportedIndicator | None
    held: Responsibility | None


@dataclass(frozen=True)
class Group:
    number: str
    field: Field
    rows: Sequence[Row]


def find_unit(person: Person, code: str, year: int) -> Unit | None:
    """The unit that bore the code at the end of the year, if the person sees it."""
    on = date(year, 12, 31)
    units = person.visible_units().filter(code=code, known_from__lte=on)
    return units.exclude(known_to__lte=on).order_by("-known_from").first()


def asked_day(year: int) -> date:
    """The day a year is looked at: today in the present year, the last day of a past one, the first of a coming one."""
    return min(max(dates.today(), date(year, 1, 1)), date(year, 12, 31))


def reporting_of(unit: Unit, year: int) -> Sequence[Group]:
    """The indicators by field as the sheet numbers them, in three queries."""
    indicators = {i.pk: i for i in Indicator.objects.of_unit(unit).select_related("field").in_order()}
    rows = ReportedIndicator.objects.filter(unit=unit, from_year__lte=year)
    rows = rows.filter(Q(to_year__isnull=True) | Q(to_year__gte=year))
    reported = {row.indicator_id: row for row in rows.order_by("from_year")}
    named = Responsibility.objects.current(asked_day(year)).filter(unit=unit)
    held = {row.indicator_id: row for row in named.select_related("responsible", "providing_body")}
    groups: dict[int, tuple[Field, list[Row]]] = {}
    for pk, number in outline((i.pk, i.field_id, i.parent_id) for i in indicators.values()):
        indicator = indicators[pk]
        of_field = groups.setdefault(indicator.field_id, (indicator.field, []))[1]
        of_field.append(Row(number, indicator, column_unit(indicator), reported.get(pk), held.get(pk)))
    return [Group(roman(n), field, lines) for n, (field, lines) in enumerate(groups.values(), start=1)]
