"""Files of the loop from programme to meeting: what a task, a meeting or an incoming paper is proved with."""

import secrets

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import attachments, limits
from programmes.models.units import Unit


def drawer() -> Storage:
    """Where the files lie: outside what is served, readable by the portal alone."""
    return storages["evidence"]


def a_place() -> str:
    """A random name, which tells nothing of the file and leads nowhere."""
    token = secrets.token_hex(20)
    return f"{token[:2]}/{token}"


class KeptFile(models.Model):
    """One file of a unit. It never changes; a sheet of a leader's own hand stays in the office of its unit."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        XLSX = "xlsx", "Excel"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=limits.NAME)
    file_name = models.CharField(max_length=limits.FILE_NAME)
    kind = models.CharField(max_length=10, choices=Kind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=limits.CODE * 3, unique=True)
    is_office_only = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=limits.FILE_BYTES), name="a_kept_file_is_neither_empty_nor_too_large"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(stored_as=""), name="a_kept_file_has_a_title_and_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kilobytes(self) -> int:
        """The size as it is shown, rounded up."""
        return -(-self.size // 1024)

    @property
    def content_type(self) -> str:
        return attachments.CONTENT_TYPES[self.kind]
