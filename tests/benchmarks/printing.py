"""One paper printed: against the naive call, cold and warm, and against a Chromium (P1a, P1b, P2, P3a, P3b)."""

import gc
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from coquang import garbage, printing
from coquang.periods import Period
from programmes.models import Unit
from tests.benchmarks import chromium, goals, naive, place, printed
from tests.benchmarks.measuring import Goal, Outcome, cpu_seconds, ratio
from tests.benchmarks.printed import PageToPrint

NO_CHROMIUM = "there is no Chromium on this machine"
REPEATS, TIMES, COLD_TIMES = 5, 3, 3

Act = Callable[[], object]


def one_paper() -> Iterator[Outcome | str]:
    """What is compared is the press, from a page to its file; the making of the page is on neither side."""
    report = printed.ward_report(Unit.objects.get(code=place.WARD), Period(2022, "year", 1))
    papers = {"a": printed.conclusion(), "b": report}
    assert printing.pages(papers["a"].ours()) == 1
    with warm():
        yield from _against_the_naive_call(papers)
        with chromium.kept_alive() as browser:
            for paper, goal in ((papers["a"], goals.CONCLUSION_BROWSER), (papers["b"], goals.WARD_REPORT_BROWSER)):
                yield against_chromium(goal, [paper], browser)


def _against_the_naive_call(papers: dict[str, PageToPrint]) -> Iterator[Outcome | str]:
    for name, warm_goal, cold_goal in (
        ("a", goals.CONCLUSION, goals.CONCLUSION_COLD),
        ("b", goals.WARD_REPORT, goals.WARD_REPORT_COLD),
    ):
        paper, plain = papers[name], naive.naive(papers[name].html)
        yield Outcome(warm_goal, ratio(naively(plain), ours(paper), repeats=REPEATS, times=TIMES, warmings=2))
        same = naive.with_styles(paper.html)
        told = ratio(naively(same), ours(paper), repeats=3, times=TIMES, warmings=2)
        yield f"the same page as ours, its stylesheets in it, by the same call / ours: {told:.2f} ({warm_goal.id})"
        cold = seconds(lambda plain=plain: naive.call_in_a_cold_process(plain), COLD_TIMES)
        yield Outcome(cold_goal, cold / seconds(ours(paper), TIMES))


def against_chromium(goal: Goal, papers: list[PageToPrint], browser: chromium.Chromium | None) -> Outcome:
    """Ours, each paper by itself, over Chromium's printing of all of them as one page of HTML."""
    if browser is None:
        return Outcome(goal, reason=NO_CHROMIUM)
    html = as_one(papers)
    times = 5 if len(papers) == 1 else 2
    mine = [seconds(lambda: [paper.ours() for paper in papers], times) for _repeat in range(3)]
    theirs = [browser.seconds(html, times) for _repeat in range(3)]
    return Outcome(goal, statistics.median(mine) / statistics.median(theirs))


def as_one(papers: Sequence[PageToPrint]) -> str:
    """Several papers as one page, each beginning a sheet of its own."""
    first, *others = [paper.html for paper in papers]
    bodies = [html.split("<body>", 1)[1].rsplit("</body>", 1)[0] for html in others]
    leaves = "".join(f'<div style="break-before: page">{body}</div>' for body in bodies)
    return first.replace("</body>", f"{leaves}</body>")


@contextmanager
def warm() -> Iterator[None]:
    """The press as a worker has it, for a while."""
    printing.warm_up()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*naive.USUAL)


def ours(paper: PageToPrint) -> Act:
    def act() -> None:
        gc.freeze()
        gc.set_threshold(*garbage.PRESS)
        paper.ours()

    return act


def naively(html: str, variant: str = printing.VARIANT) -> Act:
    return lambda: naive.call(html, variant)


def seconds(act: Act, times: int) -> float:
    act()
    begun = cpu_seconds()
    for _time in range(times):
        act()
    return (cpu_seconds() - begun) / times
