"""Groups of units: a working group's wards, an emulation cluster. Whoever is appointed to one follows its members."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.people import administering
from programmes.models import Person, Unit, UnitGroup
from programmes.permissions import may_keep_group


@transaction.atomic
def keep(group: UnitGroup, *, units: Collection[Unit], by: Person) -> UnitGroup:
    """Write a new group, or the mended name and members of a known one; all members, old and new, are the actor's."""
    wanted = {unit.pk for unit in units}
    is_new = group.pk is None
    before: set[int] = set()
    if not is_new:
        UnitGroup.objects.select_for_update().get(pk=group.pk)
        before = set(group.units.values_list("pk", flat=True))
    if not may_keep_group(by, before | wanted):
        raise PermissionDenied
    group.save()
    group.units.set(wanted)
    facts = {"added": sorted(wanted - before), "left": sorted(before - wanted)}
    record(group, "group.made" if is_new else "group.mended", by=by, capacity=administering(by), **facts)
    return group


@transaction.atomic
def end(group: UnitGroup, *, last_day_after: date, by: Person) -> UnitGroup:
    """The group is no more from that day on; appointments to it give no rights from then on."""
    group = UnitGroup.objects.select_for_update().get(pk=group.pk)
    if not may_keep_group(by, group.units.values_list("pk", flat=True)):
        raise PermissionDenied
    if group.valid_to is not None:
        raise Refused(_("This group has already ended."))
    if last_day_after <= group.valid_from:
        raise Refused(_("A group cannot end before the day it began."))
    group.valid_to = last_day_after
    group.save(update_fields=["valid_to"])
    record(group, "group.ended", by=by, capacity=administering(by), on=str(last_day_after))
    return group
