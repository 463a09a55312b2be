"""Whether the bytes of a file are those of a paper of ours: its hash is looked for, nothing in the file is believed."""

import hashlib
from collections.abc import Iterable

from coquang.records.models import PrintedDocument


def document_with(chunks: Iterable[bytes]) -> PrintedDocument | None:
    """The document whose kept file is exactly these bytes."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    kept = PrintedDocument.objects.filter(file_sha256=digest.hexdigest()).exclude(file="")
    return kept.select_related("unit").first()


def document_coded(code: str) -> PrintedDocument | None:
    return PrintedDocument.objects.select_related("unit").filter(code=code.strip().upper()).first()
