"""Handing work over: what a person holds in a unit goes to another who is appointed there, whole or by line."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.records import paper
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from coquang.refusals import Refused
from programmes import handover_paper
from programmes.holdings import KINDS, Held, held_by
from programmes.models import Handover, HandoverLine, Person, Unit
from programmes.permissions import HEADS, Role, capacities, capacity, may_see_work_of, receivers_of


@transaction.atomic
def hand_over(
    unit: Unit, giver: Person, receiver: Person, keys: Collection[str], *, reason: str, by: Person
) -> Handover:
    """Pass things of a unit on, by the keys their holdings have; the unit is the lock, so nothing is passed twice."""
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not may_see_work_of(by, giver, unit) or not receivers_of(giver, unit.pk).filter(pk=receiver.pk).exists():
        raise PermissionDenied
    if not reason:
        raise Refused(_("Say in one sentence why the work is handed over."))
    if not keys:
        raise Refused(_("Choose at least one thing to hand over."))
    chosen = [held for held in held_by(giver, unit) if held.key in keys]
    if len(chosen) != len(set(keys)):
        raise Refused(_("Some of this was handed over or done meanwhile. Open the list again and choose once more."))
    if sentence := cannot_take(receiver, unit, chosen):
        raise Refused(sentence)
    made = _made(unit, giver, receiver, chosen, reason, by)
    for kind in KINDS.values():
        numbers = [held.number for held in chosen if held.kind == kind.key]
        if numbers and kind.pass_on is not None:
            kind.pass_on(numbers, giver, receiver)
    facts = {"giver": giver.pk, "receiver": receiver.pk, "things": [held.key for held in chosen], "reason": reason}
    record(made, "work.handed_over", by=by, capacity=made.capacity, unit=unit.pk, **facts)
    return made


def cannot_take(receiver: Person, unit: Unit, held: Collection[Held]) -> str:
    """Why somebody cannot take things on: a sheet goes to who enters, and so on; empty when they can."""
    kinds = [KINDS[key] for key in dict.fromkeys(each.kind for each in held)]
    lacking = [kind for kind in kinds if kind.roles and not capacities(receiver, unit.pk, kind.roles)]
    if not lacking:
        return ""
    told = {"person": receiver.full_name, "kinds": "; ".join(str(kind.name) for kind in lacking)}
    return _("%(person)s is not appointed to what this needs (%(kinds)s); choose somebody who is.") % told


def _made(unit: Unit, giver: Person, receiver: Person, chosen: Collection[Held], reason: str, by: Person) -> Handover:
    is_own = by.pk == giver.pk
    made = Handover.objects.create(
        unit=unit,
        giver=giver,
        receiver=receiver,
        giver_post=_last_post(giver, unit),
        receiver_post=capacity(receiver, unit.pk, set(Role)),
        reason=reason,
        made_at=dates.now(),
        made_by=by,
        capacity=capacity(by, unit.pk, set(Role) if is_own else HEADS),
    )
    HandoverLine.objects.bulk_create(
        HandoverLine(
            handover=made,
            kind=held.kind,
            number=held.number,
            kind_words=str(KINDS[held.kind].name),
            what=held.what[: limits.SENTENCE],
        )
        for held in chosen
    )
    return made


def _last_post(person: Person, unit: Unit) -> str:
    """The capacity a person holds in a unit, or held last there."""
    if held := capacity(person, unit.pk, set(Role)):
        return held
    seated = person.appointments.seated_in(Unit.objects.filter(pk=unit.pk)).filter(whole_subtree=False)
    last = seated.select_related("body", "unit", "group").order_by("-valid_to", "-pk").first()
    return last.words if last else ""


@transaction.atomic
def print_record(handover: Handover, *, language: str, by: Person) -> PrintedDocument:
    """The record of a handover on paper, for both to sign."""
    if not may_see(by, handover):
        raise PermissionDenied
    document = paper.issue(handover_paper.handover_record(handover, language=language), by=by)
    held = capacity(by, handover.unit_id, set(Role))
    record(document, "handover_record.issued", by=by, capacity=held, handover=handover.pk, code=document.code)
    return document


def may_see(person: Person, handover: Handover) -> bool:
    return person.pk in {handover.giver_id, handover.receiver_id} or may_see_work_of(
        person, handover.giver, handover.unit
    )
