"""Which papers stand behind figures, and which rows still wait for theirs."""

from django.db.models import Count

from indicators.models import EvidenceOf, FigureNote, Sheet


def papers_of(sheet_id: int) -> dict[int, int]:
    """How many papers stand behind each figure of a sheet, by the figures' keys; figures without any are left out."""
    of_sheet = EvidenceOf.objects.filter(evidence__sheet=sheet_id).order_by()
    return dict(of_sheet.values_list("figure").annotate(count=Count("pk")))


def papers_awaited(sheet: Sheet) -> int:
    """How many rows of a sheet still wait for their paper."""
    return FigureNote.objects.filter(figure__sheet=sheet, paper_follows=True).count()
