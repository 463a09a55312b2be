"""What a leader has to know before a meeting: what changed, what is off course, which promises and answers are late,
what a report claims against its own figures, and what to ask. Read once, shown on screen and printed from the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from coquang import dates
from coquang.periods import NotAPeriod, Period
from indicators import arithmetic
from indicators.claims import claims, claims_of
from indicators.dashboards.explanations import Explained, explanations_of
from indicators.models import ReportText, Sheet
from indicators.readings import open_book
from indicators.results import Result
from indicators.sentences import sentence
from indicators.words import WORST_FIRST
from programmes.dashboards.meetings import Carried, carried, last_on, told_of
from programmes.models import Meeting, MeetingPaper, Person, Proposal, Task, Unit
from programmes.permissions_of_meetings import bound_units
from programmes.proposing import Stand, stand

WORRYING = {arithmetic.MISSED, arithmetic.AT_RISK, arithmetic.BEHIND}
MOST_OFF_COURSE = 5


@dataclass(frozen=True)
class Occasion:
    """For whom a pack is made: the units it is about, the period of their figures, the meeting when there is one."""

    host: Unit
    units: Sequence[Unit]
    period: Period | None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class FiguresOf:
    unit: Unit
    results: Sequence[Result]


@dataclass(frozen=True)
class OffCourse:
    unit: Unit
    result: Result
    told: str


@dataclass(frozen=True)
class Contradiction:
    """A written sentence that claims everything was reached, beside the figures of the same period that were not."""

    claim: str
    source: str
    missed: Sequence[str]


@dataclass(frozen=True)
class ExplainedOf:
    """What a unit was asked to explain: of the period, answered since the last meeting, or not answered yet."""

    unit: Unit
    explained: Sequence[Explained]


@dataclass(frozen=True)
class Changes:
    """What happened since the last meeting, counted; `approved` are the periods whose figures were approved."""

    since: date
    given: int
    done: int
    became_overdue: int
    sent: int
    answered: int
    approved: Sequence[str]


@dataclass(frozen=True)
class Pack:
    occasion: Occasion
    on: date
    changes: Changes | None
    off_course: Sequence[OffCourse]
    before: Carried | None
    contradictions: Sequence[Contradiction]
    figures: Sequence[FiguresOf]
    explanations: Sequence[ExplainedOf]
    proposals: Sequence[tuple[Proposal, Stand]]
    overdue: Sequence[Task]

    @property
    def late_answers(self) -> list[tuple[Proposal, Stand]]:
        return [(proposal, held) for proposal, held in self.proposals if held.is_overdue]


def occasion_of(meeting: Meeting, person: Person) -> Occasion | None:
    """A meeting with those of its units the person sees; None when it is of no unit on record."""
    if meeting.unit is None:
        return None
    bound = {unit.pk for unit in bound_units(meeting)}
    units = person.visible_units().filter(pk__in=bound).in_vietnamese_order()
    return Occasion(meeting.unit, list(units), _period(meeting), meeting)


def pack_of(occasion: Occasion, person: Person) -> Pack:
    """Everything of the pack, as far as the person sees it."""
    on, units = dates.today(), [unit.pk for unit in occasion.units]
    figures = list(_figures(occasion))
    before = _before(occasion, person)
    tasks = Task.objects.visible_to(person).live().filter(unit__in=units)
    sent = Proposal.objects.visible_to(person).filter(Q(unit__in=units), sent_on__isnull=False)
    rows = sent.select_related("addressed_to", "unit").prefetch_related("replies").order_by("answer_due", "pk")
    held = [(proposal, stand(proposal, on)) for proposal in rows]
    late = tasks.open().filter(due_on__lt=on).select_related("lead_body", "owner__person").order_by("due_on", "pk")
    since = before.meeting.held_on if before else None
    return Pack(
        occasion=occasion,
        on=on,
        changes=_changes(occasion, since, on, list(tasks), [proposal for proposal, _held in held]) if since else None,
        off_course=_most_off_course(occasion, figures),
        before=before,
        contradictions=list(_contradictions(occasion, figures)),
        figures=figures,
        explanations=list(_explanations(occasion, since)),
        proposals=[(proposal, where) for proposal, where in held if where.is_open],
        overdue=list(late),
    )


def _period(meeting: Meeting) -> Period | None:
    try:
        return Period.parse(meeting.figures_of)
    except NotAPeriod:
        return None


def _figures(occasion: Occasion) -> Iterator[FiguresOf]:
    if occasion.period is None:
        return
    book = open_book([unit.pk for unit in occasion.units], occasion.period.year)
    results = book.results(occasion.period)
    for unit in occasion.units:
        own = [result for result in results if result.reported.unit_id == unit.pk]
        if own:
            yield FiguresOf(unit, own)


def _explanations(occasion: Occasion, since: date | None) -> Iterator[ExplainedOf]:
    for unit in occasion.units:
        if explained := explanations_of(unit, occasion.period, since):
            yield ExplainedOf(unit, explained)


def _before(occasion: Occasion, person: Person) -> Carried | None:
    if occasion.meeting is not None:
        return carried(occasion.meeting, person)
    last = last_on([unit.pk for unit in occasion.units], person, but=None)
    return told_of(last, person) if last else None


def _changes(
    occasion: Occasion, since: date, on: date, tasks: Sequence[Task], proposals: Sequence[Proposal]
) -> Changes:
    answers = [reply.answered_on for proposal in proposals for reply in proposal.replies.all()]
    approved = Sheet.objects.filter(unit__in=[unit.pk for unit in occasion.units], state=Sheet.State.APPROVED)
    sheets = approved.filter(approved_at__gte=dates.start_of(since))
    periods = {(sheet.year, sheet.quarter): sheet.period.name("vi") for sheet in sheets.order_by("year", "quarter")}
    return Changes(
        since=since,
        given=sum(task.given_on is not None and task.given_on >= since for task in tasks),
        done=sum(task.done_on is not None and task.done_on >= since for task in tasks),
        became_overdue=sum(
            task.done_on is None and task.due_on is not None and since <= task.due_on < on for task in tasks
        ),
        sent=sum(proposal.sent_on is not None and proposal.sent_on >= since for proposal in proposals),
        answered=sum(day >= since for day in answers),
        approved=list(periods.values()),
    )


def _most_off_course(occasion: Occasion, figures: Sequence[FiguresOf]) -> list[OffCourse]:
    """Missed before at risk before behind, and of each the one with the smallest part of its target first."""
    if occasion.period is None:
        return []
    worrying = [(held.unit, result) for held in figures for result in held.results if result.standing in WORRYING]
    worrying.sort(key=lambda pair: (WORST_FIRST.index(pair[1].standing), pair[1].completion or Decimal(0)))
    return [
        OffCourse(unit, result, sentence(result, occasion.period, "vi")) for unit, result in worrying[:MOST_OFF_COURSE]
    ]


def _contradictions(occasion: Occasion, figures: Sequence[FiguresOf]) -> Iterator[Contradiction]:
    """What the units wrote for this period or handed in for this meeting, against their missed targets."""
    if occasion.period is None:
        return
    for held in figures:
        missed = [result for result in held.results if result.standing == arithmetic.MISSED]
        if not missed:
            continue
        told = {result.indicator.named("vi"): sentence(result, occasion.period, "vi") for result in missed}
        for source, text in _written(occasion, held.unit):
            general = list(claims(text))
            for claim in general:
                yield Contradiction(claim, source, list(told.values()))
            for name, said in told.items():
                for claim in claims_of(text, name):
                    if claim not in general:
                        yield Contradiction(claim, source, [said])


def _written(occasion: Occasion, unit: Unit) -> Iterator[tuple[str, str]]:
    code = occasion.period.code if occasion.period else ""
    for report in ReportText.objects.filter(unit=unit, period=code):
        for part in (report.shortcomings, report.coming_tasks, report.proposals):
            yield f"Báo cáo của {unit.name}", part
    if occasion.meeting is not None:
        papers = MeetingPaper.objects.filter(meeting=occasion.meeting, asked_of__unit=unit).exclude(text="")
        for paper in papers.exclude(kind=MeetingPaper.Kind.OPINION):
            yield f"“{paper.title}”", paper.text
