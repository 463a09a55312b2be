"""What people wait for, in seconds on the clock. Told, never judged: a neighbour's load is in it."""

import statistics
import time
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from tests.faults.test_jobs_survive import REPORT, Visitor
from tests.running import Portal

NATION = Path(__file__).resolve().parents[3] / "shared" / "data" / "units_2024.csv"
READY = "select count(*) from records_printeddocument where file_sha256 <> ''"


def units() -> Iterator[str]:
    """A whole nation's units read from a file."""
    if not NATION.exists():
        yield "units of the nation imported: not measured, the file is not on this machine"
        return
    begun = time.monotonic()
    with redirect_stderr(StringIO()):
        call_command("import_units", NATION, valid_from="2021-01-01", stdout=StringIO())
    yield f"units of the nation imported: {time.monotonic() - begun:.1f} s (at most 15 s wanted)"


def paper(portal: Portal) -> Iterator[str]:
    """From the click to the finished file, by web, relay and worker as they run; the first paper warms them."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    portal.start()
    try:
        visitor = Visitor(portal)
        took = [_printed(portal, visitor, number) for number in range(1, 5)]
    finally:
        portal.stop()
    yield (
        f"ward report ready after the click: {statistics.median(took[1:]):.1f} s, the first {took[0]:.1f} s"
        " (at most 3 s wanted)"
    )


def _printed(portal: Portal, visitor: Visitor, number: int) -> float:
    page = visitor.get(REPORT)
    begun = time.monotonic()
    visitor.post(f"{REPORT}in/", page)
    assert portal.eventually(lambda: portal.asked(READY)[0][0] >= number)
    return time.monotonic() - begun
