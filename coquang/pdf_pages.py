"""How many pages a file that came has, so that a scan with a page left out is noticed."""

from io import BytesIO

import pikepdf

from coquang.attachments import Attachment, NotAttached


def page_count(attachment: Attachment) -> int:
    """The pages of a PDF; a picture is one. Raises NotAttached when the file cannot be read to its end."""
    if attachment.kind != "pdf":
        return 1
    try:
        with pikepdf.open(BytesIO(attachment.content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as refusal:
        raise NotAttached("", "broken", ("broken", {})) from refusal
