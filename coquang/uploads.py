"""Which views take files, and how much: all others are bounded as settings say, before anything is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from coquang import limits

View = TypeVar("View", bound=Callable[..., Any])

# How much of what will not be taken is still read, so that the browser comes to hear why.
HEARD_OUT = 64 * 1024 * 1024
_CHUNK = 64 * 1024


def takes_a_file(view: View) -> View:
    """Let a view take one file of the largest size and the form around it. The outermost decorator."""
    view.body_at_most = limits.FILE_BYTES + limits.FORM_AROUND_A_FILE  # type: ignore[attr-defined]
    return view


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
