"""What meetings, proposals and programmes ask of a person: comments, signatures, answers, papers; the worst first.

Each kind is one question; which of several capacities lets the person do it is found without asking again.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coquang import dates
from programmes.models import (
    AmendmentDraft,
    Attendance,
    MeetingPaper,
    Minutes,
    MinutesComment,
    Person,
    Proposal,
    ProposalReply,
)
from programmes.permissions_of_meetings import asked_to_hand_in, units_signed_for, units_written_in
from programmes.permissions_of_proposals import units_answered_for
from programmes.proposing import ProposalStanding, stand
from programmes.working_days import working_days_between

State = Minutes.State
# What a page of work takes in at most; the lists of meetings and proposals have all.
SHOWN = 60
# Given on to another body, it waits for that one until its day.
MINE = {ProposalStanding.WAITING, ProposalStanding.CONSIDERING, ProposalStanding.OVERDUE}


@dataclass(frozen=True)
class Call:
    """One thing asked of a person: on what, which deed, until when, and how many working days are left."""

    title: str
    why: str
    asks: str
    deed: str
    url: str
    until: date | None
    days_left: int | None = None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days(self) -> int | None:
        return None if self.days_left is None else abs(self.days_left)


def calls_on(person: Person, closed: Set[date]) -> Sequence[Call]:
    """All that waits for one person today, the worst first, what has no day last."""
    on = dates.today()
    found = [*_signatures(person, on), *_comments(person, on), *_answers_to_comments(person)]
    found += [*_proposals(person, on), *_papers(person, on), *_amendments(person)]
    counted = [_counted(call, on, closed) for call in found]
    return sorted(counted, key=lambda call: (call.days_left is None, call.days_left or 0))[:SHOWN]


def _counted(call: Call, on: date, closed: Set[date]) -> Call:
    left = working_days_between(on, call.until, closed) if call.until else None
    return Call(call.title, call.why, call.asks, call.deed, call.url, call.until, left)


def _signatures(person: Person, on: date) -> Iterator[Call]:
    """Minutes that nothing but the signature keeps open, of the chair or of who signs for the unit."""
    open_ones = MinutesComment.objects.filter(minutes=OuterRef("pk"), is_accepted__isnull=True)
    heard = MinutesComment.objects.filter(minutes=OuterRef(OuterRef("pk"))).values("by")
    present = Attendance.objects.filter(meeting=OuterRef("meeting"), presence="present", person__isnull=False)
    silent = present.exclude(capacity="chair").exclude(person__in=heard)
    is_heard = Q(comments_due__lt=on) | ~Exists(silent)
    ready = Q(state=State.PREPARED) | (Q(state=State.ASKED) & is_heard & ~Exists(open_ones))
    ready |= Q(supplements__isnull=False) & ~Q(state=State.SIGNED)
    mine = Q(meeting__chair__person=person)
    mine |= Q(meeting__chair__isnull=True, meeting__unit__in=units_signed_for(person))
    for minutes in _read(Minutes.objects.filter(ready, mine, meeting__held_on__lte=on)):
        is_more = minutes.supplements_id is not None
        asks = _("sign the supplementary record") if is_more else _("sign the minutes")
        yield _about(minutes, asks, _("Sign"), "bo-sung" if is_more else "")


def _comments(person: Person, on: date) -> Iterator[Call]:
    """Comments asked of those present, for whom silence until the day is agreement."""
    seat = Attendance.objects.filter(meeting=OuterRef("meeting"), presence="present", person=person)
    spoke = MinutesComment.objects.filter(minutes=OuterRef("pk"), by=person)
    asked = Minutes.objects.filter(Exists(seat.exclude(capacity="chair")), ~Exists(spoke), state=State.ASKED)
    for minutes in _read(asked.filter(comments_due__gte=on)):
        yield _about(minutes, _("comment on the minutes, or agree"), _("Read"), until=minutes.comments_due)


def _answers_to_comments(person: Person) -> Iterator[Call]:
    """Comments that the office which wrote the minutes has not answered yet."""
    written = Minutes.objects.exclude(state=State.SIGNED).filter(meeting__unit__in=units_written_in(person))
    unanswered = MinutesComment.objects.filter(is_accepted__isnull=True)
    waiting = written.filter(Exists(unanswered.filter(minutes=OuterRef("pk"))))
    for minutes in _read(waiting).prefetch_related(Prefetch("comments", unanswered)):
        count = len(minutes.comments.all())
        asks = ngettext("answer %d comment", "answer %d comments", count) % count
        yield _about(minutes, asks, _("Answer"), "gop-y")


def _proposals(person: Person, on: date) -> Iterator[Call]:
    units = units_answered_for(person)
    closed = ProposalReply.objects.filter(proposal=OuterRef("pk"), kind__in=ProposalReply.CLOSING)
    sent = Proposal.objects.filter(~Exists(closed), sent_on__isnull=False, addressed_to__unit__in=units)
    rows = sent.exclude(unit=F("addressed_to__unit")).select_related("unit", "addressed_to").prefetch_related("replies")
    for proposal in rows.order_by("answer_due", "pk")[:SHOWN]:
        held = stand(proposal, on)
        if held.state in MINE:
            yield Call(
                title=proposal.text,
                why=f"{proposal.unit.name} → {proposal.addressed_to.name}",
                asks=_("answer the proposal"),
                deed=_("Answer"),
                url=reverse("programmes:proposal", args=[proposal.pk]),
                until=held.due,
            )


def _papers(person: Person, on: date) -> Iterator[Call]:
    """Papers and opinions asked of a body of this person for a meeting to come."""
    coming = Q(meeting__held_on__isnull=True) | Q(meeting__held_on__gte=on)
    units = person.reach(on).unit_ids
    asked = MeetingPaper.objects.filter(coming, received_at__isnull=True, meeting__is_cancelled=False)
    rows = asked.filter(asked_of__unit__in=units).select_related("asked_of", "meeting").order_by("due_on", "pk")
    for paper in rows[:SHOWN]:
        if asked_to_hand_in(person, paper):
            kind = _("hand in the opinion") if paper.kind == MeetingPaper.Kind.OPINION else _("hand in the paper")
            yield Call(
                title=paper.title,
                why=f"{paper.asked_of} · {paper.meeting.title}",
                asks=kind,
                deed=_("Hand in"),
                url=reverse("programmes:meeting-paper", args=[paper.meeting_id, paper.pk]),
                until=paper.due_on or paper.meeting.held_on,
            )


def _amendments(person: Person) -> Iterator[Call]:
    """Drafted amendments of programmes, for who adopts them."""
    drafted = AmendmentDraft.objects.filter(programme__body__unit__in=units_signed_for(person))
    for draft in drafted.select_related("programme__body").order_by("pk"):
        yield Call(
            title=draft.programme.title,
            why=draft.programme.body.name,
            asks=_("sign the drafted amendment"),
            deed=_("Look at it"),
            url=reverse("programmes:programme-amend", args=[draft.programme_id]),
            until=None,
        )


def _read(found: QuerySet[Minutes]) -> QuerySet[Minutes]:
    rows = found.filter(meeting__is_cancelled=False).select_related("meeting__unit")
    return rows.order_by("-meeting__held_on", "pk")[:SHOWN]


def _about(minutes: Minutes, asks: str, deed: str, at: str = "", until: date | None = None) -> Call:
    meeting = minutes.meeting
    url = reverse("programmes:minutes", args=[meeting.pk]) + (f"#{at}" if at else "")
    day = dates.short(meeting.held_on) if meeting.held_on else meeting.date_text
    where = meeting.unit.name if meeting.unit else meeting.unit_text
    return Call(meeting.title, f"{where}, {day}", asks, deed, url, until)
