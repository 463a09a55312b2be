"""What was taken of a paste, cell by cell, and a sheet's column as it is copied out."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from coquang import numbers
from indicators.dashboards.sheets import SheetPage
from indicators.measures import column_unit, measure_of
from indicators.models import Figure, Paste, PastedCell, Sheet
from programmes.models import Person


@dataclass(frozen=True)
class PastedRow:
    code: str
    name: str
    unit: str
    old: str
    pasted: str
    now: str
    is_put_back: bool

    @property
    def is_changed_since(self) -> bool:
        return not self.is_put_back and self.now != self.pasted


def taken_pastes(sheet: Sheet, person: Person) -> QuerySet[Paste]:
    """What was pasted into the sheet before, as far as the person may look at it, the latest first."""
    return Paste.objects.open_to(person, sheet).taken().select_related("by", "body").annotate(count=Count("cells"))[:10]


def pasted_rows(paste: Paste) -> list[PastedRow]:
    held = paste.cells.select_related("figure__indicator__field")
    order = ("figure__indicator__field__position", "figure__indicator__position", "figure__indicator")
    return [_row(cell) for cell in held.order_by(*order)]


def _row(cell: PastedCell) -> PastedRow:
    figure, indicator = cell.figure, cell.figure.indicator
    language = get_language() or "vi"
    old = cell.old_value if cell.old_typed is None else cell.old_typed
    now = figure.value if figure.typed is None else figure.typed
    # A part that follows another indicator was not pasted; it is shown as it stands.
    value = now if indicator.numerator_id else cell.value
    denominator = figure.denominator if indicator.denominator_id else cell.denominator
    return PastedRow(
        code=indicator.code,
        name=indicator.named(language),
        unit=column_unit(indicator, language),
        old=_shown(figure, old, cell.old_denominator),
        pasted=_shown(figure, value, denominator),
        now=_shown(figure, now, figure.denominator),
        is_put_back=cell.is_put_back,
    )


def _shown(figure: Figure, value: Decimal | None, denominator: Decimal | None) -> str:
    measure = measure_of(figure.indicator)
    shown = measure.shown(value) or numbers.MISSING
    if not figure.indicator.is_ratio or (value is None and denominator is None):
        return shown
    return f"{shown}/{measure.shown(denominator) or numbers.MISSING}"


def column_of(page: SheetPage) -> str:
    """The quarter's cells from the first row due down: a line a row, the parts of a ratio in two columns.

    Without grouping, so that a spreadsheet of any language reads whole numbers alike; the comma parts decimals.
    """
    due = [place for place, row in enumerate(page.rows) if row.is_due]
    rows = page.rows[due[0] : due[-1] + 1] if due else []
    cells = ([row.typed, row.typed_denominator] if row.is_ratio else [row.typed] for row in rows)
    return "\n".join("\t".join(cell.replace(".", "") for cell in line) for line in cells)
