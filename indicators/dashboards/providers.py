"""A sheet by the bodies that provide it: how far each has come, whose paper has not, and the rows of one alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from coquang import names
from indicators.arithmetic import RATIOS
from indicators.bodies_beside import Provided
from indicators.dashboards.sheets import Row, SheetPage, papers_awaited
from indicators.models import BodyDone, Figure, Sheet

# Of the rows for which no body is on record.
NO_BODY = Provided(0, "", None)


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

    @property
    def papers_awaited(self) -> str:
        """“01 văn bản chưa về”; empty when no paper is to follow."""
        return papers_awaited(self.papers)


@dataclass(frozen=True)
class Shares:
    """The page, of all rows or of one body's alone, and how far each body is."""

    page: SheetPage
    all: Sequence[Share] = ()

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
    if not page.provided:
        return Shares(page)
    rows: dict[Provided, list[Row]] = {}
    for row in page.rows:
        rows.setdefault(page.provided.get(row.code, NO_BODY), []).append(row)
    ordered = sorted(rows.items(), key=lambda item: (item[0] == NO_BODY, names.sort_key(item[0].name)))
    place = f" {page.sheet.unit.name_in_sentence}"
    shares = [_share(body_id, name.removesuffix(place), at, own, chosen) for (body_id, name, at), own in ordered]
    if any(share.is_chosen for share in shares):
        page = _only(page, {row.code for whose, own in ordered if str(whose.body_id) == chosen for row in own})
    return Shares(page, shares)


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
