"""Entering figures into a draft sheet: all that was typed is taken, or nothing is.

A cumulative value is kept as it was typed, and the quarter's own is derived from it. A ratio's part that is another
indicator of the sheet is never typed twice: it follows that indicator.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import numbers
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.actions import prior
from indicators.arithmetic import Quantity
from indicators.measures import column_unit, measure_of
from indicators.models import Figure, ReportedIndicator, Sheet
from indicators.permissions import may_enter, open_rows
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

    def __init__(self, sentences: Mapping[int, str]) -> None:
        super().__init__("; ".join(sentences.values()))
        self.sentences = dict(sentences)


def own_provenance() -> Provenance:
    """What is typed into a demonstration is a demonstration, whoever types it."""
    return Provenance.DEMONSTRATION if settings.DEMO else Provenance.TYPED


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
    sheet = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not may_enter(by, sheet):
        raise PermissionDenied
    back = open_rows(sheet)
    if not sheet.is_open and not (back and entries.keys() | priors.keys() <= back):
        raise Refused(_("This quarter has already been submitted; its figures no longer change."))
    figures = {f.indicator_id: f for f in sheet.figures.select_related("indicator").order_by("pk")}
    modes = cumulative_ids(sheet)
    before = totals_before(sheet, modes)
    refused = prior.refusals(sheet, priors, figures)
    for indicator_id, entry in entries.items():
        figure = figures[indicator_id]
        if _stale(figure, entry):
            refused[indicator_id] = _(
                "Someone else has meanwhile entered %(theirs)s here; type your figure again if it is the right one."
            ) % {"theirs": _shown(figure)}
            continue
        if sentence := _lay(figure, entry, is_cumulative=indicator_id in modes, before=before.get(indicator_id)):
            refused[indicator_id] = sentence
    if refused:
        raise NotTaken(refused)
    _follow_sources(figures.values())
    changed = write(figures.values(), provenance=own_provenance())
    added = prior.lay(sheet, priors)
    if changed:
        _follow_later_quarters(sheet)
    if changed or added:
        held = capacity(by, sheet.unit_id, {Role.ENTER})
        record(
            sheet,
            "sheet.figures_entered",
            by=by,
            capacity=held,
            figures=changed,
            **({"prior_figures": added} if added else {}),
        )
    return changed + added


def cumulative_ids(sheet: Sheet) -> frozenset[int]:
    """The indicators whose cumulative value is typed on this sheet."""
    reported = ReportedIndicator.objects.filter(
        Q(to_year__isnull=True) | Q(to_year__gte=sheet.year),
        unit=sheet.unit_id,
        from_year__lte=sheet.year,
        entry_mode=ReportedIndicator.EntryMode.CUMULATIVE,
    )
    return frozenset(reported.values_list("indicator", flat=True))


def totals_before(sheet: Sheet, indicator_ids: Iterable[int]) -> dict[int, Decimal | None]:
    """The sum of the earlier quarters of the year; None where one of them has no figure."""
    if sheet.quarter == 1:
        return dict.fromkeys(indicator_ids, Decimal(0))
    earlier = Figure.objects.filter(
        sheet__unit=sheet.unit_id,
        sheet__year=sheet.year,
        sheet__quarter__lt=sheet.quarter,
        indicator__in=indicator_ids,
        value__isnull=False,
    )
    values: dict[int, list[Decimal]] = {pk: [] for pk in indicator_ids}
    for indicator_id, value in earlier.values_list("indicator", "value"):
        values[indicator_id].append(value)
    whole = sheet.quarter - 1
    return {pk: sum(found, Decimal(0)) if len(found) == whole else None for pk, found in values.items()}


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


def _shown(figure: Figure) -> str:
    """A figure as its cell shows it, with the unit of its column."""
    indicator, measure = figure.indicator, measure_of(figure.indicator)
    present = measure.shown(figure.typed if figure.typed is not None else figure.value) or numbers.MISSING
    if indicator.is_ratio:
        return f"{present}/{measure.shown(figure.denominator) or numbers.MISSING}"
    return f"{present} {column_unit(indicator, get_language() or 'vi')}"


def _lay(figure: Figure, entry: Entry, *, is_cumulative: bool, before: Decimal | None) -> str:
    """Put an entry on its figure; a sentence when it cannot stand."""
    figure.denominator = entry.denominator
    figure.typed = entry.value if is_cumulative else None
    if not is_cumulative or entry.value is None:
        figure.value = entry.value
        return ""
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
        figures = list(following.figures.select_related("indicator").order_by("pk"))
        typed = [figure for figure in figures if figure.typed is not None]
        before = totals_before(following, [figure.indicator_id for figure in typed])
        for figure in typed:
            known, total = before[figure.indicator_id], figure.typed
            stands = known is not None and total is not None and total >= known
            figure.value = arithmetic.quarter_of(total, known) if stands and total is not None else None
        _follow_sources(figures)
        write(figures)


def write(figures: Iterable[Figure], *, provenance: int | None = None) -> int:
    """Write the figures that differ from their rows in one statement; each moves on by one version."""
    rows: Sequence[Figure] = list(figures)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update indicators_figure f
               set value = n.value, denominator = n.denominator, typed = n.typed, version = f.version + 1,
                   provenance = coalesce(%s, f.provenance)
              from unnest(%s::int[], %s::numeric[], %s::numeric[], %s::numeric[]) as n(id, value, denominator, typed)
             where f.id = n.id
               and (f.value, f.denominator, f.typed) is distinct from (n.value, n.denominator, n.typed)
            """,
            [
                provenance,
                [f.pk for f in rows],
                [f.value for f in rows],
                [f.denominator for f in rows],
                [f.typed for f in rows],
            ],
        )
        return int(cursor.rowcount)
