"""The way of one sheet so far: who did what to it, when and in which capacity, by whose right, for which reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coquang.records.models import JournalEntry
from indicators.models import DoubleDuty, PaperApproval, Sheet

SHOWN = 200

ACTS: Mapping[str, str | Promise] = {
    "sheet.opened": _("opened"),
    "sheet.submitted": _("sent for vetting and approval"),
    "sheet.withdrawn": _("taken back by the unit"),
    "sheet.vetted": _("vetted"),
    "sheet.part_approved": _("approved in part"),
    "sheet.approved": _("approved"),
    "sheet.returned": _("returned to be completed"),
    "sheet.rows_sent_again": _("single rows sent again"),
    "sheet.recorded_as_approved_on_paper": _("recorded as approved on paper"),
    "sheet.approval_on_paper_confirmed": _("approval on paper confirmed"),
    "sheet.reopened": _("opened for revision"),
    "sheet.opened_for_official": _("opened for the official figures"),
    "sheet.extended": _("given more time"),
}
APPROVED = {"sheet.approved", "sheet.part_approved"}


@dataclass(frozen=True)
class Step:
    """One act, in words; `rows` are rows that went back alone, with their reasons.

    With it the signed paper it rests on, and what allowed one person to take this step after their own.
    """

    entry: JournalEntry
    words: str
    rows: Sequence[tuple[str, str]]
    paper: PaperApproval | None
    duty: DoubleDuty | None

    @property
    def reason(self) -> str:
        return str(self.entry.facts.get("reason", ""))

    @property
    def is_on_paper(self) -> bool:
        return self.entry.act in APPROVED and self.paper is not None

    @property
    def revision(self) -> str:
        """The revision that was opened by this act."""
        return str(self.entry.facts.get("revision", ""))

    @property
    def until(self) -> date | None:
        """To the end of which day it was opened, or time given."""
        told = self.entry.facts.get("until")
        return date.fromisoformat(told) if told else None


def trace_of(sheet: Sheet) -> list[Step]:
    """The newest first; the entering of figures is told by each figure's own history."""
    entries = JournalEntry.objects.about(sheet).filter(act__in=ACTS).select_related("by")
    papers = {paper.pk: paper for paper in sheet.paper_approvals.select_related("signed_by", "scan")}
    duties = {duty.pk: duty for duty in DoubleDuty.objects.of(sheet.unit_id, sheet.year).select_related("made_by")}
    return [
        Step(
            entry,
            str(ACTS[entry.act]),
            list(entry.facts.get("returned", {}).items()),
            papers.get(entry.facts.get("paper", 0)),
            duties.get(entry.facts.get("double_duty", 0)),
        )
        for entry in entries[:SHOWN]
    ]
