"""The work programme of a committee's year: its document, its themes, and every amendment of it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from programmes.models.bodies import Body
from programmes.models.themes import Theme

if TYPE_CHECKING:
    from programmes.models.people import Person


class WorkProgrammeQuerySet(models.QuerySet["WorkProgramme"]):
    def visible_to(self, person: "Person") -> Self:
        """Of the units a person sees; a draft only to those seated in its unit."""
        seats = person.reach(dates.today()).unit_ids
        drafts = Q(state=WorkProgramme.State.DRAFT) & ~Q(body__unit__in=seats)
        return self.filter(body__unit__in=person.visible_units()).exclude(drafts)


class WorkProgramme(models.Model):
    """What one committee set itself for one year (chương trình công tác năm). Its tasks are rows of Task."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="work_programmes")
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=limits.NAME)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    document_number = models.CharField(_("number and symbol"), max_length=limits.CODE * 2, blank=True)
    document_date = models.DateField(_("day of the document"), null=True, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own theme")
    )
    superior_theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme of the city")
    )
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    is_demonstration = models.BooleanField(default=False)

    objects = WorkProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="one_work_programme_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="a_work_programme_has_a_real_year",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", adopted_at__isnull=True) | Q(state="adopted", adopted_at__isnull=False),
                name="an_adopted_programme_knows_when",
            ),
            models.CheckConstraint(
                condition=Q(document_number="", document_date__isnull=True)
                | (~Q(document_number="") & Q(document_date__isnull=False)),
                name="a_programmes_document_has_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Amendment(models.Model):
    """One change of an adopted programme: by which document, why, and what exactly changed. Kept for ever."""

    programme = models.ForeignKey(WorkProgramme, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    document_number = models.CharField(_("number and symbol"), max_length=limits.CODE * 2)
    document_date = models.DateField(_("day of the document"))
    reason = models.CharField(_("reason"), max_length=limits.SENTENCE)
    # Lines of {"act": "added"|"changed"|"dropped", "task": pk, "before": {...}, "after": {...}}.
    changes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    serving_rights = "append"

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="amendments_are_counted_from_one"),
            models.CheckConstraint(condition=~Q(reason="") & Q(number__gt=0), name="an_amendment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.number}"


class AmendmentDraft(models.Model):
    """What is proposed to change of an adopted programme, as it was typed; it is gone once the amendment is signed."""

    programme = models.OneToOneField(WorkProgramme, on_delete=models.PROTECT, related_name="amendment_draft")
    # The fields of the amendment's form by name, each with the values typed into it.
    typed = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=limits.CAPACITY, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.programme_id)
