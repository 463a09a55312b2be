"""Which views take files, and how much: all others are bounded as settings say, before anything is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest

from coquang import limits

View = TypeVar("View", bound=Callable[..., Any])

# How much of what will not be taken is still read, so that the browser comes to hear why.
HEARD_OUT = 64 * 1024 * 1024
_CHUNK = 64 * 1024


def takes_a_file(view: View) -> View:
    """Let a view take one file of the largest size and the form around it. The outermost decorator."""
    view.body_at_most = limits.FILE_BYTES + limits.FORM_AROUND_A_FILE  # type: ignore[attr-defined]
    return view


def handed_out(storage: Storage, stored_as: str, *, file_name: str, content_type: str) -> FileResponse:
    """A file as it was sent, to be kept by the browser and never shown as a page of ours."""
    try:
        file = storage.open(stored_as)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store"}
    return FileResponse(file, as_attachment=True, filename=file_name, content_type=content_type, headers=headers)


def most_for(view: Callable[..., Any]) -> int | None:
    """The bytes a view takes as the body of a request; None when it takes no file."""
    most: int | None = getattr(view, "body_at_most", None)
    return most


def length_of(request: HttpRequest) -> int:
    """The length of the body as it was announced; what is no number is read as nothing, as Django does."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 19 else 0


def let_pass(request: HttpRequest) -> None:
    """Read a body that is not taken, without keeping it."""
    left = min(length_of(request), HEARD_OUT)
    while left > 0 and (chunk := request.read(min(_CHUNK, left))):
        left -= len(chunk)
