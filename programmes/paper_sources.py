"""What writes a paper by itself: the floor above registers here how the text of a report is made and kept true.

`programmes` knows no figures. A paper with a `source` asks it for its text while it is a draft, and whether it may go
out; later, whether what it printed still stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from coquang.blocks import Block
from coquang.papers import Annex
from coquang.records.figures import PrintedFigure
from programmes.models import OfficialPaper


@dataclass(frozen=True)
class Written:
    """What a source wrote: the text, every figure in it with what it was read from, and what follows the paper."""

    blocks: Sequence[Block]
    figures: Sequence[PrintedFigure] = ()
    annexes: Sequence[Annex] = ()


class Source(Protocol):
    def write(self, paper: OfficialPaper) -> Written: ...

    def refuse_unready(self, paper: OfficialPaper) -> None:
        """Raises Refused, with a sentence, while the paper's figures are not final."""


_sources: dict[str, Source] = {}


def keep_source(key: str, source: Source) -> None:
    _sources[key] = source


def source_of(paper: OfficialPaper) -> Source | None:
    return _sources.get(paper.source)
