"""What the district of the demonstration asked: two explanations, one of them given, and two one-off reports.

The wards' own estimates are invented; what the figures hold already is taken from them, with the state they have.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from coquang.periods import Period
from indicators.dashboards.one_offs import Asking, askings_of
from indicators.models import (
    Explanation,
    ExplanationAnswer,
    Indicator,
    OneOff,
    OneOffAnswer,
    OneOffQuestion,
    OneOffUnit,
    Sheet,
)
from programmes import demonstration as offices
from programmes.models import Person, Unit
from programmes.permissions import Role

HERE = Path(__file__).parent


def load(indicators: Mapping[str, Indicator]) -> None:
    """Load what is not there yet; the figures come before."""
    told, units = offices.read(HERE, "asking.json"), offices.demonstration_units()
    for row in told["explanations"]:
        _explanation(row, units[told["unit"]], indicators[row["indicator"]])
    for row in told["one_offs"]:
        _one_off(row, units, units[told["head"]], indicators)


def _explanation(row: Mapping[str, Any], unit: Unit, indicator: Indicator) -> None:
    period = Period.parse(row["period"])
    asked, is_new = Explanation.objects.get_or_create(
        unit=unit,
        indicator=indicator,
        period_code=period.code,
        text=row["text"],
        defaults={"year": period.year, "through": period.through, "due_on": row["due_on"], **_said(row)},
    )
    if is_new and "answer" in row:
        answer = row["answer"]
        ExplanationAnswer.objects.create(explanation=asked, text=answer["text"], **_said(answer))


def _one_off(
    row: Mapping[str, Any], units: Mapping[str, Unit], head: Unit, indicators: Mapping[str, Indicator]
) -> None:
    one_off, is_new = OneOff.objects.get_or_create(
        head=head,
        title=row["title"],
        defaults={
            "text": row["text"],
            "period_code": row["period"],
            "due_at": datetime.fromisoformat(row["due_at"]),
            **_said(row),
        },
    )
    if not is_new:
        return
    asked = [{"indicator": indicators[code]} for code in row["indicators"]]
    for position, facts in enumerate([*asked, *row["questions"]], 1):
        OneOffQuestion.objects.create(one_off=one_off, position=position, **facts)
    for code, sent in row["asked"].items():
        _answered(OneOffUnit.objects.create(one_off=one_off, unit=units[code]), sent)


def _answered(asked: OneOffUnit, sent: Mapping[str, Any]) -> None:
    """A row that was sent has the unit's own answers beside what the figures hold; one all of which was approved
    already was full from the first; the others wait."""
    askings = askings_of(asked)
    asked.was_held = all(each.held is not None and each.held.state == Sheet.State.APPROVED for each in askings)
    if not asked.was_held and "at" not in sent:
        return
    own = iter(sent.get("own", ()))
    for each in askings:
        facts = _held(each) if each.column.indicator else _own(next(own), is_text=each.column.is_text)
        if each.column.question and facts:
            OneOffAnswer.objects.create(asked=asked, question=each.column.question, **facts)
    if not asked.was_held:
        asked.note, asked.sent_at = sent.get("note", ""), datetime.fromisoformat(sent["at"])
        asked.was_late = asked.sent_at > asked.one_off.due_at
        if "by" in sent:
            asked.sent_by, asked.capacity = _said(sent)["by"], _said(sent)["capacity"]
    asked.save()


def _held(asking: Asking) -> dict[str, Any] | None:
    if asking.held is None:
        return None
    value, denominator = asking.held.quantity
    return {"value": value, "denominator": denominator, "state": "" if asking.is_typed else asking.held.state}


def _own(typed: str, *, is_text: bool) -> dict[str, Any] | None:
    if not typed:
        return None
    return {"text": typed} if is_text else {"value": Decimal(typed)}


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Who, as what and when. A person of the district's office asks in their working seat."""
    person = Person.objects.get(username=row["by"])
    held = person.appointments.filter(role=Role.RECORD).first() or person.appointments.earliest("pk")
    return {"by": person, "capacity": held.words, "at": datetime.fromisoformat(row["at"])}
