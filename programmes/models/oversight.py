"""The two programmes of inspection and supervision (kiểm tra, giám sát): the committee's and its commission's.

Case details stay out by design: a line counts, names a subject by organisation or post, and points at documents.
"""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from programmes.models.bodies import Body

if TYPE_CHECKING:
    from programmes.models.people import Person


class OversightProgrammeQuerySet(models.QuerySet["OversightProgramme"]):
    def visible_to(self, person: "Person") -> Self:
        """To those appointed to an inspection commission or a committee of the unit, and to commissions above.

        The leaders who stand above read them with all that stands below them.
        """
        held = person.appointments_on(dates.today())
        near = {Body.Kind.INSPECTION_COMMISSION, Body.Kind.PARTY_COMMITTEE, Body.Kind.STANDING_COMMITTEE}
        seats = [a.body.unit_id for a in held if a.body is not None and a.body.kind in near and a.role != "confirm"]
        above = Q(body__unit__in=person.visible_units()) & ~Q(body__unit__in=person.reach(dates.today()).unit_ids)
        return self.filter(Q(body__unit__in=seats) | above)


class OversightProgramme(models.Model):
    """One body's programme of one year."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="oversight_programmes")
    year = models.PositiveSmallIntegerField(_("year"))
    document_number = models.CharField(_("number and symbol"), max_length=limits.CODE * 2, blank=True)
    document_date = models.DateField(_("day of the document"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = OversightProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="one_oversight_programme_a_year")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.year}"


class OversightKind(models.Model):
    """The types of lines are a list the office keeps: inspection, supervision, and what a rule adds later."""

    name = models.CharField(_("name"), max_length=limits.NAME, unique=True)
    is_inspection = models.BooleanField(_("counts as inspection"))
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class OversightLine(models.Model):
    """One inspection or supervision: planned for a quarter, then held, moved or dropped."""

    class Subject(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        MEMBER = "member", _("member, by post")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MOVED = "moved", _("moved")
        DROPPED = "dropped", _("dropped")

    programme = models.ForeignKey(OversightProgramme, on_delete=models.PROTECT, related_name="lines")
    kind = models.ForeignKey(OversightKind, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(_("subject is a"), max_length=12, choices=Subject)
    subject = models.CharField(_("subject"), max_length=limits.NAME)
    organisations = models.PositiveSmallIntegerField(_("organisations"), default=0)
    members = models.PositiveSmallIntegerField(_("members"), default=0)
    content = models.CharField(_("content"), max_length=limits.SENTENCE)
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    is_planned = models.BooleanField(_("stands in the programme"), default=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    moved_to = models.PositiveSmallIntegerField(_("moved to quarter"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    outcome = models.CharField(_("outcome: counts and documents"), max_length=limits.SENTENCE, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["quarter", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="an_oversight_line_has_a_quarter"),
            models.CheckConstraint(
                condition=~Q(state__in=["moved", "dropped"]) | ~Q(reason=""), name="a_moved_or_dropped_line_says_why"
            ),
            models.CheckConstraint(
                condition=(Q(state="moved") & Q(moved_to__gte=1, moved_to__lte=4))
                | (~Q(state="moved") & Q(moved_to__isnull=True)),
                name="a_moved_line_knows_its_new_quarter",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_on__isnull=False), name="a_held_line_knows_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.content}"[:80]

    @property
    def present_quarter(self) -> int:
        """The quarter it stands in now: the planned one, or the one it was moved to."""
        return self.moved_to or self.quarter
