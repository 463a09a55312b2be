"""What waits for an approver, one line a sheet, in a fixed number of queries: is it complete, is it late, what was
answered, which papers are to come, and what changed since it was last sent."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from coquang import dates, limits
from indicators import permissions
from indicators.dashboards.approving import shown
from indicators.models import Deadline, Field, Figure, FigureNote, PartApproval, Regime, RowReturn, Sheet, Submission
from indicators.models import Period as PeriodRow
from programmes.models import Person
from programmes.permissions import Role

Answers = Callable[[Collection[int]], Mapping[int, int]]
Quantities = Mapping[int, tuple[Decimal | None, Decimal | None]]


def no_answers(_sheet_ids: Collection[int]) -> Mapping[int, int]:
    """How many questions a unit answered on each sheet, while nobody asks any."""
    return {}


@dataclass(frozen=True)
class Changed:
    """One figure that is not what it was when the sheet was last sent."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One sheet of the list. `stamp` tells the figures that were looked at."""

    sheet: Sheet
    fields: Sequence[Field]
    rows: int
    filled: int
    stamp: int
    due_at: datetime | None
    answers: int
    papers: int
    sent_times: int
    changes: Sequence[Changed]
    with_unit: int
    waits_for_earlier: bool

    @property
    def is_late(self) -> bool:
        sent = self.sheet.submitted_at
        return self.due_at is not None and sent is not None and sent > self.due_at

    @property
    def is_complete(self) -> bool:
        return self.filled == self.rows


def approval_list(person: Person, answers: Answers = no_answers) -> list[Line]:
    """The vetted sheets with a field that waits for this person, the nearest deadline first; one page of them."""
    held = person.reach(dates.today(), roles={Role.APPROVE})
    sheets = list(_vetted(held.unit_ids)[: limits.PAGE_ROWS])
    keys = [sheet.pk for sheet in sheets]
    fields = {field.pk: field for field in Field.objects.all()}
    parts = _grouped(Figure.objects.filter(sheet__in=keys).values_list("sheet", "indicator__field").distinct())
    done = _grouped(PartApproval.objects.filter(sheet__in=keys).values_list("sheet", "field"))
    back: dict[int, list[RowReturn]] = defaultdict(list)
    for row in RowReturn.objects.unsettled().filter(sheet__in=keys).select_related("indicator"):
        back[row.sheet_id].append(row)
    papers = _counts(FigureNote.objects.filter(figure__sheet__in=keys, paper_follows=True), "figure__sheet")
    times = dict(Submission.objects.filter(sheet__in=keys).values_list("sheet").annotate(last=Max("number")))
    changes = _changes(keys, times, back)
    earlier = _unapproved(sheets)
    told = answers(keys)
    lines = []
    for sheet in sheets:
        again = {row.indicator.field_id for row in back[sheet.pk] if row.answered_at is not None}
        waiting = [field for pk, field in fields.items() if pk in parts[sheet.pk] - done[sheet.pk] | again]
        own = permissions.approvable_fields(person, sheet, waiting) if waiting else []
        if not own:
            continue
        lines.append(
            Line(
                sheet=sheet,
                fields=own,
                rows=sheet.rows,
                filled=sheet.filled,
                stamp=sheet.stamp,
                due_at=sheet.due_at,
                answers=told.get(sheet.pk, 0),
                papers=papers.get(sheet.pk, 0),
                sent_times=times.get(sheet.pk, 1),
                changes=changes.get(sheet.pk, []),
                with_unit=sum(row.answered_at is None for row in back[sheet.pk]),
                waits_for_earlier=any(
                    (unit, year) == (sheet.unit_id, sheet.year) and quarter < sheet.quarter
                    for unit, year, quarter in earlier
                ),
            )
        )
    return lines


def _vetted(unit_ids: Collection[int]) -> QuerySet[Any]:
    elsewhen = Q(figures__indicator__due_quarter__isnull=False) & ~Q(figures__indicator__due_quarter=F("quarter"))
    due = Deadline.objects.filter(
        period__regime=Regime.STATE,
        period__year=OuterRef("year"),
        period__kind=PeriodRow.Kind.QUARTER,
        period__number=OuterRef("quarter"),
        level=OuterRef("unit__level"),
    )
    return (
        Sheet.objects.filter(state=Sheet.State.VETTED, unit__in=unit_ids)
        .select_related("unit", "submitted_by")
        .annotate(
            rows=Count("figures"),
            filled=Count("figures", filter=Q(figures__value__isnull=False) | elsewhen),
            stamp=Sum("figures__version"),
            due_at=Subquery(due.values("due_at")[:1]),
        )
        .order_by("due_at", "year", "quarter", "unit__name_sort", "pk")
    )


def _grouped(pairs: Any) -> dict[int, set[int]]:
    grouped: dict[int, set[int]] = defaultdict(set)
    for sheet_id, field_id in pairs:
        grouped[sheet_id].add(field_id)
    return grouped


def _counts(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(count=Count("pk")))


def _unapproved(sheets: Sequence[Sheet]) -> set[tuple[int, int, int]]:
    """(unit, year, quarter) of every sheet that is not approved, of the same units and years."""
    same = Sheet.objects.filter(unit__in={s.unit_id for s in sheets}, year__in={s.year for s in sheets})
    return set(same.exclude(state=Sheet.State.APPROVED).values_list("unit", "year", "quarter"))


def _changes(
    keys: Collection[int], times: Mapping[int, int], back: Mapping[int, Sequence[RowReturn]]
) -> dict[int, list[Changed]]:
    """What each sheet says otherwise than when it was sent the time before, or when single rows went back."""
    before: dict[int, dict[int, tuple[Decimal | None, Decimal | None]]] = defaultdict(dict)
    resent = [pk for pk in keys if times.get(pk, 1) > 1]
    for sending in Submission.objects.filter(sheet__in=resent):
        if sending.number == times[sending.sheet_id] - 1:
            before[sending.sheet_id] = {int(pk): _read(parts) for pk, parts in sending.figures.items()}
    for pk in keys:
        for row in back.get(pk, ()):
            if row.answered_at is not None:
                before[pk][row.indicator_id] = (row.value, row.denominator)
    changes: dict[int, list[Changed]] = defaultdict(list)
    for figure in Figure.objects.filter(sheet__in=list(before)).select_related("indicator").order_by("pk"):
        old = before[figure.sheet_id].get(figure.indicator_id)
        if old is not None and old != (figure.value, figure.denominator):
            indicator = figure.indicator
            now = shown(indicator, figure.value, figure.denominator)
            changes[figure.sheet_id].append(Changed(indicator.name, shown(indicator, *old), now))
    return changes


def _read(parts: Sequence[str | None]) -> tuple[Decimal | None, Decimal | None]:
    value, denominator = (None if part is None else Decimal(part) for part in parts)
    return value, denominator
