"""Terms of committees (nhiệm kỳ): the Party numbers its papers from 01 in each of them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models.bodies import Body


class TermQuerySet(models.QuerySet["Term"]):
    def current(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Term(models.Model):
    """One committee from one congress to the next; `ordinal` counts the congresses: IX, 2020–2025."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms", verbose_name=_("committee"))
    ordinal = models.PositiveSmallIntegerField(_("ordinal"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["body", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "ordinal"],
                name="a_committee_has_each_term_once",
                violation_error_message=_("This committee has a term of that ordinal already."),
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(valid_to__isnull=True),
                name="a_committee_has_one_running_term",
                violation_error_message=_("This committee has a running term already; let it end first."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_term_lasts_at_least_a_day",
            ),
            models.CheckConstraint(condition=Q(ordinal__gt=0), name="terms_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.ordinal}"

    @property
    def years(self) -> str:
        """“2020 – 2025”; a running term says when it began."""
        return f"{self.valid_from.year} – {self.valid_to.year if self.valid_to else '…'}"

    def meets(self, begins: date, ends: date | None) -> bool:
        """Whether some day belongs to both terms."""
        return (ends is None or self.valid_from < ends) and (self.valid_to is None or begins < self.valid_to)
