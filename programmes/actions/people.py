"""People on record: put a new one there, mend a name, close and open an account."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Person
from programmes.permissions import Role, administers_anything, capacity, may_keep_account


def administering(by: Person) -> str:
    """The capacity in which somebody administers, where no unit says which."""
    return capacity(by, None, {Role.ADMINISTER})


@transaction.atomic
def put_on_record(username: str, full_name: str, *, by: Person) -> Person:
    """A new person, who may do nothing yet and cannot sign in until invited."""
    if not administers_anything(by):
        raise PermissionDenied
    try:
        with transaction.atomic():
            person = Person.objects.create_person(username, full_name)
    except IntegrityError as taken:
        raise Refused(_("The sign-in name “%s” is taken.") % username) from taken
    record(person, "person.made", by=by, capacity=administering(by))
    return person


@transaction.atomic
def rename(person: Person, full_name: str, *, by: Person) -> Person:
    """Mend the name. Papers already issued keep the name of their day."""
    person = _held(person, by)
    before, person.full_name = person.full_name, full_name
    person.save(update_fields=["full_name", "name_sort", "name_search"])
    record(person, "person.renamed", by=by, capacity=administering(by), before=before, after=full_name)
    return person


@transaction.atomic
def keep_mail(person: Person, email: str, wants_reminders: bool, *, by: Person) -> Person:
    """Where a person's mail goes, and whether reminders go there; kept by themselves or who keeps their account.

    The journal says that it changed and never keeps an address.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.pk != by.pk and not may_keep_account(by, person):
        raise PermissionDenied
    if (person.email, person.wants_reminders) == (email, wants_reminders):
        return person
    person.email, person.wants_reminders = email, wants_reminders
    person.save(update_fields=["email", "wants_reminders"])
    held = by.acting() if person.pk == by.pk else None
    record(person, "person.mail_kept", by=by, capacity=held.words if held else administering(by), wants=wants_reminders)
    return person


@transaction.atomic
def close(person: Person, *, by: Person) -> Person:
    """Nobody signs in with this account any more; whoever is signed in with it is out at their next step."""
    person = _held(person, by)
    if person.pk == by.pk:
        raise Refused(_("Nobody closes their own account. Another administrator does it."))
    if not person.is_active:
        raise Refused(_("This account is closed already."))
    return _opened(person, False, by)


@transaction.atomic
def open_again(person: Person, *, by: Person) -> Person:
    person = _held(person, by)
    if person.is_active:
        raise Refused(_("This account is open already."))
    return _opened(person, True, by)


def _opened(person: Person, is_active: bool, by: Person) -> Person:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    record(person, "person.opened" if is_active else "person.closed", by=by, capacity=administering(by))
    return person


def _held(person: Person, by: Person) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not may_keep_account(by, person):
        raise PermissionDenied
    return person
