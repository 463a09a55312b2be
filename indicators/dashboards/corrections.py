"""What the page of a correction tells: what is asked, what was decided, and what used the old value."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from coquang import dates
from coquang.periods import Period
from coquang.records.models import PrintedDocument
from indicators import permissions
from indicators.dashboards.approving import shown
from indicators.models import Correction, Figure
from programmes.models import Person, Unit
from programmes.permissions import Role

PAPERS_SHOWN = 200
STRETCHES = ("quarter", "half", "nine_months", "year")


@dataclass(frozen=True)
class Past:
    """One correction as it is shown: what the figure was, what it is said to be, how it was decided."""

    correction: Correction
    old: str
    new: str


@dataclass(frozen=True)
class CorrectionPage:
    asked: Past | None
    past: Sequence[Past]
    papers: Sequence[PrintedDocument]
    papers_elsewhere: int
    may_ask: bool
    may_decide: bool


def correction_page(person: Person, figure: Figure) -> CorrectionPage:
    """Everything but the form. Papers of units the person does not see are counted, not named."""
    rows = figure.corrections.select_related(
        "asked_by", "decided_by", "follows__figure__indicator", "figure__indicator", "figure__sheet"
    )
    lines = [_past(row, figure) for row in rows]
    asked = next((line for line in lines if line.correction.decision == Correction.Decision.ASKED), None)
    papers = list(papers_with(figure)[:PAPERS_SHOWN])
    seen = set(person.visible_units().filter(pk__in={p.unit_id for p in papers}).values_list("pk", flat=True))
    own = [paper for paper in papers if paper.unit_id in seen]
    return CorrectionPage(
        asked=asked,
        past=[line for line in lines if line is not asked],
        papers=own,
        papers_elsewhere=len(papers) - len(own),
        may_ask=permissions.may_ask_correction(person, figure.sheet),
        may_decide=asked is not None and permissions.may_decide_correction(person, asked.correction),
    )


def _past(row: Correction, figure: Figure) -> Past:
    indicator = figure.indicator
    return Past(
        row,
        shown(indicator, row.old_value, row.old_denominator),
        shown(indicator, row.value, row.denominator),
    )


def papers_with(figure: Figure) -> QuerySet[PrintedDocument]:
    """Papers issued while the figure stood as it was: of its unit and of those above, for each period it counts in.

    By unit and period, not by reading the paper: of the same year every period that reaches its quarter, of the next
    year those that compare with it.
    """
    sheet = figure.sheet
    units = [unit.pk for unit in Unit.objects.line_to(sheet.unit)]
    periods = [
        Period(year, kind, number)
        for year in (sheet.year, sheet.year + 1)
        for kind in STRETCHES
        for number in (range(1, 5) if kind == "quarter" else [1])
        if year <= dates.today().year
    ]
    codes = [period.code for period in periods if period.through >= sheet.quarter]
    papers = PrintedDocument.objects.filter(unit__in=units, period__in=codes)
    agreed = figure.corrections.filter(decision=Correction.Decision.AGREED).order_by("pk").last()
    if sheet.approved_at is not None:
        # Papers tell the second they were issued, no finer.
        papers = papers.filter(issued_at__gte=sheet.approved_at.replace(microsecond=0))
    if agreed is not None and not figure.corrections.asked().exists():
        papers = papers.filter(issued_at__lt=agreed.decided_at)
    return papers.select_related("unit")


def corrections_waiting(person: Person) -> list[Correction]:
    """The corrections that wait for this person's decision, the oldest first."""
    units = person.reach(dates.today(), roles={Role.APPROVE}).unit_ids
    asked = Correction.objects.asked().filter(figure__sheet__unit__in=units) if units else Correction.objects.none()
    asked = asked.exclude(Q(asked_by=person)).select_related("figure__indicator", "figure__sheet__unit", "asked_by")
    return [row for row in asked.order_by("pk") if permissions.may_decide_correction(person, row)]
