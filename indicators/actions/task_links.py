"""Choosing which indicators a task is to move, or a conclusion or an initiative names."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.records.journal import record
from indicators.linked import Linked, choosing_as
from indicators.models import Indicator
from programmes.models import Conclusion, Person


def take_over(kept: Conclusion, other: Conclusion) -> None:
    """Of two conclusions that are joined: the kept one names what either named."""
    known = kept.indicator_links.values("indicator")
    other.indicator_links.exclude(indicator__in=known).update(conclusion=kept)


@transaction.atomic
def link(thing: Linked, indicators: Iterable[Indicator], *, by: Person) -> None:
    """From now on these and no others stand beside it."""
    type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
    capacity = choosing_as(by, thing)
    if not capacity:
        raise PermissionDenied
    chosen = {indicator.pk: indicator for indicator in indicators}
    known = set(thing.indicator_links.values_list("indicator", flat=True))
    if known == set(chosen):
        return
    thing.indicator_links.exclude(indicator__in=chosen).delete()
    for pk in chosen.keys() - known:
        thing.indicator_links.create(indicator_id=pk)
    told = ", ".join(sorted(indicator.code for indicator in chosen.values()))
    if isinstance(thing, Conclusion):
        record(thing.minutes, "conclusion.linked", by=by, capacity=capacity, number=thing.number, text=told)
    else:
        record(thing, f"{thing._meta.model_name}.linked", by=by, capacity=capacity, text=told)
