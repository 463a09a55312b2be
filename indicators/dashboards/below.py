"""The units right below one, each with its own kept sums: the rows of a heat table and of an indicator's page."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang.addresses import by_code
from coquang.instances import one_line
from coquang.periods import Period
from indicators import arithmetic
from indicators.dashboards.heat import NEEDS_A_HAND, HeatCell, HeatRow, SeenUnit, heat_cell
from indicators.kept import standing_of
from indicators.kept_sums import Sums, sums_of
from indicators.models import Indicator, Sheet
from indicators.results import closing_quarter
from indicators.windows import quarter_end
from indicators.words import marks
from programmes.models import Unit

# Those that report or have such below them, with the group of like units each stands in, how far their sheets came,
# and their own sheets.
BELOW = one_line("""
select u.id, u.code, u.name, u.name_sort, u.kind, s.quarter, s.state, s.is_provisional,
       coalesce(s.first_submitted_at > s.was_due_at, false),
       s.revision, y.units, y.submitted, y.approved,
       coalesce((select g.name from programmes_unitgroup g
                   join programmes_unitgroup_units m on m.unitgroup_id = g.id and m.unit_id = u.id
                  where g.compares and g.valid_from <= %(on)s and (g.valid_to is null or g.valid_to > %(on)s)
                  order by g.name, g.id limit 1), '')
  from programmes_tree f
  join programmes_place p on p.tree_id = f.id and p.parent_id = %(unit)s
  join programmes_unit u on u.id = p.unit_id
  join indicators_tally y on y.unit_id = u.id and y.year = %(year)s and y.quarter = %(quarter)s and y.units > 0
  left join indicators_sheet s on s.unit_id = u.id and s.year = %(year)s and s.quarter = any(%(quarters)s)
 where f.valid_from <= %(on)s and (f.valid_to is null or f.valid_to > %(on)s)
 order by u.name_sort, u.id, s.quarter
""")


class Child(NamedTuple):
    """A unit right below, how far the sheets behind its sums came, and the group of like units it stands in."""

    unit: SeenUnit
    units: int
    submitted: int
    approved: int
    group: str


class SheetSeen(NamedTuple):
    """What is said of a sheet in a row of many."""

    quarter: int
    state: str
    is_provisional: bool
    is_late: bool
    revision: int

    @property
    def is_open(self) -> bool:
        return self.state == Sheet.State.DRAFT

    @property
    def is_reopened(self) -> bool:
        return self.revision > 1 and self.state != Sheet.State.APPROVED


@lru_cache(256)
def _words(sheet: SheetSeen, language: str) -> str:
    """How far a sheet is, and its marks; in a language, by which they are kept."""
    return ", ".join([str(Sheet.State(sheet.state).label), *marks(sheet)])


UNIT = len(SeenUnit._fields)
SHEET = UNIT + len(SheetSeen._fields)


class Below:
    """In one question, however many the units: with their sheets of the year, or of the quarters that are named."""

    def __init__(self, unit: Unit, period: Period, quarters: Collection[int] = (1, 2, 3, 4)) -> None:
        self.period = period
        self.board_url = by_code("indicators:board", period)
        self.sheet_urls = {
            quarter: by_code("indicators:sheet", Period(period.year, "quarter", quarter)) for quarter in (1, 2, 3, 4)
        }
        self.children: dict[int, Child] = {}
        self.sheets: dict[tuple[int, int], SheetSeen] = {}
        facts: dict[str, Any] = {
            "unit": unit.pk,
            "year": period.year,
            "quarter": period.through,
            "quarters": [quarter for quarter in quarters if quarter <= period.through],
            "on": quarter_end(period.year, period.through),
        }
        with connection.cursor() as cursor:
            cursor.execute(BELOW, facts)
            rows = cursor.fetchall()
        for row in rows:
            pk, quarter = row[0], row[UNIT]
            if pk not in self.children:
                self.children[pk] = Child(SeenUnit._make(row[:UNIT]), *row[SHEET:])
            if quarter is not None:
                self.sheets[pk, quarter] = SheetSeen._make(row[UNIT:SHEET])

    def rows(self, heads: Sequence[Indicator], *, discrete: bool = False, with_sent: bool = False) -> Iterator[HeatRow]:
        """By groups of like units where there are such, in the order of the alphabet within each."""
        language = get_language() or "vi"
        kept: dict[int, dict[int, Sums]] = defaultdict(dict)
        for of, indicator, sums in sums_of(self.children, self.period, discrete=discrete, with_sent=with_sent):
            kept[of][indicator] = sums
        for pk, child in sorted(self.children.items(), key=lambda item: item[1].group):
            unit, own = child.unit, kept[pk]
            cells = tuple(self._cell(pk, child, indicator, own.get(indicator.pk)) for indicator in heads)
            sheet = self.sheets.get((pk, self.period.through))
            yield HeatRow(
                unit=unit,
                url=self.board_url(unit.code),
                needing=sum(cell.standing in NEEDS_A_HAND for cell in cells),
                cells=cells,
                sheet_state=sheet.state if sheet else Sheet.State.APPROVED if child.units == child.approved else "",
                sheet_word=self.sheet_word(pk, child, language),
                sheet_url=self.sheet_url(pk, child),
                group=child.group,
            )

    def sheet_word(self, pk: int, child: Child, language: str) -> str:
        """How far the sheet of a unit is, or how many of those below it are approved."""
        sheet = self.sheets.get((pk, self.period.through))
        if sheet is not None and child.units == 1:
            return _words(sheet, language)
        if child.units == 1 and not child.submitted:
            return _("not opened")
        return _("%(n)d/%(all)d approved") % {"n": child.approved, "all": child.units}

    def sheet_url(self, pk: int, child: Child) -> str:
        return self._url(pk, child.unit, self.period.through)

    def figure_url(self, pk: int, child: Child, indicator: Indicator) -> str:
        """One figure's page, where the unit has it on a sheet that those above may see."""
        sheet = self._url(pk, child.unit, closing_quarter(indicator, self.period.through) or 0)
        return f"{sheet}{indicator.code}/" if sheet else ""

    def _url(self, pk: int, unit: SeenUnit, quarter: int) -> str:
        """Of a sheet; empty where those above may not see it."""
        sheet = self.sheets.get((pk, quarter))
        return self.sheet_urls[quarter](unit.code) if sheet is not None and not sheet.is_open else ""

    def _cell(self, pk: int, child: Child, indicator: Indicator, sums: Sums | None) -> HeatCell:
        if sums is None:
            return heat_cell(None, None, None, arithmetic.NO_FIGURE)
        result = sums.kept.result(indicator)
        url = self.figure_url(pk, child, indicator) if sums.kept.expected == 1 else ""
        standing = standing_of(sums.judged, indicator, self.period, start=sums.start)
        return heat_cell(indicator, result, arithmetic.completion(result, sums.kept.aim), standing, url)
