"""Measures the goals and says each: python -m tests.benchmarks. Ends with 1 when one is not reached or not measured."""

import os
import sys
from collections.abc import Iterator

import django
from django.test import override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coquang.settings")
django.setup()

from tests.benchmarks import (  # noqa: E402 - after the settings
    doubling,
    goals,
    pages,
    place,
    printing,
    storing,
    typing_in,
    waiting,
)
from tests.benchmarks.measuring import Outcome  # noqa: E402
from tests.running import Portal  # noqa: E402


def outcomes(portal: Portal) -> Iterator[Outcome]:
    """Small first: what comes later fills the tables."""
    with override_settings(ROOT_URLCONF="tests.benchmarks.floors"):
        yield from pages.pages()
        yield from pages.lists()
    yield from printing.ward_report()
    yield from storing.figures(portal)
    yield from doubling.posts()
    yield from typing_in.typing_in(portal)
    yield from goals.not_measured()


def main() -> int:
    told = []
    with place.a_database() as portal:
        for outcome in outcomes(portal):
            told.append(outcome)
            print(outcome, flush=True)
        for line in (*waiting.paper(portal), *waiting.units()):
            print(line, flush=True)
    reached = sum(outcome.is_reached for outcome in told)
    print(f"{reached} of {len(told)} goals reached.")
    return 0 if reached == len(told) else 1


if __name__ == "__main__":
    sys.exit(main())
