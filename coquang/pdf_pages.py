"""How many pages a file that came has, so that a scan with a page left out is noticed."""

from io import BytesIO

import pikepdf
from django.utils.translation import get_language

from coquang.attachments import Attachment
from coquang.not_attached import NotAttached
from coquang.refusals import Refused


def page_count(attachment: Attachment) -> int:
    """The pages of a PDF; a picture is one. Refused when the file cannot be read to its end."""
    if attachment.kind != "pdf":
        return 1
    try:
        with pikepdf.open(BytesIO(attachment.content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as fault:
        raise Refused(NotAttached("", "broken", ("broken", {})).sentence(get_language() or "vi")) from fault
