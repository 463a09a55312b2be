"""Paper that was issued: from which frozen facts, with which file. It never changes and never goes."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from coquang import limits
from coquang.records.models.jobs import Job

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def papers() -> Storage:
    return storages["papers"]


class PrintedDocumentQuerySet(models.QuerySet["PrintedDocument"]):
    def asked_for_by(self, person: "AbstractBaseUser") -> "PrintedDocumentQuerySet":
        return self.filter(issued_by=person.pk)

    def made_for(self, person: "AbstractBaseUser", units: Collection[int]) -> "PrintedDocumentQuerySet":
        """What the person had printed, and what the clock had printed for the units they sit in."""
        return self.filter(Q(issued_by=person.pk) | Q(issued_by__isnull=True, unit__in=units))


class PrintedDocument(models.Model):
    """One paper: the exact strings that were printed, and the file made of them.

    The facts are frozen at the moment of issue; the job lays them out, and laying them out again gives the
    same file. A correction is another document.
    """

    kind = models.CharField(max_length=limits.CODE * 2)
    title = models.CharField(max_length=limits.NAME)
    unit = models.ForeignKey("programmes.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    template = models.CharField(max_length=limits.NAME)
    facts = models.JSONField()
    facts_sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=9, unique=True)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="document")
    file = models.FileField(storage=papers, max_length=limits.NAME, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)

    serving_rights = "keep"
    objects = PrintedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "kind", "-id"], name="documents_of_a_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", file_sha256="", pages__isnull=True)
                | (~Q(file="") & ~Q(file_sha256="") & Q(pages__gt=0)),
                name="a_printed_file_is_known_by_hash_and_pages",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_ready(self) -> bool:
        return bool(self.file)
