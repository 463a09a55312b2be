"""Keeping the catalogue: indicators, what they count from which year on, the fields they stand in."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.models import Definition, Field, Figure, Indicator, Sheet
from indicators.permissions import may_keep, may_keep_shared
from programmes.models import Person
from programmes.permissions import Role, capacity

# What figures rest on: with another kind or scale they would no longer say what was reported.
RESTED_ON = ("kind", "measured", "decimals", "due_quarter", "scale")
# What an indicator is known by, in addresses and files.
LASTING = ("code", "owner_id")

# The kind of the indicators a ratio may take its parts from.
PARTS_OF = {
    arithmetic.RATIO_OF_FLOWS: arithmetic.FLOW,
    arithmetic.RATIO_OF_LEVELS: arithmetic.LEVEL,
}


def has_figures(indicator: Indicator) -> bool:
    """Whether anything has been reported under the indicator yet."""
    return Figure.objects.filter(indicator=indicator, value__isnull=False).exists()


def make_a_new_one() -> str:
    """Why what figures rest on stays, and what to do instead."""
    return _(
        "Figures have been reported under this indicator, so its kind, what it is measured as, its decimals, its "
        "quarter and its scale stay as they are. To count something else, make a new indicator."
    )


def faults(indicator: Indicator) -> dict[str, str]:
    """What is wrong with an indicator as it would be kept: a sentence by the name of each field at fault."""
    found: dict[str, str] = {}
    if indicator.scale and indicator.measured != Indicator.Measured.MONEY:
        found["scale"] = _("Only money has a display scale.")
    if indicator.is_ratio and indicator.measured != Indicator.Measured.PERCENT:
        found["measured"] = _("A ratio is measured as a percentage.")
    if indicator.at_risk_below > indicator.on_course_from:
        found["at_risk_below"] = _("The limit of being at risk is not above the one of being on course.")
    shares = indicator.expected_share
    if len(shares) != 4 or shares != sorted(shares) or shares[-1] != 100:
        found["expected_share"] = _(
            "What is expected does not fall from quarter to quarter, and the year ends with 100."
        )
    found |= _part_faults(indicator) | _place_faults(indicator)
    return found


def _part_faults(indicator: Indicator) -> dict[str, str]:
    """A ratio's parts are of one kind and no ratios themselves, so they never lead round in a circle."""
    found: dict[str, str] = {}
    for name in ("numerator", "denominator"):
        source: Indicator | None = getattr(indicator, name)
        if source is None:
            continue
        if not indicator.is_ratio:
            found[name] = _("Only a ratio takes a part from another indicator.")
        elif source.kind != PARTS_OF[indicator.kind]:
            found[name] = _("A ratio of flows takes its parts from flows, a ratio of levels from levels.")
        elif source.due_quarter not in (None, indicator.due_quarter):
            found[name] = _("That indicator has a figure in another quarter only.")
        elif source.owner_id not in (None, indicator.owner_id):
            found[name] = _("That indicator is another unit's own.")
    if indicator.pk and "kind" not in found:
        users = Indicator.objects.filter(Q(numerator=indicator) | Q(denominator=indicator))
        fitting = [ratio for ratio, part in PARTS_OF.items() if part == indicator.kind]
        if users.exclude(kind__in=fitting).exists():
            found["kind"] = _("A ratio takes a part from this indicator; change that one first.")
    return found


def _place_faults(indicator: Indicator) -> dict[str, str]:
    """Rows are numbered I, 1, 1.1: a part stands in the field of its whole, and a part has no parts."""
    whole = indicator.parent
    if whole is None:
        return {}
    if indicator.pk and (whole.pk == indicator.pk or indicator.parts.exists()):
        return {"parent": _("An indicator that has parts is itself no part of another.")}
    if whole.parent_id is not None:
        return {"parent": _("That indicator is itself a part of another.")}
    if whole.field_id != indicator.field_id:
        return {"parent": _("A part stands in the same field as its whole.")}
    if whole.owner_id not in (None, indicator.owner_id):
        return {"parent": _("That indicator is another unit's own.")}
    return {}


@transaction.atomic
def keep(indicator: Indicator, *, by: Person) -> Indicator:
    """Write a new indicator or the mended facts of a known one; its parts follow it into another field."""
    known = Indicator.objects.select_for_update().filter(pk=indicator.pk).first() if indicator.pk else None
    if not may_keep(by, indicator) or (known and not may_keep(by, known)):
        raise PermissionDenied
    if known and any(getattr(known, name) != getattr(indicator, name) for name in LASTING):
        raise Refused(_("An indicator keeps its code and its unit. Make a new indicator instead."))
    if known and any(getattr(known, name) != getattr(indicator, name) for name in RESTED_ON) and has_figures(known):
        raise Refused(make_a_new_one())
    if found := faults(indicator):
        raise Refused(next(iter(found.values())))
    indicator.save()
    if known and known.field_id != indicator.field_id:
        indicator.parts.update(field=indicator.field)
    act = "indicator.mended" if known else "indicator.opened"
    record(indicator, act, by=by, capacity=capacity(by, None, {Role.ADMINISTER}), changed=_changed(known, indicator))
    return indicator


def _changed(known: Indicator | None, indicator: Indicator) -> list[str]:
    """The names of the facts that were changed."""
    if known is None:
        return []
    fields = (field.attname for field in Indicator._meta.concrete_fields)
    return [name for name in fields if getattr(known, name) != getattr(indicator, name)]


@transaction.atomic
def define(definition: Definition, *, by: Person) -> Definition:
    """Say what an indicator counts from a year on. What stands under approved figures is not said anew."""
    indicator = Indicator.objects.select_for_update().get(pk=definition.indicator_id)
    if not may_keep(by, indicator):
        raise PermissionDenied
    year = definition.from_year
    if known := Definition.objects.filter(indicator=indicator, from_year=year).first():
        approved = Figure.objects.filter(indicator=indicator, value__isnull=False, sheet__year__gte=year)
        if approved.filter(sheet__state=Sheet.State.APPROVED).exists():
            raise Refused(
                _("Approved figures stand under the definition from %d; let the new one begin with a later year.")
                % year
            )
        definition.pk = known.pk
    definition.save()
    record(indicator, "indicator.defined", by=by, capacity=capacity(by, None, {Role.ADMINISTER}), from_year=year)
    return definition


@transaction.atomic
def keep_field(field: Field, *, by: Person) -> Field:
    """Write the mended names and order of a field of work."""
    Field.objects.select_for_update().get(pk=field.pk)
    if not may_keep_shared(by):
        raise PermissionDenied
    field.save(update_fields=["name_vi", "name_en", "position"])
    record(field, "field.mended", by=by, capacity=capacity(by, None, {Role.ADMINISTER}))
    return field
