"""What people do with a pasted block: bring it, look at it, take of it what they choose, put it all back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions import figures
from indicators.actions.figures import Entry, NotTaken
from indicators.lines import lines_of
from indicators.models import Figure, Paste, PastedCell, PasteName, Sheet
from indicators.permissions import may_enter
from programmes.models import Body, Person
from programmes.permissions import Role, capacity

Pair = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Brought:
    """What a person laid on the table: lines of cells, and how they are to be read."""

    lines: tuple[tuple[str, ...], ...]
    formulas: tuple[tuple[int, int], ...] = ()
    file_name: str = ""
    start: str = ""
    body: Body | None = None


@dataclass(frozen=True)
class Done:
    """How many cells were written, and the indicators whose cell someone else had meanwhile changed."""

    changed: int
    left: frozenset[int] = field(default_factory=frozenset)


@transaction.atomic
def bring(sheet: Sheet, brought: Brought, *, by: Person) -> Paste:
    """Keep a block to be looked at. What the person brought to this sheet before and did not take is thrown away."""
    _held(sheet, by)
    Paste.objects.filter(sheet=sheet, by=by, taken_at__isnull=True).delete()
    return Paste.objects.create(
        sheet=sheet,
        by=by,
        body=brought.body,
        file_name=brought.file_name,
        lines=brought.lines,
        formulas=brought.formulas,
        start=brought.start,
    )


def is_alike(paste: Paste, brought: Brought) -> bool:
    """Whether a kept block is what is being brought."""
    return bool(paste.lines == [list(line) for line in brought.lines] and paste.start == brought.start)


@transaction.atomic
def read_again(paste: Paste, *, assigned: Mapping[str, str], column: int | None, by: Person) -> Paste:
    """Lines named by hand, or another column for the figures: the block is read anew, nothing is entered."""
    _held(paste.sheet, by)
    paste = _untaken(paste)
    paste.assigned, paste.column = dict(assigned), column
    paste.save(update_fields=["assigned", "column"])
    return paste


def refusals(sheet: Sheet, entries: Mapping[int, Entry], *, by: Person) -> dict[int, str]:
    """What entering would say against each cell, found by entering them all and taking it back."""
    try:
        with transaction.atomic():
            figures.enter(sheet, entries, by=by)
            transaction.set_rollback(True)
    except NotTaken as refusal:
        return refusal.sentences
    return {}


@transaction.atomic
def take(paste: Paste, entries: Mapping[int, Entry], wordings: Mapping[str, int], *, by: Person) -> Done:
    """Enter the chosen cells. One that was changed since it was seen is left; any other refusal leaves them all.

    `wordings` are names that a person confirmed by taking their lines: folded words → indicator.
    """
    sheet = _held(paste.sheet, by)
    paste = _untaken(paste)
    before = _figures(sheet, entries)
    left = frozenset(pk for pk, entry in entries.items() if _stands(before[pk]) != _typed(before[pk], entry.seen))
    kept = {pk: entry for pk, entry in entries.items() if pk not in left}
    if not kept:
        return Done(0, left)
    changed = figures.enter(sheet, kept, by=by)
    PastedCell.objects.bulk_create(
        PastedCell(
            paste=paste,
            figure=before[pk],
            old_value=before[pk].value,
            old_denominator=before[pk].denominator,
            old_typed=before[pk].typed,
            old_provenance=before[pk].provenance,
            value=entry.value,
            denominator=entry.denominator,
        )
        for pk, entry in kept.items()
    )
    _remember(paste, {words: pk for words, pk in wordings.items() if pk in kept})
    paste.taken_at = dates.now()
    paste.save(update_fields=["taken_at"])
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(paste, "paste.taken", by=by, capacity=held, figures=len(kept), left=len(left))
    return Done(changed, left)


@transaction.atomic
def undo(paste: Paste, *, by: Person) -> Done:
    """Put back what the cells held before, where they still hold what was pasted; the others are left."""
    sheet = _held(paste.sheet, by)
    paste = Paste.objects.select_for_update(of=("self",)).get(pk=paste.pk)
    if paste.taken_at is None or paste.undone_at is not None:
        raise Refused(_("There is nothing of this paste to be put back."))
    cells = list(paste.cells.select_related("figure__indicator"))
    still = [cell for cell in cells if is_untouched(cell)]
    lines = lines_of(sheet).held
    totals = {pk: line.before(sheet.quarter) for pk, line in lines.items() if line.is_cumulative}
    entries = {cell.figure.indicator_id: _former(cell, totals.get(cell.figure.indicator_id)) for cell in still}
    try:
        changed = figures.enter(sheet, entries, by=by)
    except NotTaken as refusal:
        raise Refused(str(refusal)) from refusal
    for provenance in {cell.old_provenance for cell in still}:
        pks = [cell.figure_id for cell in still if cell.old_provenance == provenance]
        Figure.objects.filter(pk__in=pks).exclude(provenance=provenance).update(provenance=provenance)
    PastedCell.objects.filter(pk__in=[cell.pk for cell in still]).update(is_put_back=True)
    paste.undone_at, paste.undone_by = dates.now(), by
    paste.save(update_fields=["undone_at", "undone_by"])
    left = frozenset(cell.figure.indicator_id for cell in cells if cell not in still)
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    record(paste, "paste.undone", by=by, capacity=held, figures=len(still), left=len(left))
    return Done(changed, left)


def is_untouched(cell: PastedCell) -> bool:
    """Whether the figure still holds what was pasted into it."""
    return _stands(cell.figure) == _typed(cell.figure, (cell.value, cell.denominator))


def _former(cell: PastedCell, before: Decimal | None) -> Entry:
    """What is typed to get the old value back: the old total where totals are typed, derived if it was not kept."""
    value = cell.old_value if cell.old_typed is None else cell.old_typed
    if cell.old_typed is None and value is not None and before is not None:
        value += before
    return Entry(value, cell.old_denominator)


def _stands(figure: Figure) -> Pair:
    return _typed(figure, (figure.value if figure.typed is None else figure.typed, figure.denominator))


def _typed(figure: Figure, pair: Pair | None) -> Pair:
    """The parts of a pair that are typed into the figure; one that follows another indicator is no quarrel."""
    value, denominator = pair or (None, None)
    indicator = figure.indicator
    return None if indicator.numerator_id else value, None if indicator.denominator_id else denominator


def _figures(sheet: Sheet, indicator_ids: Iterable[int]) -> dict[int, Figure]:
    held = sheet.figures.select_related("indicator").filter(indicator__in=list(indicator_ids))
    return {figure.indicator_id: figure for figure in held}


def _remember(paste: Paste, wordings: Mapping[str, int]) -> None:
    names = [
        PasteName(unit_id=paste.sheet.unit_id, body_id=paste.body_id, wording=words, indicator_id=pk)
        for words, pk in wordings.items()
        if words and len(words) <= limits.NAME
    ]
    PasteName.objects.bulk_create(
        names, update_conflicts=True, unique_fields=["unit", "body", "wording"], update_fields=["indicator"]
    )


def _held(sheet: Sheet, by: Person) -> Sheet:
    """The sheet, locked, for someone who enters it while it is open."""
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not may_enter(by, sheet):
        raise PermissionDenied
    if not sheet.is_open:
        raise Refused(_("This quarter has already been submitted; its figures no longer change."))
    return sheet


def _untaken(paste: Paste) -> Paste:
    paste = Paste.objects.select_for_update(of=("self",)).select_related("sheet").get(pk=paste.pk)
    if paste.taken_at is not None:
        raise Refused(_("This paste was taken already; paste again to take more."))
    return paste
