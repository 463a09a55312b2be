"""Who answers for an indicator and who provides it: dated, a new row ends the old one the day it begins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.models import Indicator, Responsibility
from programmes.models import Appointment, Body, Person, Place, Tree, Unit
from programmes.permissions import Role, capacity, may_administer


@dataclass(frozen=True)
class Answering:
    """Who is named: a person or a post, a body and how it is printed. Nothing at all means nobody any more."""

    responsible: Person | None = None
    responsible_post: str = ""
    providing_body: Body | None = None
    provider_post: str = ""

    @classmethod
    def of(cls, held: Responsibility) -> "Answering":
        return cls(held.responsible, held.responsible_post, held.providing_body, held.provider_post)


def providing_bodies(unit: Unit, on: date) -> list[Body]:
    """The bodies that may provide a unit's figures: its own, and those of the units above it."""
    place = Place.objects.filter(unit=unit, tree__in=Tree.objects.holding(on)).first()
    line = [int(step) for step in place.path.split(".")] if place else [unit.pk]
    bodies = Body.objects.current(on).filter(unit__in=line).select_related("unit")
    return list(bodies.order_by("-unit__level", "name", "pk"))


def people_of(unit: Unit, on: date) -> list[Person]:
    """The people appointed in the unit itself on a day, by name."""
    seats = Appointment.objects.current(on).filter(Q(unit=unit) | Q(body__unit=unit), whole_subtree=False)
    return list(Person.objects.filter(pk__in=seats.values("person"), is_active=True).order_by("name_sort", "pk"))


@transaction.atomic
def assign(unit: Unit, indicator: Indicator, named: Answering, *, on: date, by: Person) -> Responsibility | None:
    """From a day on these answer for the indicator; what stood until then ends that day and stays on record.

    What is printed is filled in from the person's post and the body's name where it was left empty.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not may_administer(by, unit) or indicator.owner_id not in (None, unit.pk):
        raise PermissionDenied
    rows = Responsibility.objects.filter(unit=unit, indicator=indicator)
    latest = rows.select_related("responsible", "providing_body").order_by("-valid_from").first()
    if latest and on < (since := latest.valid_to or latest.valid_from):
        raise Refused(
            _("The present entry stands since %s; a change begins on that day or later.") % dates.short(since)
        )
    named = _completed(unit, named, on)
    standing = latest if latest and latest.valid_to is None else None
    if standing and Answering.of(standing) == named:
        return standing
    begun = _begun(unit, indicator, standing, named, on)
    record(
        indicator,
        "indicator.assigned",
        by=by,
        capacity=capacity(by, unit.pk, {Role.ADMINISTER}),
        unit=unit.pk,
        on=str(on),
    )
    return begun


def _completed(unit: Unit, named: Answering, on: date) -> Answering:
    """With the printed words filled in; refused when the person or the body is not there on that day."""
    person, body = named.responsible, named.providing_body
    post, provider = named.responsible_post, named.provider_post
    if person is not None:
        if person not in people_of(unit, on):
            raise Refused(_("%(person)s holds no post in this unit on that day.") % {"person": person.full_name})
        post = post or _post_of(person, unit, on)
    if body is not None:
        if body not in providing_bodies(unit, on):
            raise Refused(_("%(body)s is no body of this unit or of one above it on that day.") % {"body": body.name})
        provider = provider or body.name
    return Answering(person, post, body, provider)


def _begun(
    unit: Unit, indicator: Indicator, standing: Responsibility | None, named: Answering, on: date
) -> Responsibility | None:
    """End what stood and begin the new; what began this very day is put right in its place."""
    is_nobody = named == Answering()
    facts = {name: getattr(named, name) for name in Answering.__dataclass_fields__}
    if standing and standing.valid_from == on:
        if is_nobody:
            standing.delete()
            return None
        for name, value in facts.items():
            setattr(standing, name, value)
        standing.save(update_fields=[*facts])
        return standing
    if standing:
        standing.valid_to = on
        standing.save(update_fields=["valid_to"])
    if is_nobody:
        return None
    return Responsibility.objects.create(unit=unit, indicator=indicator, valid_from=on, **facts)


def take_over(numbers: Collection[int], giver: Person, receiver: Person) -> None:
    """From today on another person answers for these indicators; who provides them stays. Part of a handover."""
    on = dates.today()
    rows = Responsibility.objects.current(on).filter(pk__in=numbers, responsible=giver)
    for row in rows.select_for_update(of=("self",)).select_related("unit", "indicator", "providing_body"):
        named = Answering(receiver, _post_of(receiver, row.unit, on), row.providing_body, row.provider_post)
        if row.valid_from == on:
            row.responsible, row.responsible_post = named.responsible, named.responsible_post
            row.save(update_fields=["responsible", "responsible_post"])
            continue
        until, row.valid_to = row.valid_to, on
        row.save(update_fields=["valid_to"])
        facts = {name: getattr(named, name) for name in Answering.__dataclass_fields__}
        Responsibility.objects.create(unit=row.unit, indicator=row.indicator, valid_from=on, valid_to=until, **facts)


def _post_of(person: Person, unit: Unit, on: date) -> str:
    seats = Appointment.objects.current(on).filter(Q(unit=unit) | Q(body__unit=unit), person=person)
    return seats.values_list("post", flat=True).first() or ""
