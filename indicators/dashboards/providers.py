"""A sheet by the bodies that provide it: how far each has come, whose paper has not, and the rows of one alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from coquang import dates, names
from indicators.arithmetic import RATIOS
from indicators.dashboards.confirmations import to_be_confirmed
from indicators.dashboards.sheets import Row, SheetPage
from indicators.models import BodyDone, Figure, Sheet

# The key of the rows for which no body is on record.
NOBODY = 0

# By hand, for every opened sheet asks it: who provides each of its rows today, and when that body said it was done.
PROVIDED = """
select i.code, b.id, b.name, b.kind = 'party_cell',
       (select max(d.at) from indicators_bodydone d
         where d.sheet_id = %(sheet)s and d.body_id = b.id
           and d.at > coalesce(%(returned_at)s::timestamptz, '-infinity'))
  from indicators_responsibility r
  join indicators_indicator i on i.id = r.indicator_id
  join programmes_body b on b.id = r.providing_body_id
 where r.unit_id = %(unit)s and r.valid_from <= %(on)s and (r.valid_to is null or r.valid_to > %(on)s)
"""


@dataclass(frozen=True)
class Share:
    """What one body provides of a sheet. `said_at` is when it said that its part is all in."""

    body_id: int
    name: str
    done: int
    count: int
    papers: int
    said_at: datetime | None
    is_chosen: bool

    @property
    def is_done(self) -> bool:
        return self.done == self.count


@dataclass(frozen=True)
class Shares:
    """The page, of all rows or of one body's alone, and how far each body is."""

    page: SheetPage
    all: Sequence[Share] = ()
    to_cells: int = 0
    """How many figures of cells were not put to them as they now stand."""

    @property
    def chosen(self) -> Share | None:
        return next((share for share in self.all if share.is_chosen), None)

    @property
    def done(self) -> int:
        return sum(share.done for share in self.all)

    @property
    def count(self) -> int:
        return sum(share.count for share in self.all)


def shares_of(page: SheetPage, chosen: str = "") -> Shares:
    """How far each body is with what it provides; `chosen` is the key of the one whose rows are shown alone."""
    provided = _provided(page.sheet)
    if not provided:
        return Shares(page)
    rows: dict[tuple[int, str, datetime | None], list[Row]] = {}
    for row in page.rows:
        body_id, name, _is_cell, said_at = provided.get(row.code, (NOBODY, "", False, None))
        rows.setdefault((body_id, name, said_at), []).append(row)
    ordered = sorted(rows.items(), key=lambda item: (item[0][0] == NOBODY, names.sort_key(item[0][1])))
    place = f" {page.sheet.unit.name_in_sentence}"
    shares = [_share(body_id, name.removesuffix(place), at, own, chosen) for (body_id, name, at), own in ordered]
    has_cells = any(is_cell for _id, _name, is_cell, _at in provided.values())
    if any(share.is_chosen for share in shares):
        page = _only(page, {row.code for whose, own in ordered if str(whose[0]) == chosen for row in own})
    return Shares(page, shares, to_be_confirmed(page.sheet).count() if has_cells else 0)


def _provided(sheet: Sheet) -> Mapping[str, tuple[int, str, bool, datetime | None]]:
    facts: dict[str, Any] = {"sheet": sheet.pk, "unit": sheet.unit_id, "on": dates.today()}
    facts["returned_at"] = sheet.returned_at
    with connection.cursor() as cursor:
        cursor.execute(PROVIDED, facts)
        return {code: (body_id, name, is_cell, at) for code, body_id, name, is_cell, at in cursor.fetchall()}


def _share(body_id: int, name: str, said_at: datetime | None, rows: Sequence[Row], chosen: str) -> Share:
    return Share(
        body_id=body_id,
        name=name,
        done=sum(row.is_filled or not row.is_due for row in rows),
        count=len(rows),
        papers=sum(row.awaits_paper for row in rows),
        said_at=said_at,
        is_chosen=str(body_id) == chosen,
    )


def _only(page: SheetPage, codes: set[str]) -> SheetPage:
    groups = [replace(group, rows=tuple(row for row in group.rows if row.code in codes)) for group in page.groups]
    return replace(page, groups=tuple(group for group in groups if group.rows))


@dataclass(frozen=True)
class OwnPart:
    """A provider's part of a sheet, for their list of work."""

    count: int
    filled: int
    papers: int


def own_part(sheet: Sheet, rows: frozenset[int]) -> OwnPart:
    """How far a provider is with their rows, counted as the whole sheet is."""
    elsewhen = Q(indicator__due_quarter__isnull=False) & ~Q(indicator__due_quarter=sheet.quarter)
    own = Figure.objects.filter(sheet=sheet, indicator__in=rows).select_related(None)
    return OwnPart(
        count=own.count(),
        filled=own.filter(Q(value__isnull=False) | elsewhen).count(),
        papers=own.filter(note__paper_follows=True).count(),
    )


def missing_of(sheet: Sheet, rows: frozenset[int]) -> list[Figure]:
    """A provider's rows that fall due and have no figure yet."""
    empty = Q(value__isnull=True) | Q(indicator__kind__in=RATIOS, denominator__isnull=True)
    due = Q(indicator__due_quarter__isnull=True) | Q(indicator__due_quarter=sheet.quarter)
    return list(sheet.figures.filter(empty, due, indicator__in=rows).select_related("indicator"))


def said_done_at(sheet: Sheet, body_ids: Sequence[int | None]) -> datetime | None:
    """When some bodies last said that their part of the sheet, as it is now with the unit, is all in."""
    said = BodyDone.objects.filter(sheet=sheet, body__in=body_ids)
    if sheet.returned_at is not None:
        said = said.filter(at__gt=sheet.returned_at)
    return said.order_by("-at").values_list("at", flat=True).first()
