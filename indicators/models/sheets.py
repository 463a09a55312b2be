"""A sheet (biểu số liệu): the figures of one unit and quarter, and how far they have come towards approval.

The way is draft → submitted → vetted → approved; a return goes back to draft with its reason. A trigger of the
first migration holds the same way in the database, whoever writes.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from coquang.periods import Period
from indicators.models.catalogue import Field
from programmes.models import Body, Person, Unit


class SheetQuerySet(models.QuerySet["Sheet"]):
    def of_quarter(self, year: int, quarter: int) -> Self:
        return self.filter(year=year, quarter=quarter)

    def approved(self) -> Self:
        return self.filter(state=Sheet.State.APPROVED)

    def late(self) -> Self:
        """Those first handed up after their deadline as it stood then."""
        return self.filter(first_submitted_at__gt=F("was_due_at"))

    def visible_to(self, person: Person, *, places_on: date | None = None) -> Self:
        """A unit's people see all its sheets; people above and beside see what was sent up, not a draft."""
        reach = person.reach(dates.today())
        seen = Unit.objects.visible_to(person, places_on=places_on) if reach.subtree_ids else reach.unit_ids
        return self.filter(Q(unit__in=reach.seat_ids) | (~Q(state=Sheet.State.DRAFT) & Q(unit__in=seen)))


class Sheet(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("being entered")
        SUBMITTED = "submitted", _("submitted")
        VETTED = "vetted", _("vetted")
        APPROVED = "approved", _("approved")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    first_submitted_at = models.DateTimeField(null=True)
    """When it was first handed up; a return for completion, or a reopening, does not make it later."""
    was_due_at = models.DateTimeField(null=True)
    """The deadline as it stood then; moving it afterwards changes nothing."""
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    vetted_at = models.DateTimeField(null=True)
    vetted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(_("reason"), max_length=limits.SENTENCE, blank=True)
    # That one person took two neighbouring steps, as the unit's year allowed then (DoubleDuty).
    one_hand = models.BooleanField(default=False)
    # The route as it stood when the sheet was sent: the bodies of each field, by the fields' keys. Later changes
    # of the unit's route do not move what was already sent.
    route = models.JSONField(null=True)

    # Said by find_sheet(): the indicators whose rows the person at hand may see; None for all of them.
    only_rows: frozenset[int] | None = None

    serving_rights = "keep"
    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-quarter", "unit__name_sort"]
        indexes = [models.Index(fields=["year", "quarter", "state", "unit"], name="sheets_by_quarter_and_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "quarter"],
                name="one_sheet_per_unit_and_quarter",
                violation_error_message=_("This unit already has a sheet for the quarter."),
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="a_sheet_is_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="a_sheet_has_a_real_year",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (~Q(state="draft") & Q(submitted_at__isnull=False)),
                name="only_a_draft_is_not_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], vetted_at__isnull=True)
                | Q(state__in=["vetted", "approved"], vetted_at__isnull=False),
                name="only_submitted_sheets_are_vetted",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True)),
                name="only_vetted_sheets_are_approved",
            ),
            models.CheckConstraint(
                condition=Q(vetted_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(vetted_by=F("submitted_by"))
                | Q(one_hand=True),
                name="nobody_vets_what_they_submitted_unless_allowed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(vetted_by__isnull=True)
                | ~Q(approved_by=F("vetted_by"))
                | Q(one_hand=True),
                name="nobody_approves_what_they_vetted_unless_allowed",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(approved_by=F("submitted_by")),
                name="nobody_approves_what_they_submitted",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_reason=""), name="a_return_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}-Q{self.quarter}"

    @property
    def period(self) -> Period:
        return Period(self.year, "quarter", self.quarter)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_late(self) -> bool:
        first, due = self.first_submitted_at, self.was_due_at
        return first is not None and due is not None and first > due

    @property
    def is_reopened(self) -> bool:
        """Whether an approved revision is being revised; until the next is approved, the former stands."""
        return self.revision > 1 and self.state != self.State.APPROVED


class Reopening(models.Model):
    """That an approved sheet was opened again as its next revision: by whom, why, and to the end of which day.

    One for official figures in place of provisional ones has no day of its own: the period's closing holds.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="reopenings")
    revision = models.PositiveSmallIntegerField(_("revision"))
    is_official = models.BooleanField(default=False)
    until = models.DateField(_("to the end of"), null=True)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    serving_rights = "append"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "revision"], name="a_revision_is_opened_once"),
            models.UniqueConstraint(
                fields=["sheet"], condition=Q(is_official=True), name="official_figures_are_opened_once"
            ),
            models.CheckConstraint(condition=Q(revision__gt=1), name="a_reopening_makes_a_later_revision"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_reopening_has_its_reason"),
            models.CheckConstraint(
                condition=Q(is_official=True) | Q(until__isnull=False), name="a_reopening_has_its_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.revision}"


class PartApproval(models.Model):
    """That one field of a sheet was approved; the sheet counts as approved when every field is."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="parts")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "field"], name="a_part_is_approved_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.field_id}"


class ApprovalRouteQuerySet(models.QuerySet["ApprovalRoute"]):
    def in_year(self, year: int) -> Self:
        return self.filter(Q(to_year__isnull=True) | Q(to_year__gte=year), from_year__lte=year)


class ApprovalRoute(models.Model):
    """Whose approval a field of a unit's sheets needs, from a year on; without a field, all fields that have no route.

    A field with neither is any approver's of the unit.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="approval_routes")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, null=True, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    from_year = models.PositiveSmallIntegerField(_("from year"), default=limits.FIRST_YEAR)
    to_year = models.PositiveSmallIntegerField(_("to year"), null=True)

    objects = ApprovalRouteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "field", "body", "from_year"],
                nulls_distinct=False,
                name="one_route_a_field_body_and_first_year",
            ),
            models.CheckConstraint(
                condition=Q(to_year__isnull=True) | Q(to_year__gte=F("from_year")), name="a_route_holds_a_year_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.field_id} {self.body_id}"
