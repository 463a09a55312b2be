"""The answers to a proposal as its page shows them: which tasks arose, and whose task an answer can still become."""

from collections.abc import Sequence
from dataclasses import dataclass

from coquang import dates
from programmes.models import Body, Person, Proposal, ProposalReply, Task
from programmes.permissions_of_proposals import bodies_for_a_task
from programmes.standing import Standing, standing_of


@dataclass(frozen=True)
class Answer:
    reply: ProposalReply
    tasks: Sequence[tuple[Task, Standing]]
    bodies: Sequence[Body]


def answers_of(proposal: Proposal, person: Person) -> list[Answer]:
    """In the order they were given; a task one may not see is not told, but its body is not offered again."""
    return [_answer(proposal, reply, person) for reply in proposal.replies.all()]


def _answer(proposal: Proposal, reply: ProposalReply, person: Person) -> Answer:
    reply.proposal = proposal
    live = reply.tasks.filter(dropped_at__isnull=True)
    seen = Task.objects.visible_to(person).filter(pk__in=live).select_related("lead_body", "owner__person")
    offered = bodies_for_a_task(person, reply) if reply.kind in ProposalReply.GIVING else []
    taken = set(live.values_list("unit", flat=True))
    return Answer(
        reply,
        [(task, standing_of(task, dates.today())) for task in seen],
        [body for body in offered if body.unit_id not in taken],
    )
