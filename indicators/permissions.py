"""Who may do what with the catalogue, a sheet and its report. What may be *seen* is the models' visible_to()."""

from collections.abc import Iterable

from coquang import dates
from coquang.periods import Period
from indicators.models import ApprovalRoute, Field, Indicator, Remark, Sheet
from indicators.windows import quarter_end
from programmes.models import Person, Unit
from programmes.permissions import Role, capacities, capacity, may_administer, preferred


def may_keep_shared(person: Person) -> bool:
    """Whether the person keeps what all units share (indicators, fields, periods): who administers a whole subtree."""
    return any(a.role == Role.ADMINISTER and a.whole_subtree for a in person.appointments_on(dates.today()))


def may_keep(person: Person, indicator: Indicator) -> bool:
    """A shared indicator is kept by those who keep what is shared, a unit's own by who administers the unit."""
    return may_administer(person, indicator.owner) if indicator.owner else may_keep_shared(person)


def may_enter(person: Person, sheet: Sheet) -> bool:
    return bool(capacities(person, sheet.unit_id, {Role.ENTER}))


def may_submit(person: Person, sheet: Sheet) -> bool:
    return may_enter(person, sheet)


def may_vet(person: Person, sheet: Sheet) -> bool:
    """A vetter of the unit, but never of a sheet they submitted themselves."""
    return person.pk != sheet.submitted_by_id and bool(capacities(person, sheet.unit_id, {Role.VET}))


def approvable_fields(person: Person, sheet: Sheet, fields: Iterable[Field]) -> list[Field]:
    """The fields whose approval is this person's: those routed to a body they approve in, or routed to none."""
    held = capacities(person, sheet.unit_id, {Role.APPROVE})
    if person.pk == sheet.submitted_by_id or not held:
        return []
    bodies = {appointment.body_id for appointment in held}
    routed = _routes(sheet)
    return [field for field in fields if field.pk not in routed or routed[field.pk] & bodies]


def approving_as(person: Person, sheet: Sheet, fields: Iterable[Field]) -> str:
    """The capacity in which the person approves these fields: one held in a body they are routed to."""
    routed = _routes(sheet)
    bodies = set().union(*(routed.get(field.pk, set()) for field in fields))
    held = capacities(person, sheet.unit_id, {Role.APPROVE})
    acting = preferred(person, [a for a in held if a.body_id in bodies] or held)
    return acting.words if acting else ""


def _routes(sheet: Sheet) -> dict[int, set[int]]:
    """The bodies that approve each routed field of a sheet's unit, by the fields' keys."""
    routed: dict[int, set[int]] = {}
    for field_id, body_id in ApprovalRoute.objects.filter(unit=sheet.unit_id).values_list("field", "body"):
        routed.setdefault(field_id, set()).add(body_id)
    return routed


def may_approve(person: Person, sheet: Sheet) -> bool:
    """Whether at least one field of the sheet is this person's to approve."""
    return bool(approvable_fields(person, sheet, Field.objects.all()))


def may_return(person: Person, sheet: Sheet) -> bool:
    return may_vet(person, sheet) if sheet.state == Sheet.State.SUBMITTED else may_approve(person, sheet)


def may_extend(person: Person, unit: Unit) -> bool:
    """More time is given by who administers the unit, or a whole subtree it stands in; never by those who owe."""
    return may_administer(person, unit)


def may_reopen(person: Person, sheet: Sheet) -> bool:
    """Who may open an approved sheet again: an approver of a unit above, or an administrator of the unit.

    Not the unit's own approver: what was approved has been handed up, and the superior's papers rest on it.
    """
    held = person.appointments_on(dates.today())
    if any(a.role == Role.APPROVE for a in held):
        above = {unit.pk for unit in Unit.objects.line_to(sheet.unit)} - {sheet.unit_id}
        if any(capacities(person, pk, {Role.APPROVE}) for pk in above):
            return True
    return any(a.role == Role.ADMINISTER for a in held) and may_administer(person, sheet.unit)


def reopening_as(person: Person, sheet: Sheet) -> str:
    """The capacity in which the person reopens a sheet: as approver above it, else as its administrator."""
    above = {unit.pk for unit in Unit.objects.line_to(sheet.unit)} - {sheet.unit_id}
    held = [a for pk in sorted(above) for a in capacities(person, pk, {Role.APPROVE})]
    acting = preferred(person, held)
    return acting.words if acting else capacity(person, sheet.unit_id, {Role.ADMINISTER})


def may_set_targets(person: Person, unit: Unit) -> bool:
    """Targets are laid down by those who keep the unit's catalogue; the unit itself reads them."""
    return may_administer(person, unit)


def may_write_report(person: Person, unit: Unit) -> bool:
    """The unit's own office writes its report."""
    return bool(capacities(person, unit.pk, {Role.ENTER, Role.VET, Role.SIGN}))


def may_print_report(person: Person, unit: Unit, period: Period) -> bool:
    """Whoever may see a unit, as it stood at the period's end, may have its report printed."""
    day = quarter_end(period.year, period.through)
    return person.visible_units(places_on=day).filter(pk=unit.pk).exists()


def may_remark(person: Person, sheet: Sheet) -> bool:
    """The unit's own people speak about its figures; those above read."""
    return bool(capacities(person, sheet.unit_id, set(Role)))


def may_ask_back(person: Person, sheet: Sheet) -> bool:
    """Those who enter, vet and approve a sheet put questions about its rows."""
    return bool(capacities(person, sheet.unit_id, {Role.ENTER, Role.VET, Role.APPROVE}))


def may_answer(person: Person, question: Remark) -> bool:
    """Whoever holds an appointment today in the body that was asked."""
    return question.asked_of_id is not None and any(
        held.body_id == question.asked_of_id for held in person.appointments_on(dates.today())
    )


def may_pass_on_an_answer(person: Person, question: Remark) -> bool:
    """Who enters the sheet keeps an answer that was told, with the channel and the post it came from."""
    return may_enter(person, question.figure.sheet)
