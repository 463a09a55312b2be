"""By whom and why a sheet's present revision was opened."""

from indicators.models import Reopening, Sheet


def reopening_of(sheet: Sheet) -> Reopening | None:
    """By whom and why the sheet's present revision was opened; nothing of the first."""
    if sheet.revision == 1:
        return None
    return sheet.reopenings.filter(revision=sheet.revision).select_related("reopened_by").first()
