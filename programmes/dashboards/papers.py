"""The page of one paper: where it stands, which step is next for whom, its prints, who got it and who opened it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coquang import dates
from coquang.records.models import JournalEntry
from programmes.models import Delivery, OfficialPaper, PaperPrint, Person, RegisterEntry
from programmes.models.papers import offices_of
from programmes.paper_figures import fallen_told
from programmes.permissions_of_papers import may_draft, may_issue, may_sign, may_submit
from programmes.working_days import closed_days, working_days_between

State = OfficialPaper.State
ACTS = {
    "paper.drafted": _("drafted"),
    "paper.mended": _("mended"),
    "paper.circulated": _("draft printed"),
    "paper.submitted": _("sent to be signed"),
    "paper.taken_back": _("taken back"),
    "paper.signed": _("signed"),
    "paper.issued": _("issued"),
    "paper.filed": _("signed copy kept"),
    "paper.copied": _("reading copy printed"),
    "paper.cancelled": _("cancelled"),
}
# While it is on its way, a correction of one of its figures stops it.
FROZEN = (State.SUBMITTED, State.SIGNED)
WAY = (State.DRAFT, State.SUBMITTED, State.SIGNED, State.ISSUED, State.FILED)
OPENED_WITHIN = 2


@dataclass(frozen=True)
class Sent:
    """One recipient inside the portal; `is_late` when nobody opened the paper within two working days."""

    delivery: Delivery
    is_late: bool


@dataclass(frozen=True)
class PaperPage:
    paper: OfficialPaper
    entry: RegisterEntry | None
    way: Sequence[tuple[str, bool, bool]]
    steps: frozenset[str]
    prints: Sequence[PaperPrint]
    sent: Sequence[Sent]
    history: Sequence[tuple[str | Promise, JournalEntry]]
    corrections: Sequence[OfficialPaper]
    fallen: Sequence[str]


def paper_page(paper: OfficialPaper, person: Person) -> PaperPage:
    of_office = paper.unit_id in offices_of(person)
    prints = paper.prints.select_related("document__job")
    history = JournalEntry.objects.about(paper).select_related("by").order_by("pk") if of_office else ()
    at = WAY.index(State(paper.state)) if paper.state in WAY else len(WAY)
    return PaperPage(
        paper=paper,
        entry=RegisterEntry.objects.filter(paper=paper).first(),
        way=[(str(state.label), place < at, place == at) for place, state in enumerate(WAY)],
        steps=steps_of(paper, person),
        prints=list(prints if of_office else prints.filter(state=State.ISSUED)),
        sent=sent_of(paper),
        history=[(ACTS[entry.act], entry) for entry in history],
        corrections=list(paper.corrections.visible_to(person)),
        fallen=fallen_told(paper, dates.today()) if paper.state in FROZEN else (),
    )


def steps_of(paper: OfficialPaper, person: Person) -> frozenset[str]:
    """What this person may do with the paper now; the actions ask again."""
    drafts = may_draft(person, paper.body)
    takes_back = may_submit(person, paper) or may_sign(person, paper)
    offered = {
        State.DRAFT: {"edit": drafts, "circulate": drafts, "submit": may_submit(person, paper)},
        State.SUBMITTED: {
            "sign": may_sign(person, paper) or may_issue(person, paper),
            "back": takes_back,
        },
        State.SIGNED: {"issue": may_issue(person, paper), "back": takes_back},
        State.ISSUED: {"copy": may_issue(person, paper), "cancel": drafts, "correct": drafts, "read": drafts},
        State.FILED: {"cancel": drafts, "correct": drafts, "read": drafts},
    }
    return frozenset(step for step, may in offered.get(State(paper.state), {}).items() if may)


def sent_of(paper: OfficialPaper) -> list[Sent]:
    deliveries = paper.deliveries.select_related("body__unit", "opened_by", "handler").order_by("pk")
    return [Sent(delivery, is_overdue(delivery)) for delivery in deliveries]


def is_overdue(delivery: Delivery) -> bool:
    """Not opened although two working days have passed since it was sent."""
    if delivery.sent_at is None or delivery.opened_at is not None:
        return False
    sent = timezone.localtime(delivery.sent_at).date()
    if dates.today() - sent < timedelta(days=OPENED_WITHIN):
        return False
    return working_days_between(sent, dates.today(), closed_days()) > OPENED_WITHIN
