"""Books: a district's against the naive call and Chromium, a city's made, changed and made again (P1c, P3c to P8)."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from unittest import mock

from django.db import transaction

from coquang import binding
from coquang.periods import Period
from coquang.records import queue
from coquang.records.models import Job, PrintedDocument
from indicators import scale
from indicators.actions.packs import begin
from indicators.models import PackOfRound, PackRound, ReportedIndicator, Target
from programmes.models import Person, Unit
from tests.benchmarks import chromium, goals, memory, naive, printed
from tests.benchmarks.country import in_country
from tests.benchmarks.measuring import Goal, Outcome, cpu_seconds, ratio
from tests.benchmarks.printed import MOMENT, PageToPrint
from tests.benchmarks.printing import NO_CHROMIUM, as_one, warm

DISTRICT, FEW, CITY = 10, 5, 168
INDICATORS = 40
PERIOD = Period(scale.YEARS[-1] - 1, "year", 1)


def books(wards: int) -> Iterator[Outcome | str]:
    """In a made country; everything that is written is undone."""
    with in_country(wards, unhurried=True), warm():
        units = list(Unit.objects.filter(level=Unit.Level.COMMUNE).order_by("pk")[:CITY])
        yield from _of_a_district(printed.parts_of_a_book(units[:DISTRICT], PERIOD, INDICATORS))
        with _undone():
            yield from _of_a_city(units)


def _of_a_district(parts: Sequence[PageToPrint]) -> Iterator[Outcome | str]:
    html = as_one(parts)
    plain = naive.naive(html)

    def ours() -> bytes:
        return _bound(parts)

    pages = binding.page_count(ours())
    yield f"the district book has {pages} pages of ours, {binding.page_count(naive.call(plain))} of the naive call"
    yield Outcome(goals.DISTRICT_BOOK, ratio(lambda: naive.call(plain), ours, repeats=3, times=1, warmings=2))
    begun = cpu_seconds()
    for _time in range(3):
        ours()
    yield _against_chromium(goals.DISTRICT_BOOK_BROWSER, (cpu_seconds() - begun) / 3, html, 3)


def _of_a_city(units: Sequence[Unit]) -> Iterator[Outcome | str]:
    """Each book by its order and job, as the worker makes it; figures of 40 indicators a ward."""
    surplus = ReportedIndicator.objects.filter(unit__in=units, indicator__code__gte=f"DO-{INDICATORS}")
    surplus.update(to_year=PERIOD.year - 1)
    few, few_pages = _made(units[:FEW])
    _forget()
    memory.forget_peak()
    before = memory.held()
    first, pages = _made(units)
    took = memory.peak() - before + memory.of_a_job(printed.parts_of_a_book(units[:1], PERIOD, INDICATORS)[1])
    yield Outcome(goals.PAGES_GROWTH, math.log(first / few) / math.log(pages / few_pages))
    yield Outcome(goals.BOOK_MEMORY, took)
    Target.objects.filter(unit=units[CITY // 2], year=PERIOD.year, indicator__code="DO-01").update(value=4711)
    again, _pages = _made(units)
    yield f"the book of {CITY} wards: {pages} pages, {first:.1f} s of CPU the first time, {again:.2f} s again"
    yield Outcome(goals.ISSUED_AGAIN, again / first)
    html = as_one(printed.parts_of_a_book(units, PERIOD, INDICATORS))
    yield _against_chromium(goals.ISSUED_AGAIN_BROWSER, again, html, 1)


def _against_chromium(goal: Goal, seconds: float, html: str, times: int) -> Outcome:
    """The database is not asked while it runs: its driver keeps a loop in this thread."""
    with chromium.kept_alive() as browser:
        if browser is None:
            return Outcome(goal, reason=NO_CHROMIUM)
        return Outcome(goal, seconds / browser.seconds(html, times))


def _made(units: Sequence[Unit]) -> tuple[float, int]:
    """Seconds of CPU from the order to the bound book, and its pages."""
    begun = cpu_seconds()
    order = PackRound.objects.create(
        kind=PackRound.Kind.BOOK,
        host=Unit.objects.get(code="T0"),
        period=PERIOD.code,
        by=Person.objects.get(username=scale.LEADER),
        at=MOMENT,
    )
    begin(order, [PackOfRound(unit=unit) for unit in units])
    job = order.job
    assert job is not None
    while not job.is_finished:
        queue.run.apply(args=(job.pk,))
        job.refresh_from_db()
    assert job.state == Job.State.DONE, job.reason
    order.refresh_from_db()
    assert order.book is not None and order.book.pages is not None
    return cpu_seconds() - begun, order.book.pages


def _forget() -> None:
    """No part of an earlier book is known any more."""
    PackOfRound.objects.update(facts_sha256="")


def _bound(parts: Sequence[PageToPrint]) -> bytes:
    made = [binding.Part(str(at), part.ours()) for at, part in enumerate(parts)]
    return binding.bound(made, title="Tập số liệu", language="vi", created=MOMENT)


@contextmanager
def _undone() -> Iterator[None]:
    """Rows and files are gone afterwards."""
    store = PrintedDocument._meta.get_field("file").storage
    with TemporaryDirectory() as folder, transaction.atomic():
        with mock.patch.object(store, "location", folder), mock.patch.object(store, "base_location", folder):
            yield
        transaction.set_rollback(True)
