"""Who may do what with the catalogue, a sheet and its report. What may be *seen* is the models' visible_to()."""

from collections.abc import Iterable, Set
from datetime import date

from coquang import dates
from coquang.periods import Period
from indicators.models import (
    ApprovalRoute,
    Correction,
    DoubleDuty,
    Field,
    Indicator,
    Remark,
    Responsibility,
    Sheet,
)
from indicators.windows import quarter_end
from programmes.models import Appointment, Person, Unit
from programmes.permissions import Role, capacities, capacity, may_administer, preferred


def may_keep_shared(person: Person) -> bool:
    """Whether the person keeps what all units share (indicators, fields, periods): who administers a whole subtree."""
    return any(a.role == Role.ADMINISTER and a.whole_subtree for a in person.appointments_on(dates.today()))


def may_keep(person: Person, indicator: Indicator) -> bool:
    """A shared indicator is kept by those who keep what is shared, a unit's own by who administers the unit."""
    return may_administer(person, indicator.owner) if indicator.owner else may_keep_shared(person)


def may_enter(person: Person, sheet: Sheet) -> bool:
    """Whether the person types figures into the sheet: all of them, or own_rows() alone."""
    return bool(capacities(person, sheet.unit_id, {Role.ENTER}))


def only_provides(appointment: Appointment) -> bool:
    """Whether a seat is a provider's: it enters what its body provides, for the body is not the unit's office."""
    return appointment.role == Role.ENTER and appointment.body is not None and not appointment.body.is_office


def provides_as(person: Person, sheet: Sheet) -> list[Appointment]:
    """The seats in which a person provides rows of a sheet; none for who enters all of it."""
    held = capacities(person, sheet.unit_id, {Role.ENTER})
    return held if all(only_provides(appointment) for appointment in held) else []


def own_rows(person: Person, sheet: Sheet) -> frozenset[int] | None:
    """The indicators a person may type in a sheet: None for all, for a provider what their body provides today."""
    seats = provides_as(person, sheet)
    return _provided_by(seats, sheet) if seats else None


def may_enter_rows(person: Person, sheet: Sheet, indicator_ids: Iterable[int]) -> bool:
    """Whether the person may type all of some rows, and so also say where their figures came from."""
    own = own_rows(person, sheet)
    return may_enter(person, sheet) and (own is None or own.issuperset(indicator_ids))


def seen_rows(person: Person, sheet: Sheet) -> frozenset[int] | None:
    """The indicators whose rows a person sees: None for all, for who is nothing but a provider only their own."""
    held = [a for a in person.appointments_on(dates.today()) if a.role != Role.CONFIRM]
    seats = [a for a in held if only_provides(a) and sheet.unit_id in a.unit_ids]
    if not seats:
        return None
    if any(sheet.unit_id in a.unit_ids and not a.whole_subtree for a in held if a not in seats):
        return None
    above = {a.seat_id for a in held if a.whole_subtree}
    if above and not sheet.is_open and any(unit.pk in above for unit in Unit.objects.line_to(sheet.unit)):
        return None
    return _provided_by(seats, sheet)


def _provided_by(seats: Iterable[Appointment], sheet: Sheet) -> frozenset[int]:
    provided = Responsibility.objects.current(dates.today()).filter(
        unit=sheet.unit_id, providing_body__in=[seat.body_id for seat in seats]
    )
    return frozenset(provided.values_list("indicator", flat=True))


def open_rows(sheet: Sheet) -> frozenset[int]:
    """The rows of a closed sheet that went back alone and were not sent again; the database lets only these move."""
    if sheet.state != Sheet.State.VETTED:
        return frozenset()
    return frozenset(sheet.row_returns.with_the_unit().values_list("indicator", flat=True))


def may_submit(person: Person, sheet: Sheet) -> bool:
    """Who enters the whole sheet sends it up; a provider never does."""
    return may_enter(person, sheet) and not provides_as(person, sheet)


def may_withdraw(person: Person, sheet: Sheet) -> bool:
    """The unit takes back what it sent, for as long as nobody has vetted it."""
    return may_submit(person, sheet)


def may_vet(person: Person, sheet: Sheet) -> bool:
    """A vetter of the unit, but of a sheet they submitted themselves only where the unit's year allows it."""
    return bool(deciding(person, sheet, Role.VET))


def deciding(person: Person, sheet: Sheet, role: str) -> list[Appointment]:
    """The capacities in which a person vets or approves a sheet: none where they had a hand in it before, nor by a
    right that was handed to them by somebody who had."""
    held = capacities(person, sheet.unit_id, {role})
    barred = _barred(sheet, role, {person.pk, *(a.person_id for a in held)}) if held else set()
    return [] if person.pk in barred else [a for a in held if a.person_id not in barred]


def _barred(sheet: Sheet, role: str, hands: Set[int]) -> set[int]:
    """Those of some people who do not take this step, for their own stands before it and the year allows no two.

    Whoever submitted never approves. After approval, who vetted is free to judge a correction.
    """
    before = sheet.submitted_by_id if role == Role.VET else sheet.vetted_by_id
    barred = {sheet.submitted_by_id} if role == Role.APPROVE else set()
    is_step = role == Role.VET or sheet.state == Sheet.State.VETTED
    if is_step and before in hands and double_duty(sheet, role) is None:
        barred.add(before)
    return {pk for pk in barred if pk is not None}


def double_duty(sheet: Sheet, role: str) -> DoubleDuty | None:
    """What lets one person take this step and the one before it, in the sheet's unit and year."""
    steps = {Role.VET: DoubleDuty.Steps.VET, Role.APPROVE: DoubleDuty.Steps.APPROVE}[Role(role)]
    return DoubleDuty.objects.of(sheet.unit_id, sheet.year).in_force().filter(steps=steps).first()


def own_double_duty(person: Person, sheet: Sheet, role: str) -> DoubleDuty | None:
    """The same, where the person did the step before; nothing to tell of otherwise."""
    before = sheet.submitted_by_id if role == Role.VET else sheet.vetted_by_id
    return double_duty(sheet, role) if before == person.pk else None


def may_allow_double_duty(person: Person, unit: Unit) -> bool:
    """Who administers the unit and takes none of the steps there: nobody allows it to themselves."""
    takes_steps = bool(capacities(person, unit.pk, {Role.ENTER, Role.VET, Role.APPROVE}))
    return not takes_steps and may_administer(person, unit)


def vetting_as(person: Person, sheet: Sheet) -> str:
    """The capacity in which the person vets the sheet."""
    acting = preferred(person, deciding(person, sheet, Role.VET))
    return acting.words if acting else ""


def approvable_fields(person: Person, sheet: Sheet, fields: Iterable[Field]) -> list[Field]:
    """The fields whose approval is this person's: those routed to a body they approve in, or routed to none."""
    held = deciding(person, sheet, Role.APPROVE)
    if not held:
        return []
    fields = list(fields)
    bodies = {appointment.body_id for appointment in held}
    routed = routes_of(sheet, [field.pk for field in fields])
    return [field for field in fields if not routed[field.pk] or routed[field.pk] & bodies]


def approving_as(person: Person, sheet: Sheet, fields: Iterable[Field]) -> str:
    """The capacity in which the person approves these fields: one held in a body they are routed to."""
    bodies = set().union(*routes_of(sheet, [field.pk for field in fields]).values())
    held = deciding(person, sheet, Role.APPROVE)
    acting = preferred(person, [a for a in held if a.body_id in bodies] or held)
    return acting.words if acting else ""


def routes_of(sheet: Sheet, field_ids: Iterable[int]) -> dict[int, set[int]]:
    """The bodies that approve each of the fields: as the route stood when the sheet was sent, else as it stands."""
    if sheet.route is None:
        return route_in_force(sheet.unit_id, sheet.year, field_ids)
    return {pk: set(sheet.route.get(str(pk), ())) for pk in field_ids}


def route_in_force(unit_id: int, year: int, field_ids: Iterable[int]) -> dict[int, set[int]]:
    """The bodies that approve each of the fields by the unit's route of a year; none where any approver may."""
    routed: dict[int | None, set[int]] = {}
    for field_id, body_id in ApprovalRoute.objects.in_year(year).filter(unit=unit_id).values_list("field", "body"):
        routed.setdefault(field_id, set()).add(body_id)
    return {pk: routed.get(pk) or routed.get(None, set()) for pk in field_ids}


def fields_of(sheet: Sheet) -> list[Field]:
    """The fields a sheet has figures in, in order: its parts."""
    return list(Field.objects.filter(indicators__figures__sheet=sheet).distinct())


def may_approve(person: Person, sheet: Sheet) -> bool:
    """Whether at least one field of the sheet is this person's to approve."""
    return bool(deciding(person, sheet, Role.APPROVE) and approvable_fields(person, sheet, fields_of(sheet)))


def may_ask_correction(person: Person, sheet: Sheet) -> bool:
    """Who enters all of the unit's figures asks for an approved one to be put right."""
    return may_submit(person, sheet)


def may_decide_correction(person: Person, correction: Correction) -> bool:
    """The approver of the row, but never whoever asked, nor by a right that whoever asked handed over."""
    return bool(_deciding_correction(person, correction))


def deciding_correction_as(person: Person, correction: Correction) -> str:
    acting = preferred(person, _deciding_correction(person, correction))
    return acting.words if acting else ""


def _deciding_correction(person: Person, correction: Correction) -> list[Appointment]:
    sheet, field_id = correction.figure.sheet, correction.figure.indicator.field_id
    if person.pk == correction.asked_by_id:
        return []
    held = [a for a in deciding(person, sheet, Role.APPROVE) if a.person_id != correction.asked_by_id]
    bodies = routes_of(sheet, [field_id])[field_id] if held else set()
    return [a for a in held if not bodies or a.body_id in bodies]


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


def sees_all_below(person: Person, unit: Unit, on: date) -> bool:
    """Who has a whole subtree with this unit in it; a book of its results is theirs to order and to read."""
    return Unit.objects.seen_with_all_below(person, places_on=on).filter(pk=unit.pk).exists()


def may_print_sheet(person: Person, sheet: Sheet) -> bool:
    """Whoever may see all of a sheet, by its unit's place at the quarter's end, may have it printed."""
    day = quarter_end(sheet.year, sheet.quarter)
    return (
        seen_rows(person, sheet) is None
        and Sheet.objects.visible_to(person, places_on=day).filter(pk=sheet.pk).exists()
    )


def may_remark(person: Person, sheet: Sheet) -> bool:
    """The unit's own people speak about its figures; those above read."""
    return bool(capacities(person, sheet.unit_id, set(Role) - {Role.CONFIRM}))


def may_ask_back(person: Person, sheet: Sheet) -> bool:
    """Those who enter all of a sheet, vet and approve it put questions about its rows."""
    return may_submit(person, sheet) or bool(capacities(person, sheet.unit_id, {Role.VET, Role.APPROVE}))


def may_answer(person: Person, question: Remark) -> bool:
    """Whoever holds an appointment today in the body that was asked."""
    return question.asked_of_id is not None and any(
        held.body_id == question.asked_of_id for held in person.appointments_on(dates.today())
    )


def may_pass_on_an_answer(person: Person, question: Remark) -> bool:
    """Who enters all of the sheet keeps an answer that was told, with the channel and the post it came from."""
    return may_submit(person, question.figure.sheet)
