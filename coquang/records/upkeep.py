"""Upkeep: what is seen to every second, beside the relay and in a thread of its own, so that no job waits for it."""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections

log = logging.getLogger("coquang.upkeep")

EVERY = 1.0  # seconds

Act = Callable[[], object]
UPKEEP: list[Act] = []


def each_second(act: Act) -> Act:
    """Register what is to be seen to. It may be left out for a turn, and begun by two processes at once."""
    UPKEEP.append(act)
    return act


def keep_up(is_over: Callable[[float], bool]) -> None:
    """See to everything until is_over(seconds), which waits that long at most, answers True."""
    pause = EVERY
    while not is_over(pause):
        begun = time.monotonic()
        for act in UPKEEP:
            try:
                act()
            except (DatabaseError, InterfaceError) as broken:
                log.warning("upkeep broke off, the next turn begins anew: %s", broken)
        close_old_connections()
        pause = max(0.0, begun + EVERY - time.monotonic())
