"""The keys of the cell secretary's door: the office gives them, takes them away, and they open to who knocks.

A PIN and the code of a card are told once, to the office that hands them over. The journal never holds a number.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions.people import administering
from programmes.models import Appointment, Body, DoorAttempt, DoorKey, Person
from programmes.models.door_keys import CARD_LASTS, PHONE_SHOWN, mark_of, new_code, new_pin
from programmes.permissions import Role, may_keep_door

Kind = DoorKey.Kind

# How often one telephone number, and one address of the net, may knock in vain within a time. A ward's office
# comes from one address, so that one is given more.
QUARTER_HOUR, DAY = timedelta(minutes=15), timedelta(days=1)
IN_VAIN = ((QUARTER_HOUR, 5, 20), (DAY, 15, 100))


class TooOften(Exception):
    """Knocked in vain too often; `until` says when the door listens again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


@transaction.atomic
def give_pin(person: Person, phone: str, *, by: Person) -> tuple[DoorKey, str]:
    """Register a telephone number in place of the one before; its new PIN, which is never seen again."""
    person = _held(person, by)
    pin = new_pin()
    person.door_keys.standing().filter(kind=Kind.PIN).update(revoked_at=timezone.now())
    try:
        with transaction.atomic():
            key = DoorKey.objects.create(
                person=person,
                kind=Kind.PIN,
                mark=mark_of(Kind.PIN, phone),
                secret=make_password(pin),
                phone_end=phone[-PHONE_SHOWN:],
                made_by=by,
            )
    except IntegrityError as taken:
        raise Refused(_("This telephone number is registered for somebody else already.")) from taken
    DoorAttempt.objects.filter(phone_mark=key.mark).delete()
    record(person, "person.pin_given", by=by, capacity=administering(by), key=key.pk)
    return key, pin


@transaction.atomic
def give_card(person: Person, *, by: Person) -> tuple[DoorKey, str]:
    """A card good for one visit in the next days; those not used yet are withdrawn. Its code is never seen again."""
    person = _held(person, by)
    person.door_keys.open_cards().update(revoked_at=timezone.now())
    code = new_code()
    key = DoorKey.objects.create(
        person=person,
        kind=Kind.CARD,
        mark=mark_of(Kind.CARD, code),
        made_by=by,
        expires_at=timezone.now() + CARD_LASTS,
    )
    record(person, "person.card_given", by=by, capacity=administering(by), key=key.pk)
    return key, code


@transaction.atomic
def revoke(person: Person, *, by: Person) -> int:
    """Take all keys away; a visit that is under way ends with its next step."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not may_keep_door(by, person):
        raise PermissionDenied
    gone = person.door_keys.standing().update(revoked_at=timezone.now())
    record(person, "person.door_closed", by=by, capacity=administering(by), keys=gone)
    return gone


def knock_by_phone(phone: str, pin: str, *, address: str) -> DoorKey | None:
    """The key a number and its PIN open, or None; an unknown number takes as long as a wrong PIN."""
    mark, at = mark_of(Kind.PIN, phone), mark_of("address", address)
    # Held, so that many knocks at once are counted one after another.
    key = DoorKey.objects.of_phone(phone).select_for_update(of=("self",)).select_related("person").first()
    _refuse_too_often(mark, at)
    if key is None:
        make_password(pin)
    elif check_password(pin, key.secret) and _may_come_in(key.person):
        DoorAttempt.objects.filter(phone_mark=mark).delete()
        return _opened(key)
    _in_vain(mark, at)
    return None


def knock_by_card(code: str, *, address: str) -> DoorKey | None:
    """The key a card's code opens, once."""
    at = mark_of("address", address)
    _refuse_too_often("", at)
    key = DoorKey.objects.of_code(code).select_for_update(of=("self",)).select_related("person").first()
    if key is None or not _may_come_in(key.person):
        _in_vain("", at)
        return None
    key.used_at = timezone.now()
    key.save(update_fields=["used_at"])
    return _opened(key)


def _opened(key: DoorKey) -> DoorKey:
    record(key.person, "person.came_by_door", by=key.person, key=key.pk, kind=key.kind)
    return key


def _in_vain(phone_mark: str, address_mark: str) -> None:
    now = timezone.now()
    DoorAttempt.objects.filter(at__lt=now - DAY).delete()
    DoorAttempt.objects.create(phone_mark=phone_mark, address_mark=address_mark, at=now)


def _refuse_too_often(phone_mark: str, address_mark: str) -> None:
    now = timezone.now()
    lately = DoorAttempt.objects.filter(at__gt=now - DAY).order_by("-at")
    of_phone = list(lately.filter(phone_mark=phone_mark).values_list("at", flat=True)) if phone_mark else []
    of_address = list(lately.filter(address_mark=address_mark).values_list("at", flat=True))
    ends = [
        times[most - 1] + within
        for within, most_by_phone, most_by_address in IN_VAIN
        for times, most in ((of_phone, most_by_phone), (of_address, most_by_address))
        if len(times) >= most
    ]
    if ends and max(ends) > now:
        raise TooOften(max(ends))


def _may_come_in(person: Person) -> bool:
    return person.is_active and any(a.role == Role.CONFIRM for a in person.appointments_on(dates.today()))


def _held(person: Person, by: Person) -> Person:
    """Somebody to whom this administrator may give a key, while the office can be telephoned."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not may_keep_door(by, person):
        raise PermissionDenied
    if not person.is_active:
        raise Refused(_("This account is closed. Open it first."))
    if office_of(person) is None:
        raise Refused(_("No telephone of the unit's office is on record. Type it under Catalogue, Bodies first."))
    return person


def office_of(person: Person) -> Body | None:
    """Whom a cell secretary telephones: the office of the unit their cell belongs to, with its number."""
    confirms = person.appointments.not_over(dates.today()).filter(role=Role.CONFIRM)
    return Body.objects.that_answer(dates.today()).filter(unit__in=confirms.values("body__unit")).first()


def offices() -> list[Body]:
    """The offices that have given keys, one for each unit, by name: whom somebody at the door can telephone."""
    today = dates.today()
    confirms = Appointment.objects.current(today).filter(role=Role.CONFIRM, person__door_keys__revoked_at__isnull=True)
    keyed = confirms.exclude(person__door_keys=None).values("body__unit")
    found: dict[int, Body] = {}
    for body in Body.objects.that_answer(today).filter(unit__in=keyed).select_related("unit"):
        found.setdefault(body.unit_id, body)
    return sorted(found.values(), key=lambda body: body.unit.name_sort)
