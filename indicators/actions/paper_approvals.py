"""Approved on the printed sheet (duyệt trên bản giấy): the clerk records it, who signed confirms it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.attachments import Attachment
from coquang.records.journal import record as journal
from coquang.refusals import Refused
from indicators.actions import sheets
from indicators.dashboards.approving import own_waiting
from indicators.models import PaperApproval, Sheet, SignedScan
from indicators.models.evidence import kept
from indicators.permissions import may_submit
from programmes.models import Person
from programmes.permissions import Role, capacity


@transaction.atomic
def record(sheet: Sheet, *, document: str, file: Attachment, signed_on: date, signed_by: Person, by: Person) -> Sheet:
    """What an approver signed on paper counts as their approval; the journal says who signed and who recorded it.

    The signed sheet itself, scanned or photographed, is kept with it.
    """
    sheet = Sheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)
    if not may_submit(by, sheet) or signed_by.pk == by.pk:
        raise PermissionDenied
    if sheet.state != Sheet.State.VETTED:
        raise Refused(_("Only a vetted sheet can be approved."))
    if not own_waiting(signed_by, sheet):
        raise Refused(_("No field of this sheet waits for the approval of this person."))
    if signed_on > dates.today():
        raise Refused(_("This day has not come yet."))
    if not document:
        raise Refused(_("Say which paper was signed: its number, or what it is."))
    made = PaperApproval.objects.create(
        sheet=sheet,
        document=document,
        signed_on=signed_on,
        signed_by=signed_by,
        recorded_at=dates.now(),
        recorded_by=by,
    )
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    facts = {
        "document": document,
        "signed_on": str(signed_on),
        "signed_by": signed_by.pk,
        "scan": file.sha256,
    }
    journal(sheet, "sheet.recorded_as_approved_on_paper", by=by, capacity=held, paper=made.pk, **facts)
    approved = sheets.approve(sheet, by=signed_by, paper=made.pk, recorded_by=by.pk)
    SignedScan.objects.create(approval=made, **kept(file))
    return approved


@transaction.atomic
def confirm(approval: PaperApproval, *, by: Person) -> PaperApproval:
    """Who signed says so themselves."""
    approval = PaperApproval.objects.select_for_update().get(pk=approval.pk)
    if approval.signed_by_id != by.pk:
        raise PermissionDenied
    if approval.confirmed_at is not None:
        raise Refused(_("This was confirmed already."))
    approval.confirmed_at = dates.now()
    approval.save(update_fields=["confirmed_at"])
    sheet = Sheet.objects.get(pk=approval.sheet_id)
    held = capacity(by, sheet.unit_id, {Role.APPROVE})
    journal(sheet, "sheet.approval_on_paper_confirmed", by=by, capacity=held, paper=approval.pk)
    return approval
