"""Garbage collection in a process that serves for long: what it begins with stays, and need not be looked through."""

import gc

WEB = (50_000, 20, 50)
PRESS = (50_000, 20, 1_000)


def settle(thresholds: tuple[int, int, int]) -> None:
    """For a process that has loaded what it works with: leave that alone, and look for circles as often as told."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*thresholds)
