"""A block pasted into a sheet: the lines as they came, what was taken of them, what the cells held before.

Nothing of a paste counts until it is taken; what was taken can be put back in one step.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators.models.catalogue import Indicator
from indicators.models.figures import Figure, a_number
from indicators.models.sheets import Sheet
from programmes.models import Body, Person, Unit


class PasteQuerySet(models.QuerySet["Paste"]):
    def taken(self) -> Self:
        return self.filter(taken_at__isnull=False)

    def open_to(self, person: Person, sheet: Sheet) -> Self:
        """What was taken is everybody's who enters the whole sheet; what is only looked at is its own person's."""
        own = self.filter(by=person, sheet=sheet)
        return own if sheet.only_rows is not None else own | self.filter(taken_at__isnull=False, sheet=sheet)


class Paste(models.Model):
    """Lines brought to a sheet. `formulas` are the places [line, column] a workbook had computed.

    `start` is the indicator from which a bare column is laid downwards; `column` is the one the figures stand in,
    counted from 0, when lines hold several numbers; `assigned` says by hand which line is which indicator.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="pastes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", verbose_name=_("providing body"))
    file_name = models.CharField(max_length=limits.NAME, blank=True)
    lines = models.JSONField()
    formulas = models.JSONField(default=list)
    start = models.CharField(max_length=limits.CODE, blank=True)
    column = models.PositiveSmallIntegerField(null=True)
    assigned = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PasteQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(taken_at__isnull=False),
                name="only_a_taken_paste_is_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.brought_at}"


class PastedCell(models.Model):
    """A figure a paste went into: what it held before, and what was pasted (a total where totals are typed)."""

    paste = models.ForeignKey(Paste, on_delete=models.CASCADE, related_name="cells")
    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    old_value = a_number(null=True)
    old_denominator = a_number(null=True)
    old_typed = a_number(null=True)
    old_provenance = models.PositiveSmallIntegerField(choices=Figure.Provenance)
    value = a_number(null=True)
    denominator = a_number(null=True)
    is_put_back = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paste", "figure"], name="a_paste_fills_a_figure_once")]

    def __str__(self) -> str:
        return f"{self.paste_id} {self.figure_id}"


class PasteName(models.Model):
    """What a unit's provider calls an indicator, folded, as someone once confirmed it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    wording = models.CharField(max_length=limits.NAME)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "body", "wording"], nulls_distinct=False, name="a_wording_means_one_indicator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wording}: {self.indicator_id}"
