"""What was typed into a cell and could not be taken: kept as text until it is mended, so that nothing typed is lost."""

from django.conf import settings
from django.db import models

from coquang import limits
from indicators.models.figures import Figure


class CellDraft(models.Model):
    """The text of one cell that is no figure yet, who typed it, and why it was not taken. It counts for nothing."""

    figure = models.OneToOneField(
        Figure, on_delete=models.CASCADE, primary_key=True, related_name="draft", db_constraint=False
    )
    value = models.CharField(max_length=limits.NUMBER_TYPED * 2, blank=True)
    denominator = models.CharField(max_length=limits.NUMBER_TYPED * 2, blank=True)
    why = models.CharField(max_length=limits.SENTENCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.value}"
