"""Lists of sheets: all of a person's own, what waits for whom."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language, ngettext

from coquang import dates, numbers
from indicators import permissions
from indicators.dashboards.providers import own_part, said_done_at
from indicators.dashboards.remarks import questions_put_to
from indicators.dashboards.timeline import days_left
from indicators.models import Field, Remark, RowReturn, Sheet
from indicators.openness import Openness, entry_ends, with_times
from indicators.words import marks
from programmes.models import Person, Place, Unit
from programmes.permissions import Role, capacity
from programmes.working_days import closed_days


@dataclass(frozen=True)
class Year:
    number: int
    sheets: list[Sheet]

    @property
    def lines(self) -> list[tuple[Sheet, list[str]]]:
        """Each sheet with the words that stand beside its state."""
        return [(sheet, marks(sheet)) for sheet in self.sheets]


def own_sheets(person: Person) -> QuerySet[Sheet]:
    """The sheets of the units a person works in, with how many figures they have."""
    return sheets_of(person.reach(dates.today()).seat_ids)


def sheets_of(units: Collection[int]) -> QuerySet[Sheet]:
    """The sheets of some units, the newest first, with how many figures they have."""
    return counted(Sheet.objects.filter(unit__in=units)).order_by("-year", "-quarter", "unit__name_sort")


def counted(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Sheets with how many rows they have, and how many of them owe nothing more."""
    elsewhen = Q(figures__indicator__due_quarter__isnull=False) & ~Q(figures__indicator__due_quarter=F("quarter"))
    filled = Q(figures__value__isnull=False) | elsewhen
    told = sheets.select_related("unit", "returned_by")
    return told.annotate(rows=Count("figures"), filled=Count("figures", filter=filled))


def sheets_by_year(person: Person) -> Sequence[Year]:
    years: dict[int, list[Sheet]] = {}
    for sheet in own_sheets(person):
        years.setdefault(sheet.year, []).append(sheet)
    return [Year(number, sheets) for number, sheets in years.items()]


def fields_waiting(sheet: Sheet) -> list[Field]:
    """The fields of a vetted sheet that nobody has approved yet, or whose returned rows were sent again."""
    if sheet.state != Sheet.State.VETTED:
        return []
    again = sheet.row_returns.sent_again().values("indicator__field")
    undecided = ~Q(pk__in=sheet.parts.values("field")) | Q(pk__in=again)
    return list(Field.objects.filter(undecided, indicators__figures__sheet=sheet).distinct())


@dataclass(frozen=True)
class RowsBack:
    """How many rows of a vetted sheet went back alone: still with the unit, and sent again."""

    with_unit: int = 0
    again: int = 0

    @property
    def words(self) -> list[str]:
        """“02 dòng …” in the words of one line; nothing of what there is none of."""
        told = []
        if n := self.with_unit:
            told.append(ngettext("%(n)s row with the unit", "%(n)s rows with the unit", n) % {"n": n})
        if n := self.again:
            told.append(ngettext("%(n)s row sent again", "%(n)s rows sent again", n) % {"n": n})
        return told


def rows_back(sheet: Sheet) -> RowsBack:
    if sheet.state != Sheet.State.VETTED:
        return RowsBack()
    answered = list(sheet.row_returns.unsettled().values_list("answered_at", flat=True))
    return RowsBack(answered.count(None), sum(at is not None for at in answered))


def years_with_figures(unit: Unit) -> list[int]:
    """The years for which the unit, or a unit below it, has sheets; this year always."""
    below = Place.objects.filter(path__contains=f"{unit.pk:07d}").values("unit")
    years = set(Sheet.objects.filter(unit__in=below).values_list("year", flat=True).distinct())
    return sorted(years | {dates.today().year})


@dataclass(frozen=True)
class Item:
    """One sheet on a list of work, with what is left of its time."""

    sheet: Sheet
    rows: int
    filled: int
    openness: Openness
    days_left: int | None
    capacity: str
    """In which of their posts the sheet waits for the person: post and body."""
    papers: int = 0
    """How many rows still wait for their paper."""
    rows_back: int = 0
    """How many rows came back alone and wait to be typed and sent again by this person."""

    @property
    def papers_awaited(self) -> str:
        """“còn 02 chỉ tiêu chờ văn bản”."""
        shown = numbers.padded(self.papers, get_language() or "vi")
        return ngettext("%(n)s row awaits its paper", "%(n)s rows await their paper", self.papers) % {"n": shown}

    @property
    def due_at(self) -> datetime | None:
        return self.openness.ends_at

    @property
    def told(self) -> list[str]:
        """What stands below the title: why it came back or was opened again, and how long it is open."""
        words = [self.openness.moved, self.openness.sentence] if self.sheet.is_open else [self.openness.moved]
        back = [self.rows_back_words] if self.rows_back else []
        return [word for word in (self.sheet.return_reason, *back, *marks(self.sheet), *words) if word]

    @property
    def rows_back_words(self) -> str:
        """“02 chỉ tiêu trả lại”."""
        shown = numbers.padded(self.rows_back, get_language() or "vi")
        return ngettext("%(n)s row came back", "%(n)s rows came back", self.rows_back) % {"n": shown}

    @property
    def share(self) -> int:
        return 100 * self.filled // max(self.rows, 1)

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days(self) -> int | None:
        return None if self.days_left is None else abs(self.days_left)


@dataclass(frozen=True)
class Work:
    """What lies before a person: what they owe, what came back, what waits for their hand, what they are asked."""

    owed: list[Item]
    returned: list[Item]
    waiting: list[Item]
    asked: Sequence[Remark]

    @property
    def approves(self) -> bool:
        return any(item.sheet.state == Sheet.State.VETTED for item in self.waiting)

    @property
    def is_empty(self) -> bool:
        return not (self.owed or self.returned or self.waiting or self.asked)


def work_of(person: Person) -> Work:
    """The sheets that need this person, in the capacities they hold today; the oldest deadline first."""
    sheets = unfinished(person.reach(dates.today()).seat_ids)
    return work_among(person, sheets, closed_days(), asked=questions_put_to(person))


def unfinished(units: Collection[int]) -> QuerySet[Any]:
    """The sheets of some units that are not approved yet, with their times, the oldest deadline first."""
    papers = Count("figures", filter=Q(figures__note__paper_follows=True))
    back = RowReturn.objects.with_the_unit().filter(sheet=OuterRef("pk")).order_by().values("sheet")
    sheets: QuerySet[Any] = with_times(sheets_of(units).exclude(state=Sheet.State.APPROVED)).annotate(
        papers=papers, rows_back=Subquery(back.annotate(count=Count("pk")).values("count"))
    )
    in_order: QuerySet[Any] = sheets.order_by("due_at", "pk")
    return in_order


def work_among(person: Person, sheets: Iterable[Any], closed: Set[date], asked: Sequence[Remark] = ()) -> Work:
    """Those of the unfinished sheets that need this person, and the questions put to them."""
    needed = ((sheet, *_needed_as(person, sheet)) for sheet in sheets)
    found = [item_of(sheet, closed, held, rows_back=back) for sheet, held, back in needed if held]
    items = [item for item in (_own_part(person, item) for item in found) if item]
    drafts = [item for item in items if item.sheet.is_open]
    return Work(
        owed=[item for item in drafts if item.sheet.returned_at is None],
        returned=[
            *(item for item in drafts if item.sheet.returned_at is not None),
            *(item for item in items if item.rows_back),
        ],
        waiting=[item for item in items if not item.sheet.is_open and not item.rows_back],
        asked=asked,
    )


def _own_part(person: Person, item: Item) -> Item | None:
    """A provider's item counts their rows alone; None when they have none of them, or said that all are in."""
    seats = permissions.provides_as(person, item.sheet) if item.sheet.is_open else []
    if not seats:
        return item
    part = own_part(item.sheet, permissions.own_rows(person, item.sheet) or frozenset())
    is_done = part.count == part.filled and said_done_at(item.sheet, [seat.body_id for seat in seats])
    if is_done or not part.count:
        return None
    return replace(item, rows=part.count, filled=part.filled, papers=part.papers)


def item_of(sheet: Any, closed: Set[date], capacity: str, *, rows_back: int = 0) -> Item:
    openness = entry_ends(sheet)
    left = days_left(openness.ends_at, closed)
    return Item(sheet, sheet.rows, sheet.filled, openness, left, capacity, sheet.papers, rows_back)


def _needed_as(person: Person, sheet: Any) -> tuple[str, int]:
    """The capacity in which a sheet needs this person's hand now, empty when it does not; and for how many rows."""
    if sheet.is_open and permissions.may_enter(person, sheet):
        return capacity(person, sheet.unit_id, {Role.ENTER}), 0
    if sheet.rows_back and permissions.may_enter(person, sheet):
        return capacity(person, sheet.unit_id, {Role.ENTER}), sheet.rows_back
    if sheet.state == Sheet.State.SUBMITTED and permissions.may_vet(person, sheet):
        return capacity(person, sheet.unit_id, {Role.VET}), 0
    if sheet.state != Sheet.State.VETTED:
        return "", 0
    fields = permissions.approvable_fields(person, sheet, fields_waiting(sheet))
    return (permissions.approving_as(person, sheet, fields) if fields else ""), 0
