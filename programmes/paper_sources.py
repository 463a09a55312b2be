"""What writes a paper by itself: who knows its matter registers here how its text is made and kept true.

A paper with a `source` asks it for its text while it is a draft, and whether it may go out; once the paper has its
number, the source is told.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from coquang.blocks import Block
from coquang.papers import Annex
from coquang.records.figures import PrintedFigure
from programmes.models import OfficialPaper, RegisterEntry


@dataclass(frozen=True)
class Written:
    """What a source wrote: the text, every figure in it with what it was read from, and what follows the paper."""

    blocks: Sequence[Block]
    figures: Sequence[PrintedFigure] = ()
    annexes: Sequence[Annex] = ()


class Source(ABC):
    @abstractmethod
    def write(self, paper: OfficialPaper) -> Written: ...

    def refuse_unready(self, paper: OfficialPaper) -> None:  # noqa: B027 – most papers wait for nothing
        """Raises Refused, with a sentence, while what the paper tells is not final."""

    def numbered(self, entry: RegisterEntry) -> None:  # noqa: B027 – most numbers are nobody else's matter
        """The paper has its number; raises Refused when that cannot be so."""


_sources: dict[str, Source] = {}


def keep_source(key: str, source: Source) -> None:
    _sources[key] = source


def source_of(paper: OfficialPaper) -> Source | None:
    return _sources.get(paper.source)
