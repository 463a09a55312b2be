"""The press: lays the frozen facts of one document out and keeps the file."""

import hashlib

from django.core.files.base import ContentFile

from coquang import printing
from coquang.records.jobs import CannotBeDone, work
from coquang.records.models import Job, PrintedDocument
from coquang.typeface import Unprintable

PRINT = "document.print"


@work(PRINT)
def print_document(job: Job, document_id: int) -> None:
    """Make the document's file. Run twice, the second run finds the file and does nothing."""
    document = PrintedDocument.objects.select_for_update().filter(pk=document_id).first()
    if document is None or document.is_ready:
        return
    pdf = lay_out(document)
    keep(document, pdf, printing.pages(pdf))


def keep(document: PrintedDocument, pdf: bytes, pages: int) -> None:
    """Put a document's file into the store, and its hash and length on record."""
    name = f"{document.code}.pdf"
    storage = document.file.storage
    storage.delete(name)  # left by a run that was cut off before it could say so
    document.file.save(name, ContentFile(pdf), save=False)
    document.file_sha256, document.pages = hashlib.sha256(pdf).hexdigest(), pages
    document.save(update_fields=["file", "file_sha256", "pages"])


def lay_out(document: PrintedDocument) -> bytes:
    """The PDF of a document: the same facts give the same bytes, today and in ten years."""
    try:
        return printing.ink(document.template, document.facts, language=document.language, created=document.issued_at)
    except Unprintable as reason:
        raise CannotBeDone(str(reason)) from reason
