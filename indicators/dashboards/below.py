"""The units right below one, each with its own kept sums: the rows of a heat table and of an indicator's page."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from coquang.instances import Columns, read
from coquang.periods import Period
from indicators import arithmetic
from indicators.dashboards.heat import NEEDS_A_HAND, HeatCell, HeatRow, heat_cell
from indicators.kept import Kept, reading_of, standing_of
from indicators.models import Indicator, RollUp, Sheet
from indicators.published import with_stated
from indicators.results import closing_quarter
from indicators.windows import quarter_end
from indicators.words import marks
from programmes.models import Unit

UNIT, SHEET = Columns("programmes.Unit", "u"), Columns("indicators.Sheet", "s")

# Where a level stood when the year began, of a unit that reports itself.
START = """
(select jsonb_build_array(h.approved_alone_value::text, h.approved_alone_denominator::text) from indicators_rollup h
  where h.unit_id = indicators_rollup.unit_id and h.year = indicators_rollup.year - 1 and h.quarter = 4
    and h.indicator_id = indicators_rollup.indicator_id and h.expected = 1)
"""

# Those that report or have such below them, with the group of like units each stands in, how far their sheets came,
# and their own sheets of the year.
BELOW = """
select {columns}, y.units, y.submitted, y.approved,
       coalesce((select g.name from programmes_unitgroup g
                   join programmes_unitgroup_units m on m.unitgroup_id = g.id and m.unit_id = u.id
                  where g.compares and g.valid_from <= %(on)s and (g.valid_to is null or g.valid_to > %(on)s)
                  order by g.name, g.id limit 1), '')
  from programmes_tree f
  join programmes_place p on p.tree_id = f.id and p.parent_id = %(unit)s
  join programmes_unit u on u.id = p.unit_id
  join indicators_tally y on y.unit_id = u.id and y.year = %(year)s and y.quarter = %(quarter)s and y.units > 0
  left join indicators_sheet s on s.unit_id = u.id and s.year = %(year)s and s.quarter <= %(quarter)s
 where f.valid_from <= %(on)s and (f.valid_to is null or f.valid_to > %(on)s)
 order by u.name_sort, u.id, s.quarter
"""


def with_start() -> RawSQL:
    return RawSQL(START, [], output_field=JSONField())  # noqa: S611 - our own words


@dataclass(frozen=True)
class Child:
    """A unit right below, how far the sheets behind its sums came, and the group of like units it stands in."""

    unit: Unit
    units: int
    submitted: int
    approved: int
    group: str


class Below:
    """In two questions, however many the units; of one indicator only, when it is named."""

    def __init__(
        self,
        unit: Unit,
        period: Period,
        *,
        discrete: bool = False,
        with_sent: bool = False,
        indicator: Indicator | None = None,
    ) -> None:
        self.period = period
        self.children: dict[int, Child] = {}
        self.sheets: dict[tuple[int, int], Sheet] = {}
        facts = {
            "unit": unit.pk,
            "year": period.year,
            "quarter": period.through,
            "on": quarter_end(period.year, period.through),
        }
        question = BELOW.format(columns=f"{UNIT.sql}, {SHEET.sql}")
        for held, sheet, *told in read(question, facts, UNIT, SHEET):
            self.children.setdefault(held.pk, Child(held, *told))
            if sheet is not None:
                self.sheets[held.pk, sheet.quarter] = sheet
        rows = RollUp.objects.filter(unit__in=list(self.children), year=period.year, quarter=period.through)
        if indicator is not None:
            stated = with_stated(indicator, period, discrete=discrete)
            rows = rows.filter(indicator=indicator).annotate(stated=stated)
        self.kept: Mapping[int, dict[int, Kept]] = defaultdict(dict)
        reading = reading_of(discrete=discrete, with_sent=with_sent)
        self.so_far = reading_of(discrete=False, with_sent=with_sent)
        for row in rows.annotate(start=with_start()):
            self.kept[row.unit_id][row.indicator_id] = Kept(row, reading)
        self.addresses: dict[int, str] = {}

    def rows(self, heads: Sequence[Indicator]) -> Iterator[HeatRow]:
        """By groups of like units where there are such, in the order of the alphabet within each."""
        for child in sorted(self.children.values(), key=lambda child: child.group):
            unit = child.unit
            cells = tuple(self._cell(unit, indicator) for indicator in heads)
            sheet = self.sheets.get((unit.pk, self.period.through))
            yield HeatRow(
                unit=unit,
                url=reverse("indicators:board", args=[unit.code, self.period]),
                needing=sum(cell.standing in NEEDS_A_HAND for cell in cells),
                cells=cells,
                sheet_state=sheet.state if sheet else Sheet.State.APPROVED if child.units == child.approved else "",
                sheet_word=self.sheet_word(child),
                sheet_url=self.sheet_url(child),
                group=child.group,
            )

    def sheet_word(self, child: Child) -> str:
        sheet = self.sheets.get((child.unit.pk, self.period.through))
        if sheet is not None and child.units == 1:
            return ", ".join([str(sheet.get_state_display()), *marks(sheet)])
        if child.units == 1 and not child.submitted:
            return _("not opened")
        return _("%(n)d/%(all)d approved") % {"n": child.approved, "all": child.units}

    def sheet_url(self, child: Child) -> str:
        return self._sheet_url(child.unit, self.sheets.get((child.unit.pk, self.period.through)))

    def _sheet_url(self, unit: Unit, sheet: Sheet | None) -> str:
        if sheet is None or sheet.is_open:
            return ""
        if sheet.pk not in self.addresses:
            self.addresses[sheet.pk] = reverse("indicators:sheet", args=[unit.code, sheet.period])
        return self.addresses[sheet.pk]

    def _cell(self, unit: Unit, indicator: Indicator) -> HeatCell:
        kept = self.kept[unit.pk].get(indicator.pk)
        if kept is None:
            return heat_cell(None, None, None, arithmetic.NO_FIGURE)
        result = kept.result(indicator)
        url = self.figure_url(unit, indicator) if kept.row.expected == 1 else ""
        return heat_cell(
            indicator, result, arithmetic.completion(result, kept.aim), self.standing(kept, indicator), url
        )

    def standing(self, kept: Kept, indicator: Indicator) -> str:
        """One unit's word speaks of the year so far, as on its own board."""
        judged_by = Kept(kept.row, self.so_far) if kept.row.expected == 1 else kept
        return standing_of(judged_by, indicator, self.period)

    def figure_url(self, unit: Unit, indicator: Indicator) -> str:
        """One figure's page, where the unit has it on a sheet that those above may see."""
        sheet = self.sheets.get((unit.pk, closing_quarter(indicator, self.period.through) or 0))
        if sheet is None or sheet.is_open:
            return ""
        return f"{self._sheet_url(unit, sheet)}{indicator.code}/"
