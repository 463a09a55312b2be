"""The first person of a new installation, whom nobody is there to appoint."""

from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Appointment, Invitation, Person, Unit
from programmes.permissions import Role


@transaction.atomic
def first_administrator(username: str, full_name: str, *, unit: Unit, post: str) -> str:
    """Put somebody on record who administers a unit and all below it; the token of their invitation.

    Refused as soon as anybody does: from then on, people are appointed by people.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    held = Appointment.objects.current(dates.today()).filter(role=Role.ADMINISTER, whole_subtree=True)
    if held.exists():
        raise Refused(_("There is an administrator already, and whoever administers appoints the others."))
    person = Person.objects.create_person(username, full_name)
    appointment = Appointment.objects.create(
        person=person, role=Role.ADMINISTER, unit=unit, whole_subtree=True, post=post, valid_from=dates.today()
    )
    record(person, "person.made", by=None)
    record(appointment, "appointment.made", by=None, person=person.pk, role=Role.ADMINISTER, seat=unit.name, below=True)
    _invitation, token = Invitation.issue(person, by=person)
    return token
