"""The one door to a sheet, by its unit's code and its quarter, and to an indicator by its code, as far as a person may
see it; each in one question.

By hand, because every page of a sheet and every saved cell goes through it: composing it in the ORM took longer than
all the rest of saving a cell.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import QuerySet

from coquang import dates
from coquang.instances import Columns, beside, read
from coquang.periods import Period
from indicators.models import Figure, Indicator, Sheet
from indicators.openness import EXTENDED_UNTIL, QUARTER, TIMES
from indicators.permissions import seen_rows
from indicators.windows import quarter_end
from programmes.models import Person
from programmes.models.units import LINE_BESIDE, WITHIN

SHEET, UNIT = Columns("indicators.Sheet", "indicators_sheet"), Columns("programmes.Unit", "programmes_unit")
APPROVED_BY, RETURNED_BY = Columns("programmes.Person", "a"), Columns("programmes.Person", "b")

QUESTION = """
select {columns}, {told}
  from indicators_sheet
  join programmes_unit on programmes_unit.id = indicators_sheet.unit_id
  left join lateral (select {of_quarter} {quarter}) times on true
  {people}
 where {which}
 order by programmes_unit.name_sort
 limit 1 {lock}
"""
PEOPLE = """
  left join programmes_person a on a.id = indicators_sheet.approved_by_id
  left join programmes_person b on b.id = indicators_sheet.returned_by_id
"""
# A unit's people see all its sheets; people above and beside see what was sent up, not a draft.
AT = """
programmes_unit.code = %(code)s and programmes_unit.known_from <= %(on)s
   and (programmes_unit.known_to is null or programmes_unit.known_to > %(on)s)
   and indicators_sheet.year = %(year)s and indicators_sheet.quarter = %(quarter)s
   and (programmes_unit.id = any(%(seats)s)
        or (indicators_sheet.state <> 'draft' and programmes_unit.id in ({seen})))
"""
BELOW = WITHIN % ("%(units)s", "%(subtrees)s", "%(on)s", "%(on)s")
BESIDE = "select unnest(%(units)s::int[])"

# The shared indicators, and the own ones of the units a person sees.
INDICATOR_OF = """
select {columns}
  from indicators_indicator i
  join indicators_field f on f.id = i.field_id
 where i.code = %(code)s and (i.owner_id is null or i.owner_id in ({seen}))
"""
INDICATOR, FIELD = Columns("indicators.Indicator", "i"), Columns("indicators.Field", "f")

# What the page of a sheet wants to know besides.
KNOWN = """
(select array_agg(array[known.year, known.quarter] order by known.year, known.quarter)
   from indicators_sheet known where known.unit_id = indicators_sheet.unit_id)
"""
DRAFTED = """
exists (select from indicators_celldraft d join indicators_figure f on f.id = d.figure_id
         where f.sheet_id = indicators_sheet.id)
"""
# Whether a draft of the year comes after a sheet, whose typed totals would have to follow.
LATER = """
exists (select from indicators_sheet later where later.unit_id = indicators_sheet.unit_id
           and later.year = indicators_sheet.year and later.quarter > indicators_sheet.quarter
           and later.state = 'draft')
"""
SHOWN = {"has_drafts": DRAFTED, "known_quarters": KNOWN}


def find_sheet(person: Person, unit_code: str, period: Period) -> Sheet | None:
    """The sheet of a unit by its code at the period's end, with its window and deadline, if the person sees it."""
    facts = _reach(person, unit_code, period)
    question = _question(AT, is_held=False, is_wide=bool(facts["subtrees"]))
    for sheet, unit, approved_by, returned_by, line, *told in read(
        question, facts, SHEET, UNIT, APPROVED_BY, RETURNED_BY
    ):
        unit.told_line(line)
        beside(sheet, approved_by=approved_by, returned_by=returned_by)
        found = _told(sheet, unit, told, SHOWN)
        found.only_rows = seen_rows(person, found)
        return found
    return None


def find_indicator(person: Person, code: str) -> Indicator | None:
    """The indicator that has a code, with its field, if the person sees it."""
    reach = person.reach(dates.today())
    question = INDICATOR_OF.format(columns=f"{INDICATOR.sql}, {FIELD.sql}", seen=BELOW if reach.subtree_ids else BESIDE)
    facts = {
        "code": code,
        "units": list(reach.unit_ids),
        "subtrees": list(reach.subtree_ids),
        "on": dates.today(),
    }
    for indicator, of_field in read(question, facts, INDICATOR, FIELD):
        beside(indicator, field=of_field)
        return indicator  # type: ignore[no-any-return]
    return None


def seen_figures(sheet: Sheet) -> QuerySet[Figure]:
    """The figures of a sheet from find_sheet() that its person may see."""
    return sheet.figures.all() if sheet.only_rows is None else sheet.figures.filter(indicator__in=sheet.only_rows)


def hold_sheet_at(person: Person, unit_code: str, period: Period) -> Sheet | None:
    """The same sheet, held until the transaction ends."""
    facts = _reach(person, unit_code, period)
    return _held(_question(AT, is_held=True, is_wide=bool(facts["subtrees"])), facts)


def hold_sheet(pk: int) -> Sheet | None:
    """A sheet that was found already, held until the transaction ends."""
    return _held(_question("indicators_sheet.id = %(sheet)s", is_held=True), {"sheet": pk})


def _held(question: str, facts: Mapping[str, Any]) -> Sheet | None:
    for sheet, unit, *told in read(question, facts, SHEET, UNIT):
        return _told(sheet, unit, told, {"has_later": LATER})
    return None


def _told(sheet: Sheet, unit: Any, told: list[Any], names: Mapping[str, str]) -> Sheet:
    beside(sheet, unit=unit)
    sheet.__dict__.update(zip((*TIMES, *names), told, strict=True))
    return sheet


def _reach(person: Person, unit_code: str, period: Period) -> dict[str, Any]:
    reach = person.reach(dates.today())
    return {
        "code": unit_code,
        "on": quarter_end(period.year, period.through),
        "year": period.year,
        "quarter": period.through,
        "seats": list(reach.seat_ids),
        "units": list(reach.unit_ids),
        "subtrees": list(reach.subtree_ids),
    }


@cache
def _question(which: str, *, is_held: bool, is_wide: bool = False) -> str:
    """A person who sees no whole subtree is not asked for it."""
    parts, told = ((SHEET, UNIT), [LATER]) if is_held else ((SHEET, UNIT, APPROVED_BY, RETURNED_BY), [*SHOWN.values()])
    times = [EXTENDED_UNTIL if name == "extended_until" else f"times.{name}" for name in TIMES]
    return QUESTION.format(
        columns=", ".join(part.sql for part in parts),
        told=", ".join([*([] if is_held else [LINE_BESIDE]), *times, *told]),
        of_quarter=", ".join(column for column in TIMES.values() if column != EXTENDED_UNTIL),
        quarter=QUARTER,
        people="" if is_held else PEOPLE,
        which=which.format(seen=BELOW if is_wide else BESIDE),
        lock="for update of indicators_sheet" if is_held else "",
    )
