"""Reading what units report: all of a year and the year before in one question, whatever the number of rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from coquang.instances import BESIDE_THE_FIRST, Columns, beside, kept_by_its_letters, one_line, read, untold
from indicators.arithmetic import Quantity
from indicators.models import Figure, FigureNote, ReportedIndicator, Sheet, Target, TargetRevision
from indicators.results import Book, Cell, Cells

NOTHING: Mapping[str, Any] = {}

# As PostgreSQL tells it in JSON: a row somebody wrote past the checks of its table.
NOT_A_NUMBER = "NaN"


def reported_in(unit_ids: Collection[int], year: int) -> QuerySet[ReportedIndicator]:
    """What units report in a year."""
    reported = ReportedIndicator.objects.filter(unit__in=unit_ids, from_year__lte=year)
    return reported.filter(Q(to_year__isnull=True) | Q(to_year__gte=year))


def has_figures(unit_id: int, year: int) -> bool:
    """Whether a unit has any figure of a year, in whatever state its sheet is."""
    return Figure.objects.filter(sheet__unit=unit_id, sheet__year=year, value__isnull=False).exists()


REPORTED, INDICATOR, FIELD, TARGET = (
    Columns("indicators.ReportedIndicator", "r"),
    Columns("indicators.Indicator", "i", shared=True),
    Columns("indicators.Field", "f", shared=True),
    Columns("indicators.Target", "t"),
)

# What is reported, in order; beside its first row, as documents, all that is known of it. By hand, because composing
# five questions in the ORM took longer than answering them. Of a sheet that was reopened the figures are those of the
# revision approved before. Few targets are ever lowered late; only theirs are asked for.
BOOK = """
select {rows}, {documents}
  from (select) once
  left join (indicators_reportedindicator r
             join indicators_indicator i on i.id = r.indicator_id
             join indicators_field f on f.id = i.field_id
             join programmes_unit u on u.id = r.unit_id)
    on r.unit_id = any(%(units)s) and r.from_year <= %(year)s and (r.to_year is null or r.to_year >= %(year)s) {those_r}
window w as (order by f.position, i.position, i.id, u.name_sort, r.id)
 order by f.position, i.position, i.id, u.name_sort, r.id
"""
# Sheet by sheet, for what all figures of one share need not be told with each.
FIGURES = """
select json_agg(json_build_array(s.unit_id, s.year, s.quarter, s.id, s.state, case
                  when s.state = any(%(states)s) or s.id = %(sheet)s
                  then (select json_agg(json_build_array(e.indicator_id, e.id, e.provenance, e.version,
                                                         e.is_provisional, e.value, e.denominator, e.typed {note}))
                          from indicators_figure e {notes} where e.sheet_id = s.id {those_e})
                  else (select json_agg(json_build_array(e.indicator_id, e.id, e.provenance, e.version,
                                                         a.is_provisional, a.value, a.denominator, a.typed))
                          from indicators_figure e
                          join indicators_figurerevision a on a.figure_id = e.id and a.revision = e.revision - 1
                         where e.sheet_id = s.id {those_e}) end))
  from indicators_sheet s
 where s.unit_id = any(%(units)s) and s.year in (%(year)s, %(before)s)
"""
NOTES = "left join indicators_figurenote n on n.figure_id = e.id"
NOTE = """,
case when n.id is not null
     then json_build_array(n.channel, n.informant, n.received_at, n.document, n.paper_follows, n.paper_due,
                           n.stated_percent) end
"""
TARGETS = """
select json_agg(json_build_array({target}, exists (select from indicators_targetrevision l
                                                    where l.target_id = t.id and l.is_late_lowering))
                order by t.is_main desc, t.id)
  from indicators_target t where t.unit_id = any(%(units)s) and t.year = %(year)s {those_t}
"""
PRIORS = """
select json_agg(json_build_array(s.unit_id, p.indicator_id, s.quarter, p.value, p.denominator))
  from indicators_sheet s
  join indicators_priorfigure p on p.sheet_id = s.id
 where s.unit_id = any(%(units)s) and s.year = %(year)s and (s.state = any(%(states)s) or s.id = %(sheet)s)
"""
YEAR_BEFORE = """
select exists (select from indicators_sheet s join indicators_figure e on e.sheet_id = s.id
                where s.unit_id = any(%(units)s) and s.year = %(before)s and e.value is not null)
"""


def open_book(
    unit_ids: Collection[int],
    year: int,
    *,
    states: Collection[str] = (Sheet.State.APPROVED,),
    with_sheet: int | None = None,
    indicator_ids: Collection[int] | None = None,
) -> Book:
    """Read the units' figures from sheets in the given states; `with_sheet` is read in whatever state it is.

    Of a sheet that was reopened the revision approved before is read, until the next one is approved.
    """
    return read_book(unit_ids, year, states=states, with_sheet=with_sheet, indicator_ids=indicator_ids)[0]


def read_book(
    unit_ids: Collection[int],
    year: int,
    *,
    states: Collection[str] = (Sheet.State.APPROVED,),
    with_sheet: int | None = None,
    indicator_ids: Collection[int] | None = None,
    also: Sequence[str] = (),
    facts: Mapping[str, Any] = NOTHING,
) -> tuple[Book, list[str | None]]:
    """The same, and the answers to further questions of one row, put beside it: each a document, or nothing."""
    facts = {
        "units": list(unit_ids),
        "year": year,
        "before": year - 1,
        "states": [str(state) for state in states],
        "sheet": with_sheet,
        "indicators": list(indicator_ids or ()),
        **facts,
    }
    question = _question(with_notes=with_sheet is not None, of_some=indicator_ids is not None, also=tuple(also))
    book = Book(year=year)
    documents: list[Any] = []
    for reported, indicator, of_field, *told in read(question, facts, REPORTED, INDICATOR, FIELD):
        documents = documents or told
        if reported is None:
            break
        beside(indicator, field=of_field)
        beside(reported, indicator=indicator)
        book.reported.append(reported)
    figures, targets, told_priors, has_year_before, *rest = documents
    book.has_year_before = untold(has_year_before)
    if figures:
        book.cells, broken = _figures_of(figures)
        book.broken |= broken
    if targets:
        _lay_targets(book, targets)
    priors = untold(told_priors) or ()
    known = {unit for unit, _indicator, read_year in book.cells if read_year == year - 1} if priors else set()
    for unit, indicator_id, quarter, value, denominator in priors:
        # The first year of use: last year's values of the same period, typed beside its sheets, by their quarter.
        if NOT_A_NUMBER in (value, denominator):
            book.broken.add((unit, indicator_id))
        elif unit not in known:
            book.prior[unit, indicator_id][quarter] = Quantity(value, denominator)
    return book, rest


@cache
def _question(*, with_notes: bool, of_some: bool, also: tuple[str, ...]) -> str:
    those = {f"those_{alias}": f"and {alias}.indicator_id = any(%(indicators)s)" if of_some else "" for alias in "ret"}
    note = {"note": NOTE, "notes": NOTES} if with_notes else {"note": "", "notes": ""}
    asked = (
        FIGURES.format(**note, **those),
        TARGETS.format(target=TARGET.sql, **those),
        PRIORS,
        YEAR_BEFORE,
        *also,
    )
    return one_line(
        BOOK.format(
            rows=", ".join(part.sql for part in (REPORTED, INDICATOR, FIELD)),
            documents=", ".join(BESIDE_THE_FIRST.format(document) for document in asked),
            **those,
        )
    )


@kept_by_its_letters
def _figures_of(document: str) -> tuple[Cells, frozenset[tuple[int, int]]]:
    """The cells that FIGURES tell, and the units and indicators of which one is no number."""
    cells: dict[tuple[int, int, int], dict[int, Cell]] = defaultdict(dict)
    broken = set()
    made = tuple.__new__  # thousands of cells a page: without the call that a NamedTuple's own making is
    for unit, year, quarter, sheet, state, figures in untold(document):
        for indicator, pk, source, version, is_provisional, value, below, typed, *said in figures or ():
            quantity = None if value is None else made(Quantity, (value, below))
            if NOT_A_NUMBER in (value, below, typed):
                broken.add((unit, indicator))
                quantity = typed = None
            note = _note(*said[0]) if said and said[0] else None
            cell = (pk, sheet, state, source, version, is_provisional, quantity, typed, note)
            cells[unit, indicator, year][quarter] = made(Cell, cell)
    return dict(cells), frozenset(broken)


def _note(
    channel: str,
    informant: str,
    received_at: str | None,
    document: str,
    paper_follows: bool,
    paper_due: str | None,
    stated_percent: Decimal | str | None,
) -> FigureNote:
    return FigureNote(
        channel=channel,
        informant=informant,
        received_at=datetime.fromisoformat(received_at) if received_at else None,
        document=document,
        paper_follows=paper_follows,
        paper_due=date.fromisoformat(paper_due) if paper_due else None,
        stated_percent=None if stated_percent is None else Decimal(stated_percent),
    )


def _lay_targets(book: Book, document: str) -> None:
    book.targets, broken, lowered = _targets_of(document)
    book.broken |= broken
    if lowered:
        late = TargetRevision.objects.filter(target__in=lowered, is_late_lowering=True).order_by("pk")
        for revision in late:
            book.lowerings[revision.target_id].append(revision)


@kept_by_its_letters
def _targets_of(document: str) -> tuple[Mapping[tuple[int, int], list[Target]], frozenset[tuple[int, int]], list[int]]:
    """What TARGETS tells: by unit and indicator, those that are no number left out; and which were lowered late."""
    targets: dict[tuple[int, int], list[Target]] = defaultdict(list)
    broken, lowered = set(), []
    for *values, is_lowered in untold(document):
        target: Target = TARGET.instance(values)
        if NOT_A_NUMBER in (target.value, target.upper):
            broken.add((target.unit_id, target.indicator_id))
            continue
        targets[target.unit_id, target.indicator_id].append(target)
        if is_lowered:
            lowered.append(target.pk)
    return dict(targets), frozenset(broken), lowered
