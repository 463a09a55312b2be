"""The theme of the year, at every level, with the document that adopted it."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coquang import dates, limits
from programmes.models.units import Place, Tree, Unit

if TYPE_CHECKING:
    from programmes.models.people import Person


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, person: "Person") -> Self:
        """Those of the units a person sees, and of all that stand above them: a ward works under its city's theme."""
        own = person.reach(dates.today()).unit_ids
        places = Place.objects.filter(unit__in=own, tree__in=Tree.objects.holding(dates.today()))
        above = {int(step) for path in places.values_list("path", flat=True) for step in path.split(".")}
        return self.filter(Q(unit__in=person.visible_units()) | Q(unit__in=above))

    def over(self, unit: Unit, year: int, *, with_own: bool = False) -> Self:
        """Those of the units above one in a year, the nearest first; with its own before them when asked."""
        trees = Tree.objects.filter(valid_from__lte=date(year, 12, 31))
        trees = trees.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=date(year, 1, 1)))
        place = Place.objects.filter(unit=unit, tree__in=trees).order_by("-tree__valid_from").first()
        line = [int(step) for step in place.path.split(".")[:-1]] if place else []
        line += [unit.pk] if with_own else []
        return self.filter(unit__in=line, year=year).select_related("unit").order_by("-unit__level")


class Theme(models.Model):
    """What a unit set over its year. A ward's own refers to its superior's."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="themes")
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.CharField(_("theme"), max_length=limits.SENTENCE)
    adopted_by = models.CharField(_("adopted by"), max_length=limits.SENTENCE, blank=True)
    superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_theme_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=limits.FIRST_YEAR, year__lte=limits.LAST_YEAR),
                name="a_theme_has_a_real_year",
            ),
        ]

    def __str__(self) -> str:
        return self.text
