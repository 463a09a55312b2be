"""Entering figures into a draft sheet: all that was typed is taken, or nothing is.

A cumulative value is kept as it was typed, and the quarter's own is derived from it. A ratio's part that is another
indicator of the sheet is never typed twice: it follows that indicator.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang.instances import array
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.actions import prior, rules
from indicators.arithmetic import Quantity
from indicators.doors import hold_sheet
from indicators.lines import Line, Lines, lines_of
from indicators.measures import column_unit, in_cell, measure_of
from indicators.models import CellDraft, Figure, Sheet
from indicators.openness import refuse_closed
from indicators.permissions import may_enter, open_rows, own_rows
from programmes.models import Person
from programmes.permissions import Role, capacity

Provenance = Figure.Provenance
NO_PRIORS: Mapping[int, Quantity | None] = {}


@dataclass(frozen=True)
class Entry:
    """What one cell says: the value as typed (a ratio's numerator), its denominator, and what was seen before."""

    value: Decimal | None
    denominator: Decimal | None = None
    seen: tuple[Decimal | None, Decimal | None] | None = None


class NotTaken(Exception):
    """Nothing was entered; a sentence for each indicator whose figure cannot stand as typed."""

    def __init__(self, sentences: Mapping[int, str], stale: Collection[int] = ()) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = dict(sentences)
        self.stale = frozenset(stale)
        """Those whose cell somebody else has meanwhile changed."""

    def told_at(self, indicator_id: int) -> str:
        """What is said where one cell was typed: of itself, or else of the ratio that follows it."""
        return self.sentences.get(indicator_id) or next(iter(self.sentences.values()))


def own_provenance() -> Provenance:
    """What is typed into a demonstration is a demonstration, whoever types it."""
    return Provenance.DEMONSTRATION if settings.DEMO else Provenance.TYPED


def take_in_hand(sheet: Sheet, *, by: Person, code: str | None = None) -> Lines:
    """The lines of a sheet that is held by this transaction (doors.py); those of one indicator with its code.

    Raises where it may not be entered.
    """
    back = refuse_closed_to(by, sheet)
    lines = lines_of(sheet, code=code)
    lines.only, lines.own = back, own_rows(by, sheet)
    return lines


def refuse_closed_to(by: Person, sheet: Sheet) -> frozenset[int] | None:
    """Raises where a person may not enter a held sheet now; else the only rows that may be typed, None for all."""
    if not may_enter(by, sheet):
        raise PermissionDenied
    back = open_rows(sheet)
    if sheet.is_open:
        refuse_closed(sheet)
    elif not back:
        raise _sent_up()
    return None if sheet.is_open else back


def _sent_up() -> Refused:
    return Refused(_("This quarter has already been submitted; its figures no longer change."))


@transaction.atomic
def enter(
    sheet: Sheet,
    entries: Mapping[int, Entry],
    *,
    by: Person,
    priors: Mapping[int, Quantity | None] = NO_PRIORS,
) -> int:
    """Take typed figures by indicator id; how many changed. Raises NotTaken with a sentence for each that cannot.

    `priors` are last year's values of the same period, in the unit's first year of use.
    """
    held = hold_sheet(sheet.pk)
    if held is None:
        raise Sheet.DoesNotExist
    return enter_all(take_in_hand(held, by=by), entries, by=by, priors=priors)


def enter_all(
    lines: Lines, entries: Mapping[int, Entry], *, by: Person, priors: Mapping[int, Quantity | None] = NO_PRIORS
) -> int:
    """The same for a sheet that is in hand already: one line of the journal for all that changed."""
    sheet = lines.sheet
    if not lines.are_theirs(priors):
        raise PermissionDenied
    if lines.only is not None and not priors.keys() <= lines.only:
        raise _sent_up()
    held = capacity(by, sheet.unit_id, {Role.ENTER})
    changed = _taken(lines, entries, held, prior.refusals(sheet, priors, lines.held))
    added = prior.lay(sheet, priors)
    if changed or added:
        facts = {"prior_figures": added} if added else {}
        record(sheet, "sheet.figures_entered", by=by, capacity=held, figures=changed, **facts)
    return changed + added


def enter_one(lines: Lines, indicator_id: int, entry: Entry, *, by: Person) -> bool:
    """Take one cell as it is left; whether it changed. Who typed it and as what stands in the figure's history."""
    held = capacity(by, lines.sheet.unit_id, {Role.ENTER})
    return bool(_taken(lines, {indicator_id: entry}, held, {}))


def _taken(lines: Lines, entries: Mapping[int, Entry], held: str, refused: dict[int, str]) -> int:
    """Lay the entries and write what changed, or raise NotTaken and write nothing."""
    sheet, stale = lines.sheet, set()
    if not lines.are_theirs(entries):
        raise PermissionDenied
    if lines.only is not None and not entries.keys() <= lines.only:
        raise _sent_up()
    for indicator_id, entry in entries.items():
        line = lines.held[indicator_id]
        if _stale(line.figure, entry):
            stale.add(indicator_id)
            refused[indicator_id] = _(
                "Someone else has meanwhile entered %(theirs)s here; type your figure again if it is the right one."
            ) % {"theirs": shown(line.figure)}
        elif sentence := _lay(line, entry, sheet.quarter):
            refused[indicator_id] = sentence
    if refused:
        raise NotTaken(refused, stale)
    _follow_sources(lines.figures)
    if empty := _over_nothing(lines, entries):
        raise NotTaken(empty)
    laid = {pk: line.figure for pk, line in lines.held.items()}
    if broken := rules.hard_refusals(lines.ruled, laid, touched=entries):
        raise NotTaken(broken)
    changed = write(lines.figures, provenance=own_provenance(), capacity=held)
    if drafted := [lines.held[pk].figure.pk for pk in entries if lines.held[pk].has_draft]:
        CellDraft.objects.filter(figure__in=drafted).delete()
    if changed and sheet.__dict__["has_later"]:
        _follow_later_quarters(sheet)
    return changed


def _over_nothing(lines: Lines, typed: Collection[int]) -> dict[int, str]:
    """Ratios that what was typed would divide by zero. Nothing of nothing, 0/0, is a quarter without a case."""
    found = {}
    for pk, line in lines.held.items():
        figure, indicator = line.figure, line.figure.indicator
        is_touched = not {pk, indicator.numerator_id, indicator.denominator_id}.isdisjoint(typed)
        if is_touched and indicator.is_ratio and figure.denominator == 0 and figure.value:
            found[pk] = _("Nothing can be divided by 0: type the number after the slash.")
    return found


def keep_draft(figure: Figure, value: str, denominator: str, why: str, *, by: Person) -> None:
    """Keep what was typed and not taken, for whoever opens the sheet next; the figure stays as it was."""
    CellDraft.objects.update_or_create(
        figure=figure,
        defaults={"value": value, "denominator": denominator, "why": why, "by": by, "at": timezone.now()},
    )


def _stale(figure: Figure, entry: Entry) -> bool:
    """Whether what is typed into this cell moved on since it was seen, to something else than is now typed.

    A part that follows another indicator is not typed here, so its moving is no quarrel.
    """
    if entry.seen is None:
        return False
    indicator = figure.indicator
    present = figure.typed if figure.typed is not None else figure.value
    parts = (
        (present, entry.seen[0], entry.value, indicator.numerator_id),
        (figure.denominator, entry.seen[1], entry.denominator, indicator.denominator_id),
    )
    return any(now not in (seen, typed) for now, seen, typed, source in parts if source is None)


def shown(figure: Figure) -> str:
    """A figure as its cell shows it, with the unit of its column."""
    present = figure.typed if figure.typed is not None else figure.value
    return in_cell(figure.indicator, present, figure.denominator, get_language() or "vi")


def _lay(line: Line, entry: Entry, quarter: int) -> str:
    """Put an entry on its figure; a sentence when it cannot stand."""
    figure = line.figure
    figure.denominator = entry.denominator
    figure.typed = entry.value if line.is_cumulative else None
    if not line.is_cumulative or entry.value is None:
        figure.value = entry.value
        return ""
    before = line.before(quarter)
    if before is None:
        return _("An earlier quarter of the year has no figure yet, so this quarter cannot be told from the total.")
    if entry.value < before:
        return _("The total since January is smaller than the %(before)s already reported by the quarter before.") % {
            "before": _told(figure, before)
        }
    figure.value = arithmetic.quarter_of(entry.value, before)
    return ""


def _told(figure: Figure, value: Decimal) -> str:
    return f"{measure_of(figure.indicator).shown(value)} {column_unit(figure.indicator, get_language() or 'vi')}"


def _follow_sources(figures: Iterable[Figure]) -> None:
    """Copy into ratios what is another indicator's figure of the same sheet."""
    by_indicator = {figure.indicator_id: figure for figure in figures}
    for figure in by_indicator.values():
        if (source := figure.indicator.numerator_id) in by_indicator:
            figure.value = by_indicator[source].value
        if (source := figure.indicator.denominator_id) in by_indicator:
            figure.denominator = by_indicator[source].value


def _follow_later_quarters(sheet: Sheet) -> None:
    """Later drafts of the year keep the totals typed into them; their quarters are derived anew.

    A total that no longer stands above what came before it leaves its quarter missing, for someone to look at.
    """
    later = Sheet.objects.filter(
        unit=sheet.unit_id, year=sheet.year, quarter__gt=sheet.quarter, state=Sheet.State.DRAFT
    )
    for following in later.order_by("quarter"):
        lines = lines_of(following)
        for line in lines.held.values():
            figure, total = line.figure, line.figure.typed
            if total is not None:
                known = line.before(following.quarter)
                stands = known is not None and total >= known
                figure.value = arithmetic.quarter_of(total, known) if stands and known is not None else None
        _follow_sources(lines.figures)
        write(lines.figures)


def write(figures: Iterable[Figure], *, provenance: int | None = None, capacity: str = "") -> int:
    """Write the figures that differ from their rows in one statement; each moves on by one version.

    The history, which the database writes, is told in which capacity they were typed.
    """
    rows: Sequence[Figure] = list(figures)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with acting as materialized (select set_config('coquang.capacity', %s, true))
            update indicators_figure f
               set value = n.value, denominator = n.denominator, typed = n.typed, version = f.version + 1,
                   provenance = coalesce(%s, f.provenance)
              from acting, unnest(%s::int[], %s::numeric[], %s::numeric[], %s::numeric[])
                     as n(id, value, denominator, typed)
             where f.id = n.id
               and (f.value, f.denominator, f.typed) is distinct from (n.value, n.denominator, n.typed)
            """,
            [
                capacity,
                provenance,
                array(f.pk for f in rows),
                array(f.value for f in rows),
                array(f.denominator for f in rows),
                array(f.typed for f in rows),
            ],
        )
        return int(cursor.rowcount)
