"""A deadline day times ten (W10): clerks' browsers against the portal as it runs, all on this machine's cores.

Loopback only; a fixed number of requests at a steady rate, each late one counted from when it was due, not from when it
was sent; whoever is still behind at the end gives up.
"""

import http.client
import json
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.db import connection

from coquang.supervisor import answers, relay
from indicators import scale
from indicators.models import Figure
from programmes.models import Appointment, Person, Unit
from tests.benchmarks import goals, place
from tests.benchmarks.country import in_country
from tests.benchmarks.crowd import DEADLOCKS
from tests.benchmarks.measuring import Outcome
from tests.running import HOST, Portal, broker_apart

FOR, PATIENCE = 20, 20  # seconds
KEPT_OPEN = 1  # second, of the two the server waits for the next request
YEAR, QUARTER = scale.YEARS[-1], scale.QUARTERS[-1]
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
CELL = re.compile(r'name="was-([^"]+)" value="([^"]*)"')


@dataclass
class Told:
    """What all browsers have seen: milliseconds from when each request was due, and what was said to be saved."""

    took: list[float] = field(default_factory=list)
    saved: dict[tuple[int, str], int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    left: int = 0
    """Requests nobody came to in time."""


class Browser:
    """A clerk who is signed in, on a line that is kept open."""

    def __init__(self, port: int, clerk: Person, ward: Unit) -> None:
        self.token = "a" * 32
        cookies = {name: held.value for name, held in place.signed_in(clerk.username).cookies.items()}
        cookies[settings.CSRF_COOKIE_NAME] = self.token
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.line, self.used = http.client.HTTPConnection(HOST, port, timeout=FOR + PATIENCE), time.monotonic()
        self.ward = ward
        self.sheet = f"/so-lieu/{ward.code}/{YEAR}-Q{QUARTER}/"
        self.board = f"/theo-doi/{ward.code}/{YEAR - 1}-Q4/"
        self.cells = {code: unescape(was) for code, was in CELL.findall(self.get(self.sheet)[1])}
        self.turns = count(1)

    def get(self, path: str) -> tuple[int, str]:
        return self._asked("GET", path, None, {"Cookie": self.cookie})

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        body = urlencode({"csrfmiddlewaretoken": self.token, **form})
        return self._asked("POST", path, body, {"Cookie": self.cookie, **FORM})

    def _asked(self, method: str, path: str, body: str | None, heads: dict[str, str]) -> tuple[int, str]:
        if time.monotonic() - self.used > KEPT_OPEN:
            self.line.close()
        self.line.request(method, path, body, heads)
        answer = self.line.getresponse()
        told = answer.read().decode()
        self.used = time.monotonic()
        return answer.status, told

    def next_cell(self) -> tuple[str, int]:
        turn = next(self.turns)
        plain = [code for code, was in self.cells.items() if was.endswith("|")]
        return plain[turn % len(plain)], 1_000 + turn


Act = Callable[[Browser, Told], None]


def save(browser: Browser, told: Told) -> None:
    """One cell, as its row is left."""
    code, value = browser.next_cell()
    form = {f"v-{code}": str(value), f"was-{code}": browser.cells[code]}
    status, answer = browser.post(f"{browser.sheet}{code}/luu/", form)
    if status == 200 and json.loads(answer)["state"] == "saved":
        browser.cells[code] = f"{value}|"
        told.saved[browser.ward.pk, code] = value
    else:
        told.refused.append(f"{status} {answer[:200]}")


def save_all(browser: Browser, told: Told) -> None:
    """The whole form with every other plain cell changed, without the script."""
    changed = {code: browser.next_cell()[1] for code in list(browser.cells)[::2] if browser.cells[code].endswith("|")}
    form = {f"was-{code}": was for code, was in browser.cells.items()}
    form |= {f"v-{code}": str(value) for code, value in changed.items()}
    form |= {f"v-{code}": was.partition("|")[0] for code, was in browser.cells.items() if code not in changed}
    form |= {f"d-{code}": was.partition("|")[2] for code, was in browser.cells.items() if not was.endswith("|")}
    status, answer = browser.post(f"{browser.sheet}luu/", {**form, "form_key": str(uuid4())})
    if status != 302:
        told.refused.append(f"{status} {answer[:200]}")
        return
    for code, value in changed.items():
        browser.cells[code] = f"{value}|"
        told.saved[browser.ward.pk, code] = value


def look(browser: Browser, told: Told) -> None:
    """The sheet and the board by turns."""
    status, _page = browser.get(browser.sheet if next(browser.turns) % 2 else browser.board)
    if status != 200:
        told.refused.append(str(status))


# What is done, how often a second on ten deadline days at once, and by how many browsers.
ACTS = ((save, 590, 32), (save_all, 15, 4), (look, 60, 8))


def deadline_day(wards: int) -> Iterator[Outcome | str]:
    """In a made country, whose drafts of the last quarter are written."""
    with in_country(wards), TemporaryDirectory() as folder:
        name = scale.database_of(wards)
        portal = Portal(name, Path(folder), broker=broker_apart(8), SECRET_KEY=settings.SECRET_KEY)
        portal.add(portal.web, relay())
        try:
            assert portal.eventually(lambda: answers(HOST, portal.port))
            hands = _hands(portal)
            slow, lost, told = _measured(hands, 0.1)
            yield f"a deadline day itself: 95th percentile {slow:.0f} ms, {lost} lost of {len(told.took)} requests"
            deadlocks = _asked(DEADLOCKS)
            slow, lost, told = _measured(hands, 1)
            yield Outcome(goals.DAY_ANSWERED, slow)
            yield Outcome(goals.DAY_LOST, lost)
            yield Outcome(goals.DAY_DEADLOCKS, _asked(DEADLOCKS) - deadlocks)
            yield f"times ten: {len(told.took)} requests answered in {FOR + PATIENCE} s at most, {told.left} given up"
            yield from told.refused[:1]
        finally:
            portal.stop()


def _hands(portal: Portal) -> list[tuple[Act, float, Browser]]:
    """Each browser with what it does and how often a second; what a process reads for the first time, it has read."""
    wards = list(
        Unit.objects.filter(sheets__year=YEAR, sheets__quarter=QUARTER, sheets__state="draft").order_by("pk")[:44]
    )
    browsers = (Browser(portal.port, clerk, ward) for clerk, ward in zip(_clerks(wards), wards, strict=True))
    hands = [(act, rate / clerks, next(browsers)) for act, rate, clerks in ACTS for _clerk in range(clerks)]
    for act, _rate, browser in hands * 2:
        act(browser, Told())
    return hands


def _measured(hands: Sequence[tuple[Act, float, Browser]], part: float) -> tuple[float, int, Told]:
    """At a part of the rates: the 95th percentile in ms, how many saves were lost, and all that was told."""
    told, begun = Told(), time.monotonic()
    # Not all at the same moment: the first of each comes at its share of a turn.
    threads = [
        threading.Thread(
            target=_works, args=(act, part * rate, browser, begun + number / len(hands) / (part * rate), told)
        )
        for number, (act, rate, browser) in enumerate(hands)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = Figure.objects.filter(
        sheet__year=YEAR, sheet__quarter=QUARTER, sheet__unit__in={unit for unit, _ in told.saved}
    )
    kept = {(unit, code): value for unit, code, value in held.values_list("sheet__unit", "indicator__code", "value")}
    lost = sum(kept[cell] != value for cell, value in told.saved.items()) + len(told.refused)
    return statistics.quantiles(told.took, n=20)[-1], lost, told


def _works(act: Act, rate: float, browser: Browser, begun: float, told: Told) -> None:
    """One act after the other at a steady rate; one that is late is counted from when it was due."""
    for turn in range(int(rate * FOR)):
        due = begun + turn / rate
        if time.monotonic() > begun + FOR + PATIENCE:
            told.left += 1
            continue
        time.sleep(max(0.0, due - time.monotonic()))
        try:
            act(browser, told)
        except (http.client.HTTPException, OSError) as failed:
            told.refused.append(repr(failed))
            browser.line.close()
        told.took.append(1000 * (time.monotonic() - due))


def _clerks(wards: Sequence[Unit]) -> Iterator[Person]:
    """Somebody who types in each ward."""
    for ward in wards:
        clerk = Person.objects.create(username=f"go-{ward.pk}", full_name=f"Người đo {ward.code}", password="!")
        Appointment.objects.create(
            person=clerk, role="enter", post=clerk.full_name, unit=ward, valid_from=scale.FIRST_DAY
        )
        yield clerk


def _asked(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])
