"""Who drafts papers, sends them to be signed, records signatures, issues and files them; who reads what arrives."""

from collections.abc import Collection

from coquang import dates
from coquang.records.models import PrintedDocument
from programmes.models import Appointment, Body, Delivery, OfficialPaper, PaperPrint, Person
from programmes.models.papers import OF_THE_OFFICE, offices_of
from programmes.permissions import Role, preferred

DRAFT = frozenset({Role.ENTER, Role.VET})
SIGN = frozenset({Role.SIGN})


def _held(person: Person, body: Body, roles: Collection[str]) -> list[Appointment]:
    """In the unit's office, or in the body itself: who only provides figures drafts no papers of the committee."""
    return [
        a
        for a in person.appointments_on(dates.today())
        if a.role in roles
        and not a.whole_subtree
        and body.unit_id in a.unit_ids
        and (a.body is None or a.body.is_office or a.body_id == body.pk)
    ]


def capacity_for(person: Person, body: Body, roles: Collection[str]) -> str:
    """The capacity as the journal keeps it."""
    acting = preferred(person, _held(person, body, roles))
    return acting.words if acting else ""


def may_draft(person: Person, body: Body) -> bool:
    return bool(_held(person, body, DRAFT))


def may_submit(person: Person, paper: OfficialPaper) -> bool:
    """Who heads the office sends papers to be signed."""
    return bool(_held(person, paper.body, {Role.VET}))


def may_sign(person: Person, paper: OfficialPaper) -> bool:
    """Who signs says so; for a paper signed by pen the office says it."""
    return bool(_held(person, paper.body, SIGN))


def may_issue(person: Person, paper: OfficialPaper) -> bool:
    """The clerk takes the number, enters the signed copy, cancels."""
    return may_draft(person, paper.body)


def bodies_to_draft_for(person: Person) -> list[Body]:
    """The bodies in whose name a person may draft papers."""
    held = [a for a in person.appointments_on(dates.today()) if a.role in DRAFT and not a.whole_subtree]
    units = {pk for a in held for pk in a.unit_ids}
    bodies = Body.objects.current(dates.today()).filter(unit__in=units).exclude(letterhead=Body.Letterhead.NONE)
    seen = bodies.select_related("unit").order_by("unit__name_sort", "pk")
    return [body for body in seen if may_draft(person, body)]


def may_receive(person: Person, delivery: Delivery) -> bool:
    """The office of the unit a paper came to; whoever reads there opens it for all of them."""
    return delivery.body.unit_id in offices_of(person)


def may_handle_incoming(person: Person, delivery: Delivery) -> bool:
    return bool(_held(person, delivery.body, OF_THE_OFFICE))


def may_read_print(document: PrintedDocument, person: Person) -> bool | None:
    """Prints of a paper: the office reads all of them, others the issued one of a paper they see."""
    made = PaperPrint.objects.select_related("paper").filter(document=document).first()
    if made is None:
        return None
    if made.paper.unit_id in offices_of(person):
        return True
    is_issued = made.state == OfficialPaper.State.ISSUED
    return is_issued and OfficialPaper.objects.visible_to(person).filter(pk=made.paper_id).exists()
