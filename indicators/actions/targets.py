"""Laying down a year's targets: a new one, a revision that keeps what stood before, which is the main one, removing.

Always in this order: lock → may they? → is it the moment? → change → journal. The unit's row is the lock, so that two
people never make two main targets.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from indicators import arithmetic, windows
from indicators.actions.figures import NotTaken
from indicators.arithmetic import Aim
from indicators.models import Target, TargetRevision
from indicators.permissions import may_set_targets
from indicators.readings import reported_in
from programmes.models import Person, Unit
from programmes.permissions import Role, capacity

THIRD_QUARTER = 3


@dataclass(frozen=True)
class Aimed:
    """What one row of the year's grid says: an aim with its base, or a change of the main target that was seen."""

    aim: Aim
    base: str = ""
    document: str = ""
    seen: Aim | None = None


@transaction.atomic
def add(target: Target, *, by: Person) -> Target:
    """A new target. The first of its indicator and year is the main one; a later one stands beside it."""
    unit = _held_for(target.unit_id, by)
    beside = Target.objects.filter(unit=unit, year=target.year, indicator=target.indicator_id)
    if not reported_in([unit.pk], target.year).filter(indicator=target.indicator_id).exists():
        raise Refused(_("The unit does not report this indicator in %d.") % target.year)
    if beside.filter(base=target.base).exists():
        raise Refused(_("There is a target with this base already; revise it instead."))
    target.is_main = not beside.filter(is_main=True).exists()
    target.save()
    record(target, "target.set", by=by, capacity=_capacity(by, unit), year=target.year, value=str(target.value))
    return target


@transaction.atomic
def revise(target: Target, aim: Aim, *, reason: str, document: str, by: Person) -> TargetRevision:
    """A new aim in place of the old, which stays on record with the reason and the document that changed it."""
    unit = _held_for(target.unit_id, by)
    target = Target.objects.select_related("indicator").get(pk=target.pk)
    if aim == target.aim:
        raise Refused(_("The target already says this; nothing was changed."))
    if not reason:
        raise Refused(_("Say in one sentence why the target is revised."))
    today = dates.today()
    is_late = today > windows.cut_off(target.year, THIRD_QUARTER)
    revision = TargetRevision.objects.create(
        target=target,
        form=target.form,
        value=target.value,
        upper=target.upper,
        reason=reason,
        document=document,
        revised_on=today,
        revised_by=by,
        is_late_lowering=is_late and arithmetic.is_easier(aim, target.aim, target.indicator.direction),
    )
    target.form, target.value, target.upper = aim.form, aim.value, aim.upper
    target.save(update_fields=["form", "value", "upper"])
    told = {"before": str(revision.value), "after": str(aim.value), "reason": reason}
    record(target, "target.revised", by=by, capacity=_capacity(by, unit), **told)
    return revision


@transaction.atomic
def make_main(target: Target, *, by: Person) -> Target:
    """Results are measured against this target from now on; the one that was main stands beside it."""
    unit = _held_for(target.unit_id, by)
    beside = Target.objects.filter(unit=unit, year=target.year, indicator=target.indicator_id)
    target = beside.get(pk=target.pk)
    if target.is_main:
        raise Refused(_("This is the main target already."))
    former = beside.filter(is_main=True).first()
    if former is not None:
        former.is_main = False
        former.save(update_fields=["is_main"])
    target.is_main = True
    target.save(update_fields=["is_main"])
    record(target, "target.made_main", by=by, capacity=_capacity(by, unit), before=former.pk if former else None)
    return target


@transaction.atomic
def remove(target: Target, *, by: Person) -> None:
    """Take back a target that nothing rests on yet."""
    unit = _held_for(target.unit_id, by)
    beside = Target.objects.filter(unit=unit, year=target.year, indicator=target.indicator_id).exclude(pk=target.pk)
    target = Target.objects.get(pk=target.pk)
    if target.revisions.exists():
        raise Refused(_("This target was revised; what it was before must stay on record, so it is not removed."))
    if PrintedDocument.objects.filter(unit_id=unit.pk, period__startswith=str(target.year)).exists():
        raise Refused(_("A paper of this year was issued and rests on its targets; revise the target instead."))
    if target.is_main and beside.exists():
        raise Refused(_("Others stand beside this main target; make another one the main one first."))
    record(target, "target.removed", by=by, capacity=_capacity(by, unit), value=str(target.value), base=target.base)
    with connection.cursor() as cursor:  # Django would first empty the revisions, which nobody may touch
        cursor.execute("delete from indicators_target where id = %s", [target.pk])


@transaction.atomic
def set_year(
    unit: Unit, year: int, entries: Mapping[int, Aimed], *, reason: str, document: str, by: Person
) -> tuple[int, int]:
    """Take the year's grid by indicator id, all or nothing: how many were set, how many revised. Raises NotTaken."""
    _held_for(unit.pk, by)
    main = {target.indicator_id: target for target in Target.objects.filter(unit=unit, year=year, is_main=True)}
    stale = {pk for pk, entry in entries.items() if entry.seen != (main[pk].aim if pk in main else None)}
    if stale:
        sentence = _("Someone else has meanwhile changed this target; look at it again and type yours anew.")
        raise NotTaken(dict.fromkeys(stale, sentence))
    for pk, entry in entries.items():
        if pk in main:
            revise(main[pk], entry.aim, reason=reason, document=document, by=by)
        else:
            add(_target(unit, year, pk, entry), by=by)
    revised = len(entries.keys() & main.keys())
    return len(entries) - revised, revised


def _target(unit: Unit, year: int, indicator_id: int, entry: Aimed) -> Target:
    return Target(
        unit=unit,
        indicator_id=indicator_id,
        year=year,
        base=entry.base,
        form=entry.aim.form,
        value=entry.aim.value,
        upper=entry.aim.upper,
        document=entry.document,
    )


def _held_for(unit_id: int, by: Person) -> Unit:
    """The unit, held for the length of the act, if the person may lay down its targets."""
    unit = Unit.objects.select_for_update().get(pk=unit_id)
    if not may_set_targets(by, unit):
        raise PermissionDenied
    return unit


def _capacity(by: Person, unit: Unit) -> str:
    return capacity(by, unit.pk, {Role.ADMINISTER})
