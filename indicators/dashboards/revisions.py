"""What a sheet's figures were in the revision before, and how far the official ones went from the provisional."""

from decimal import Decimal

from indicators import arithmetic
from indicators.models import Figure, FigureRevision, Reopening, Sheet


def far_off(sheet: Sheet) -> list[tuple[Figure, FigureRevision]]:
    """The figures of a sheet more than 5 % from the provisional ones they replace, beside those."""
    before = FigureRevision.objects.filter(
        figure__sheet=sheet, revision=sheet.revision - 1, is_provisional=True
    ).select_related("figure__indicator")
    return [
        (revision.figure, revision)
        for revision in before.order_by("figure__indicator__field__position", "figure__indicator__position", "pk")
        if arithmetic.is_far_off(_number(revision.figure, revision), _number(revision.figure, revision.figure))
    ]


def _number(figure: Figure, held: Figure | FigureRevision) -> Decimal | None:
    quantity = None if held.value is None else arithmetic.Quantity(held.value, held.denominator)
    return arithmetic.number(figure.indicator.kind, quantity)


def reopening_of(sheet: Sheet) -> Reopening | None:
    """By whom and why the sheet's present revision was opened; nothing of the first."""
    if sheet.revision == 1:
        return None
    return sheet.reopenings.filter(revision=sheet.revision).select_related("reopened_by").first()
