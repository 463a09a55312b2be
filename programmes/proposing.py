"""Where a proposal stands on a day: told by its last answer and its clock."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from programmes.models import Proposal, ProposalReply

Kind = ProposalReply.Kind


class ProposalStanding(TextChoices):
    DRAFT = "draft", _("not sent yet")
    WAITING = "waiting", _("waiting for an answer")
    OVERDUE = "overdue", _("answer overdue")
    CONSIDERING = "considering", _("being considered")
    FORWARDED = "forwarded", _("given to another body to settle")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("not agreed yet")


@dataclass(frozen=True)
class Stand:
    """Its state, the day it is owed by while it is open, and the last answer."""

    state: ProposalStanding
    due: date | None
    last: ProposalReply | None

    @property
    def is_open(self) -> bool:
        return self.state not in {ProposalStanding.AGREED, ProposalStanding.REFUSED, ProposalStanding.DRAFT}

    @property
    def is_overdue(self) -> bool:
        return self.state == ProposalStanding.OVERDUE


def stand(proposal: Proposal, on: date) -> Stand:
    """Forwarded ones are owed by the day they are to be settled; an open one past its day is overdue."""
    last = max(proposal.replies.all(), key=lambda reply: reply.pk, default=None)
    if proposal.sent_on is None:
        return Stand(ProposalStanding.DRAFT, None, None)
    if last is not None and last.kind in ProposalReply.CLOSING:
        return Stand(ProposalStanding(last.kind), None, last)
    due = last.settled_by if last is not None and last.settled_by else proposal.answer_due
    if due is not None and due < on:
        return Stand(ProposalStanding.OVERDUE, due, last)
    state = ProposalStanding(last.kind) if last is not None else ProposalStanding.WAITING
    return Stand(state, due, last)
