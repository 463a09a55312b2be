"""Addresses that a page repeats: looking one up takes as long as painting a row, and it never changes."""

from functools import lru_cache
from typing import Any

from django.urls import reverse


@lru_cache(4096, typed=True)
def address(name: str, *args: Any) -> str:
    """What reverse() answers for a page's name and what it takes, in order; NoReverseMatch as it raises it."""
    return reverse(name, args=args)
