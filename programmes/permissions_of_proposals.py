"""Who sends proposals up and who answers them; who registers initiatives and who spreads them."""

from coquang import dates
from programmes.models import Body, Initiative, Meeting, Person, Proposal, ProposalReply, Unit
from programmes.permissions import Role, capacities
from programmes.permissions_of_work import giving

WRITE = frozenset({Role.ENTER, Role.VET, Role.APPROVE, Role.SIGN})
ANSWER = WRITE | {Role.RECORD}


def may_propose(person: Person, unit: Unit) -> bool:
    """Those who work in the unit's office or lead it."""
    return bool(capacities(person, unit.pk, WRITE))


def may_answer_proposal(person: Person, proposal: Proposal) -> bool:
    """Those who work in the office of the unit it is addressed to, never the proposing unit itself."""
    answering = proposal.addressed_to.unit_id
    return answering != proposal.unit_id and bool(capacities(person, answering, ANSWER))


def units_answered_for(person: Person) -> set[int]:
    """The units whose office a person works in, so that what is sent up to them waits for this person too."""
    held = person.appointments_on(dates.today())
    return {pk for a in held if a.role in ANSWER and not a.whole_subtree for pk in a.unit_ids}


def bodies_for_a_task(person: Person, reply: ProposalReply) -> list[Body]:
    """Whose task an answer becomes by this person's hand: the body that was asked, the committee of who asked."""
    proposal, on = reply.proposal, dates.today()
    above = proposal.addressed_to
    own = Body.objects.that_lead(proposal.unit_id, on).first()
    found = [above] if giving(person, above.unit_id, None) else []
    return [*found, own] if own and giving(person, own.unit_id, above.unit_id) else found


def may_keep_initiative(person: Person, initiative: Initiative) -> bool:
    return may_propose(person, initiative.unit)


def units_to_write_for(person: Person) -> list[Unit]:
    """The units a person may send proposals for, in Vietnamese order."""
    held = person.appointments_on(dates.today())
    ids = {pk for a in held if a.role in WRITE and not a.whole_subtree for pk in a.unit_ids}
    return list(Unit.objects.filter(pk__in=ids).in_vietnamese_order())


def may_recognise(person: Person, meeting: Meeting) -> bool:
    """That an initiative was recognised is said by the office that keeps the meeting's record."""
    return meeting.unit_id is not None and bool(capacities(person, meeting.unit_id, ANSWER))
