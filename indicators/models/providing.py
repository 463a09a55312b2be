"""That a body says its rows of a sheet are all in: a word to the office, which sends the sheet up."""

from django.conf import settings
from django.db import models

from coquang import limits
from indicators.models.sheets import Sheet
from programmes.models import Body


class BodyDone(models.Model):
    """Said once for each time the sheet is with the unit; after a return it is said again."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="bodies_done")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.body_id}"
