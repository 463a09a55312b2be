"""Who may do what with a sheet and its report. What may be *seen* is the models' visible_to()."""

from collections.abc import Iterable

from coquang.periods import Period
from indicators.models import ApprovalRoute, Field, Sheet
from indicators.windows import quarter_end
from programmes.models import Person, Unit
from programmes.permissions import Role, capacities


def may_enter(person: Person, sheet: Sheet) -> bool:
    return bool(capacities(person, sheet.unit_id, {Role.ENTER}))


def may_submit(person: Person, sheet: Sheet) -> bool:
    return may_enter(person, sheet)


def may_vet(person: Person, sheet: Sheet) -> bool:
    """A vetter of the unit, but never of a sheet they submitted themselves."""
    return person.pk != sheet.submitted_by_id and bool(capacities(person, sheet.unit_id, {Role.VET}))


def approvable_fields(person: Person, sheet: Sheet, fields: Iterable[Field]) -> list[Field]:
    """The fields whose approval is this person's: those routed to a body they approve in, or routed to none."""
    if person.pk == sheet.submitted_by_id:
        return []
    held = capacities(person, sheet.unit_id, {Role.APPROVE})
    if not held:
        return []
    bodies = {appointment.body_id for appointment in held}
    routed: dict[int, set[int]] = {}
    for field_id, body_id in ApprovalRoute.objects.filter(unit=sheet.unit_id).values_list("field", "body"):
        routed.setdefault(field_id, set()).add(body_id)
    return [field for field in fields if field.pk not in routed or routed[field.pk] & bodies]


def may_approve(person: Person, sheet: Sheet) -> bool:
    """Whether at least one field of the sheet is this person's to approve."""
    return bool(approvable_fields(person, sheet, Field.objects.all()))


def may_return(person: Person, sheet: Sheet) -> bool:
    return may_vet(person, sheet) if sheet.state == Sheet.State.SUBMITTED else may_approve(person, sheet)


def may_write_report(person: Person, unit: Unit) -> bool:
    """The unit's own office writes its report."""
    return bool(capacities(person, unit.pk, {Role.ENTER, Role.VET, Role.SIGN}))


def may_print_report(person: Person, unit: Unit, period: Period) -> bool:
    """Whoever may see a unit, as it stood at the period's end, may have its report printed."""
    day = quarter_end(period.year, period.through)
    return person.visible_units(places_on=day).filter(pk=unit.pk).exists()
