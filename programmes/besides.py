"""What the floor above puts beside our pages: figures beside a task, a meeting or an agenda item.

`programmes` knows nothing of figures. `indicators` registers here, once, what it shows; a page asks for what is beside
its thing and includes the pieces without knowing them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from coquang.records.figures import PrintedFigure
from programmes.models import Conclusion, Meeting, Person


@dataclass(frozen=True)
class Piece:
    """A template and its facts, ready to be included: {% include piece.template with facts=piece.facts %}."""

    template: str
    facts: Mapping[str, Any]


Beside = Callable[[Any, Person], Piece | None]
Measured = Callable[[Collection[int]], set[int]]
FieldsOfWork = Callable[[], list[tuple[str, str]]]
Named = Callable[[Collection[int]], Mapping[int, Sequence[str]]]
Shortfalls = Callable[[Meeting, Person], list[str]]
FiguresTold = Callable[[Meeting, str], list[PrintedFigure]]
Joined = Callable[[Conclusion, Conclusion], None]

_beside: dict[tuple[type[Model], str], list[Beside]] = {}
_measured: list[Measured] = []
_fields_of_work: list[FieldsOfWork] = []
_named: list[Named] = []
_shortfalls: list[Shortfalls] = []
_figures_told: list[FiguresTold] = []
_joined: list[Joined] = []


def put_beside(model: type[Model], spot: str, piece: Beside) -> None:
    """Show a piece at a named spot of the pages about a kind of thing."""
    _beside.setdefault((model, spot), []).append(piece)


def beside(thing: Model, spot: str, person: Person) -> list[Piece]:
    """The pieces others show at a spot of this thing's page, to this person."""
    pieces = (piece(thing, person) for piece in _beside.get((type(thing), spot), []))
    return [piece for piece in pieces if piece is not None]


def keep_fields_of_work(read: FieldsOfWork) -> None:
    """The fields of work (code, name) are the catalogue's; it tells us how to read them."""
    _fields_of_work[:] = [read]


def fields_of_work() -> list[tuple[str, str]]:
    """The fields of work in their order: (code, name in the present language)."""
    return _fields_of_work[0]() if _fields_of_work else []


def keep_measured(ask: Measured) -> None:
    """Which tasks a figure measures is known above; it tells us how to ask."""
    _measured[:] = [ask]


def measured(tasks: Collection[int]) -> set[int]:
    """Of some tasks, those that a figure measures."""
    return _measured[0](tasks) if _measured else set()


def keep_named(ask: Named) -> None:
    """Which indicators conclusions name is known above; it tells us how to ask."""
    _named[:] = [ask]


def named(conclusions: Collection[int]) -> Mapping[int, Sequence[str]]:
    """The names of the indicators that some conclusions name, by conclusion."""
    return _named[0](conclusions) if _named else {}


def keep_joined(take_over: Joined) -> None:
    """What stands beside a conclusion is known above; it takes that over when one is joined with another."""
    _joined[:] = [take_over]


def joined(kept: Conclusion, other: Conclusion) -> None:
    """Before `other` goes: what stands beside it stands beside `kept` from now on."""
    for take_over in _joined:
        take_over(kept, other)


def keep_shortfalls(ask: Shortfalls) -> None:
    """Which figures before a meeting fall short is known above; it tells us how to ask."""
    _shortfalls[:] = [ask]


def shortfalls(meeting: Meeting, person: Person) -> list[str]:
    """Sentences, in Vietnamese, of the figures before a meeting that missed their target."""
    return _shortfalls[0](meeting, person) if _shortfalls else []


def keep_figures_told(ask: FiguresTold) -> None:
    """Which figures a sentence tells is known above; it tells us how to ask."""
    _figures_told[:] = [ask]


def figures_told(meeting: Meeting, text: str) -> list[PrintedFigure]:
    """The figures before a meeting that a Vietnamese text tells."""
    return _figures_told[0](meeting, text) if _figures_told else []
