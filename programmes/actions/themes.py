"""The theme of a unit's year. Which theme above it refers to is found, never chosen."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from programmes.models import Person, Theme
from programmes.permissions import Role, capacity, may_administer


@transaction.atomic
def keep(theme: Theme, *, by: Person) -> Theme:
    """Write a new theme, or the mended words of a known one. Papers already issued keep the words of their day."""
    if not may_administer(by, theme.unit):
        raise PermissionDenied
    is_new = theme.pk is None
    theme.superior = Theme.objects.over(theme.unit, theme.year).first()
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError as taken:
        raise Refused(_("This unit has a theme for that year already; open it from the list.")) from taken
    if is_new:
        _take_in_those_below(theme)
    held_as = capacity(by, theme.unit_id, {Role.ADMINISTER})
    record(theme, "theme.set" if is_new else "theme.mended", by=by, capacity=held_as, text=theme.text)
    return theme


def _take_in_those_below(theme: Theme) -> None:
    """A theme that comes later than those of the units below becomes theirs to refer to, when it is the nearest."""
    for lower in Theme.objects.filter(year=theme.year, unit__level__gt=theme.unit.level).select_related("unit"):
        nearest = Theme.objects.over(lower.unit, lower.year).first()
        if nearest == theme:
            lower.superior = theme
            lower.save(update_fields=["superior"])
