"""The board: how a unit, or all wards below it, stand against the year's targets. Approved figures, unless asked.

What only one unit below reports is no sum: it stands on that unit's own board.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coquang import charts, dates
from coquang.blocks import roman
from coquang.instances import kept_by_its_letters, untold
from coquang.periods import Period
from indicators import arithmetic, published, trends
from indicators.arithmetic import Quantity
from indicators.dashboards.board_lines import APPROVED, SENT, Line, heat_heads, line_of, reader_language, sum_line
from indicators.dashboards.grounds import Ground, Themes
from indicators.dashboards.heat import NEEDS_A_HAND, Common, HeatRow, heat_rows
from indicators.models import Sheet
from indicators.readings import read_book
from indicators.results import Book, Cell, Result
from indicators.sentences import stretch
from indicators.words import in_shares
from programmes.models import Unit


@dataclass(frozen=True)
class Group:
    number: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Board:
    unit: Unit
    period: Period
    discrete: bool
    lines: tuple[Line, ...]
    themes: Themes
    is_own: bool
    left_out: int
    heat_heads: tuple[tuple[str, str], ...]
    """Each indicator's name and the page where its units stand beside each other."""
    heat: tuple[HeatRow, ...]
    approved: int
    expected: int
    late: int
    """Sheets of the last quarter that were handed up after their deadline."""
    reopened: int
    """Sheets being revised, of which the board shows what was approved before."""
    as_of: str = ""
    """The time its sums are true of, in words; a unit's own figures have none, they are always exact."""
    with_sent: bool = False
    """Whether figures that were sent up and are not approved yet are shown as well."""
    drawings: Mapping[str, charts.Line] = field(default_factory=dict)
    """Five years of quarters, by the indicator's code."""

    @property
    def stretch(self) -> str:
        return stretch(self.period, reader_language(), discrete=self.discrete)

    @property
    def said(self) -> str:
        """What kind of figures it shows, and the time its sums are true of."""
        told = (
            _("Sent figures that are not approved yet are among these.")
            if self.with_sent
            else _("Approved figures only.")
        )
        return f"{told} {_('Figures as of %s.') % self.as_of}" if self.as_of else told

    @property
    def said_of_sheets(self) -> list[str]:
        """What is special about the sheets it stands on."""
        told = []
        if self.late:
            told.append(ngettext("%(n)s handed up late", "%(n)s handed up late", self.late) % {"n": self.late})
        if self.reopened:
            words = ngettext(
                "%(n)s sheet opened again, shown as it was approved before",
                "%(n)s sheets opened again, shown as they were approved before",
                self.reopened,
            )
            told.append(words % {"n": self.reopened})
        return told

    @property
    def said_of_broken(self) -> str:
        words = ngettext(
            "%(n)s row holds what is no number; it says so, and its figure is left out.",
            "%(n)s rows hold what is no number; they say so, and their figures are left out.",
            len(self.broken),
        )
        return words % {"n": len(self.broken)}

    @property
    def said_of_left_out(self) -> str:
        words = ngettext(
            "%(n)s indicator reported by one unit only stands on its own board.",
            "%(n)s indicators reported by one unit only stand on its own board.",
            self.left_out,
        )
        return words % {"n": self.left_out}

    @property
    def shares(self) -> list[tuple[str, str, int]]:
        return in_shares(self.counted)

    @cached_property
    def urgent(self) -> list[Line]:
        return [line for line in self.lines if line.standing in NEEDS_A_HAND]

    @cached_property
    def groups(self) -> list[Group]:
        held: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.standing not in NEEDS_A_HAND:
                held.setdefault(line.field, []).append(line)
        return [Group(roman(place), name, tuple(lines)) for place, (name, lines) in enumerate(held.items(), start=1)]

    @property
    def sections(self) -> list[Group]:
        """What its table shows in order: first, without a name, what needs a hand."""
        return [*([Group("", "", tuple(self.urgent))] if self.urgent else []), *self.groups]

    @property
    def heat_groups(self) -> list[tuple[str, list[HeatRow]]]:
        """The units that follow each other in one group of like ones."""
        return [(name, list(rows)) for name, rows in groupby(self.heat, key=lambda row: row.group)]

    @property
    def has_marks(self) -> bool:
        return any(line.is_marked for line in self.lines)

    @property
    def broken(self) -> list[Line]:
        return [line for line in self.lines if line.is_broken]

    @cached_property
    def counted(self) -> Mapping[str, int]:
        return Counter(line.standing for line in self.lines)


def board(ground: Ground, period: Period, *, discrete: bool = False, with_sent: bool = False) -> Board:
    """The board of a unit at the end of a period (or of its last quarter alone), added up as it is read."""
    if discrete:
        period = period.last_quarter
    unit, units, sheets = ground.unit, ground.reporting, ground.sheets
    states = SENT if with_sent else APPROVED
    is_own = [held.pk for held in units] == [unit.pk]
    asked = (trends.EARLIER, published.OF_THE_YEAR) if is_own else ()
    facts = {"first": trends.years_shown(period.year)[0]}
    book, told = read_book([held.pk for held in units], period.year, states=states, also=asked, facts=facts)
    earlier, printed = told or (None, None)
    # What was printed speaks of the year so far.
    stated: Mapping[int, Decimal] = {} if discrete else dict(untold(printed) or ())
    common = Common(period)
    results = book.results(period, discrete=discrete)
    by_indicator: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_indicator[result.reported.indicator_id].append(result)
    shared = {pk: held for pk, held in by_indicator.items() if is_own or len(held) > 1}
    lines = tuple(
        line_of(unit, period, held[0], common, states, _stated(held[0], stated))
        if is_own
        else sum_line(held, unit, period, states)
        for held in shared.values()
    )
    heads = [held[0].indicator for held in shared.values()]
    return Board(
        unit=unit,
        period=period,
        discrete=discrete,
        lines=lines,
        themes=ground.themes,
        is_own=is_own,
        left_out=len(by_indicator) - len(shared),
        heat_heads=() if is_own else heat_heads(unit, period, heads),
        heat=() if is_own else tuple(heat_rows(units, shared, heads, sheets, common)),
        approved=sum(sheet.state == Sheet.State.APPROVED for sheet in sheets.values()),
        expected=len(units),
        late=sum(sheet.is_late for sheet in sheets.values()),
        reopened=len({cell.sheet_id for cell in _cells(book, period) if cell.state not in states}),
        as_of="" if is_own else at(timezone.now()),
        with_sent=with_sent,
        drawings=_own_drawings(book, period, earlier) if is_own else {},
    )


def at(moment: datetime) -> str:
    """The moment sums are true of, to the second: "14:03:12, ngày 16/3/2022"."""
    here = dates.at_the_office(moment)
    told = {"time": f"{dates.clock(here)}:{here.second:02d}", "day": dates.short(here.date())}
    return _("%(time)s, on %(day)s") % told


def _stated(result: Result, stated: Mapping[int, Decimal]) -> Decimal | None:
    return stated.get(result.closing_cell.pk) if result.closing_cell else None


def _own_drawings(book: Book, period: Period, told: str | None) -> Mapping[str, charts.Line]:
    """By the indicator's code; `told` as trends.EARLIER answers."""
    earlier = _earlier_of(told) if told else {}
    drawn = {}
    for reported in book.reported:
        indicator, pk, unit = reported.indicator, reported.indicator_id, reported.unit_id
        kind = indicator.kind
        values = {key: arithmetic.number(kind, quantity) for key, quantity in earlier.get(pk, {}).items()}
        for year in (period.year - 1, period.year):
            for quarter, cell in book.quarters(unit, pk, year).items():
                values[year, quarter] = arithmetic.number(kind, cell.quantity)
        drawn[indicator.code] = trends.drawn(indicator, values, period)
    return drawn


@kept_by_its_letters
def _earlier_of(document: str) -> Mapping[int, Mapping[tuple[int, int], Quantity]]:
    """By indicator, and by year and quarter."""
    earlier: dict[int, dict[tuple[int, int], Quantity]] = defaultdict(dict)
    for year, quarter, figures in untold(document):
        for pk, *parts in figures or ():
            earlier[pk][year, quarter] = Quantity(*parts)
    return dict(earlier)


def _cells(book: Book, period: Period) -> Iterable[Cell]:
    """The figures a board of the period rests on, those of the year before left aside."""
    for (_unit, _indicator, year), quarters in book.cells.items():
        if year == period.year:
            yield from (cell for quarter, cell in quarters.items() if quarter <= period.through)
