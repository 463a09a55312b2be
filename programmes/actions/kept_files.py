"""Keeping a file of a unit: it is written once, and never changes."""

from django.core.files.base import ContentFile

from coquang import dates
from coquang.attachments import Attachment
from programmes.models import KeptFile, Person, Unit
from programmes.models.kept_files import a_place, drawer


def keep(attachment: Attachment, *, unit: Unit, title: str, by: Person, capacity: str) -> KeptFile:
    """Part of another deed, in its transaction: whoever calls has asked whether the person may."""
    return KeptFile.objects.create(
        unit=unit,
        title=title,
        file_name=attachment.name,
        kind=attachment.kind,
        size=len(attachment.content),
        sha256=attachment.sha256,
        stored_as=drawer().save(a_place(), ContentFile(attachment.content)),
        by=by,
        capacity=capacity,
        at=dates.now(),
    )
