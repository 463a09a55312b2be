"""Who keeps the two programmes of inspection and supervision."""

from coquang import dates
from programmes.models import Appointment, Body, OversightProgramme, Person
from programmes.permissions import Role, preferred

KEEP = frozenset({Role.ENTER, Role.VET, Role.APPROVE, Role.SIGN})
NEAR = frozenset({Body.Kind.INSPECTION_COMMISSION, Body.Kind.PARTY_COMMITTEE, Body.Kind.STANDING_COMMITTEE})
# Bodies that have such a programme at all.
OWNERS = frozenset({Body.Kind.INSPECTION_COMMISSION, Body.Kind.PARTY_COMMITTEE})


def keeping_as(person: Person, body: Body) -> Appointment | None:
    """The capacity in which a person keeps a body's programme.

    The commission's people keep both: theirs, and the committee's, which the commission carries out for it. The
    committee's own people keep the committee's.
    """
    held = [
        a
        for a in person.appointments_on(dates.today())
        if a.role in KEEP
        and a.body is not None
        and a.body.unit_id == body.unit_id
        and (a.body_id == body.pk or a.body.kind == Body.Kind.INSPECTION_COMMISSION)
    ]
    return preferred(person, held)


def may_keep_oversight(person: Person, programme: OversightProgramme) -> bool:
    return keeping_as(person, programme.body) is not None


def bodies_to_keep_for(person: Person) -> list[Body]:
    """The bodies whose programme a person keeps."""
    units = {a.body.unit_id for a in person.appointments_on(dates.today()) if a.body is not None and a.role in KEEP}
    owners = Body.objects.current(dates.today()).filter(unit__in=units, kind__in=OWNERS).select_related("unit")
    return [body for body in owners.order_by("kind", "pk") if keeping_as(person, body) is not None]
