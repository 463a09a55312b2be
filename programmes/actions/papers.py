"""A paper on its way: written, circulated, sent to be signed, signed, issued, filed with its signed copy."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records import paper as press
from coquang.records.journal import record
from coquang.records.models import PrintedDocument
from coquang.records.paper import Draft
from coquang.refusals import Refused
from programmes import issuing, official
from programmes.actions import numbering
from programmes.models import Body, Delivery, OfficialPaper, PaperPrint, Person, RegisterEntry
from programmes.paper_figures import refuse_fallen
from programmes.paper_sources import source_of
from programmes.permissions_of_papers import (
    DRAFT,
    SIGN,
    capacity_for,
    may_draft,
    may_issue,
    may_sign,
    may_submit,
)

State = OfficialPaper.State


@transaction.atomic
def keep(
    paper: OfficialPaper, *, to: Iterable[Body] | None = None, seen_version: int | None = None, by: Person
) -> OfficialPaper:
    """Write a new paper or go on writing a draft; refused when someone else wrote in between."""
    if not may_draft(by, paper.body):
        raise PermissionDenied
    if not issuing.may_issue(paper.body, paper.of_kind, dates.today()):
        raise Refused(
            _("%(body)s does not issue papers of this kind: choose another kind.") % {"body": paper.body.name}
        )
    is_new = paper.pk is None
    if is_new:
        paper.by, paper.at, paper.unit_id = by, dates.now(), paper.body.unit_id
        paper.save()
    else:
        known = _locked(paper)
        _refuse_unless(known, State.DRAFT, _("This paper has gone to be signed; its text stands. Take it back first."))
        if seen_version is not None and known.version != seen_version:
            raise Refused(_("Someone else has meanwhile written in this paper. Open it in another window and compare."))
        paper.version = known.version + 1
        paper.save(update_fields=[*WRITTEN, "version"])
    if to is not None:
        wanted = {body.pk for body in to}
        paper.deliveries.exclude(body__in=wanted).delete()
        Delivery.objects.bulk_create([Delivery(paper=paper, body_id=pk) for pk in wanted], ignore_conflicts=True)
    act = "paper.drafted" if is_new else "paper.mended"
    record(paper, act, by=by, capacity=capacity_for(by, paper.body, DRAFT))
    return paper


WRITTEN = (
    "kind",
    "subject",
    "address",
    "text",
    "recipients",
    "signing_power",
    "signer_title",
    "signer_name",
    "is_two_sided",
)


@transaction.atomic
def circulate(paper: OfficialPaper, *, by: Person) -> PrintedDocument:
    """Print the draft to be commented on; each time it is one draft further."""
    paper = _locked(paper)
    if not may_draft(by, paper.body):
        raise PermissionDenied
    _refuse_unless(paper, State.DRAFT, _("This paper is no draft any more."))
    paper.drafts += 1
    document = _print(paper, official.as_draft(paper), by)
    paper.save(update_fields=["drafts"])
    record(paper, "paper.circulated", by=by, capacity=capacity_for(by, paper.body, DRAFT), draft=paper.drafts)
    return document


@transaction.atomic
def submit(paper: OfficialPaper, *, by: Person) -> PrintedDocument:
    """The text is frozen and printed for the signer, number and day left blank."""
    paper = _locked(paper)
    if not may_submit(by, paper):
        raise PermissionDenied
    _refuse_unless(paper, State.DRAFT, _("This paper has gone to be signed already."))
    _refuse_unready(paper)
    paper.facts, paper.state = official.frozen(paper), State.SUBMITTED
    paper.save(update_fields=["facts", "state"])
    document = _print(paper, official.as_submitted(paper), by)
    record(paper, "paper.submitted", by=by, capacity=capacity_for(by, paper.body, DRAFT), code=document.code)
    return document


@transaction.atomic
def take_back(paper: OfficialPaper, reason: str, *, by: Person) -> OfficialPaper:
    """Until it is numbered a paper can become a draft again; what was signed of it counts no more."""
    paper = _locked(paper)
    if not (may_submit(by, paper) or may_sign(by, paper)):
        raise PermissionDenied
    if paper.state not in {State.SUBMITTED, State.SIGNED}:
        raise Refused(_("Only a paper that waits for its signature or its number is taken back."))
    paper.facts, paper.state, paper.version = None, State.DRAFT, paper.version + 1
    paper.signed_on, paper.signed_by, paper.is_signed_on_paper = None, None, False
    paper.save(update_fields=["facts", "state", "version", "signed_on", "signed_by", "is_signed_on_paper"])
    record(paper, "paper.taken_back", by=by, capacity=capacity_for(by, paper.body, DRAFT | SIGN), reason=reason)
    return paper


@transaction.atomic
def sign(paper: OfficialPaper, *, on: date, signer_name: str, by: Person) -> OfficialPaper:
    """Record that the paper was signed: by who signs, or by the office for a paper signed with the pen."""
    paper = _locked(paper)
    own = may_sign(by, paper)
    if not own and not may_issue(by, paper):
        raise PermissionDenied
    _refuse_unless(paper, State.SUBMITTED, _("Only a paper that was sent to be signed is signed."))
    if paper.signer_name and signer_name != paper.signer_name:
        raise Refused(_("The paper bears the name of %s; take it back when somebody else signs.") % paper.signer_name)
    if on > dates.today():
        raise Refused(_("A paper is signed today or was signed before, not on a day to come."))
    refuse_fallen(paper, dates.today() if own else on)
    paper.state, paper.signed_on, paper.signer_name = State.SIGNED, on, signer_name
    paper.signed_by, paper.is_signed_on_paper = (by, False) if own else (None, True)
    paper.facts = {**paper.frozen, "signatures": _named(paper.frozen["signatures"], signer_name)}
    paper.save(
        update_fields=["state", "signed_on", "signer_name", "signed_by", "is_signed_on_paper", "facts"],
    )
    held = capacity_for(by, paper.body, SIGN if own else DRAFT)
    record(paper, "paper.signed", by=by, capacity=held, on=str(on), signer=signer_name, on_paper=not own)
    return paper


@transaction.atomic
def issue(paper: OfficialPaper, *, day: date, number: int | None = None, by: Person) -> RegisterEntry:
    """The paper takes its number and day, is printed once more, and goes to its recipients inside the portal.

    With a number of the paper book it was issued on that day; else it is issued now, whatever day it bears.
    """
    paper = _locked(paper)
    if not may_issue(by, paper):
        raise PermissionDenied
    _refuse_unless(paper, State.SIGNED, _("A paper is signed first, and numbered and issued afterwards."))
    if day > dates.today():
        raise Refused(_("A paper is issued today or was issued before, not on a day to come."))
    if paper.signed_on is not None and day < paper.signed_on:
        raise Refused(_("A paper is issued on the day it was signed or later."))
    _refuse_unready(paper)
    refuse_fallen(paper, dates.today() if number is None else day)
    entry = numbering.take(paper, day=day, number=number, signer=paper.signer_name, by=by)
    if source := source_of(paper):
        source.numbered(entry)
    paper.state, paper.issued_on = State.ISSUED, day
    paper.save(update_fields=["state", "issued_on"])
    document = _print(paper, official.as_issued(paper, numbering.written(entry.number), day), by)
    paper.deliveries.update(sent_at=dates.now())
    record(paper, "paper.issued", by=by, capacity=entry.capacity, number=entry.printed, code=document.code)
    return entry


@transaction.atomic
def print_reading_copy(paper: OfficialPaper, *, by: Person) -> PrintedDocument:
    """The issued paper in 16 points, to be read aloud in the cells."""
    paper = _locked(paper)
    if not may_draft(by, paper.body):
        raise PermissionDenied
    issued = paper.prints.filter(state=State.ISSUED).select_related("document").order_by("pk").first()
    if issued is None or paper.state == State.CANCELLED:
        raise Refused(_("Only an issued paper is printed for reading."))
    with translation.override("vi"):
        draft = official.as_reading_copy(paper, issued.document.facts)
    document = press.issue(draft, by=by)
    PaperPrint.objects.create(paper=paper, document=document, state=issued.state, draft=paper.drafts)
    record(paper, "paper.copied", by=by, capacity=capacity_for(by, paper.body, DRAFT), code=document.code)
    return document


@transaction.atomic
def cancel(paper: OfficialPaper, reason: str, *, by: Person) -> OfficialPaper:
    """An issued paper is void from now on. Its number stays with it and is given to no other."""
    paper = _locked(paper)
    if not may_issue(by, paper):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say why the paper is cancelled."))
    if paper.state not in {State.ISSUED, State.FILED}:
        raise Refused(_("Only an issued paper is cancelled; a draft is mended."))
    paper.state, paper.cancel_reason = State.CANCELLED, reason
    paper.save(update_fields=["state", "cancel_reason"])
    record(paper, "paper.cancelled", by=by, capacity=capacity_for(by, paper.body, DRAFT), reason=reason)
    return paper


@transaction.atomic
def correct(old: OfficialPaper, *, by: Person) -> OfficialPaper:
    """Begin a notice that corrects an issued paper: it names the old one and goes to the same recipients."""
    old = _locked(old)
    if not may_draft(by, old.body):
        raise PermissionDenied
    if old.state not in {State.ISSUED, State.FILED}:
        raise Refused(_("Only an issued paper is corrected; a draft is mended."))
    named = official.cited(old, numbering.written(old.entry.number), old.issued_on or dates.today())
    notice = OfficialPaper(
        body=old.body,
        corrects=old,
        subject=f"đính chính {named[:1].lower()}{named[1:]}",
        text=f"{old.body.name} đính chính {named[:1].lower()}{named[1:]} như sau:",
        **{**official.new_paper(old.body, "TB"), "recipients": old.recipients},
    )
    return keep(notice, to=[delivery.body for delivery in old.deliveries.select_related("body")], by=by)


def _locked(paper: OfficialPaper) -> OfficialPaper:
    locked = OfficialPaper.objects.select_for_update(of=("self",))
    return locked.select_related("body__unit", "unit").get(pk=paper.pk)


def _refuse_unless(paper: OfficialPaper, state: str, sentence: str) -> None:
    if paper.state != state:
        raise Refused(sentence)


def _refuse_unready(paper: OfficialPaper) -> None:
    """Figures of a paper must be final before it goes out."""
    if source := source_of(paper):
        source.refuse_unready(paper)


def _named(signatures: list[dict[str, str]], name: str) -> list[dict[str, str]]:
    return [{**signature, "name": name} for signature in signatures]


def _print(paper: OfficialPaper, draft: Draft, by: Person) -> PrintedDocument:
    """Each state of a paper is a printed document of its own."""
    document = press.issue(draft, by=by)
    PaperPrint.objects.create(paper=paper, document=document, state=paper.state, draft=paper.drafts)
    return document
