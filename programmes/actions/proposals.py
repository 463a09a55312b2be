"""Proposals upward: written, sent up several in one paper, answered; every answer stays."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions import tasks
from programmes.deadlines import Deadline
from programmes.models import Body, Person, Proposal, ProposalReply, Task
from programmes.permissions import capacity
from programmes.permissions_of_proposals import ANSWER, WRITE, bodies_for_a_task, may_answer_proposal, may_propose

Kind = ProposalReply.Kind


@transaction.atomic
def keep(proposal: Proposal, *, by: Person) -> Proposal:
    """Write a new proposal, or mend one that has not gone up yet. It goes to a body of a unit above."""
    if not may_propose(by, proposal.unit):
        raise PermissionDenied
    is_new = proposal.pk is None
    if not is_new and Proposal.objects.select_for_update().get(pk=proposal.pk).sent_on is not None:
        raise Refused(_("This proposal has gone up; what was sent does not change. Write another one."))
    if proposal.addressed_to.unit.level >= proposal.unit.level:
        raise Refused(_("A proposal goes up: choose a body of a unit above."))
    if is_new:
        proposal.by, proposal.at = by, dates.now()
        proposal.capacity = capacity(by, proposal.unit_id, WRITE)
    proposal.save()
    record(proposal, "proposal.written" if is_new else "proposal.mended", by=by, capacity=proposal.capacity)
    return proposal


@transaction.atomic
def send(
    proposals: Sequence[Proposal], *, sent_on: date, answer_due: date, paper_number: str = "", by: Person
) -> list[Proposal]:
    """Several go up in one paper: one number, one day, one clock. All of them to bodies of one unit."""
    rows = list(
        Proposal.objects.select_for_update(of=("self",))
        .filter(pk__in=[each.pk for each in proposals])
        .select_related("unit", "addressed_to")
        .order_by("pk")
    )
    if not rows:
        raise Refused(_("Choose at least one proposal to send up."))
    for proposal in rows:
        if not may_propose(by, proposal.unit):
            raise PermissionDenied
        if proposal.sent_on is not None:
            raise Refused(_("One of these proposals has gone up already; open the list again."))
    if len({(row.unit_id, row.addressed_to_id) for row in rows}) > 1:
        raise Refused(_("One paper goes to one body: choose proposals to the same body."))
    if sent_on > dates.today():
        raise Refused(_("A proposal is sent today or was sent before, not on a day to come."))
    if answer_due <= sent_on:
        raise Refused(_("The answer is due after the day of sending."))
    for proposal in rows:
        proposal.sent_on, proposal.answer_due, proposal.paper_number = sent_on, answer_due, paper_number
        proposal.save(update_fields=["sent_on", "answer_due", "paper_number"])
        held = capacity(by, proposal.unit_id, WRITE)
        record(proposal, "proposal.sent", by=by, capacity=held, paper=paper_number, due=str(answer_due))
    return rows


@transaction.atomic
def make_task(reply: ProposalReply, body: Body, *, by: Person) -> Task:
    """In one click: what was agreed or given on becomes a task of a body. The person, and a day not said, follow."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("addressed_to__unit", "unit")
    reply.proposal = held.get(pk=reply.proposal_id)
    if body not in bodies_for_a_task(by, reply):
        raise PermissionDenied
    if reply.kind not in ProposalReply.GIVING:
        raise Refused(_("A task arises only from what was agreed, or given to another body to settle."))
    if reply.tasks.filter(unit=body.unit_id, dropped_at__isnull=True).exists():
        raise Refused(_("A task arose from this already."))
    text = ". ".join(filter(None, (reply.proposal.text.rstrip(". "), reply.text)))
    work = tasks.Work(text[: limits.PARAGRAPHS], body, Deadline(Task.Deadline.FIXED, reply.settled_by))
    return tasks.give(work, reply, by=by)


@transaction.atomic
def answer(
    proposal: Proposal,
    *,
    kind: str,
    answered_on: date,
    text: str = "",
    forwarded_to: str = "",
    settled_by: date | None = None,
    by: Person,
) -> ProposalReply:
    """One more answer. An agreed or refused proposal is closed; a forwarded one has a new clock."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("addressed_to", "unit").get(pk=proposal.pk)
    )
    if not may_answer_proposal(by, proposal):
        raise PermissionDenied
    if proposal.sent_on is None:
        raise Refused(_("This proposal has not been sent yet."))
    last = proposal.replies.order_by("-pk").first()
    if last is not None and last.kind in ProposalReply.CLOSING:
        raise Refused(_("This proposal has been answered; what was answered stands."))
    if answered_on < proposal.sent_on or answered_on > dates.today():
        raise Refused(_("An answer is given between the day of sending and today."))
    if kind == Kind.REFUSED and not text:
        raise Refused(_("Say why it is not agreed yet."))
    if kind == Kind.FORWARDED and not (forwarded_to and settled_by):
        raise Refused(_("Name the body it is given to and the day it is to be settled by."))
    if settled_by is not None and settled_by < answered_on:
        raise Refused(_("The day it is to be settled by stands before the answer."))
    held = capacity(by, proposal.addressed_to.unit_id, ANSWER)
    reply = ProposalReply.objects.create(
        proposal=proposal,
        kind=kind,
        text=text,
        forwarded_to=forwarded_to if kind == Kind.FORWARDED else "",
        settled_by=settled_by if kind == Kind.FORWARDED else None,
        answered_on=answered_on,
        by=by,
        capacity=held,
        at=dates.now(),
    )
    record(proposal, "proposal.answered", by=by, capacity=held, reply=reply.pk, kind=kind)
    return reply
