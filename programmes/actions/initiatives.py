"""Initiatives worth spreading: registered by a unit, recognised at a meeting, taken up by others."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Initiative, InitiativeSpread, Meeting, Person, Unit
from programmes.permissions import capacity
from programmes.permissions_of_proposals import ANSWER, WRITE, may_propose, may_recognise


@transaction.atomic
def keep(initiative: Initiative, *, by: Person) -> Initiative:
    """Register an initiative, or mend its words."""
    if not may_propose(by, initiative.unit):
        raise PermissionDenied
    is_new = initiative.pk is None
    if initiative.registered_on > dates.today():
        raise Refused(_("An initiative is registered today or was before, not on a day to come."))
    if is_new:
        initiative.by, initiative.at = by, dates.now()
    initiative.save()
    held = capacity(by, initiative.unit_id, WRITE)
    record(initiative, "initiative.registered" if is_new else "initiative.mended", by=by, capacity=held)
    return initiative


@transaction.atomic
def recognise(initiative: Initiative, meeting: Meeting, *, by: Person) -> Initiative:
    """That it was recognised at a meeting which reviewed its unit, said by the office of the meeting's unit."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if not may_recognise(by, meeting):
        raise PermissionDenied
    if initiative.recognised_at_id is not None:
        raise Refused(_("This initiative has been recognised already."))
    if not meeting.reviewed_units.filter(pk=initiative.unit_id).exists() and meeting.unit_id != initiative.unit_id:
        raise Refused(_("This meeting did not review the unit of the initiative."))
    if meeting.held_on is not None and meeting.held_on < initiative.registered_on:
        initiative.registered_on = meeting.held_on
    initiative.recognised_at = meeting
    initiative.save(update_fields=["recognised_at", "registered_on"])
    held = capacity(by, meeting.unit_id, ANSWER)
    record(initiative, "initiative.recognised", by=by, capacity=held, meeting=meeting.pk)
    return initiative


@transaction.atomic
def take_up(initiative: Initiative, unit: Unit, *, since: date, note: str = "", by: Person) -> InitiativeSpread:
    """Another unit takes it up; said by that unit itself."""
    if not may_propose(by, unit):
        raise PermissionDenied
    if unit.pk == initiative.unit_id:
        raise Refused(_("This initiative is the unit's own."))
    if InitiativeSpread.objects.filter(initiative=initiative, unit=unit).exists():
        raise Refused(_("This unit has taken the initiative up already."))
    if since < initiative.registered_on or since > dates.today():
        raise Refused(_("It is taken up between the day it was registered and today."))
    spread = InitiativeSpread.objects.create(initiative=initiative, unit=unit, since=since, note=note)
    record(initiative, "initiative.taken_up", by=by, capacity=capacity(by, unit.pk, WRITE), unit=unit.pk)
    return spread
