"""The board of a unit above others, read from the kept sums: the cost of a nation is the cost of a district.

Its rows below are the units right under it. The page says as of when the sums are true; a ward's own board is read
from its figures and is always exact.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from indicators import arithmetic, roll_ups
from indicators.arithmetic import Aim, Change, Quantity
from indicators.dashboards.boards import Board, Joint, joint_line
from indicators.dashboards.grounds import Ground
from indicators.dashboards.heat import NEEDS_A_HAND, HeatCell, HeatRow, heat_cell
from indicators.models import Indicator, RollUp, Sheet, Tally
from indicators.results import closing_quarter, falls_due, judged
from indicators.windows import quarter_end
from indicators.words import marks
from programmes.models import Tree, Unit

IN_ORDER = ("indicator__field__position", "indicator__position", "indicator__pk")


@dataclass(frozen=True)
class Kept:
    """What one reading of a kept sum says."""

    row: RollUp
    reading: str

    def of(self, end: str) -> "Decimal | int | str | bool | None":
        found: Decimal | int | str | bool | None = getattr(self.row, f"{self.reading}_{end}")
        return found

    @property
    def count(self) -> int:
        return int(self.of("count") or 0)

    @property
    def quantity(self) -> Quantity | None:
        value, denominator = _number(self.of("value")), _number(self.of("denominator"))
        return None if value is None else Quantity(value, denominator)

    @property
    def aim(self) -> Aim | None:
        """The joint target of those that have a figure; of all of them while none has."""
        begins = f"{self.reading}_" if self.count else ""
        form, value, upper = (getattr(self.row, f"{begins}{end}") for end in ("form", "target", "upper"))
        return Aim(form, value, upper) if form is not None else None

    def change(self, indicator: Indicator) -> Change:
        base = _number(self.of("base"))
        if indicator.is_ratio or not self.count or self.of("base_count") != self.count:
            return Change()
        return arithmetic.change(indicator.kind, _number(self.of("value")), base)


def _number(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def board(ground: Ground, period: Period, *, discrete: bool = False) -> Board | None:
    """The board of a unit with several that report; None for others, and where no sums are kept of the period."""
    unit = ground.unit
    if discrete:
        period = period.last_quarter
    tally = Tally.objects.filter(unit=unit, year=period.year, quarter=period.through, units__gt=1).first()
    if tally is None:
        return None
    reading = "approved_alone" if discrete else "approved"
    rows = RollUp.objects.filter(unit=unit, year=period.year, quarter=period.through)
    kept = [Kept(row, reading) for row in rows.select_related("indicator__field").order_by(*IN_ORDER)]
    shared = [item for item in kept if item.row.expected > 1]
    heads = [item.row.indicator for item in shared]
    return Board(
        unit=unit,
        period=period,
        discrete=discrete,
        lines=tuple(joint_line(_joint(item), period) for item in shared),
        themes=ground.themes,
        is_own=False,
        left_out=len(kept) - len(shared),
        heat_heads=tuple(indicator.named(get_language() or "vi") for indicator in heads),
        heat=tuple(Below(unit, period, reading).rows(heads)),
        approved=tally.approved,
        expected=tally.units,
        late=tally.late,
        reopened=tally.reopened,
        as_of=at(roll_ups.as_of()),
    )


def at(moment: datetime) -> str:
    """The moment sums are true of: "14:03:12", with its day when that is not today."""
    here = timezone.localtime(moment)
    second = f"{dates.clock(here)}:{here.second:02d}"
    return second if here.date() == timezone.localdate() else f"{second}, {dates.short(here.date())}"


def _joint(kept: Kept) -> Joint:
    return Joint(
        indicator=kept.row.indicator,
        quantity=kept.quantity,
        aim=kept.aim,
        change=kept.change(kept.row.indicator),
        present=kept.count,
        expected=kept.row.expected,
        is_marked=bool(kept.of("is_marked")),
        is_provisional=bool(kept.of("is_provisional")),
    )


class Below:
    """The units right below one, each with its own kept sums."""

    def __init__(self, unit: Unit, period: Period, reading: str) -> None:
        self.period, self.reading = period, reading
        self.tree = Tree.objects.holding(quarter_end(period.year, period.through)).first()
        children = Unit.objects.filter(places__tree=self.tree, places__parent=unit)
        self.units = list(children.order_by("name_sort", "pk")) if self.tree else []
        of_children = {"unit__in": self.units, "year": period.year}
        tallies = Tally.objects.filter(**of_children, quarter=period.through, units__gt=0)
        self.tallies = {tally.unit_id: tally for tally in tallies}
        self.kept: Mapping[int, dict[int, Kept]] = defaultdict(dict)
        for row in RollUp.objects.filter(**of_children, quarter=period.through):
            self.kept[row.unit_id][row.indicator_id] = Kept(row, reading)
        sheets = Sheet.objects.filter(**of_children, quarter__lte=period.through)
        self.sheets = {(sheet.unit_id, sheet.quarter): sheet for sheet in sheets}
        self.starts = self._starts()
        self.addresses: dict[int, str] = {}

    def _starts(self) -> dict[tuple[int, int], Decimal | None]:
        """Where levels stood when the year began: only while it runs, and only of units that report themselves."""
        if self.period.through == 4:
            return {}
        last = RollUp.objects.filter(unit__in=self.units, year=self.period.year - 1, quarter=4, expected=1)
        values = last.annotate(kind=F("indicator__kind")).values_list(
            *("unit_id", "indicator_id", "kind", "approved_alone_value", "approved_alone_denominator")
        )
        return {
            (unit, indicator): arithmetic.number(kind, Quantity(value, below) if value is not None else None)
            for unit, indicator, kind, value, below in values
        }

    def rows(self, heads: Sequence[Indicator]) -> Iterator[HeatRow]:
        for unit in self.units:
            tally = self.tallies.get(unit.pk)
            if tally is None:
                continue
            cells = tuple(self._cell(unit, indicator) for indicator in heads)
            sheet = self.sheets.get((unit.pk, self.period.through))
            yield HeatRow(
                unit=unit,
                url=reverse("indicators:board", args=[unit.code, self.period]),
                needing=sum(cell.standing in NEEDS_A_HAND for cell in cells),
                cells=cells,
                sheet_state=sheet.state if sheet else Sheet.State.APPROVED if tally.units == tally.approved else "",
                sheet_word=self._sheet_word(tally, sheet),
                sheet_url=self._sheet_url(unit, sheet),
            )

    @staticmethod
    def _sheet_word(tally: Tally, sheet: Sheet | None) -> str:
        if sheet is not None and tally.units == 1:
            return ", ".join([str(sheet.get_state_display()), *marks(sheet)])
        if tally.units == 1 and not tally.submitted:
            return _("not opened")
        return _("%(n)d/%(all)d approved") % {"n": tally.approved, "all": tally.units}

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
        through = self.period.through
        result = arithmetic.number(indicator.kind, kept.quantity)
        # One unit's word speaks of the year so far, as on its own board, and its figure has a page.
        is_one = kept.row.expected == 1
        judged_by = Kept(kept.row, "approved") if is_one else kept
        standing = judged(
            indicator,
            judged_by.aim,
            arithmetic.number(indicator.kind, judged_by.quantity),
            through,
            is_due=falls_due(indicator, self.period.year, through),
            start=self.starts.get((unit.pk, indicator.pk)),
        )
        completion = arithmetic.completion(result, kept.aim)
        url = self._figure_url(unit, indicator) if is_one else ""
        return heat_cell(indicator, result, completion, standing, url)

    def _figure_url(self, unit: Unit, indicator: Indicator) -> str:
        """One figure's page, where the unit has it on a sheet that those above may see."""
        sheet = self.sheets.get((unit.pk, closing_quarter(indicator, self.period.through) or 0))
        if sheet is None or sheet.is_open:
            return ""
        return f"{self._sheet_url(unit, sheet)}{indicator.code}/"
