"""Figures: what a unit reports for one indicator in one quarter.

The row is kept narrow (there will be millions): eight small columns, a plain key, no index that would cost each
save. What few figures have stands in tables of its own: the source note, earlier revisions, the base of the
first year. Who changed what and when is written by a trigger, a row a statement and sheet (FigureWriting), and read
line by line (FigureChange); the serving role can only read it.
"""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import limits
from indicators.models.catalogue import Indicator
from indicators.models.sheets import Sheet
from programmes.models import Person


def a_number(*, null: bool = False) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=limits.FIGURE_DIGITS, decimal_places=limits.FIGURE_DECIMALS, null=null)


def within_limits(name: str) -> Q:
    """Not NaN (which PostgreSQL sorts above every number), not endless, not below zero."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lt": limits.FIGURE_LIMIT})


class Figure(models.Model):
    """One figure. A NULL value is one that has not been reported; zero is a figure.

    `value` is always the quarter's own: typed, or derived from `typed`, the cumulative value as it was typed.
    A ratio keeps its numerator in `value` and its denominator beside it.
    """

    class Provenance(models.IntegerChoices):
        TYPED = 0, _("typed")
        LOADED = 1, _("loaded from a file")
        PUBLISHED = 2, _("published")
        DERIVED = 3, _("derived")
        DEMONSTRATION = 4, _("demonstration")

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="figures", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="figures", db_index=False)
    provenance = models.PositiveSmallIntegerField(choices=Provenance, default=Provenance.TYPED)
    revision = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    is_provisional = models.BooleanField(default=False)
    value = a_number(null=True)
    denominator = a_number(null=True)
    typed = a_number(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="one_figure_per_sheet_and_indicator"),
            models.CheckConstraint(condition=within_limits("value"), name="a_figure_is_a_number_in_range"),
            models.CheckConstraint(condition=within_limits("denominator"), name="a_denominator_is_a_number_in_range"),
            models.CheckConstraint(condition=within_limits("typed"), name="a_typed_figure_is_a_number_in_range"),
            models.CheckConstraint(condition=Q(version__gt=0, revision__gt=0), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.indicator_id}: {self.value}"

    @property
    def is_marked(self) -> bool:
        """Whether the figure is not a real report and says so wherever it is shown."""
        return self.provenance in {self.Provenance.DERIVED, self.Provenance.DEMONSTRATION}


class FigureNote(models.Model):
    """Where a figure came from: by which channel, from whom by post, when, and whether paper is to follow."""

    class Channel(models.TextChoices):
        PAPER = "paper", _("paper")
        PHONE = "phone", _("telephone")
        CHAT = "chat", _("Zalo")
        IN_PERSON = "in_person", _("in person")

    figure = models.OneToOneField(Figure, on_delete=models.CASCADE, related_name="note", db_constraint=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    informant = models.CharField(_("told by"), max_length=limits.POST, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=limits.SENTENCE, blank=True)
    paper_follows = models.BooleanField(_("paper to follow"), default=False)
    paper_due = models.DateField(_("paper due"), null=True, blank=True)
    stated_percent = models.DecimalField(
        _("percent of the target stated there"),
        max_digits=limits.PERCENT_DIGITS,
        decimal_places=limits.PERCENT_DECIMALS,
        null=True,
        blank=True,
    )
    """As it was printed; ours is worked out anew and stands beside it."""

    class Meta:
        indexes = [
            models.Index(fields=["figure"], condition=Q(stated_percent__isnull=False), name="stated_percents_by_figure")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stated_percent__isnull=True)
                | Q(stated_percent__gte=0, stated_percent__lt=limits.PERCENT_LIMIT),
                name="a_stated_percent_is_a_number_in_range",
            ),
            models.CheckConstraint(
                condition=Q(paper_due__isnull=True) | Q(paper_follows=True),
                name="a_paper_due_is_one_that_follows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.channel}"

    @property
    def stated(self) -> Decimal | None:
        """The percent that was printed; None for one that is no number."""
        percent = self.stated_percent
        return percent if percent is not None and percent.is_finite() else None


class FigureRevision(models.Model):
    """What a figure was in an earlier, superseded revision, and why it was revised."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="earlier", db_constraint=False)
    revision = models.PositiveSmallIntegerField()
    value = a_number(null=True)
    denominator = a_number(null=True)
    typed = a_number(null=True)
    is_provisional = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    reported_on = models.DateField(null=True)
    revised_at = models.DateTimeField()
    revised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    serving_rights = "append"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "revision"], name="one_row_a_revision")]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.revision}"


class PriorFigure(models.Model):
    """Last year's value of the same period, typed beside a sheet in the first year of use (nhập bổ sung)."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="prior_figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    value = a_number()
    denominator = a_number(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "indicator"], name="one_prior_figure_per_sheet_and_indicator"),
            models.CheckConstraint(condition=within_limits("value"), name="a_prior_figure_is_a_number_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.indicator_id}: {self.value}"


class FigureWriting(models.Model):
    """What one statement changed in the figures of one sheet, written by the database itself.

    The arrays go side by side and tell each figure twice: as it was, without a version, and as it is; one that was
    laid, only as it is.
    """

    pk = models.CompositePrimaryKey("sheet", "id")
    sheet = models.ForeignKey(Sheet, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    id = models.BigIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(
        Person, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    source = models.CharField(max_length=limits.CODE)
    figures = ArrayField(models.IntegerField())
    versions = ArrayField(models.IntegerField(null=True))
    amounts = ArrayField(a_number(null=True))
    denominators = ArrayField(a_number(null=True))

    serving_rights = "read"

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.at}: {self.figures}"


class FigureChangeQuerySet(models.QuerySet["FigureChange"]):
    def of(self, figure: Figure) -> Self:
        """A figure's, found by its sheet: by the figure alone the writings of all sheets would be read."""
        return self.filter(sheet=figure.sheet_id, figure=figure.pk)


class FigureChange(models.Model):
    """One line of a figure's history, as a view reads it out of the writings of its sheet."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    sheet = models.ForeignKey(Sheet, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    figure = models.ForeignKey(Figure, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    version = models.PositiveIntegerField()
    old_value = a_number(null=True)
    new_value = a_number(null=True)
    old_denominator = a_number(null=True)
    new_denominator = a_number(null=True)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    source = models.CharField(max_length=limits.CODE)

    objects = FigureChangeQuerySet.as_manager()
    serving_rights = "read"

    class Meta:
        managed = False
        ordering = ["-pk"]

    # Doors a change can come through; anything else is named as the database saw it.
    CORRECTION = "correction"
    DOORS = {
        "web": _("the sheet's page"),
        CORRECTION: _("correction after approval"),
        "load_demo": _("the demonstration's data"),
    }

    def __str__(self) -> str:
        return f"{self.figure_id} {self.old_value} → {self.new_value}"

    @property
    def door(self) -> str:
        return str(self.DOORS.get(self.source, self.source))
