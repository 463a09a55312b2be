"""What the office writes of a report itself: what the portal offers for it, and what it wrote before figures changed.

A paper that goes out is Vietnamese, always; so is every line offered here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import translation

from coquang import dates
from coquang.periods import Period
from indicators import arithmetic
from indicators.models import Answer, ExplanationAnswer, ReportSentence, ReportText
from indicators.readings import open_book
from indicators.results import Result
from indicators.sentences import amount_told, figure_told, sentence
from indicators.words import RESULT
from programmes import wording
from programmes.models import Person, Proposal, Task, Unit
from programmes.proposing import ProposalStanding, stand

PARTS = ("shortcomings", "coming_tasks", "proposals")
# What its author has to explain, the worst first.
BEHIND = (arithmetic.MISSED, arithmetic.AT_RISK, arithmetic.BEHIND)
SETTLED = {ProposalStanding.AGREED, ProposalStanding.REFUSED}


@dataclass(frozen=True)
class Offer:
    """A line that may be added to a part; `key` names it in a form, `why` tells whence it comes."""

    key: str
    text: str
    why: str


@dataclass(frozen=True)
class Changed:
    """A paragraph whose figures are no longer those it was written with."""

    part: str
    text: str
    was: str
    now: str


@dataclass(frozen=True)
class Own:
    """A sentence of the results beside the portal's own; `is_changed` when that is another than it was."""

    code: str
    name: str
    portals: str
    text: str = ""
    was: str = ""

    @property
    def is_changed(self) -> bool:
        return bool(self.text) and self.was != self.portals


# --- what is offered ------------------------------------------------------------------------------


@translation.override("vi")
def offered(unit: Unit, period: Period, results: Iterable[Result], person: Person) -> dict[str, list[Offer]]:
    """By part: targets that fall short, open tasks, open proposals; then what the last report said."""
    before = _last_before(unit, period)
    offers = {
        "shortcomings": list(_short(unit, period, results)),
        "coming_tasks": list(_tasks(unit, person)),
        "proposals": list(_proposals(unit, person)),
    }
    return {part: [*offers[part], *_again(part, before)] for part in PARTS}


def not_taken(offers: Mapping[str, Sequence[Offer]], texts: Mapping[str, str]) -> dict[str, list[Offer]]:
    """The offers whose line does not stand in its part yet."""
    taken = {part: set(wording.lines_of(texts.get(part) or "")) for part in PARTS}
    return {part: [offer for offer in offers[part] if offer.text not in taken[part]] for part in PARTS}


def _short(unit: Unit, period: Period, results: Iterable[Result]) -> Iterator[Offer]:
    short = [result for result in results if result.standing in BEHIND]
    causes = _causes(unit, period)
    for result in sorted(short, key=lambda result: BEHIND.index(result.standing)):
        told = sentence(result, period, "vi") + _lacking(result)
        if cause := causes.get(result.indicator.pk):
            told += f"; nguyên nhân: {wording.lower_first(wording.unended(cause))}"
        yield Offer(f"figure-{result.indicator.code}", wording.ended(told), str(RESULT[result.standing]))


def _lacking(result: Result) -> str:
    """“, còn thiếu 2.600.000.000 đồng”, of a target of one value that was missed."""
    indicator, target = result.indicator, result.target
    if result.standing != arithmetic.MISSED or target is None or result.result is None or indicator.is_ratio:
        return ""
    if target.form != arithmetic.VALUE or arithmetic.is_ceiling(target.aim, indicator.direction):
        return ""
    return f", còn thiếu {amount_told(indicator, target.value - result.result, 'vi')}"


def _causes(unit: Unit, period: Period) -> dict[int, str]:
    """By indicator, the last reason that was given: with the figure itself, or to a superior who asked."""
    answers = Answer.objects.standing().filter(
        figure__sheet__unit=unit, figure__sheet__year=period.year, figure__sheet__quarter__lte=period.through
    )
    told = ExplanationAnswer.objects.filter(
        explanation__unit=unit, explanation__year=period.year, explanation__through__lte=period.through
    )
    given = [
        *answers.values_list("at", "figure__indicator", "text"),
        *told.values_list("at", "explanation__indicator", "text"),
    ]
    return {indicator: text for _at, indicator, text in sorted(given)}


def _tasks(unit: Unit, person: Person) -> Iterator[Offer]:
    seen = Task.objects.visible_to(person).filter(unit=unit).open().select_related("lead_body")
    for task in seen.order_by(F("due_on").asc(nulls_last=True), "pk"):
        lead = task.lead_body.name if task.lead_body else task.lead_text
        told = [wording.unended(" ".join(task.text.split())), f"{lead} chủ trì" if lead else ""]
        is_late = task.due_on is not None and task.due_on < dates.today()
        text = f"{'; '.join(filter(None, told))}, {wording.deadline(task)}"
        yield Offer(f"task-{task.pk}", wording.ended(text), "nhiệm vụ quá hạn" if is_late else "nhiệm vụ đang mở")


def _proposals(unit: Unit, person: Person) -> Iterator[Offer]:
    rows = Proposal.objects.visible_to(person).filter(unit=unit)
    for proposal in rows.select_related("addressed_to").prefetch_related("replies").order_by("pk"):
        held = stand(proposal, dates.today())
        if held.state not in SETTLED:
            asked = wording.lower_first(" ".join(proposal.text.split()))
            text = wording.ended(f"Đề nghị {proposal.addressed_to.name} {asked}")
            yield Offer(f"proposal-{proposal.pk}", text, f"kiến nghị {held.state.label}")


def _again(part: str, before: ReportText | None) -> Iterator[Offer]:
    if before is not None:
        name = Period.parse(before.period).name("vi")
        for place, line in enumerate(wording.lines_of(getattr(before, part)), start=1):
            yield Offer(f"before-{place}", line, f"báo cáo {name}")


def _last_before(unit: Unit, period: Period) -> ReportText | None:
    """The report written last: of this year, else of the years before."""
    written = ReportText.objects.filter(unit=unit).exclude(period=period.code)
    periods = [(Period.parse(text.period), text) for text in written]
    earlier = [(_ends(one), text) for one, text in periods if _ends(one) <= _ends(period) and _says_something(text)]
    return max(earlier, key=lambda found: (found[0], found[1].pk))[1] if earlier else None


def _says_something(text: ReportText) -> bool:
    return any(getattr(text, part) for part in PARTS)


def _ends(period: Period) -> tuple[int, int]:
    return period.year, period.through


# --- what was written before figures changed ------------------------------------------------------


@translation.override("vi")
def told_in(texts: Iterable[str], results: Iterable[Result], before: Mapping[str, str]) -> dict[str, str]:
    """The figures that stand in what is written now, by indicator; one that was told before and stayed is kept."""
    lines = [line for text in texts for line in wording.lines_of(text)]
    told = {}
    for code, figure, name in _figures(results):
        known = before.get(code, "")
        if any(_tells(line, figure, name) for line in lines):
            told[code] = figure
        elif known and any(known in line for line in lines):
            told[code] = known
    return told


def how_many_changed(unit: Unit, period: Period) -> int:
    """Paragraphs and own sentences of a report whose figures are others today; nothing is read where none is kept."""
    text = ReportText.objects.filter(unit=unit, period=period.code).exclude(told={}).first()
    if text is None and not own_words(unit, period):
        return 0
    results = open_book([unit.pk], period.year).results(period)
    return len(changed(text, results)) + sum(own.is_changed for own in own_sentences(unit, period, results))


@translation.override("vi")
def changed(text: ReportText | None, results: Iterable[Result]) -> list[Changed]:
    """The written paragraphs with a figure that is another today."""
    if text is None or not text.told:
        return []
    now = {code: figure for code, figure, _name in _figures(results)}
    return [
        Changed(part, line, was, now.get(code, ""))
        for code, was in text.told.items()
        if now.get(code) != was
        for part in PARTS
        for line in wording.lines_of(getattr(text, part))
        if was in line
    ]


def _figures(results: Iterable[Result]) -> list[tuple[str, str, str]]:
    """Code, figure and name of each result; the name is empty where the figure alone tells them apart."""
    told = [(result.indicator, figure_told(result, "vi")) for result in results if result.result is not None]
    count = Counter(figure for _indicator, figure in told)
    return [
        (indicator.code, figure, "" if count[figure] == 1 else indicator.sentence_vi or indicator.name_vi)
        for indicator, figure in told
    ]


def _tells(line: str, figure: str, name: str) -> bool:
    return figure in line and name.casefold() in line.casefold()


# --- sentences of the results in the office's own words -------------------------------------------


def own_words(unit: Unit, period: Period) -> dict[int, ReportSentence]:
    """By indicator."""
    return {row.indicator_id: row for row in ReportSentence.objects.filter(unit=unit, period=period.code)}


@translation.override("vi")
def own_sentences(unit: Unit, period: Period, results: Iterable[Result]) -> list[Own]:
    """Every sentence of the results, those in own words whose figures changed first, then the other own ones."""
    written = own_words(unit, period)
    told = []
    for result in results:
        indicator, portals = result.indicator, sentence(result, period, "vi")
        own = written.get(indicator.pk)
        words = (own.text, own.written_from) if own else ("", "")
        told.append(Own(indicator.code, indicator.name_vi, portals, *words))
    return sorted(told, key=lambda own: (not own.is_changed, not own.text))
