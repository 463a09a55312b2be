"""What people do with a sheet: open it, submit it, vet it, approve it, return it.

Always in this order: lock → may they? → is it the moment? → change → journal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates, limits, names
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions import row_returns, rules
from indicators.dashboards.approving import earlier_unapproved, stamp
from indicators.models import (
    DoubleDuty,
    Field,
    Figure,
    Indicator,
    PartApproval,
    Reopening,
    ReportedIndicator,
    RowReturn,
    Sheet,
    Submission,
)
from indicators.openness import refuse_closed
from indicators.permissions import (
    approvable_fields,
    approving_as,
    fields_of,
    may_return,
    may_submit,
    may_vet,
    may_withdraw,
    own_double_duty,
    route_in_force,
    vetting_as,
)
from programmes.models import Person, Unit
from programmes.permissions import Role, capacity

State = Sheet.State
NO_ROWS: Mapping[int, str] = {}


@transaction.atomic
def open_quarter(unit: Unit, year: int, quarter: int) -> Sheet:
    """The unit's sheet of a quarter with an empty figure for each indicator it reports; found or made."""
    sheet, is_new = Sheet.objects.get_or_create(unit=unit, year=year, quarter=quarter)
    reported = ReportedIndicator.objects.filter(unit=unit, from_year__lte=year).filter(
        Q(to_year__isnull=True) | Q(to_year__gte=year)
    )
    Figure.objects.bulk_create(
        [Figure(sheet=sheet, indicator_id=indicator) for indicator in reported.values_list("indicator", flat=True)],
        ignore_conflicts=True,
    )
    if is_new:
        record(sheet, "sheet.opened", by=None)
    return sheet


def missing_figures(sheet: Sheet) -> list[Indicator]:
    """The indicators that fall due in the quarter and have no figure yet, in the order of the sheet."""
    due = Indicator.objects.filter(Q(due_quarter__isnull=True) | Q(due_quarter=sheet.quarter))
    empty = Q(figures__value__isnull=True) | Q(kind__startswith="ratio", figures__denominator__isnull=True)
    return list(due.filter(empty, figures__sheet=sheet).select_related("field"))


@transaction.atomic
def submit(sheet: Sheet, *, by: Person, as_provisional: bool = False) -> Sheet:
    """The unit sends its quarter up for approval and can no longer edit it.

    Before the cut-off has passed, or when the unit says so, the figures are provisional (ước). When it was first
    sent and what the deadline was then are kept for good, so that late stays late and nothing makes it so afterwards.
    """
    sheet = _locked(sheet)
    if not may_submit(by, sheet):
        raise PermissionDenied
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted."))
    openness = refuse_closed(sheet)
    if as_provisional and Reopening.objects.filter(sheet=sheet, revision=sheet.revision, is_official=True).exists():
        raise Refused(_("This revision was opened for the official figures; it is not sent as provisional again."))
    if missing := missing_figures(sheet):
        names = "; ".join(indicator.name for indicator in missing[:5])
        raise Refused(_("%(count)d figures are still missing: %(names)s.") % {"count": len(missing), "names": names})
    rules.settle(sheet)
    now = dates.now()
    sheet.is_provisional = as_provisional or openness.is_before_cut_off
    if sheet.first_submitted_at is None:
        sheet.first_submitted_at, sheet.was_due_at = now, openness.times.due_at
    # While the sheet is still a draft: the figures of one that was sent do not change.
    sheet.figures.exclude(is_provisional=sheet.is_provisional).update(is_provisional=sheet.is_provisional)
    sheet.state, sheet.submitted_at, sheet.submitted_by = State.SUBMITTED, now, by
    sheet.route = route_as_it_stands(sheet)
    sheet.save(
        update_fields=[
            "state", "submitted_at", "submitted_by", "route", "is_provisional", "first_submitted_at", "was_due_at",
        ]
    )  # fmt: skip
    keep_what_was_sent(sheet, by=by)
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(sheet, "sheet.submitted", by=by, capacity=held, late=sheet.is_late, provisional=sheet.is_provisional)
    return sheet


def keep_what_was_sent(sheet: Sheet, *, by: Person) -> Submission:
    """The figures as they were sent up this time; the sheet is held by whoever sends it."""
    rows = sheet.figures.values_list("indicator", "value", "denominator")
    figures = {pk: [None if part is None else str(part) for part in parts] for pk, *parts in rows}
    number = sheet.submissions.count() + 1
    return Submission.objects.create(sheet=sheet, number=number, at=dates.now(), by=by, figures=figures)


def route_as_it_stands(sheet: Sheet) -> dict[str, list[int]]:
    """The unit's route for the fields of a sheet, to be kept with what is sent."""
    route = route_in_force(sheet.unit_id, sheet.year, [field.pk for field in fields_of(sheet)])
    return {str(pk): sorted(bodies) for pk, bodies in route.items() if bodies}


@transaction.atomic
def withdraw(sheet: Sheet, *, by: Person) -> Sheet:
    """The unit takes its quarter back to mend it; once it is vetted only a return brings it back."""
    sheet = _locked(sheet)
    if not may_withdraw(by, sheet):
        raise PermissionDenied
    if sheet.state != State.SUBMITTED:
        raise Refused(_("Only a sheet that nobody has vetted yet can be taken back; ask for it to be returned."))
    _reopen(sheet)
    record(sheet, "sheet.withdrawn", by=by, capacity=capacity(by, sheet.unit_id, {Role.ENTER}))
    return sheet


@transaction.atomic
def vet(sheet: Sheet, *, by: Person) -> Sheet:
    """The office has looked the sheet through and passes it on to the approvers."""
    sheet = _locked(sheet)
    if not may_vet(by, sheet):
        raise PermissionDenied
    if sheet.state != State.SUBMITTED:
        raise Refused(_("Only a submitted sheet can be vetted."))
    duty = own_double_duty(by, sheet, Role.VET)
    held = vetting_as(by, sheet)
    sheet.state, sheet.vetted_at, sheet.vetted_by = State.VETTED, dates.now(), by
    sheet.one_hand = duty is not None
    sheet.save(update_fields=["state", "vetted_at", "vetted_by", "one_hand"])
    record(sheet, "sheet.vetted", by=by, capacity=held, **told_duty(duty))
    return sheet


@transaction.atomic
def approve(
    sheet: Sheet, *, by: Person, but: Mapping[int, str] = NO_ROWS, seen: int | None = None, **told: str | int
) -> Sheet:
    """Approve every field that is this person's and not yet approved; with the last one the sheet is approved.

    `but` are rows of theirs, by indicator, that go back alone, each with its reason: the rest is approved, and their
    fields count once these rows are settled. Rows that were sent again are settled by this. `seen` is the stamp of
    the figures that were looked at: others are not approved unseen. `told` is kept in the journal beside the act.
    """
    sheet = _locked(sheet)
    fields = fields_of(sheet)
    own = approvable_fields(by, sheet, fields)
    unsettled = list(sheet.row_returns.unsettled().select_related("indicator"))
    mine = [row for row in unsettled if row.indicator.field_id in {field.pk for field in own}]
    if not own or any(row.answered_by_id == by.pk for row in mine):
        raise PermissionDenied
    if sheet.state != State.VETTED:
        raise Refused(_("Only a vetted sheet can be approved."))
    if earlier_unapproved(sheet):
        raise Refused(_("An earlier quarter of the year is not approved yet; cumulative figures rest on it."))
    if seen is not None and seen != stamp(sheet):
        raise Refused(_("The figures changed after the list was opened; look at them once more."))
    reasons = _reasons(sheet, own, but)
    duty = own_double_duty(by, sheet, Role.APPROVE)
    now = dates.now()
    done = set(sheet.parts.values_list("field", flat=True))
    fresh = [field for field in own if field.pk not in done]
    again = [row for row in mine if row.answered_at is not None and row.indicator_id not in reasons]
    if not (fresh or again or reasons):
        raise Refused(
            row_returns.still_with_the_unit(len(mine))
            if mine
            else _("These fields are approved already; others are waiting for their own approver.")
        )
    RowReturn.objects.filter(pk__in=[row.pk for row in again]).update(settled_at=now, settled_by=by)
    sent_back = row_returns.send_back(sheet, reasons, by=by, at=now) if reasons else []
    PartApproval.objects.bulk_create(
        [PartApproval(sheet=sheet, field=field, approved_at=now, approved_by=by) for field in fresh]
    )
    is_complete = done | {field.pk for field in fresh} >= {field.pk for field in fields}
    if is_complete := is_complete and not sheet.row_returns.unsettled().exists():
        sheet.state, sheet.approved_at, sheet.approved_by = State.APPROVED, now, by
        sheet.one_hand = sheet.one_hand or duty is not None
        sheet.save(update_fields=["state", "approved_at", "approved_by", "one_hand"])
    facts: dict[str, Any] = {"fields": [field.code for field in fresh]}
    if again:
        facts["rows"] = [row.indicator.code for row in again]
    if sent_back:
        facts["returned"] = {row.indicator.code: row.reason for row in sent_back}
    act = "sheet.approved" if is_complete else "sheet.part_approved"
    record(sheet, act, by=by, capacity=approving_as(by, sheet, fresh or own), **facts, **told_duty(duty), **told)
    return sheet


@dataclass(frozen=True)
class Outcome:
    """What became of one sheet of many."""

    sheet: Sheet
    is_done: bool
    sentence: str


def approve_many(seen: Mapping[int, int], *, by: Person) -> list[Outcome]:
    """Approve several sheets, by key with the stamp of what was seen; each stands or falls by itself."""
    sheets = Sheet.objects.visible_to(by).filter(pk__in=seen).select_related("unit")
    return [_outcome(sheet, seen[sheet.pk], by) for sheet in sheets.order_by("year", "quarter", "unit__name_sort")]


def _outcome(sheet: Sheet, seen: int, by: Person) -> Outcome:
    try:
        approved = approve(sheet, by=by, seen=seen)
    except Refused as refusal:
        return Outcome(sheet, False, refusal.sentence)
    except PermissionDenied:
        return Outcome(sheet, False, _("Not yours to approve."))
    if approved.state == State.APPROVED:
        return Outcome(sheet, True, _("Approved. The figures now stand on boards and papers."))
    return Outcome(sheet, True, _("Your fields are approved; the others wait for their own approver."))


def _reasons(sheet: Sheet, own: Sequence[Field], but: Mapping[int, str]) -> dict[int, str]:
    """The rows that go back, with their reasons as they are kept; only one's own, and never all of them."""
    if not but:
        return {}
    rows = set(sheet.figures.filter(indicator__field__in=own).values_list("indicator", flat=True))
    if not but.keys() <= rows:
        raise PermissionDenied
    if but.keys() == rows:
        raise Refused(_("All your rows would go back; return the whole sheet instead."))
    return {pk: _told(reason) for pk, reason in but.items()}


@transaction.atomic
def return_to_unit(sheet: Sheet, *, reason: str, by: Person) -> Sheet:
    """Back to draft with the reason; approvals of parts fall with it."""
    sheet = _locked(sheet)
    if not may_return(by, sheet):
        raise PermissionDenied
    if sheet.state not in {State.SUBMITTED, State.VETTED}:
        raise Refused(_("Only a sheet that waits for vetting or approval can be returned."))
    reason = _told(reason)
    held = vetting_as(by, sheet) if sheet.state == State.SUBMITTED else approving_as(by, sheet, fields_of(sheet))
    sheet.parts.all().delete()
    now = dates.now()
    sheet.row_returns.unsettled().update(settled_at=now)
    sheet.return_reason, sheet.returned_at, sheet.returned_by = reason, now, by
    _reopen(sheet, "return_reason", "returned_at", "returned_by")
    record(sheet, "sheet.returned", by=by, capacity=held, reason=sheet.return_reason)
    return sheet


def _told(reason: str) -> str:
    """The reason as it is kept; Refused when it says nothing, cannot be printed or is a novel."""
    if len(reason) > limits.SENTENCE:
        raise Refused(_("A reason is at most %d characters long; say it more briefly.") % limits.SENTENCE)
    try:
        told = names.tidy(reason)
    except names.NotText as refusal:
        raise Refused(refusal.sentence(get_language() or "vi")) from refusal
    if not told:
        raise Refused(_("Say in one sentence what is to be mended before the sheet is returned."))
    return told


def told_duty(duty: DoubleDuty | None) -> dict[str, int]:
    """What the journal keeps of an act that one person did after their own."""
    return {} if duty is None else {"double_duty": duty.pk}


def _reopen(sheet: Sheet, *changed: str) -> None:
    """Back to draft: what was sent and vetted is so no more, and the next sending takes the route of its day."""
    sheet.state, sheet.route, sheet.one_hand = State.DRAFT, None, False
    sheet.submitted_at = sheet.submitted_by = sheet.vetted_at = sheet.vetted_by = None
    fields = ["state", "route", "one_hand", "submitted_at", "submitted_by", "vetted_at", "vetted_by", *changed]
    sheet.save(update_fields=fields)


def _locked(sheet: Sheet) -> Sheet:
    return Sheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)
