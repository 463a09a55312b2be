"""Addresses that a page repeats: looking one up takes as long as painting a row, and it never changes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.urls import reverse

CODE = "a-code-not-in-use"


@lru_cache(4096, typed=True)
def address(name: str, *args: Any) -> str:
    """What reverse() answers for a page's name and what it takes, in order; NoReverseMatch as it raises it."""
    return reverse(name, args=args)


def by_code(name: str, *further: Any) -> Callable[[str], str]:
    """The addresses of one page of many units, which differ by the unit's code alone; it stands before the rest."""
    begin, end = address(name, CODE, *further).split(CODE, 1)
    return lambda code: f"{begin}{code}{end}"
