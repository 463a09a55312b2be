"""What a board stands on, in one question: the unit a person asks for, the units that report to it, their sheets.

By hand, because composing six questions in the ORM took longer than all the rest of a ward's board.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models.expressions import RawSQL

from coquang import dates
from coquang.instances import Columns, beside, one_line, read
from coquang.periods import Period
from indicators.doors import BELOW, BESIDE
from indicators.models import Sheet
from indicators.windows import quarter_end
from programmes.models import Person, Theme, Unit, UnitGroup
from programmes.models.units import LINE_BESIDE, WITHIN

SHOWN_YEARS = 5

UNIT, REPORTING, SHEET, THEME = (
    Columns("programmes.Unit", "unit"),
    Columns("programmes.Unit", "h"),
    Columns("indicators.Sheet", "s"),
    Columns("programmes.Theme", "t"),
)

# The unit itself; the years for which it, or a unit below it, has sheets; the themes that hold over it, the nearest
# first; what it was asked to explain. Then the units at or below it that report, on the tree of the period's end: one
# without a place on that day stands for itself alone. Where sums of several are kept (indicators.dashboards.sums) they
# are not asked for.
GROUND = """
with unit as materialized (
    select programmes_unit.*, {line} as line,
           array(select distinct s.year
                   from programmes_place head
                   join programmes_place p on p.tree_id = head.tree_id
                    and p.path >= head.path and p.path < head.path || '/'
                   join indicators_sheet s on s.unit_id = p.unit_id
                  where head.unit_id = programmes_unit.id) as years,
           (select json_agg(json_build_array(json_build_array({theme}), o.id, o.code, o.name) order by o.level desc)
              from programmes_theme t join programmes_unit o on o.id = t.unit_id
             where t.year = %(year)s and o.id = any(programmes_unit.id || coalesce((
                   select string_to_array(p.path, '.')::int[] from programmes_place p
                     join programmes_tree f on f.id = p.tree_id
                    where p.unit_id = programmes_unit.id and f.valid_from <= %(year_ends)s
                      and (f.valid_to is null or f.valid_to > %(year_begins)s)
                    order by f.valid_from desc limit 1), array[]::int[]))) as themes,
           (select json_agg(json_build_array(x.id, i.code, x.due_on, a.at) order by x.id)
              from indicators_explanation x
              join indicators_indicator i on i.id = x.indicator_id
              left join indicators_explanationanswer a on a.explanation_id = x.id
             where x.unit_id = programmes_unit.id and x.year = %(year)s and x.through <= %(quarter)s) as explanations,
           case when not exists (select from indicators_tally y
                                  where y.unit_id = programmes_unit.id and y.year = %(year)s
                                    and y.quarter = %(quarter)s and y.units > 1)
                then programmes_unit.id || array(
                  select p.unit_id
                    from programmes_place head
                    join programmes_tree f on f.id = head.tree_id
                     and f.valid_from <= %(on)s and (f.valid_to is null or f.valid_to > %(on)s)
                    join programmes_place p on p.tree_id = head.tree_id
                     and p.path >= head.path and p.path < head.path || '/'
                   where head.unit_id = programmes_unit.id) end as beneath
      from programmes_unit
     where code = %(code)s and known_from <= %(on)s and (known_to is null or known_to > %(on)s) and id in ({seen})
     order by id limit 1)
select {rows}, unit.line, unit.years, unit.themes, unit.explanations
  from unit
  left join lateral (
    select u.* from programmes_unit u
     where u.id = any(unit.beneath)
       and exists (select from indicators_reportedindicator r where r.unit_id = u.id and r.from_year <= %(year)s)) h
    on true
  left join indicators_sheet s on s.unit_id = h.id and s.year = %(year)s and s.quarter = %(quarter)s
 order by h.name_sort, h.id
"""


class Themes(NamedTuple):
    """What a unit works under in a year: the nearest theme above it, and its own."""

    above: Theme | None
    own: Theme | None


@dataclass(frozen=True)
class Ground:
    """A unit at the end of a period, and what is below it."""

    unit: Unit
    years: list[int]
    """Those for which it, or a unit below it, has sheets; this year always."""
    themes: Themes
    reporting: list[Unit]
    sheets: dict[int, Sheet]
    """Of the period's last quarter, by unit."""
    explanations: Sequence[Sequence[Any]] = ()
    """What the unit was asked to explain of the period: key, indicator's code, the day due, when it was answered."""


def find_ground(person: Person, code: str, period: Period) -> Ground | None:
    """The unit that bears a code at the end of a period, if the person may see it, with what its board stands on."""
    reach = person.reach(dates.today())
    facts = {
        "code": code,
        "on": quarter_end(period.year, period.through),
        "year": period.year,
        "quarter": period.through,
        "year_begins": quarter_end(period.year, 1).replace(month=1, day=1),
        "year_ends": quarter_end(period.year, 4),
        "units": list(reach.unit_ids),
        "subtrees": list(reach.subtree_ids),
    }
    ground: Ground | None = None
    for unit, below, sheet, line, years, themes, explanations in read(
        _question(is_wide=bool(reach.subtree_ids)), facts, UNIT, REPORTING, SHEET
    ):
        if ground is None:
            unit.told_line(line)
            held = [_theme(*told) for told in themes or ()]
            ground = Ground(
                unit, sorted({*years, dates.today().year}), themes_of(unit, held), [], {}, explanations or ()
            )
        if below is not None:
            ground.reporting.append(below)
        if sheet is not None:
            ground.sheets[below.pk] = sheet
    return ground


def _theme(values: list[Any], *unit: Any) -> Theme:
    theme: Theme = THEME.instance(values)
    beside(theme, unit=Unit.from_db(theme._state.db, ["id", "code", "name"], unit))
    return theme


def themes_of(unit: Unit, held: list[Theme]) -> Themes:
    """Of the themes that hold over a unit, the nearest first, the two it works under."""
    return Themes(
        above=next((theme for theme in held if theme.unit_id != unit.pk), None),
        own=next((theme for theme in held if theme.unit_id == unit.pk), None),
    )


def themes_over(unit: Unit, year: int) -> Themes:
    """The themes of the year that hold over a unit."""
    return themes_of(unit, list(Theme.objects.over(unit, year, with_own=True)))


@cache
def _question(*, is_wide: bool) -> str:
    """A person who sees no whole subtree is not asked for it."""
    return one_line(
        GROUND.format(
            line=LINE_BESIDE,
            theme=THEME.sql,
            seen=BELOW if is_wide else BESIDE,
            rows=", ".join(part.sql for part in (UNIT, REPORTING, SHEET)),
        )
    )


def group_ground(person: Person, pk: int, period: Period) -> Ground | None:
    """A named group of units, all of which the person may see, as the ground of one board; in three questions."""
    on = quarter_end(period.year, period.through)
    groups = UnitGroup.objects.within(person.visible_units(places_on=on)).annotate(members=ArrayAgg("units"))
    group: Any = groups.filter(pk=pk).first()
    if group is None:
        return None
    below = RawSQL(WITHIN, [group.members, group.members, on, on])  # noqa: S611 - our own words
    reporting = Unit.objects.filter(pk__in=below, reported__from_year__lte=period.year).distinct()
    units = list(reporting.order_by("name_sort", "pk"))
    sheets = Sheet.objects.of_quarter(period.year, period.through).filter(unit__in=units)
    this_year = dates.today().year
    years = sorted({*range(this_year - SHOWN_YEARS + 1, this_year + 1), period.year})
    # Not a unit of the tree: it has a name and no page, and nothing is asked of it by its key.
    told = Unit(name=group.name, code="")
    return Ground(told, years, Themes(None, None), units, {sheet.unit_id: sheet for sheet in sheets})
