"""One indicator of a unit over five years, and of the units right below it beside each other. From the kept sums."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coquang import charts
from coquang.addresses import address
from coquang.periods import Period
from indicators import arithmetic, trends
from indicators.arithmetic import Change
from indicators.dashboards import peers
from indicators.dashboards.below import Below, Child
from indicators.dashboards.board_lines import Line, joint_line
from indicators.dashboards.boards import at
from indicators.dashboards.heat import SeenUnit
from indicators.dashboards.sums import joint_of
from indicators.kept import number, standing_of, word_of
from indicators.kept_sums import NOTHING, ROWS_KEPT, OverYears, over_years
from indicators.measures import column_unit, growth, in_lines, reached, target_in
from indicators.models import Indicator
from indicators.published import stated_beside
from indicators.results import closing_quarter, falls_due
from indicators.sentences import stretch
from indicators.words import WORST_FIRST, result_words
from programmes.models import Unit

CHART = (480, 190)
FOOT, HEAD = 26, 24


class Numbers(NamedTuple):
    """What the sums of one unit are written as; `exact` and `year_values` are its numbers."""

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
    """Whether the unit reports itself: its figure stands behind its result, else its own page of the indicator."""
    years: tuple[str, ...]
    drawing: charts.Line
    exact: tuple[Decimal | None, Decimal | None, Decimal | None]
    """Result, target, and how much of it is reached."""
    change: Change
    year_values: tuple[Decimal | None, ...]
    merit: Decimal | None
    is_small: bool


class ChildLine(NamedTuple):
    """One unit below, in the strings that are shown."""

    unit: SeenUnit
    url: str
    group: str
    rank: str
    place: int
    told: Numbers
    figure_url: str
    sheet_word: str
    sheet_url: str


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
    bars: Sequence[Mapping[str, float | str]]
    groups: Sequence[tuple[str, Sequence[ChildLine]]]
    as_of: str
    turns_back: bool
    """Whether the unit stands right below itself: somebody wrote past the checks of the tree."""

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
    def words(self) -> Mapping[str, str]:
        """Of each standing its word as it begins a cell."""
        return result_words(is_first=True)

    @cached_property
    def children(self) -> list[ChildLine]:
        return [line for _group, lines in self.groups for line in lines]

    @property
    def has_small(self) -> bool:
        return any(line.told.is_small for line in self.children)

    @property
    def has_ranks(self) -> bool:
        return any(line.rank for line in self.children)


Key = Callable[[ChildLine], Any]


def _missing_last(value: Decimal | None, *, greatest_first: bool = True) -> tuple[bool, Decimal]:
    return (value is None, -(value or Decimal(0)) if greatest_first else value or Decimal(0))


def _growth(change: Change) -> Decimal | None:
    return change.percent if change.percent is not None else change.points


SORTS: Mapping[str, Key] = {
    "ten": lambda line: (line.unit.name_sort, line.unit.pk),
    "dat": lambda line: _missing_last(line.told.exact[2]),
    "ket-qua": lambda line: _missing_last(line.told.exact[0]),
    "tang": lambda line: _missing_last(_growth(line.told.change)),
    "tinh-trang": lambda line: WORST_FIRST.index(line.told.standing),
    "hang": lambda line: (not line.place, line.place),
}
BY_NAME = "ten"


def one_indicator(
    unit: Unit, indicator: Indicator, period: Period, *, sort: str, discrete: bool = False, with_sent: bool = False
) -> OneIndicator:
    """In two questions, however many units stand below."""
    if discrete:
        period = period.last_quarter
    language = get_language() or "vi"
    below = Below(unit, period, {period.through, closing_quarter(indicator, period.through) or 0})
    as_of, told = over_years(unit.pk, below.children, indicator, period, discrete=discrete, with_sent=with_sent)
    own = told.get(unit.pk, NOTHING)
    years = tuple(trends.years_shown(period.year))
    values = own.values[1:]
    shown = in_lines(indicator, values, language)
    lines = _lines(below, indicator, period, told)
    counts = tuple(_of_all(count or 0, own.sums.kept.expected) for count in own.counts[1:])
    drawn = [
        # A column of fewer units says so: it does not compare with the others.
        (f"{year} ({count})" if count else str(year), value, text)
        for year, value, text, count in zip(years, values, shown, counts, strict=True)
    ]
    return OneIndicator(
        unit=unit,
        indicator=indicator,
        period=period,
        discrete=discrete,
        with_sent=with_sent,
        measure=column_unit(indicator, language),
        line=_own_line(own, indicator, unit, period) if own is not NOTHING else None,
        years=years,
        values=shown,
        changes=tuple(growth(own.change(indicator, place), language) for place in range(1, len(own.values))),
        year_values=values,
        counts=counts,
        bars=[bar.told() for bar in charts.bars(drawn, *CHART, foot=FOOT, head=HEAD)],
        groups=_grouped(lines, SORTS[sort]),
        as_of=at(as_of) if as_of else "",
        turns_back=unit.pk in below.children,
    )


def _own_line(own: OverYears, indicator: Indicator, unit: Unit, period: Period) -> Line:
    """Of one unit alone the word speaks of the year so far and of where it began, as on its own board."""
    kept, judged, start = own.sums
    line = joint_line(joint_of(kept, indicator), unit, period)
    if kept.expected > 1:
        return line
    standing = standing_of(judged, indicator, period, start=start)
    stated = stated_beside(own.stated, line.exact.completion, get_language() or "vi")
    return line._replace(standing=standing, word=result_words()[standing], complete="", stated=stated)


def _of_all(count: int, expected: int) -> str:
    return f"{count}/{expected}" if 0 < count < expected else ""


def _lines(below: Below, indicator: Indicator, period: Period, told: Mapping[int, OverYears]) -> list[ChildLine]:
    language = get_language() or "vi"
    how = How(indicator, _letters(indicator), period, falls_due(indicator, period.year, period.through), language)
    held = [(pk, child, _numbers(told[pk], how)) for pk, child in below.children.items() if pk in told]
    ranked = peers.ranks(
        [peers.Standing(pk, group_of(child), numbers.merit, numbers.is_small) for pk, child, numbers in held]
    )

    def line(pk: int, child: Child, numbers: Numbers) -> ChildLine:
        unit, rank = child.unit, ranked.get(pk)
        return ChildLine(
            unit=unit,
            url=below.board_url(unit.code),
            group=group_of(child),
            rank=f"{rank[0]}/{rank[1]}" if rank else "",
            place=rank[0] if rank else 0,
            told=numbers,
            figure_url=below.figure_url(pk, child, indicator) if numbers.is_one else _page(unit, period, indicator),
            sheet_word=below.sheet_word(pk, child, language),
            sheet_url=below.sheet_url(pk, child),
        )

    return [line(*each) for each in held]


class How(NamedTuple):
    """What all lines have in common: the indicator, up to when, whether it is owed by then, in which language."""

    indicator: Indicator
    letters: str
    """All columns of the indicator: a model is taken for equal by its key alone."""
    period: Period
    is_due: bool
    language: str


def _letters(indicator: Indicator) -> str:
    return repr([getattr(indicator, field.attname) for field in indicator._meta.concrete_fields])


@lru_cache(ROWS_KEPT)
def _numbers(over: OverYears, how: How) -> Numbers:
    """Written once for as long as the sums, the indicator, the period and the language are the same."""
    indicator, period, language = how.indicator, how.period, how.language
    kept, judged, start = over.sums
    result, values, aim, is_one = over.values[-1], over.values[1:], kept.aim, kept.expected == 1
    completion, change = arithmetic.completion(result, aim), kept.change(indicator)
    if indicator.is_ratio and is_one:
        change = arithmetic.change(indicator.kind, result, over.values[-2])
    standing = word_of(judged.aim, judged.result(indicator), indicator, period, start=start, is_due=how.is_due)
    shown = in_lines(indicator, values, language, padded=is_one)
    return Numbers(
        result=shown[-1],
        target=target_in(indicator, aim, language, how="line", padded=is_one),
        percent=reached(completion, language),
        stated=stated_beside(over.stated, completion, language),
        growth=growth(change, language),
        complete=f"{kept.present}/{kept.expected}",
        is_incomplete=kept.present < kept.expected,
        standing=standing,
        word=result_words()[standing],
        sent=kept.unapproved,
        is_broken=kept.is_broken,
        is_one=is_one,
        years=shown[:-1],
        drawing=charts.line(values, trends.WIDTH, trends.HEIGHT),
        exact=(result, number(aim.value) if aim else None, completion),
        change=change,
        year_values=values,
        merit=peers.merit(indicator, result, aim),
        is_small=peers.is_small(indicator, kept.quantity, aim),
    )


def group_of(child: Child) -> str:
    """The named group of like units; without one, those of its kind."""
    return child.group or child.unit.kind


def _page(unit: SeenUnit, period: Period, indicator: Indicator) -> str:
    return address("indicators:board-indicator", unit.code, period, indicator.code)


def _grouped(lines: Iterable[ChildLine], key: Key) -> list[tuple[str, Sequence[ChildLine]]]:
    """Each group by itself, its units in the order asked for, those that are equal by name, as they came."""
    groups: dict[str, list[ChildLine]] = {}
    for line in lines if key is SORTS[BY_NAME] else sorted(lines, key=key):
        groups.setdefault(line.group, []).append(line)
    return [(name, groups[name]) for name in sorted(groups)]
