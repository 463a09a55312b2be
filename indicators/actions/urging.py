"""Reminding all units below one that have not sent their figures: one act, at most one letter a person a day."""

from collections import defaultdict

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records.jobs import put_off
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import reminding
from indicators.dashboards.rates import reporting_rate, who_sends_for
from indicators.jobs import URGE
from indicators.models import Reminder, Urging
from indicators.permissions_of_asking import directing_as
from programmes.models import Person, Unit


@transaction.atomic
def urge(unit: Unit, period: Period, *, by: Person) -> Urging:
    """Have everybody reminded who sends for a unit below this one that has not sent the period.

    Who was reminded today already, by whichever superior, is not reminded again; of two at once the database decides.
    """
    acting = directing_as(by, unit, below=True)
    if acting is None:
        raise PermissionDenied
    rate = reporting_rate(unit, period)
    if not rate.total.missing:
        raise Refused(_("There is no unit to remind: all have sent what is due of %s.") % period.name())
    today = dates.today()
    people: dict[int, Person] = {}
    units: dict[int, list[Unit]] = defaultdict(list)
    for held in who_sends_for(rate.total.missing_units):
        seat = held.unit or held.body.unit  # type: ignore[union-attr]
        people[held.person_id] = held.person
        if seat not in units[held.person_id]:
            units[held.person_id].append(seat)
    reminded = Reminder.objects.filter(day=today, urging__isnull=False, person__in=people)
    before = set(reminded.values_list("person", flat=True))
    urging = Urging.objects.create(
        head=unit,
        period_code=period.code,
        by=by,
        capacity=acting.words,
        at=dates.now(),
        units=len(rate.total.missing_units),
        unreached=_unreached(rate.total.missing_units - {seat.pk for held in units.values() for seat in held}),
        already=[f"{people[pk].full_name} ({units[pk][0].name})" for pk in people if pk in before],
    )
    with translation.override(settings.LANGUAGE_CODE):
        letters = [
            Reminder(
                person=who,
                day=today,
                urging=urging,
                subject=reminding.urging_subject([held.name for held in units[pk]], period),
                body=reminding.urging_letter(urging, units[pk], rate.due_at),
            )
            for pk, who in people.items()
            if pk not in before
        ]
    Reminder.objects.bulk_create(letters, ignore_conflicts=True)
    record(urging, "units.urged", by=by, capacity=acting.words, unit=unit.pk, period=period.code, people=len(letters))
    if settings.SENDS_MAIL and letters:
        put_off(URGE, urging.pk, by=by, key=f"{URGE}:{urging.pk}")
    return urging


def _unreached(unit_ids: frozenset[int]) -> list[str]:
    return list(Unit.objects.filter(pk__in=unit_ids).in_vietnamese_order().values_list("name", flat=True))
