"""The way of one sheet so far: who did what to it, when and in which capacity, by whose right, for which reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coquang.records.models import JournalEntry
from indicators.models import Sheet

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
}


@dataclass(frozen=True)
class Step:
    """One act, in words; `rows` are rows that went back alone, with their reasons."""

    entry: JournalEntry
    words: str
    reason: str
    rows: Sequence[tuple[str, str]]
    is_on_paper: bool


def trace_of(sheet: Sheet) -> list[Step]:
    """The newest first; the entering of figures is told by each figure's own history."""
    entries = JournalEntry.objects.about(sheet).filter(act__in=ACTS).select_related("by")
    return [
        Step(
            entry,
            str(ACTS[entry.act]),
            entry.facts.get("reason", ""),
            list(entry.facts.get("returned", {}).items()),
            entry.act in {"sheet.approved", "sheet.part_approved"} and "paper" in entry.facts,
        )
        for entry in entries[:SHOWN]
    ]
