"""What is told of a printed document to whoever holds its code: the register's line, who signed, whether it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coquang.records.models import PrintedDocument


@dataclass(frozen=True)
class Told:
    """`sentence` is for everybody; `warnings` too (cancelled, corrected); `lines` (label, value) for its readers."""

    sentence: str
    warnings: Sequence[str] = ()
    lines: Sequence[tuple[str, str]] = field(default=())
    address: str = ""


Tell = Callable[[PrintedDocument], Told | None]
_tellers: list[Tell] = []


def keep_teller(tell: Tell) -> None:
    _tellers.append(tell)


def told_of(document: PrintedDocument) -> Told | None:
    """What the first who knows the document says of it; None when nobody does."""
    return next((told for tell in _tellers if (told := tell(document)) is not None), None)
