"""Making many papers: a step for each, the last one puts them together. Run twice, a step finds what it made."""

import io
import zipfile

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import limits
from coquang.middleware import act_as
from coquang.periods import Period
from coquang.records import paper
from coquang.records.jobs import CannotBeDone, work_in_steps
from coquang.records.models import Job
from coquang.records.models.documents import papers
from coquang.records.press import print_document
from coquang.refusals import Refused
from indicators import jobs_of_books
from indicators.dashboards.packs import Occasion, occasion_of
from indicators.models import PackOfRound, PackRound
from indicators.pack_paper import pack_paper
from programmes.models import Person

MAKE = "packs.make"
# Every paper of an order bears the same moment in the file of all, so that the same papers give the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)


@work_in_steps(MAKE)
def make(job: Job, round_id: int) -> int | None:
    """Make the next paper, or put all of them together; how far the order is now.

    What is made stays when the order is called off; what was made before from the same facts is not made again.
    """
    order = PackRound.objects.select_related("host", "by", "job").filter(pk=round_id).first()
    if order is None:
        return job.steps
    if order.cancelled_at is not None:
        raise CannotBeDone(_("The order was called off; the papers made until then stay."))
    if order.kind == PackRound.Kind.BOOK:
        with transaction.atomic():
            act_as(order.by_id, source="job")
            jobs_of_books.compose(order)
    pack = order.packs.unmade().select_related("unit", "meeting").filter(position__gt=job.step).first()
    if pack is None:
        with transaction.atomic():
            act_as(order.by_id, source="job")
            _put_together(order, job)
        return job.steps
    if pack.document_id is None:
        _compose(order, pack)
    if pack.document_id is not None:
        _print(order, pack, job)
    return pack.position


@transaction.atomic
def _compose(order: PackRound, pack: PackOfRound) -> None:
    """Freeze the pack's facts; a pack that was printed from the very same facts before is taken as it is."""
    act_as(order.by_id, source="job")
    try:
        draft = pack_paper(_occasion(order, pack), order.by)
    except Refused as refusal:
        pack.reason = str(refusal)[: limits.SENTENCE]
    else:
        pack.document = paper.known(draft) or paper.freeze(draft, by=order.by)
    pack.save(update_fields=["document", "reason"])


def _print(order: PackRound, pack: PackOfRound, job: Job) -> None:
    """Lay one paper out; one that cannot be says why, and the others are made."""
    try:
        with transaction.atomic():
            act_as(order.by_id, source="job")
            print_document(job, pack.document_id)
    except CannotBeDone as refusal:
        pack.document, pack.reason = None, str(refusal)[: limits.SENTENCE]
        pack.save(update_fields=["document", "reason"])


def _occasion(order: PackRound, pack: PackOfRound) -> Occasion:
    person: Person = order.by
    if pack.meeting is not None:
        held = occasion_of(pack.meeting, person)
        if held is not None:
            return held
    period = Period.parse(order.period) if order.period else None
    return Occasion(order.host, [pack.unit], period)


def _put_together(order: PackRound, job: Job) -> None:
    """One file of all; of a book the bound book is the first in it."""
    made = [
        (f"{pack.position:03d} {pack.unit.name}", pack.document.file)
        for pack in order.packs.filter(position__gt=0, document__isnull=False).select_related("document", "unit")
        if pack.document is not None
    ]
    if order.kind == PackRound.Kind.BOOK:
        book = order.book = order.book or jobs_of_books.bind(order, job)
        made.insert(0, (f"000 {book.title}", book.file))
    bound = io.BytesIO()
    with zipfile.ZipFile(bound, "w", zipfile.ZIP_STORED) as file:
        for name, held in made:
            with held.open("rb") as content:
                clean = name.replace("/", "-").replace("\\", "-")
                file.writestr(zipfile.ZipInfo(f"{clean}.pdf", MOMENT), content.read())
    name = f"{order.file_word}-{order.pk}.zip"
    papers().delete(name)  # left by a run that was cut off before it could say so
    order.stored_as = papers().save(name, ContentFile(bound.getvalue()))
    order.save(update_fields=["stored_as", "book"])
