"""Asking a unit to explain an indicator, writing the answer, and sending it as the unit's."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import Explanation, ExplanationAnswer, ExplanationDraft, Indicator
from indicators.permissions_of_asking import answering_as, directing_as, drafting_as
from programmes.models import Person, Unit

# Nobody is asked to explain something by a day further away than this.
LONGEST_DAYS = 366


@transaction.atomic
def ask(unit: Unit, period: Period, indicator: Indicator, *, text: str, due_on: date, by: Person) -> Explanation:
    """Somebody above asks a unit to explain an indicator of a period by a day."""
    acting = directing_as(by, unit)
    if acting is None:
        raise PermissionDenied
    refuse_day(due_on)
    asked = Explanation.objects.create(
        unit=unit,
        indicator=indicator,
        year=period.year,
        through=period.through,
        period_code=period.code,
        text=text,
        due_on=due_on,
        by=by,
        capacity=acting.words,
        at=dates.now(),
    )
    facts = {"unit": unit.pk, "indicator": indicator.code, "period": period.code, "due": str(due_on)}
    record(asked, "explanation.asked", by=by, capacity=acting.words, **facts)
    return asked


def refuse_day(due_on: date) -> None:
    """Refused for a day that is over or too far away."""
    if due_on < dates.today():
        raise Refused(_("That day is over; choose today or a later day."))
    if (due_on - dates.today()).days > LONGEST_DAYS:
        raise Refused(_("An explanation is due within a year; choose an earlier day."))


@transaction.atomic
def draft(explanation: Explanation, text: str, *, by: Person) -> None:
    """The unit writes what it will answer; nothing leaves it yet."""
    _hold(explanation)
    acting = drafting_as(by, explanation.unit_id)
    if acting is None:
        raise PermissionDenied
    _refuse_answered(explanation)
    ExplanationDraft.objects.update_or_create(
        explanation=explanation, defaults={"text": text, "by": by, "at": dates.now()}
    )
    record(explanation, "explanation.drafted", by=by, capacity=acting.words)


@transaction.atomic
def send(explanation: Explanation, text: str, *, by: Person) -> ExplanationAnswer:
    """The unit's answer, sent by who vets or approves there; it is not written again. After its day it is late."""
    _hold(explanation)
    acting = answering_as(by, explanation.unit_id)
    if acting is None:
        raise PermissionDenied
    _refuse_answered(explanation)
    answer = ExplanationAnswer.objects.create(
        explanation=explanation, text=text, by=by, capacity=acting.words, at=dates.now()
    )
    record(explanation, "explanation.answered", by=by, capacity=acting.words, was_late=explanation.was_late)
    return answer


def _hold(explanation: Explanation) -> None:
    """What was asked is never written again, so its unit is held in its stead."""
    Unit.objects.select_for_update().get(pk=explanation.unit_id)


def _refuse_answered(explanation: Explanation) -> None:
    if ExplanationAnswer.objects.filter(explanation=explanation).exists():
        raise Refused(_("This request has been answered already; the answer stands."))
