"""Making many packs: a step for each, the last one puts them together. Run twice, a step finds what it made."""

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
from indicators.dashboards.packs import Occasion, occasion_of
from indicators.models import PackOfRound, PackRound
from indicators.pack_paper import pack_paper
from programmes.models import Person

MAKE = "packs.make"
# Every pack of an order bears the same moment in the file of all, so that the same packs give the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)


@work_in_steps(MAKE)
def make(job: Job, round_id: int) -> None:
    """Make the pack of this step, or put all of them into one file. What is made stays when the order is called off."""
    order = PackRound.objects.select_related("host", "by").filter(pk=round_id).first()
    if order is None:
        return
    if order.cancelled_at is not None:
        raise CannotBeDone(_("The order was called off; the packs made until then stay."))
    pack = order.packs.select_related("unit", "meeting").filter(position=job.step + 1).first()
    if pack is None:
        _bind(order)
        return
    if pack.document_id is None and not pack.reason:
        _compose(order, pack)
    if pack.document_id is not None:
        with transaction.atomic():
            act_as(order.by_id, source="job")
            print_document(job, pack.document_id)


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


def _occasion(order: PackRound, pack: PackOfRound) -> Occasion:
    person: Person = order.by
    if pack.meeting is not None:
        held = occasion_of(pack.meeting, person)
        if held is not None:
            return held
    period = Period.parse(order.period) if order.period else None
    return Occasion(order.host, [pack.unit], period)


@transaction.atomic
def _bind(order: PackRound) -> None:
    act_as(order.by_id, source="job")
    bound = io.BytesIO()
    with zipfile.ZipFile(bound, "w", zipfile.ZIP_STORED) as file:
        for pack in order.packs.filter(document__isnull=False).select_related("document", "unit"):
            if pack.document is None:
                continue
            name = f"{pack.position:03d} {pack.unit.name}".replace("/", "-").replace("\\", "-")
            with pack.document.file.open("rb") as made:
                file.writestr(zipfile.ZipInfo(f"{name}.pdf", MOMENT), made.read())
    name = f"bo-tai-lieu-{order.pk}.zip"
    papers().delete(name)  # left by a run that was cut off before it could say so
    order.stored_as = papers().save(name, ContentFile(bound.getvalue()))
    order.save(update_fields=["stored_as"])
