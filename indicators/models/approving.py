"""What happens to a sheet on its way to approval: each sending with its figures, and rows that went back alone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators.models.catalogue import Indicator
from indicators.models.evidence import KeptFile
from indicators.models.figures import a_number
from indicators.models.sheets import Sheet


class Submission(models.Model):
    """One sending of a sheet, with every figure as it was sent: what an approver saw, and what changed since."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Value and denominator as text, by the indicators' keys.
    figures = models.JSONField()

    serving_rights = "append"

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sendings_of_a_sheet_are_numbered")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"


class PaperApprovalQuerySet(models.QuerySet["PaperApproval"]):
    def unconfirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=True)


class PaperApproval(models.Model):
    """That somebody approved on the printed sheet: by which document, signed when, recorded by whom.

    It counts from the moment it is recorded; who signed confirms it at the next sign-in.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="paper_approvals")
    document = models.CharField(_("document"), max_length=limits.NAME)
    signed_on = models.DateField(_("signed on"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    serving_rights = "keep"
    objects = PaperApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(signed_by=F("recorded_by")), name="who_signs_on_paper_is_not_who_records_it"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="an_approval_on_paper_names_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.document}"


class SignedScan(KeptFile):
    """The signed sheet as it was scanned or photographed: the file behind an approval on paper. It never changes."""

    approval = models.OneToOneField(PaperApproval, on_delete=models.PROTECT, related_name="scan")

    serving_rights = "append"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=limits.FILE_BYTES), name="a_scan_is_neither_empty_nor_too_large"
            ),
            models.CheckConstraint(condition=~Q(kind="xlsx"), name="a_scan_is_pages_or_a_picture"),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.file_name}"


class RowReturnQuerySet(models.QuerySet["RowReturn"]):
    def unsettled(self) -> Self:
        return self.filter(settled_at__isnull=True)

    def with_the_unit(self) -> Self:
        """Back with the unit and not sent again: what may be typed although the sheet is closed."""
        return self.unsettled().filter(answered_at__isnull=True)

    def sent_again(self) -> Self:
        return self.unsettled().filter(answered_at__isnull=False)


class RowReturn(models.Model):
    """One row of a vetted sheet that an approver sent back alone, while the rest stays where it is.

    The unit types it anew and sends it again; it is settled when the approver approves it or sends it back once
    more. What it was when it went back stands beside it, so that old and new can be seen together.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="row_returns")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    value = a_number(null=True)
    denominator = a_number(null=True)
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    serving_rights = "keep"
    objects = RowReturnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "indicator"],
                condition=Q(settled_at__isnull=True),
                name="a_row_goes_back_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_row_goes_back_with_its_reason"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | Q(answered_by__isnull=True) | ~Q(settled_by=F("answered_by")),
                name="nobody_settles_a_row_they_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.indicator_id}"
