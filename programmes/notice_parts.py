"""What a notice of conclusions says by the office's own hand, and whom it goes to: offered from the record.

The assessment, what became of proposals and the day of the report `proposed` fills from the record; once written they
stay as they are, and `changes` tells what the record says otherwise since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from coquang import dates, richtext
from coquang.kinds import KINDS
from programmes import besides, wording
from programmes.dashboards.meetings import Matter, matters, taken_up
from programmes.issuers import BY_ORDER, Issuer, issuers_of
from programmes.models import (
    Body,
    Meeting,
    Minutes,
    NoticeOfConclusions,
    OfficialPaper,
    Person,
    Proposal,
    Remark,
)
from programmes.permissions_of_papers import may_draft
from programmes.proposing import ProposalStanding, stand

PARTY_BODIES = frozenset({Body.Kind.PARTY_COMMITTEE, Body.Kind.STANDING_COMMITTEE, Body.Kind.PARTY_OFFICE})


@dataclass(frozen=True)
class Typed:
    """What the office says in its own words; `assessment`, `proposals` and `recipients` line by line."""

    subject: str
    assessment: Sequence[str] = ()
    proposals: Sequence[str] = ()
    report_by: date | None = None
    recipients: Sequence[str] = ()

    @property
    def lines(self) -> dict[str, list[str]]:
        """The lines of each part that is kept."""
        return {"assessment": list(self.assessment), "proposals": list(self.proposals)}


@translation.override("vi")
def proposed(minutes: Minutes, person: Person) -> Typed:
    """What the record itself says: recognitions, figures short of their target, answers to proposals, who gets it."""
    meeting = minutes.meeting
    praised = minutes.remarks.filter(is_struck=False, kind=Remark.Kind.RECOGNITION).order_by(
        "speaker__position", "position"
    )
    short = besides.shortfalls(meeting, person)
    missed = (
        [f"Tuy nhiên, còn {len(short):02d} chỉ tiêu chưa đạt: {'; '.join(map(wording.lower_first, short))}"]
        if short
        else []
    )
    receiving = [body.name for body in receivers(minutes)]
    hosts = [f"Thường trực {body.name}" for body in meeting.hosts.all() if body.kind in PARTY_BODIES]
    others = [body.name for body in meeting.hosts.all() if body.kind not in PARTY_BODIES]
    return Typed(
        subject=f"kết luận của {wording.chair_in_short(meeting)} tại {wording.occasion(meeting)}",
        assessment=[*(" ".join(richtext.plain(remark.text).split()) for remark in praised), *missed],
        proposals=[_answered(proposal) for proposal in _proposals(meeting, person)],
        recipients=list(dict.fromkeys([*hosts, *others, *receiving])),
    )


def receivers(minutes: Minutes) -> list[Body]:
    """Whom a notice goes to beside its hosts: the committees of units reviewed, and those who lead one of its tasks."""
    concluded, heard = all_matters(minutes)
    leads = [given.task.lead_body for matter in (*concluded, *heard) for given in matter.tasks if given.task.lead_body]
    hosts = set(minutes.meeting.hosts.all())
    return [body for body in dict.fromkeys([*bound_committees(minutes.meeting), *leads]) if body not in hosts]


def issuers_for(meeting: Meeting, person: Person) -> list[Issuer]:
    """The ways in which the notice may go out, of those in whose name the person drafts papers."""
    found = issuers_of(meeting.unit, KINDS["TB"], dates.today()) if meeting.unit else []
    return [issuer for issuer in found if may_draft(person, issuer.body)]


def under_way(minutes: Minutes) -> OfficialPaper | None:
    """The notice of a meeting, wherever it is on its way; a cancelled one leaves room for another."""
    papers = OfficialPaper.objects.filter(notice__minutes=minutes).exclude(state=OfficialPaper.State.CANCELLED)
    return papers.select_related("body__unit", "unit", "notice").order_by("-pk").first()


@dataclass(frozen=True)
class Changes:
    """Lines of the record that were offered and are no more, and those it says only since."""

    gone: Sequence[str]
    come: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.gone or self.come)


def changes(notice: NoticeOfConclusions, now: Typed) -> Changes:
    """What the record says otherwise since the office's own parts were written, as far as these have not followed."""
    written = {*wording.lines_of(notice.assessment), *wording.lines_of(notice.proposals)}
    before = {line for part in notice.as_told.values() for line in part}
    says = [line for part in now.lines.values() for line in part]
    return Changes(
        gone=sorted((before & written) - set(says)),
        come=[line for line in says if line not in before | written],
    )


def usual(meeting: Meeting, issuers: Sequence[Issuer]) -> Issuer | None:
    """The way the number on record belongs to; else by order, as most notices go out."""
    numbered = next((issuer for issuer in issuers if _is_numbered_by(meeting, issuer)), None)
    return numbered or next((issuer for issuer in issuers if issuer.manner == BY_ORDER), None)


def all_matters(minutes: Minutes) -> tuple[list[Matter], list[Matter]]:
    """Every conclusion, and every remark a task arose from, whoever asks: the notice tells all of them."""
    on = dates.today()
    heard = taken_up(minutes, None, on)
    return matters(minutes.conclusions.all(), None, on), [matter for matter in heard if matter.tasks]


def bound_committees(meeting: Meeting) -> list[Body]:
    """The Party committees of the units reviewed: whom a conclusion binds."""
    held = Body.objects.current(meeting.held_on or dates.today()).filter(
        unit__in=meeting.reviewed_units.all(), kind=Body.Kind.PARTY_COMMITTEE
    )
    return list(held.order_by("unit__name_sort", "pk"))


def _is_numbered_by(meeting: Meeting, issuer: Issuer) -> bool:
    """Whether the number on record bears this body's symbol."""
    _number, mark, symbol = meeting.notice_number.partition("-")
    return bool(mark) and symbol in {f"TB/{issuer.body.symbol}", f"TB-{issuer.body.symbol}"}


def _proposals(meeting: Meeting, person: Person) -> Iterable[Proposal]:
    """Those brought to this meeting, and those of the units it reviewed that its own unit still has to answer."""
    seen = Proposal.objects.visible_to(person).filter(sent_on__isnull=False)
    own = seen.filter(meeting=meeting)
    owed = seen.filter(unit__in=meeting.reviewed_units.all(), addressed_to__unit=meeting.unit_id)
    rows = (own | owed).distinct().select_related("addressed_to").prefetch_related("replies").order_by("pk")
    return [row for row in rows if row.meeting_id == meeting.pk or stand(row, dates.today()).is_open]


def _answered(proposal: Proposal) -> str:
    held = stand(proposal, dates.today())
    about = f"Về kiến nghị “{wording.unended(proposal.text)}”: "
    words = wording.unended(held.last.text) if held.last and held.last.text else ""
    if held.state == ProposalStanding.AGREED:
        return about + "đồng ý" + (f"; {wording.lower_first(words)}" if words else "")
    if held.state == ProposalStanding.REFUSED:
        return about + f"chưa đồng ý; lý do: {wording.lower_first(words)}"
    until = f" trước ngày {dates.cited(held.due)}" if held.due else ""
    if held.last and held.last.forwarded_to:
        return about + f"giao {held.last.forwarded_to} giải quyết{until}"
    return about + f"{proposal.addressed_to.name} xem xét, trả lời{until}"
