"""One indicator of a unit over five years, and of the units right below it beside each other. From the kept sums."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coquang import charts
from coquang.addresses import address
from coquang.periods import Period
from indicators import arithmetic, trends
from indicators.arithmetic import Change
from indicators.dashboards import peers
from indicators.dashboards.below import Below, Child, with_start
from indicators.dashboards.board_lines import Line, joint_line
from indicators.dashboards.boards import at
from indicators.dashboards.sums import joint_of, kept_rows
from indicators.kept import Kept, number, quantity, reading_of, standing_of
from indicators.measures import column_unit, growth, in_line, reached, target_in
from indicators.models import Indicator, RollUp, Target
from indicators.published import stated_beside, with_stated
from indicators.sentences import stretch
from indicators.words import RESULT, WORST_FIRST
from programmes.models import Unit

CHART = (480, 190)
FOOT, HEAD = 26, 24

YearValues = Mapping[int, Decimal | None]


class ChildLine(NamedTuple):
    """One unit below, in the strings that are shown; `exact` and `years` are its numbers."""

    unit: Unit
    url: str
    group: str
    rank: str
    is_small: bool
    result: str
    target: str
    percent: str
    stated: str
    growth: str
    complete: str
    is_incomplete: bool
    standing: str
    word: str
    sent: int
    is_broken: bool
    is_one: bool
    """Whether it reports itself: its figure stands behind its result, else its own page of the indicator."""
    figure_url: str
    sheet_word: str
    sheet_url: str
    years: tuple[str, ...]
    drawing: charts.Line
    exact: tuple[Decimal | None, Decimal | None, Decimal | None]
    """Result, target, and how much of it is reached."""
    change: Change
    place: int
    year_values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class OneIndicator:
    unit: Unit
    indicator: Indicator
    period: Period
    discrete: bool
    with_sent: bool
    measure: str
    line: Line | None
    """The unit's own row, as on its board."""
    years: tuple[int, ...]
    values: tuple[str, ...]
    changes: tuple[str, ...]
    year_values: tuple[Decimal | None, ...]
    counts: tuple[str, ...]
    """Of each year how many units are in it, where they are fewer than report now: “1/10”."""
    bars: Sequence[charts.Bar]
    groups: Sequence[tuple[str, Sequence[ChildLine]]]
    as_of: str

    @property
    def stretch(self) -> str:
        return stretch(self.period, get_language() or "vi", discrete=self.discrete)

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
    def caption(self) -> str:
        """What its drawing is of, for who does not see it."""
        return f"{self.indicator.name}, {self.unit.name} ({self.measure})"

    floor = CHART[1] - FOOT
    under = CHART[1] - 7

    @property
    def counted_groups(self) -> list[tuple[str, str, Sequence[ChildLine]]]:
        """Each group, and how many units are in it, in words."""
        return [
            (name, ngettext("%(n)s unit", "%(n)s units", len(lines)) % {"n": len(lines)}, lines)
            for name, lines in self.groups
        ]

    @property
    def children(self) -> list[ChildLine]:
        return [line for _group, lines in self.groups for line in lines]

    @property
    def has_small(self) -> bool:
        return any(line.is_small for line in self.children)

    @property
    def has_ranks(self) -> bool:
        return any(line.rank for line in self.children)


Key = Callable[[ChildLine], Any]


def _missing_last(value: Decimal | None, *, greatest_first: bool = True) -> tuple[bool, Decimal]:
    return (value is None, -(value or Decimal(0)) if greatest_first else value or Decimal(0))


SORTS: Mapping[str, Key] = {
    "ten": lambda line: (line.unit.name_sort, line.unit.pk),
    "dat": lambda line: _missing_last(line.exact[2]),
    "ket-qua": lambda line: _missing_last(line.exact[0]),
    "tang": lambda line: _missing_last(line.change.percent if line.change.percent is not None else line.change.points),
    "tinh-trang": lambda line: WORST_FIRST.index(line.standing),
    "hang": lambda line: (not line.place, line.place),
}
BY_NAME = "ten"


def one_indicator(
    unit: Unit, indicator: Indicator, period: Period, *, sort: str, discrete: bool = False, with_sent: bool = False
) -> OneIndicator:
    """In four questions, however many units stand below."""
    if discrete:
        period = period.last_quarter
    language = get_language() or "vi"
    reading = reading_of(discrete=discrete, with_sent=with_sent)
    stated = with_stated(indicator, period, discrete=discrete)
    own = kept_rows(unit, period).filter(indicator=indicator).annotate(start=with_start(), stated=stated).first()
    below = Below(unit, period, discrete=discrete, with_sent=with_sent, indicator=indicator)
    history = _history([unit.pk, *below.children], indicator, period, reading)
    years = tuple(trends.years_shown(period.year))
    values = history.values[unit.pk]
    shown = tuple(in_line(indicator, values.get(year), language) for year in years)
    lines = _lines(below, indicator, period, history.values, years)
    counts = tuple(_of_all(history.counts[unit.pk].get(year, 0), own.expected if own else 0) for year in years)
    drawn = [
        # A column of fewer units says so: it does not compare with the others.
        (f"{year} ({count})" if count else str(year), values.get(year), text)
        for year, text, count in zip(years, shown, counts, strict=True)
    ]
    return OneIndicator(
        unit=unit,
        indicator=indicator,
        period=period,
        discrete=discrete,
        with_sent=with_sent,
        measure=column_unit(indicator, language),
        line=_own_line(own, reading, unit, period, with_sent=with_sent) if own else None,
        years=years,
        values=shown,
        changes=tuple(growth(history.change(indicator, unit.pk, year), language) for year in years),
        year_values=tuple(values.get(year) for year in years),
        counts=counts,
        bars=charts.bars(drawn, *CHART, foot=FOOT, head=HEAD),
        groups=_grouped(lines, SORTS[sort]),
        as_of=at(own.as_of) if own else "",
    )


def _own_line(row: Any, reading: str, unit: Unit, period: Period, *, with_sent: bool) -> Line:
    """Of one unit alone the word speaks of the year so far and of where it began, as on its own board."""
    line = joint_line(joint_of(Kept(row, reading)), unit, period)
    if row.expected > 1:
        return line
    so_far = Kept(row, reading_of(discrete=False, with_sent=with_sent))
    standing = standing_of(so_far, row.indicator, period)
    stated = stated_beside(row.stated, line.exact.completion, get_language() or "vi")
    return line._replace(standing=standing, word=str(RESULT[standing]), complete="", stated=stated)


@dataclass
class History:
    """By unit and year the same stretch of each year, and of how many units it is the sum."""

    values: dict[int, dict[int, Decimal | None]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def change(self, indicator: Indicator, unit: int, year: int) -> Change:
        """On the year before, where as many units stand in both sums: others do not compare."""
        counts, values = self.counts[unit], self.values[unit]
        if not counts.get(year) or counts.get(year) != counts.get(year - 1):
            return Change()
        return arithmetic.change(indicator.kind, values.get(year), values.get(year - 1))


def _history(units: Iterable[int], indicator: Indicator, period: Period, reading: str) -> History:
    rows = RollUp.objects.filter(
        unit__in=list(units),
        indicator=indicator,
        quarter=period.through,
        year__in=[period.year - trends.YEARS, *trends.years_shown(period.year)],
    ).values_list("unit_id", "year", f"{reading}_value", f"{reading}_denominator", f"{reading}_count")
    history = History()
    for unit, year, value, denominator, count in rows:
        history.values[unit][year] = arithmetic.number(indicator.kind, quantity(value, denominator))
        history.counts[unit][year] = count
    return history


def _of_all(count: int, expected: int) -> str:
    return f"{count}/{expected}" if 0 < count < expected else ""


def _lines(
    below: Below, indicator: Indicator, period: Period, history: Mapping[int, YearValues], years: Sequence[int]
) -> list[ChildLine]:
    held = [(child, kept) for child in below.children.values() if (kept := below.kept[child.unit.pk].get(indicator.pk))]
    ranked = peers.ranks(
        indicator,
        [
            peers.Standing(child.unit.pk, group_of(child), kept.result(indicator), kept.quantity, kept.aim)
            for child, kept in held
        ],
    )
    return [
        _line(below, child, kept, indicator, period, history.get(child.unit.pk, {}), years, ranked.get(child.unit.pk))
        for child, kept in held
    ]


def group_of(child: Child) -> str:
    """The named group of like units; without one, those of its kind."""
    return child.group or child.unit.kind


def _line(
    below: Below,
    child: Child,
    kept: Kept,
    indicator: Indicator,
    period: Period,
    history: YearValues,
    years: Sequence[int],
    rank: tuple[int, int] | None,
) -> ChildLine:
    language = get_language() or "vi"
    unit, aim, result = child.unit, kept.aim, kept.result(indicator)
    row: Any = kept.row  # with what was asked for beside it
    completion, change = arithmetic.completion(result, aim), kept.change(indicator)
    standing = below.standing(kept, indicator)
    is_one = kept.row.expected == 1
    target = Target(form=aim.form, value=aim.value, upper=aim.upper) if aim else None
    if indicator.is_ratio and is_one:
        change = arithmetic.change(indicator.kind, result, history.get(period.year - 1))
    return ChildLine(
        unit=unit,
        url=address("indicators:board", unit.code, period),
        group=group_of(child),
        rank=f"{rank[0]}/{rank[1]}" if rank else "",
        is_small=peers.is_small(indicator, kept.quantity, aim),
        result=in_line(indicator, result, language, padded=is_one),
        target=target_in(indicator, target, language, how="line", padded=is_one),
        percent=reached(completion, language),
        stated=stated_beside(row.stated, completion, language),
        growth=growth(change, language),
        complete=f"{kept.count}/{kept.row.expected}",
        is_incomplete=kept.count < kept.row.expected,
        standing=standing,
        word=str(RESULT[standing]),
        sent=kept.unapproved,
        is_broken=kept.is_broken,
        is_one=is_one,
        figure_url=below.figure_url(unit, indicator) if is_one else _page(unit, period, indicator),
        sheet_word=below.sheet_word(child),
        sheet_url=below.sheet_url(child),
        years=tuple(in_line(indicator, history.get(year), language, padded=is_one) for year in years[:-1]),
        drawing=charts.line(tuple(history.get(year) for year in years), trends.WIDTH, trends.HEIGHT),
        exact=(result, number(aim.value) if aim else None, completion),
        change=change,
        place=rank[0] if rank else 0,
        year_values=tuple(history.get(year) for year in years),
    )


def _page(unit: Unit, period: Period, indicator: Indicator) -> str:
    return address("indicators:board-indicator", unit.code, period, indicator.code)


def _grouped(lines: Iterable[ChildLine], key: Key) -> list[tuple[str, Sequence[ChildLine]]]:
    """Each group by itself, its units in the order asked for, those that are equal by name."""
    groups: dict[str, list[ChildLine]] = {}
    for line in sorted(sorted(lines, key=SORTS[BY_NAME]), key=key):
        groups.setdefault(line.group, []).append(line)
    return [(name, groups[name]) for name in sorted(groups)]
