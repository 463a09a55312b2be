"""The figures of a printed paper: what each said, and what it was read from, so that it can be asked again later."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from coquang.records.models import PrintedDocument


@dataclass(frozen=True)
class PrintedFigure:
    """One figure as it was printed. `key` is known to whoever printed it; `value` is exact, for machines."""

    key: str
    name: str
    measure: str
    target: str
    result: str
    value: str = ""

    def told(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Standing:
    """Whether a printed figure still stands; else since when it does not, and what it is now."""

    figure: PrintedFigure
    stands: bool
    corrected_on: date | None = None
    now: str = ""


Ask = Callable[[PrintedDocument, Sequence[PrintedFigure]], Sequence[Standing]]
_asked: dict[str, Ask] = {}


def ask_of(kind: str, ask: Ask) -> None:
    """Register who answers for the figures of a kind of document."""
    _asked[kind] = ask


def figures_of(facts: Mapping[str, Any]) -> list[PrintedFigure]:
    return [PrintedFigure(**told) for told in facts.get("figures", ())]


def standing_of(document: PrintedDocument) -> Sequence[Standing]:
    """Whether each figure of a document stands today; nothing when nobody answers for them."""
    ask, figures = _asked.get(document.kind), figures_of(document.facts)
    return ask(document, figures) if ask and figures else ()
