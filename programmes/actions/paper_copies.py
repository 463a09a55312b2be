"""The signed copy of an issued paper, and what its recipients do with it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.attachments import Attachment
from coquang.pdf_pages import page_count
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.actions import kept_files
from programmes.models import Delivery, OfficialPaper, Person
from programmes.models.papers import OF_THE_OFFICE
from programmes.permissions_of_papers import (
    DRAFT,
    capacity_for,
    may_handle_incoming,
    may_issue,
    may_receive,
)

State = OfficialPaper.State


@transaction.atomic
def file_copy(paper: OfficialPaper, scan: Attachment, *, code: str, by: Person) -> OfficialPaper:
    """Keep the signed and stamped copy, which everybody reads from now on.

    It is known by the short code at its foot and by its pages: another paper's scan is not taken.
    """
    paper = OfficialPaper.objects.select_for_update(of=("self",)).select_related("body__unit", "unit").get(pk=paper.pk)
    if not may_issue(by, paper):
        raise PermissionDenied
    if paper.state != State.ISSUED:
        raise Refused(_("A signed copy is kept with a paper that is issued and has none yet."))
    prints = paper.standing_prints.select_related("document")
    printed = next((one.document for one in prints if one.document.code == code.strip().upper()), None)
    if printed is None:
        raise Refused(_("This code is not that of this paper; it stands at the foot of its first page."))
    if printed.pages is None:
        raise Refused(_("The paper is still being printed; wait a moment and send the scan once more."))
    pages = page_count(scan)
    if pages < printed.pages:
        raise Refused(
            _("The scan has %(scanned)d pages, the paper %(printed)d: scan all pages into one file.")
            % {"scanned": pages, "printed": printed.pages}
        )
    held = capacity_for(by, paper.body, DRAFT)
    paper.signed_copy = kept_files.keep(scan, unit=paper.unit, title=str(paper), by=by, capacity=held)
    paper.state = State.FILED
    paper.save(update_fields=["signed_copy", "state"])
    record(paper, "paper.filed", by=by, capacity=held, code=printed.code, sha256=scan.sha256)
    return paper


@transaction.atomic
def open_delivery(delivery: Delivery, *, by: Person) -> Delivery:
    """The first to open a paper that came receives it for the office."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("body").get(pk=delivery.pk)
    if delivery.sent_at is None or delivery.opened_at is not None or not may_receive(by, delivery):
        return delivery
    delivery.opened_at, delivery.opened_by = dates.now(), by
    delivery.save(update_fields=["opened_at", "opened_by"])
    held = capacity_for(by, delivery.body, OF_THE_OFFICE)
    record(delivery, "paper.received", by=by, capacity=held, body=delivery.body_id)
    return delivery


@transaction.atomic
def take_in(delivery: Delivery, *, incoming_number: str, handler: Person | None, by: Person) -> Delivery:
    """Enter the incoming number of the recipient's own book, and who handles the paper."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("body").get(pk=delivery.pk)
    if not may_handle_incoming(by, delivery):
        raise PermissionDenied
    if delivery.sent_at is None:
        raise Refused(_("This paper has not been sent yet."))
    delivery.incoming_number, delivery.handler = incoming_number, handler
    delivery.save(update_fields=["incoming_number", "handler"])
    held = capacity_for(by, delivery.body, OF_THE_OFFICE)
    record(delivery, "paper.taken_in", by=by, capacity=held, number=incoming_number)
    return delivery
