"""Measures the goals and says each: python -m tests.benchmarks. Ends with 1 when one is not reached or not measured.

With the word nation only what grows with a country is measured, up to the 10,599 wards before the last reform.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain

import django
from django.test import override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coquang.settings")
django.setup()

from tests.benchmarks import (  # noqa: E402 - after the settings
    beside,
    books,
    country,
    crowd,
    deadline,
    doubling,
    pages,
    place,
    presses,
    printing,
    storing,
    typing_in,
    waiting,
    work,
)
from tests.benchmarks.measuring import Outcome  # noqa: E402
from tests.running import Portal  # noqa: E402


def outcomes(portal: Portal) -> Iterator[Outcome | str]:
    """Small first: what comes later fills the tables."""
    with place.served(), override_settings(ROOT_URLCONF="tests.benchmarks.floors"):
        yield from pages.pages()
        yield from pages.lists()
        yield from work.tasks()
    yield from printing.one_paper()
    yield from presses.presses()
    yield from storing.figures(portal)
    yield from work.search()
    yield from doubling.posts()
    yield from typing_in.typing_in(portal)


def grown(sizes: Sequence[int]) -> Iterator[Outcome | str]:
    """What a country's size costs; the crowds write in the smallest."""
    with country.made(sizes) as took:
        yield from took
        yield from country.growth(sizes)
        yield from country.sums(sizes[-1])
        yield from books.books(sizes[0])
        yield from crowd.crowd(sizes[0])
        yield from deadline.deadline_day(sizes[0])


def main() -> int:
    told: list[Outcome] = []

    def tell(outcome: Outcome | str) -> None:
        if isinstance(outcome, Outcome):
            told.append(outcome)
        print(outcome, flush=True)

    nation = sys.argv[1:] == ["nation"]
    with place.a_database() as portal:
        if not nation:
            for line in chain(outcomes(portal), waiting.paper(portal), waiting.units(), beside.beside()):
                tell(line)
        for grown_to in grown((country.SMALL, country.WHOLE if nation else country.TODAY)):
            tell(grown_to)
    reached = sum(outcome.is_reached for outcome in told)
    print(f"{reached} of {len(told)} goals reached.")
    return 0 if reached == len(told) else 1


if __name__ == "__main__":
    sys.exit(main())
