"""Ordering a book: the results of every ward below a unit, bound with a contents."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from coquang import dates
from coquang.periods import Period
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators.actions.packs import begin
from indicators.models import PackOfRound, PackRound
from indicators.permissions import sees_all_below
from indicators.windows import quarter_end
from programmes.models import Person, Place, Tree, Unit
from programmes.permissions import preferred

AT_MOST = 400


@transaction.atomic
def order(host: Unit, period: Period, *, by: Person) -> PackRound:
    """A book of all wards below a unit, as the tree was at the end of the period."""
    on = quarter_end(period.year, period.through)
    if not sees_all_below(by, host, on):
        raise PermissionDenied
    wards = _wards_below(host, on)
    if not wards:
        raise Refused(
            _("There is no ward below %(unit)s in %(period)s.") % {"unit": host.name, "period": period.name()}
        )
    if len(wards) > AT_MOST:
        raise Refused(_("A book holds %(most)d units at most; order one for each unit below.") % {"most": AT_MOST})
    held = preferred(by, [a for a in by.appointments_on(dates.today()) if a.whole_subtree])
    made = PackRound.objects.create(
        kind=PackRound.Kind.BOOK,
        host=host,
        period=period.code,
        by=by,
        capacity=held.words if held else "",
        at=dates.now(),
    )
    begin(made, [PackOfRound(unit=ward) for ward in wards])
    record(made, "book.ordered", by=by, capacity=made.capacity, units=len(wards), period=made.period)
    return made


def _wards_below(host: Unit, on: date) -> list[Unit]:
    place = Place.objects.filter(unit=host, tree__in=Tree.objects.holding(on)).first()
    if place is None:
        return []
    below = Place.objects.filter(tree=place.tree_id, path__startswith=f"{place.path}.")
    wards = Unit.objects.filter(pk__in=below.values("unit"), level=Unit.Level.COMMUNE)
    return list(wards.in_vietnamese_order())
