"""Bodies inside a unit, as they are printed: who issues a paper, who provides a figure, who is responsible."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from coquang import limits
from programmes.models.units import Place, Tree, Unit


class BodyQuerySet(models.QuerySet["Body"]):
    def current(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))

    def that_lead(self, unit_id: int | None, on: date) -> Self:
        """The bodies that run a unit's own business, its Party committee first."""
        first = Case(When(kind=Body.Kind.PARTY_COMMITTEE, then=0), default=1)
        return self.current(on).filter(unit=unit_id, kind__in=OFFICES).order_by(first, "pk")

    def near(self, unit: Unit, on: date) -> Self:
        """The bodies of a unit itself, of those above it, and of those that stand right below it or beside it."""
        line = [step.pk for step in Unit.objects.line_to(unit)]
        placed = Place.objects.filter(tree__in=Tree.objects.holding(on), parent__in=line[-2:])
        return self.current(on).filter(Q(unit__in=line) | Q(unit__in=placed.values("unit")))

    def that_answer(self, on: date) -> Self:
        """The bodies of a day that can be telephoned, the Party office first, then the Party committee."""
        first = Case(When(kind=Body.Kind.PARTY_OFFICE, then=0), When(kind=Body.Kind.PARTY_COMMITTEE, then=1), default=2)
        return self.current(on).exclude(phone="").order_by(first, "pk")


class Body(models.Model):
    """A committee, office, organisation or cell of a unit. Its printed names are stored and never re-spelt."""

    class Kind(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", _("Party committee")
        STANDING_COMMITTEE = "standing_committee", _("standing committee")
        PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
        INSPECTION_COMMISSION = "inspection_commission", _("inspection commission")
        PARTY_OFFICE = "party_office", _("Party committee office")
        PARTY_BUILDING_BOARD = "party_building_board", _("Party-building board")
        FATHERLAND_FRONT = "fatherland_front", _("Fatherland Front")
        MASS_ORGANISATION = "mass_organisation", _("mass organisation")
        POLICE = "police", _("police")
        MILITARY_COMMAND = "military_command", _("military command")
        HEALTH_STATION = "health_station", _("health station")
        SECTOR_AGENCY = "sector_agency", _("sector agency")
        SECTION = "section", _("section of the People's Committee")
        PARTY_CELL = "party_cell", _("Party cell")

    class Letterhead(models.TextChoices):
        PARTY = "party", _("Party form")
        STATE = "state", _("State form")
        NONE = "none", _("issues no papers")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bodies")
    key = models.CharField(_("short sign"), max_length=limits.CODE)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    name = models.CharField(_("name"), max_length=limits.NAME)
    letterhead = models.CharField(_("letterhead"), max_length=10, choices=Letterhead, default=Letterhead.NONE)
    superior_lines = models.CharField(_("printed name of the superior"), max_length=limits.LINES, blank=True)
    issuer_lines = models.CharField(_("printed name"), max_length=limits.LINES, blank=True)
    symbol = models.CharField(_("symbol"), max_length=limits.CODE, blank=True)
    issue_place = models.CharField(_("place of issue"), max_length=limits.NAME, blank=True)
    signing_power = models.CharField(_("signs for"), max_length=limits.POST, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=limits.POST, blank=True)
    recipients = models.TextField(_("recipients"), max_length=limits.PARAGRAPHS, blank=True)
    phone = models.CharField(_("telephone"), max_length=limits.PHONE, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key", "valid_from"], name="one_body_per_sign_in_a_unit"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="a_body_exists_for_at_least_a_day",
            ),
            models.CheckConstraint(
                condition=Q(letterhead="none") | (~Q(issuer_lines="") & ~Q(symbol="")),
                name="a_body_that_issues_papers_has_a_printed_name_and_symbol",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_office(self) -> bool:
        """Whether it runs the unit's own business: who enters there enters for the whole unit."""
        return self.kind in OFFICES


OFFICES = frozenset(
    {
        Body.Kind.PARTY_COMMITTEE,
        Body.Kind.STANDING_COMMITTEE,
        Body.Kind.PARTY_OFFICE,
        Body.Kind.PEOPLES_COMMITTEE,
    }
)
