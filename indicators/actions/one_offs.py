"""Asking chosen units for a few figures at once, and their answering: the clerk adds what is missing and sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.dashboards.one_offs import Asking, Held, askings_of, held_of
from indicators.models import Indicator, OneOff, OneOffAnswer, OneOffQuestion, OneOffUnit, Sheet
from indicators.permissions_of_asking import directing_as, drafting_as
from programmes.models import Person, Unit

State = Sheet.State


@dataclass(frozen=True)
class Free:
    """A question that is no indicator of the catalogue, with what it is measured in."""

    text: str
    kind: str
    measure: str = ""


@dataclass(frozen=True)
class Given:
    """What a unit typed into one row."""

    value: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.text


@transaction.atomic
def ask(
    head: Unit,
    *,
    title: str,
    text: str,
    due_at: datetime,
    period: Period,
    units: Sequence[Unit],
    indicators: Sequence[Indicator],
    free: Sequence[Free],
    by: Person,
) -> OneOff:
    """Ask units below one. A unit of which all is approved is not asked; when that holds of every unit, nobody is."""
    acting = directing_as(by, head, below=True)
    if acting is None:
        raise PermissionDenied
    if due_at <= dates.now():
        raise Refused(_("That hour is over; choose a later one."))
    held = held_of([unit.pk for unit in units], [each.pk for each in indicators], period)
    full = {} if free else {unit.pk: _approved(unit, indicators, held) for unit in units}
    if units and all(full.get(unit.pk) for unit in units):
        raise Refused(_("All that is asked has been approved; the table shows it, no request was sent."))
    one_off = OneOff.objects.create(
        head=head,
        title=title,
        text=text,
        period_code=period.code,
        due_at=due_at,
        by=by,
        capacity=acting.words,
        at=dates.now(),
    )
    asked = [OneOffQuestion(one_off=one_off, position=n, indicator=each) for n, each in enumerate(indicators, 1)]
    own = [
        OneOffQuestion(one_off=one_off, position=n, text=each.text, kind=each.kind, measure=each.measure)
        for n, each in enumerate(free, len(asked) + 1)
    ]
    questions = OneOffQuestion.objects.bulk_create([*asked, *own])
    rows = OneOffUnit.objects.bulk_create(
        OneOffUnit(one_off=one_off, unit=unit, was_held=bool(full.get(unit.pk))) for unit in units
    )
    OneOffAnswer.objects.bulk_create(
        _taken(row, question, figure)
        for row in rows
        if row.was_held
        for question, figure in zip(questions, full[row.unit_id] or (), strict=True)
    )
    record(one_off, "one_off.asked", by=by, capacity=acting.words, units=len(units), questions=len(questions))
    return one_off


def _approved(unit: Unit, indicators: Sequence[Indicator], held: Mapping[tuple[int, int], Held]) -> list[Held] | None:
    """The unit's approved figures of all indicators; None when one of them is not."""
    found = [held.get((unit.pk, each.pk)) for each in indicators]
    sure = [figure for figure in found if figure is not None and figure.state == State.APPROVED]
    return sure if len(sure) == len(indicators) else None


def _taken(row: OneOffUnit, question: OneOffQuestion, held: Held) -> OneOffAnswer:
    quantity = held.quantity
    return OneOffAnswer(
        asked=row, question=question, value=quantity.value, denominator=quantity.denominator, state=held.state
    )


@transaction.atomic
def keep(asked: OneOffUnit, given: Mapping[int, Given], *, note: str, by: Person) -> None:
    """Keep what was typed, by the questions' keys; nothing leaves the unit yet."""
    asked = _hold(asked, by)
    _write(asked, askings_of(asked), given, note)


@transaction.atomic
def send(asked: OneOffUnit, given: Mapping[int, Given], *, note: str, by: Person) -> OneOffUnit:
    """Send the unit's row: what was typed, and what the system holds with the state it has now.

    Every question has its answer, or a note says why not. After its hour the row is late.
    """
    asked = _hold(asked, by)
    askings = askings_of(asked)
    missing = [each.column.name for each in askings if each.is_typed and given.get(_key(each), Given()).is_empty]
    if missing and not note:
        told = {"names": ", ".join(missing)}
        raise Refused(_("Still empty: %(names)s. Type them, or say in the note why there is none.") % told)
    _write(asked, askings, given, note)
    OneOffAnswer.objects.bulk_create(
        _taken(asked, each.column.question, each.held)
        for each in askings
        if each.held and each.column.question and not each.is_typed
    )
    acting = drafting_as(by, asked.unit_id)
    asked.sent_at, asked.sent_by, asked.capacity = dates.now(), by, acting.words if acting else ""
    asked.was_late = asked.sent_at > asked.one_off.due_at
    asked.save(update_fields=["sent_at", "sent_by", "capacity", "was_late"])
    record(asked, "one_off.answered", by=by, capacity=asked.capacity, was_late=asked.was_late)
    return asked


def _hold(asked: OneOffUnit, by: Person) -> OneOffUnit:
    held = OneOffUnit.objects.select_for_update(of=("self",)).select_related("one_off", "unit").get(pk=asked.pk)
    if drafting_as(by, held.unit_id) is None:
        raise PermissionDenied
    if held.sent_at is not None or held.was_held:
        raise Refused(_("This unit has sent its answers already; they stand."))
    return held


def _key(asking: Asking) -> int:
    return asking.column.question.pk if asking.column.question else 0


def _write(asked: OneOffUnit, askings: Sequence[Asking], given: Mapping[int, Given], note: str) -> None:
    """What was typed takes the place of what was kept before; a row the system answers is not typed over."""
    asked.answers.all().delete()
    OneOffAnswer.objects.bulk_create(
        OneOffAnswer(
            asked=asked,
            question=each.column.question,
            value=typed.value,
            denominator=typed.denominator,
            text=typed.text,
        )
        for each in askings
        if each.is_typed and not (typed := given.get(_key(each), Given())).is_empty
    )
    asked.note = note
    asked.save(update_fields=["note"])
