"""Evidence: the papers behind figures. A file is kept once and may stand behind many rows of its sheet."""

import secrets
from typing import Any, Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import attachments, limits
from coquang.attachments import Attachment
from indicators.models.figures import Figure
from indicators.models.sheets import Sheet


def drawer() -> Storage:
    """Where the files lie: outside what is served, readable by the portal alone."""
    return storages["evidence"]


def a_place() -> str:
    """A random name, which tells nothing of the file and leads nowhere."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}"


class KeptFile(models.Model):
    """A file as it was attached, and where it lies. What it is is known by its content."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        XLSX = "xlsx", "Excel"

    file_name = models.CharField(max_length=limits.FILE_NAME)
    kind = models.CharField(max_length=10, choices=Kind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=limits.CODE * 3, unique=True)

    class Meta:
        abstract = True

    @property
    def kilobytes(self) -> int:
        """The size as it is shown, rounded up."""
        return -(-self.size // 1024)

    @property
    def content_type(self) -> str:
        return attachments.CONTENT_TYPES[self.kind]


def kept(attachment: Attachment) -> dict[str, Any]:
    """Put a file into the drawer; the facts of its row."""
    return {
        "file_name": attachment.name,
        "kind": attachment.kind,
        "size": len(attachment.content),
        "sha256": attachment.sha256,
        "stored_as": drawer().save(a_place(), ContentFile(attachment.content)),
    }


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def behind(self, figure: Figure) -> Self:
        return self.filter(rows__figure=figure)

    def not_behind(self, figure: Figure) -> Self:
        """Papers of the figure's sheet that do not stand behind it yet."""
        return self.filter(sheet=figure.sheet_id).exclude(rows__figure=figure)


class Evidence(KeptFile):
    """One file of a sheet. It never changes; it goes only while the sheet is a draft."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=limits.NAME)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=limits.FILE_BYTES), name="a_file_is_neither_empty_nor_too_large"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(stored_as=""), name="evidence_has_a_title_and_a_file"),
            models.UniqueConstraint(
                fields=["sheet", "sha256"],
                name="a_file_is_kept_once_on_a_sheet",
                violation_error_message=_("This very file is kept on the sheet already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceOf(models.Model):
    """That a paper stands behind a figure; who put it there and when is when the paper came.

    A paper that was awaited ends the waiting, and says for which day it had been promised.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="rows")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="papers", db_constraint=False)
    was_awaited = models.BooleanField(default=False)
    was_due = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "figure"], name="a_paper_stands_behind_a_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.evidence_id}"
