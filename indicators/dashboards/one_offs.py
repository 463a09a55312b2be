"""One-off requests as they are read: what the system holds of what is asked, a unit's row, the table with its sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from coquang import numbers
from coquang.periods import Period
from indicators import arithmetic
from indicators.arithmetic import Quantity
from indicators.dashboards.board_lines import total
from indicators.measures import column_unit, in_cell, in_column
from indicators.models import Indicator, OneOff, OneOffAnswer, OneOffQuestion, OneOffUnit, Sheet
from indicators.readings import open_book
from programmes.models import Unit

State = Sheet.State
# From the surest on: of a period whose quarters stand differently, the figure is as sure as its least sure quarter.
SURENESS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (State.APPROVED, (State.APPROVED,)),
    (State.VETTED, (State.APPROVED, State.VETTED)),
    (State.SUBMITTED, (State.APPROVED, State.VETTED, State.SUBMITTED)),
    (State.DRAFT, tuple(State)),
)
Kind = OneOffQuestion.Kind


@dataclass(frozen=True)
class Held:
    """What the system has of one unit and indicator for a period, and how sure it is."""

    quantity: Quantity
    state: str

    @property
    def state_word(self) -> str:
        return str(State(self.state).label)


Holdings = Mapping[tuple[int, int], Held]


def held_of(unit_ids: Sequence[int], indicator_ids: Sequence[int], period: Period) -> Holdings:
    """By unit and indicator; one question for each state, whatever their number."""
    found: dict[tuple[int, int], Held] = {}
    if not indicator_ids:
        return found
    for state, states in SURENESS:
        book = open_book(unit_ids, period.year, states=states, indicator_ids=indicator_ids)
        for result in book.results(period):
            key = (result.reported.unit_id, result.indicator.pk)
            if result.quantity is not None and key not in found:
                found[key] = Held(result.quantity, state)
    return found


@dataclass(frozen=True)
class Column:
    """One question, as the head of its column."""

    name: str
    unit: str
    indicator: Indicator | None = None
    question: OneOffQuestion | None = None

    @property
    def is_text(self) -> bool:
        return self.question is not None and self.question.kind == Kind.TEXT

    @property
    def is_ratio(self) -> bool:
        return self.indicator is not None and self.indicator.is_ratio

    @property
    def may_be_summed(self) -> bool:
        """Percentages of units do not add up, unless both parts of each are known; words never do."""
        if self.indicator is not None:
            return self.indicator.is_ratio or self.indicator.measured != Indicator.Measured.PERCENT
        return self.question is not None and self.question.kind not in {Kind.PERCENT, Kind.TEXT}

    def number(self, quantity: Quantity | None) -> Decimal | None:
        if quantity is None:
            return None
        return arithmetic.number(self.indicator.kind, quantity) if self.indicator else quantity.value

    def shown(self, quantity: Quantity | None) -> str:
        language = get_language() or "vi"
        if self.indicator is not None:
            return in_column(self.indicator, self.number(quantity), language)
        return numbers.written(quantity.value, language=language) if quantity else numbers.MISSING


@dataclass(frozen=True)
class CellShown:
    quantity: Quantity | None
    shown: str
    state: str = ""
    """In words, of a figure the system held."""
    is_there: bool = True
    is_text: bool = False


@dataclass(frozen=True)
class Row:
    unit: Unit
    cells: Sequence[CellShown]
    asked: OneOffUnit | None = None

    @property
    def is_complete(self) -> bool:
        return all(cell.is_there for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """Units × questions, their sums where they may be summed, and how many units each rests on."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    sums: Sequence[CellShown]
    complete: Sequence[str]

    @property
    def complete_beside(self) -> list[tuple[str, bool]]:
        """How many units each column rests on, and whether it is a column of words."""
        return [(words, column.is_text) for words, column in zip(self.complete, self.columns, strict=True)]


def column_of(indicator: Indicator) -> Column:
    language = get_language() or "vi"
    return Column(indicator.named(language), column_unit(indicator, language), indicator)


def columns_of(one_off: OneOff) -> list[Column]:
    asked = one_off.questions.select_related("indicator__field")
    return [
        replace(column_of(each.indicator), question=each)
        if each.indicator
        else Column(each.text, each.measure, question=each)
        for each in asked
    ]


def table_held(units: Sequence[Unit], indicators: Sequence[Indicator], period: Period) -> Table:
    """What is there before anybody is asked: approved figures, and sent ones with their state."""
    held = held_of([unit.pk for unit in units], [each.pk for each in indicators], period)
    columns = [column_of(each) for each in indicators]
    return _table(columns, [Row(unit, [_held(column, unit.pk, held) for column in columns]) for unit in units])


def table_of(one_off: OneOff) -> Table:
    """The table as it stands now: what was sent, and beside it what the system holds of units that have not sent."""
    columns = columns_of(one_off)
    asked = list(one_off.asked.select_related("unit").prefetch_related("answers"))
    waiting = [each.unit_id for each in asked if each.sent_at is None and not each.was_held]
    held = held_of(waiting, [c.indicator.pk for c in columns if c.indicator], one_off.period) if waiting else {}
    return _table(columns, [_row(each, columns, held) for each in asked])


def _row(asked: OneOffUnit, columns: Sequence[Column], held: Holdings) -> Row:
    if asked.sent_at is None and not asked.was_held:
        return Row(asked.unit, [_held(column, asked.unit_id, held) for column in columns], asked)
    given = {answer.question_id: answer for answer in asked.answers.all()}
    cells = [_given(column, given.get(column.question.pk) if column.question else None) for column in columns]
    return Row(asked.unit, cells, asked)


def _held(column: Column, unit_id: int, held: Holdings) -> CellShown:
    """What a superior sees of a unit that has not sent: never a figure that is still being entered."""
    found = held.get((unit_id, column.indicator.pk)) if column.indicator else None
    if found is None or found.state == State.DRAFT:
        return CellShown(None, numbers.MISSING, is_there=False, is_text=column.is_text)
    return CellShown(found.quantity, column.shown(found.quantity), found.state_word)


def _given(column: Column, answer: OneOffAnswer | None) -> CellShown:
    if answer is None:
        return CellShown(None, numbers.MISSING, is_there=False, is_text=column.is_text)
    if answer.value is None:
        return CellShown(None, answer.text, is_text=column.is_text)
    quantity = Quantity(answer.value, answer.denominator)
    return CellShown(quantity, column.shown(quantity), str(State(answer.state).label) if answer.state else "")


def _table(columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    sums, complete = [], []
    for place, column in enumerate(columns):
        cells = [row.cells[place] for row in rows]
        whole = total(cell.quantity for cell in cells) if column.may_be_summed else None
        sums.append(CellShown(whole, column.shown(whole), is_text=column.is_text))
        complete.append(f"{sum(cell.is_there for cell in cells)}/{len(cells)}")
    return Table(columns, rows, sums, complete)


@dataclass(frozen=True)
class Asking:
    """One question on the unit's own page: what the system holds of it, or what is typed."""

    column: Column
    held: Held | None
    answer: OneOffAnswer | None

    @property
    def is_typed(self) -> bool:
        """Whether the clerk adds it: nothing was sent up that answers it."""
        return self.held is None or self.held.state == State.DRAFT

    @property
    def is_offered(self) -> bool:
        """Whether its boxes hold, at first, what is being entered on the sheet."""
        return self.answer is None and self.held is not None and self.is_typed

    @property
    def held_words(self) -> str:
        if self.held is None or self.column.indicator is None:
            return ""
        if self.column.is_ratio:
            return in_cell(self.column.indicator, *self.held.quantity, get_language() or "vi")
        return f"{self.column.shown(self.held.quantity)} {self.column.unit}"

    @property
    def present(self) -> tuple[Decimal | None, Decimal | None, str]:
        """What stands in its boxes at first: what was kept, else the figure that is being entered."""
        if self.answer is not None:
            return self.answer.value, self.answer.denominator, self.answer.text
        return (*self.held.quantity, "") if self.held else (None, None, "")

    @property
    def answer_words(self) -> str:
        return _given(self.column, self.answer).shown


def askings_of(asked: OneOffUnit) -> list[Asking]:
    """The questions of a request as a unit that has not sent meets them."""
    columns = columns_of(asked.one_off)
    indicators = [column.indicator.pk for column in columns if column.indicator]
    held = held_of([asked.unit_id], indicators, asked.one_off.period)
    given = {answer.question_id: answer for answer in asked.answers.all()}
    return [
        Asking(
            column,
            held.get((asked.unit_id, column.indicator.pk)) if column.indicator else None,
            given.get(column.question.pk) if column.question else None,
        )
        for column in columns
    ]


def requests_of(unit: Unit) -> QuerySet[OneOff]:
    """What was asked of units below one; each with how many `units`, and how many have `sent`."""
    sent = Count("asked", filter=Q(asked__sent_at__isnull=False) | Q(asked__was_held=True))
    return OneOff.objects.filter(head=unit).annotate(units=Count("asked"), sent=sent)


@dataclass(frozen=True)
class Progress:
    sent: int
    late: int
    units: int
    due_at: datetime


def progress_of(one_off: OneOff, table: Table) -> Progress:
    rows = [row.asked for row in table.rows if row.asked]
    return Progress(
        sent=sum(asked.sent_at is not None or asked.was_held for asked in rows),
        late=sum(asked.was_late for asked in rows),
        units=len(rows),
        due_at=one_off.due_at,
    )
