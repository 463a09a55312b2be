"""Putting one approved figure right: asked by who enters, decided by the approver of its row.

Always in this order: lock → may they? → is it the moment? → change → journal. The sheets of the unit and year from
this quarter on are the lock, for what follows from the figure moves with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.actions import figures as entering
from indicators.actions.replies import tell_of_decision
from indicators.lines import lines_of
from indicators.measures import column_unit, measure_of
from indicators.models import Correction, Figure, FigureChange, FigureRevision, Sheet
from indicators.permissions import deciding_correction_as, may_ask_correction, may_decide_correction
from programmes.models import Person
from programmes.permissions import Role, capacity

Decision = Correction.Decision


@dataclass(frozen=True)
class Told:
    """What the figure is said to be: as it is typed on its sheet, so cumulative where the sheet is."""

    value: Decimal
    denominator: Decimal | None = None


@transaction.atomic
def ask(figure: Figure, told: Told, *, reason: str, evidence: str, by: Person) -> Correction:
    """Ask for one approved figure to be put right, with the reason and what proves it."""
    sheet = _held(figure)
    figure = Figure.objects.select_related("indicator").get(pk=figure.pk)
    if not may_ask_correction(by, sheet):
        raise PermissionDenied
    if sheet.state != Sheet.State.APPROVED:
        raise Refused(_("Only an approved figure is put right this way; on an open sheet it is simply typed."))
    if figure.corrections.asked().exists():
        raise Refused(_("A correction of this figure is asked for already; it is decided first."))
    value, denominator, typed = _meant(sheet, figure, told)
    if (value, denominator, typed) == (figure.value, figure.denominator, figure.typed):
        raise Refused(_("The figure says this already; nothing was asked for."))
    if not (reason and evidence):
        raise Refused(_("Say why the figure is wrong, and what proves the new one."))
    asked = Correction.objects.create(
        figure=figure,
        old_value=figure.value,
        old_denominator=figure.denominator,
        old_typed=figure.typed,
        value=value,
        denominator=denominator,
        typed=typed,
        reason=reason,
        evidence=evidence,
        asked_at=dates.now(),
        asked_by=by,
    )
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(figure, "correction.asked", by=by, capacity=held, old=str(figure.value), new=str(value), reason=reason)
    return asked


@transaction.atomic
def agree(correction: Correction, *, by: Person) -> Correction:
    """The figure's next revision; ratios and later quarters that rest on it follow in the same act."""
    correction, sheet = _open(correction, by)
    held = deciding_correction_as(by, correction)
    figure = Figure.objects.select_related("indicator").get(pk=correction.figure_id)
    told = Told(correction.value if correction.typed is None else correction.typed, correction.denominator)
    correction.value, correction.denominator, correction.typed = _meant(sheet, figure, told)
    at = dates.now()
    _tell_history(held)
    _apply(correction, figure, sheet, by=by, at=at)
    followed = [_apply(made, of, on, by=by, at=at) for made, of, on in _following(correction, figure, sheet, held)]
    record(
        figure,
        "correction.agreed",
        by=by,
        capacity=held,
        old=str(correction.old_value),
        new=str(correction.value),
        revision=correction.revision,
        followed=[made.figure_id for made in followed],
    )
    tell_of_decision(correction)
    return correction


@transaction.atomic
def decline(correction: Correction, *, reason: str, by: Person) -> Correction:
    """The figure stays as it was approved, for a reason."""
    correction, _sheet = _open(correction, by)
    if not reason:
        raise Refused(_("Say in one sentence why the figure stays as it is."))
    held = deciding_correction_as(by, correction)
    return _close(correction, Decision.DECLINED, reason, by, held)


@transaction.atomic
def take_back(correction: Correction, *, by: Person) -> Correction:
    """The unit no longer asks."""
    sheet = _held(correction.figure)
    correction = Correction.objects.select_related("figure").get(pk=correction.pk)
    if not may_ask_correction(by, sheet):
        raise PermissionDenied
    if correction.decision != Decision.ASKED:
        raise Refused(_("This correction is decided already."))
    return _close(correction, Decision.WITHDRAWN, "", by, capacity(by, sheet.unit_id, {Role.ENTER}))


def _close(correction: Correction, decision: str, reason: str, by: Person, held: str) -> Correction:
    correction.decision, correction.decision_reason = decision, reason
    correction.decided_at, correction.decided_by = dates.now(), by
    correction.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])
    record(correction.figure, f"correction.{decision}", by=by, capacity=held, reason=reason)
    tell_of_decision(correction)
    return correction


def _held(figure: Figure) -> Sheet:
    """The figure's sheet, held together with the later ones of its year."""
    sheet = Sheet.objects.get(pk=figure.sheet_id)
    later = Sheet.objects.filter(unit=sheet.unit_id, year=sheet.year, quarter__gte=sheet.quarter)
    return next(held for held in later.select_for_update().order_by("quarter") if held.pk == sheet.pk)


def _open(correction: Correction, by: Person) -> tuple[Correction, Sheet]:
    sheet = _held(correction.figure)
    correction = Correction.objects.select_related("figure__indicator", "figure__sheet").get(pk=correction.pk)
    if not may_decide_correction(by, correction):
        raise PermissionDenied
    if correction.decision != Decision.ASKED:
        raise Refused(_("This correction is decided already."))
    if sheet.state != Sheet.State.APPROVED:
        raise Refused(_("The sheet is open again; the figure is typed on it."))
    return correction, sheet


def _meant(sheet: Sheet, figure: Figure, told: Told) -> tuple[Decimal, Decimal | None, Decimal | None]:
    """Value, denominator and cumulative value of what was told; a part that follows another row stays as that is."""
    indicator = figure.indicator
    value = figure.value if indicator.numerator_id and figure.value is not None else told.value
    denominator = None
    if indicator.is_ratio:
        denominator = figure.denominator if indicator.denominator_id else told.denominator
        if not denominator:
            raise Refused(_("A ratio needs both its parts, and nothing can be divided by 0."))
    if figure.typed is None:
        return value, denominator, None
    before = _before(sheet, figure)
    if before is None or value < before:
        raise Refused(_("The total since January is smaller than what the quarters before had reported."))
    return arithmetic.quarter_of(value, before), denominator, value


def _before(sheet: Sheet, figure: Figure) -> Decimal | None:
    """The sum of the year's quarters before a sheet's; None where one of them has no figure."""
    return lines_of(sheet, code=figure.indicator.code).held[figure.indicator_id].before(sheet.quarter)


def _tell_history(held: str) -> None:
    """What moves now moves by a correction, decided in this capacity; the database writes both into the history."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('coquang.source', %s, true), set_config('coquang.capacity', %s, true)",
            [FigureChange.CORRECTION, held],
        )


def _apply(correction: Correction, figure: Figure, sheet: Sheet, *, by: Person, at: datetime) -> Correction:
    """Keep what was, say what is, and only then let the figure move: the database looks for both."""
    FigureRevision.objects.create(
        figure=figure,
        revision=figure.revision,
        value=figure.value,
        denominator=figure.denominator,
        typed=figure.typed,
        is_provisional=figure.is_provisional,
        reason=correction.reason,
        reported_on=timezone.localdate(sheet.submitted_at) if sheet.submitted_at else None,
        revised_at=at,
        revised_by=by,
    )
    correction.old_value, correction.old_denominator, correction.old_typed = (
        figure.value,
        figure.denominator,
        figure.typed,
    )
    correction.revision = figure.revision + 1
    correction.decision, correction.decided_at, correction.decided_by = Decision.AGREED, at, by
    correction.save()
    figure.value, figure.denominator, figure.typed = correction.value, correction.denominator, correction.typed
    figure.revision, figure.version, figure.is_provisional = figure.revision + 1, figure.version + 1, False
    figure.save(update_fields=["value", "denominator", "typed", "revision", "version", "is_provisional"])
    return correction


def _following(
    correction: Correction, figure: Figure, sheet: Sheet, held: str
) -> Iterator[tuple[Correction, Figure, Sheet]]:
    """What moves with a figure that has moved: ratios made of it, and the own part of later quarters' totals.

    A later draft is no one's approved word: its part is written anew, as entering does. Each is made only when the
    one before it was applied, for a later quarter rests on all before it.
    """
    yield from _ratios(correction, figure, sheet)
    if figure.typed is None:
        return
    later = Sheet.objects.filter(unit=sheet.unit_id, year=sheet.year, quarter__gt=sheet.quarter).order_by("quarter")
    for following in later:
        part = following.figures.filter(indicator=figure.indicator_id).select_related("indicator").first()
        if part is None or part.typed is None:
            continue
        before = _before(following, part)
        if before is not None and part.typed < before and not following.is_open:
            raise Refused(
                _("%(period)s reported a total of %(total)s, which is smaller than this; put that right first.")
                % {"period": _name(following), "total": _shown(part)}
            )
        value = arithmetic.quarter_of(part.typed, before) if before is not None and part.typed >= before else None
        if value == part.value:
            continue
        if following.is_open:
            part.value = value
            entering.write([part], capacity=held)
            continue
        made = _follower(correction, part, value, part.denominator)
        yield made, part, following
        yield from _ratios(made, part, following)


def _ratios(correction: Correction, source: Figure, sheet: Sheet) -> Iterator[tuple[Correction, Figure, Sheet]]:
    for figure in sheet.figures.select_related("indicator").order_by("pk"):
        indicator = figure.indicator
        if source.indicator_id not in {indicator.numerator_id, indicator.denominator_id}:
            continue
        value = source.value if indicator.numerator_id == source.indicator_id else figure.value
        denominator = source.value if indicator.denominator_id == source.indicator_id else figure.denominator
        if (value, denominator) != (figure.value, figure.denominator):
            yield _follower(correction, figure, value, denominator), figure, sheet


def _follower(correction: Correction, figure: Figure, value: Decimal | None, denominator: Decimal | None) -> Correction:
    return Correction(
        figure=figure,
        follows=correction.follows or correction,
        value=value,
        denominator=denominator,
        typed=figure.typed,
        reason=correction.reason,
        evidence=correction.evidence,
        asked_at=correction.asked_at,
        asked_by=correction.asked_by,
    )


def _name(sheet: Sheet) -> str:
    name = dates.quarter_name(sheet.year, sheet.quarter, get_language() or "vi")
    return name[:1].upper() + name[1:]


def _shown(figure: Figure) -> str:
    shown = measure_of(figure.indicator).shown(figure.typed)
    return f"{shown} {column_unit(figure.indicator, get_language() or 'vi')}"
