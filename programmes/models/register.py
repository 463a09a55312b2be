"""The register of numbers (sổ văn bản): one series per sign and committee term, or per sign and year of the State."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models.papers import OfficialPaper
from programmes.models.terms import Term
from programmes.models.units import Unit


class Series(models.Model):
    """How far one series has come. What shares a printed sign shares a series, so that no number is borne twice."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="series")
    symbol = models.CharField(_("symbol"), max_length=limits.CODE * 2)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="series")
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["unit", "symbol", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "symbol", "term", "year"], nulls_distinct=False, name="one_series_per_sign_and_time"
            ),
            models.CheckConstraint(
                condition=Q(term__isnull=True, year__isnull=False) | Q(term__isnull=False, year__isnull=True),
                name="a_series_runs_for_a_term_or_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.term_id or self.year}"


class RegisterEntry(models.Model):
    """One line of the register. It keeps its number for ever, also when the paper is cancelled."""

    class Origin(models.TextChoices):
        TAKEN = "taken", _("taken here")
        BOOK = "book", _("from the paper book")
        OUTSIDE = "outside", _("taken outside")

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    printed = models.CharField(_("number and symbol"), max_length=limits.CODE * 3)
    dated = models.DateField(_("day of the paper"))
    kind = models.CharField(_("kind"), max_length=limits.CODE)
    subject = models.CharField(_("subject"), max_length=limits.SENTENCE)
    signer = models.CharField(_("signed by"), max_length=limits.NAME, blank=True)
    recipients = models.CharField(_("recipients"), max_length=limits.REMARK, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    explanation = models.CharField(_("explanation"), max_length=limits.SENTENCE, blank=True)
    paper = models.OneToOneField(OfficialPaper, on_delete=models.PROTECT, null=True, related_name="entry")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["-dated", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="a_number_is_borne_once",
                violation_error_message=_("This number is taken."),
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="numbers_of_papers_count_from_one"),
            models.CheckConstraint(
                condition=Q(origin="outside", paper__isnull=True) & ~Q(explanation="")
                | ~Q(origin="outside") & Q(paper__isnull=False),
                name="a_number_taken_outside_is_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def address(self) -> str | None:
        """Where its paper stands; a number taken outside has none here."""
        return reverse("programmes:paper", args=[self.paper_id]) if self.paper_id else None

    @property
    def note(self) -> str:
        """What the last column of the register says: why it is void, or why it was taken outside."""
        if self.paper is not None and self.paper.state == OfficialPaper.State.CANCELLED:
            return f"{self.paper.get_state_display()}: {self.paper.cancel_reason}"
        if self.origin == self.Origin.TAKEN:
            return ""
        return f"{self.get_origin_display()}: {self.explanation}" if self.explanation else self.get_origin_display()
