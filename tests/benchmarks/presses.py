"""Many papers and long ones: how cost grows with rows, what stays in memory, what a second worker adds (P4b–P6)."""

import math
import os
import statistics
import time
from collections.abc import Iterator

from coquang import laying_out, printing
from coquang.periods import Period
from programmes.models import Unit
from tests.benchmarks import goals, memory, place, printed
from tests.benchmarks.measuring import Outcome, cpu_seconds
from tests.benchmarks.printed import PageToPrint
from tests.benchmarks.printing import warm

FEWEST_ROWS, MOST_ROWS = 250, 4_000
SOON, LATE = 10, 200
MB_A_PAGE = 4.5
PAPERS_A_WORKER, ROUNDS = 6, 5


def presses() -> Iterator[Outcome | str]:
    report = printed.ward_report(Unit.objects.get(code=place.WARD), Period(2022, "year", 1))
    with warm():
        yield Outcome(goals.FLAT, _held_after_many(printed.conclusion()))
        yield f"a warm press holds {memory.held():.0f} MB here, Django and the measurements with it"
        yield Outcome(goals.JOB_MEMORY, max(map(_beyond_its_pages, (printed.conclusion(), report, _rows(1_000)))))
        yield Outcome(goals.TWO_PRESSES, statistics.median(_gain(report) for _round in range(ROUNDS)))
        # Last, for the longest table stays in this process's memory.
        yield Outcome(goals.ROWS_GROWTH, _growth())


def _growth() -> float:
    """Laid out without bounds: the longest would be refused for its memory, and what grows is asked here."""
    took = {}
    for rows in (FEWEST_ROWS, MOST_ROWS):
        page = _rows(rows)
        begun = cpu_seconds()
        laying_out._laid_out(page.html)
        took[rows] = cpu_seconds() - begun
    return math.log(took[MOST_ROWS] / took[FEWEST_ROWS]) / math.log(MOST_ROWS / FEWEST_ROWS)


def _rows(count: int) -> PageToPrint:
    """One table of so many rows, as reports have it."""
    widths = "".join(f'<col style="width: {width}mm">' for width in (9, 55, 20, 24, 24, 16, 17))
    row = "<tr><td>1</td><td>Chỉ tiêu đo 1</td><td>hộ</td><td>1.234</td><td>987</td><td>80%</td><td>Đạt</td></tr>"
    table = f'<table class="figures results"><colgroup>{widths}</colgroup><tbody>{row * count}</tbody></table>'
    return PageToPrint(f'<html lang="vi"><head><title>a</title></head><body>{table}</body></html>')


def _held_after_many(page: PageToPrint) -> float:
    soon = 0.0
    for paper in range(1, LATE + 1):
        page.ours()
        if paper == SOON:
            soon = memory.held()
    return memory.held() / soon


def _beyond_its_pages(page: PageToPrint) -> float:
    return memory.of_a_job(page) - MB_A_PAGE * printing.pages(page.ours())


def _gain(page: PageToPrint) -> float:
    """How many times as many papers two workers print in the time one needs, each of them warm."""
    alone, together = _seconds(page, workers=1), _seconds(page, workers=2)
    return 2 * alone / together


def _seconds(page: PageToPrint, workers: int) -> float:
    begun = time.perf_counter()
    started = [_worker(page) for _number in range(workers)]
    for worker in started:
        _pid, status = os.waitpid(worker, 0)
        assert status == 0
    return time.perf_counter() - begun


def _worker(page: PageToPrint) -> int:
    worker = os.fork()
    if worker:
        return worker
    status = 1
    try:
        for _paper in range(PAPERS_A_WORKER):
            page.ours()
        status = 0
    finally:
        os._exit(status)
