"""Taking in a paper that gives tasks. Each of its tasks is then given by tasks.give()."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.attachments import Attachment
from coquang.records.journal import record
from coquang.refusals import Refused
from programmes import permissions_of_work as may
from programmes.actions.kept_files import keep
from programmes.models import Body, IncomingDocument, Person, Unit


@transaction.atomic
def take_in(
    unit: Unit,
    *,
    from_body: Body | None,
    from_text: str,
    number: str,
    dated: date,
    subject: str,
    received_on: date,
    file: Attachment | None = None,
    by: Person,
) -> IncomingDocument:
    """Put a paper of a superior on record, once; a body on record is named by its own name."""
    held = may.writing(by, unit.pk)
    if not held:
        raise PermissionDenied
    if received_on > dates.today():
        raise Refused(_("The paper was received on a day that has not come yet."))
    if received_on < dated:
        raise Refused(_("A paper is received on its own day or later."))
    words = may.words(by, held)
    paper = IncomingDocument(unit=unit, from_body=from_body, number=number, dated=dated, subject=subject)
    paper.from_text = from_body.name if from_body else from_text
    paper.received_on, paper.by, paper.at = received_on, by, dates.now()
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError as known:
        raise Refused(_("This paper was taken in already; open it from the list and give further tasks.")) from known
    if file is not None:
        paper.file = keep(file, unit=unit, title=str(paper)[:250], by=by, capacity=words)
        paper.save(update_fields=["file"])
    record(paper, "incoming.taken_in", by=by, capacity=words, number=number, issuer=paper.from_text)
    return paper
