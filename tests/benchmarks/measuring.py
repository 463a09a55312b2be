"""How things are compared: turn by turn in one process, in CPU time, and what is said about each."""

import gc
import resource
import statistics
from collections.abc import Callable
from dataclasses import dataclass

REPEATS = 7
REQUESTS = 25  # of each side in a repeat


@dataclass(frozen=True)
class Goal:
    """One row of the table of goals: its id, what is measured, and the limit with its direction."""

    id: str
    quantity: str
    relation: str
    limit: float

    def is_met_by(self, figure: float) -> bool:
        return figure <= self.limit if self.relation == "<=" else figure >= self.limit


@dataclass(frozen=True)
class Outcome:
    """What came of a goal: a figure, or the reason why there is none. Without a figure it is not reached."""

    goal: Goal
    figure: float | None = None
    reason: str = ""

    @property
    def is_reached(self) -> bool:
        return self.figure is not None and self.goal.is_met_by(self.figure)

    def __str__(self) -> str:
        if self.figure is None:
            return f"{self.goal.id} not measured: {self.reason}"
        return f"{self.goal.id} {_plain(self.figure)} {self.goal.relation} {_plain(self.goal.limit)}"


def _plain(number: float) -> str:
    return f"{number:.2g}" if 0 < abs(number) < 0.1 else f"{number:.2f}".rstrip("0").rstrip(".")


def ratio(
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    repeats: int = REPEATS,
    times: int = REQUESTS,
    warmings: int = 6,
) -> float:
    """CPU time of ours over that of the floor: the median of the repeats' ratios, both warm, turn by turn.

    One turn each, and not all of one side first: a process that serves pages of every kind finds its caches full of
    the page before, and what neighbours of the machine take away is taken from both. What the database does in its
    own processes is not in it; queries are counted apart.
    """
    for warming in range(warmings):
        (ours if warming % 2 else floor)()
    ratios = []
    for repeat in range(repeats):
        gc.collect()
        sides = (ours, floor) if repeat % 2 else (floor, ours)
        spent = {ours: 0.0, floor: 0.0}
        for _turn in range(times):
            for side in sides:
                begun = cpu_seconds()
                side()
                spent[side] += cpu_seconds() - begun
        ratios.append(spent[ours] / spent[floor])
    return statistics.median(ratios)


def cpu_seconds() -> float:
    """Of this process and of every child it has waited for: papers are laid out in children."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)
