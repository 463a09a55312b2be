"""What the soft rules hold the figures of a sheet against, and what was answered: read by hand, as documents.

They are put beside the rows of whoever reads the figures (a sheet's page, or the questions alone).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from coquang.instances import BESIDE_THE_FIRST, Columns, kept_by_its_letters, untold
from indicators import arithmetic, rules
from indicators.arithmetic import Aim, Quantity
from indicators.models import Sheet
from indicators.windows import quarter_end


class Said(NamedTuple):
    """An answer that stands: about which kind of question, in which words, by whom and when."""

    kind: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Known:
    """What was reported for one indicator: the unit's own quarters and, for this quarter, its like wards'."""

    own: dict[tuple[int, int], Quantity] = field(default_factory=dict)
    like: list[tuple[Quantity, Aim | None]] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    provisional: list[Quantity] = field(default_factory=list)
    histories: dict[tuple[str, tuple[int, int], int | None], tuple[Decimal, ...]] = field(default_factory=dict)

    def history(self, kind: str, here: tuple[int, int], due_quarter: int | None) -> tuple[Decimal, ...]:
        """The values before a quarter, the newest twelve; of what falls due once a year, one a year."""
        asked = (kind, here, due_quarter)
        if asked not in self.histories:
            earlier = [key for key in sorted(self.own) if key < here and due_quarter in (None, key[1])]
            values = (arithmetic.number(kind, self.own[key]) for key in earlier[-rules.QUARTERS_BACK :])
            self.histories[asked] = tuple(value for value in values if value is not None)
        return self.histories[asked]

    @property
    def aim(self) -> Aim | None:
        return self.aims[0] if self.aims else None


NOTHING_BESIDE: Sequence[Any] = (None, None, None, None)

# Asked by hand, sheet by sheet: a union keeps each half on its own index, and the targets of one quarter come along.
KNOWN = """
select json_agg(json_build_array(w.unit_id, w.year, w.quarter, (
         select json_agg(case when g.form is null and a.value is null
                              then json_build_array(e.indicator_id, e.value, e.denominator)
                              else json_build_array(e.indicator_id, e.value, e.denominator, g.form, g.value,
                                                    a.value, a.denominator) end)
           from indicators_figure e
           left join indicators_target g on g.unit_id = w.unit_id and g.year = w.year
            and g.indicator_id = e.indicator_id and g.is_main and (w.year, w.quarter) = (%(year)s, %(quarter)s)
           left join indicators_figurerevision a on w.id = %(sheet)s and a.figure_id = e.id and a.is_provisional
            and a.revision = e.revision - 1
          where e.sheet_id = w.id and e.value is not null
            and e.indicator_id in (select d.indicator_id from indicators_figure d
                                     join indicators_indicator i on i.id = d.indicator_id
                                    where d.sheet_id = %(sheet)s and d.value is not null
                                      and (i.due_quarter is null or i.due_quarter = %(quarter)s)))))
  from (select s.id, s.unit_id, s.year, s.quarter from indicators_sheet s
         where s.unit_id = %(unit)s and (s.year, s.quarter) <= (%(year)s, %(quarter)s)
           and (s.year >= %(recent)s or s.quarter = %(quarter)s and s.year >= %(from_year)s)
         union all
        select s.id, s.unit_id, s.year, s.quarter
          from programmes_place own
          join programmes_tree t on t.id = own.tree_id
           and t.valid_from <= %(on)s and (t.valid_to is null or t.valid_to > %(on)s)
          join programmes_place beside on beside.tree_id = t.id and beside.parent_id = own.parent_id
           and beside.unit_id <> own.unit_id
          join indicators_sheet s on s.unit_id = beside.unit_id and s.year = %(year)s and s.quarter = %(quarter)s
           and s.state <> 'draft'
         where own.unit_id = %(unit)s) w
"""
# The soft rules of the year's rows: of a kind the one that began last holds, which comes last.
LIMITS = """
select json_agg(json_build_array(l.indicator_id, l.kind, l.is_off, l.threshold)
                order by l.indicator_id, l.kind, l.from_year)
  from indicators_rule l
 where l.from_year <= %(year)s and (l.to_year is null or l.to_year >= %(year)s) and l.kind = any(%(soft)s)
   and exists (select from indicators_figure e where e.sheet_id = %(sheet)s and e.indicator_id = l.indicator_id)
"""
# The answers whose figures still have the values they were about, the latest of a figure last.
ANSWERS = """
select json_agg(json_build_array(a.figure_id, a.kind, a.text, b.full_name, a.at) order by a.id)
  from indicators_figure e
  join indicators_answer a on a.figure_id = e.id and a.about_value = e.value
   and a.about_denominator is not distinct from e.denominator
  join programmes_person b on b.id = a.by_id
 where e.sheet_id = %(sheet)s
"""
DOCUMENTS = (KNOWN, LIMITS, ANSWERS)
OF_SHEET = """
select {indicator}, e.id, {documents}
  from indicators_figure e
  join indicators_indicator i on i.id = e.indicator_id
  join indicators_field f on f.id = i.field_id
 where e.sheet_id = %(sheet)s and e.value is not null and (i.due_quarter is null or i.due_quarter = %(quarter)s)
window w as (order by f.position, i.position, i.id)
 order by f.position, i.position, i.id
"""
INDICATOR = Columns("indicators.Indicator", "i")


@cache
def of_sheet() -> str:
    documents = ", ".join(BESIDE_THE_FIRST.format(document) for document in DOCUMENTS)
    return OF_SHEET.format(indicator=INDICATOR.sql, documents=documents)


def facts_of(sheet: Sheet) -> dict[str, Any]:
    """What DOCUMENTS are asked with."""
    return {
        "sheet": sheet.pk,
        "unit": sheet.unit_id,
        "year": sheet.year,
        "quarter": sheet.quarter,
        "recent": sheet.year - rules.QUARTERS_BACK // 4,
        # What falls due once a year has one value in each.
        "from_year": sheet.year - rules.QUARTERS_BACK,
        "on": quarter_end(sheet.year, sheet.quarter),
        "soft": list(rules.SOFT),
    }


@kept_by_its_letters
def known_of(document: str, own_unit: int) -> Mapping[int, Known]:
    """What KNOWN tells of each indicator: the unit's own figures of the last years, its like wards' of the quarter."""
    found: dict[int, Known] = defaultdict(Known)
    for unit, year, quarter, figures in untold(document):
        for indicator, value, denominator, *beside in figures or ():
            known, quantity = found[indicator], Quantity(value, denominator)
            form, target, was, was_of = beside or NOTHING_BESIDE
            aim = Aim(form, target) if form else None
            if unit != own_unit:
                known.like.append((quantity, aim))
                continue
            known.own[year, quarter] = quantity
            if was is not None:
                known.provisional.append(Quantity(was, was_of))
            if aim:
                known.aims.append(aim)
    return dict(found)


def limits_of(rows: Iterable[Sequence[Any]]) -> dict[int, dict[str, Decimal]]:
    """The soft rules in force for each indicator: the usual limits, changed or switched off by rows."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: dict(rules.THRESHOLDS))
    for indicator, kind, is_off, threshold in rows:
        if is_off:
            found[indicator].pop(kind, None)
        else:
            found[indicator][kind] = rules.THRESHOLDS[kind] if threshold is None else threshold
    return found


def answers_of(rows: Iterable[Sequence[Any]]) -> dict[int, Said]:
    return {figure: Said(kind, text, by, datetime.fromisoformat(at)) for figure, kind, text, by, at in rows}
