"""How many inspections and supervisions were held in a quarter, for the indicators that count them."""

from dataclasses import dataclass

from indicators.models import Figure, OversightCount
from programmes.models import OversightLine


@dataclass(frozen=True)
class Counted:
    """The lines held in the figure's quarter by the day each was held; what stands in the sheet may differ."""

    held: int
    differs: bool


def counted(figure: Figure) -> Counted | None:
    """None for an indicator that counts no oversight. The quarter is that of the day a line was held."""
    rule = OversightCount.objects.filter(indicator=figure.indicator_id).first()
    if rule is None:
        return None
    sheet = figure.sheet
    lines = OversightLine.objects.filter(
        programme__body__unit=sheet.unit_id,
        programme__body__kind=rule.body_kind,
        programme__year=sheet.year,
        state=OversightLine.State.HELD,
        held_on__year=sheet.year,
        held_on__quarter=sheet.quarter,
    )
    if rule.counts != OversightCount.Counts.BOTH:
        lines = lines.filter(kind__is_inspection=rule.counts == OversightCount.Counts.INSPECTIONS)
    held = lines.count()
    return Counted(held=held, differs=figure.value != held)
