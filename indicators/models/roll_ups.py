"""Roll-ups: the sums of each unit with all below it, kept by one folding worker and read instead of adding up.

Triggers leave a row in the outbox (DirtyBranch) with each statement that changes a sum; nobody who writes a figure ever
touches a sum. The worker takes what it sees there and adds those branches up anew: `indicators.roll_ups`.
"""

from typing import Any

from django.db import models

from coquang import limits
from indicators.models.catalogue import Indicator
from programmes.models import Unit

# A sum of all wards of a nation, of figures as wide as a figure may be.
SUM_DIGITS = limits.FIGURE_DIGITS + 8


def a_sum() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=SUM_DIGITS, decimal_places=limits.FIGURE_DECIMALS, null=True)


class DirtyBranch(models.Model):
    """That something under these sums changed: of a unit from a quarter on. Null means all: every year, every unit."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    unit = models.ForeignKey(Unit, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False)
    year = models.PositiveSmallIntegerField(null=True)
    quarter = models.PositiveSmallIntegerField(null=True)
    of_figures = models.BooleanField(default=False)
    """Whether figures changed; those of a sheet that was never sent up are in no sum."""

    serving_rights = "append"

    class Meta:
        verbose_name_plural = "dirty branches"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}-Q{self.quarter}"


class RollUp(models.Model):
    """One indicator of a unit and of all below it, at the end of a quarter: the parts of which a board's line is made.

    They stand in four readings: approved figures, or all that were sent up; of the year so far, or of the quarter
    alone. Each counts the units that have a figure (of `expected` ones), and adds up their values, their denominators,
    their bases of the year before, and their targets where these go together (of a ratio: where they are the same).
    Nothing reported is null, never zero.
    """

    READINGS = ("approved", "approved_alone", "submitted", "submitted_alone")

    pk = models.CompositePrimaryKey("unit", "year", "quarter", "indicator")
    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    year = models.SmallIntegerField()
    quarter = models.SmallIntegerField()
    indicator = models.ForeignKey(Indicator, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    expected = models.SmallIntegerField()
    form = models.CharField(max_length=10, null=True)  # noqa: DJ001 - no joint target is null, as its sum is
    target = a_sum()
    upper = a_sum()
    is_settled = models.BooleanField(default=False)
    """Whether approved and sent figures are the same and its targets those of all that report, in every reading that
    has a figure: what stands on settled sums alone is added up once and not four times."""

    serving_rights = "read"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}-Q{self.quarter} {self.indicator_id}"


def of_a_reading() -> "dict[str, models.Field[Any, Any]]":
    """What is kept of each reading, by the end of the columns' names."""
    return {
        "count": models.SmallIntegerField(),
        "value": a_sum(),
        "denominator": a_sum(),
        "base_count": models.SmallIntegerField(),
        "base": a_sum(),
        "form": models.CharField(max_length=10, null=True),
        "target": a_sum(),
        "upper": a_sum(),
        "is_marked": models.BooleanField(),
        "is_provisional": models.BooleanField(),
    }


for _reading in RollUp.READINGS:
    for _name, _column in of_a_reading().items():
        RollUp.add_to_class(f"{_reading}_{_name}", _column)


class Tally(models.Model):
    """How many units stand behind a unit's sums of a quarter, how far their sheets came, and when it was added up."""

    pk = models.CompositePrimaryKey("unit", "year", "quarter")
    unit = models.ForeignKey(Unit, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    year = models.SmallIntegerField()
    quarter = models.SmallIntegerField()
    units = models.SmallIntegerField()
    submitted = models.SmallIntegerField()
    approved = models.SmallIntegerField()
    late = models.SmallIntegerField()
    reopened = models.SmallIntegerField()
    as_of = models.DateTimeField()

    serving_rights = "read"

    class Meta:
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["year"], name="tallies_by_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}-Q{self.quarter}"
