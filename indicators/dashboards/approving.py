"""What an approver looks at: why an act is off, what waits for them, what changed since it was last sent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from indicators import permissions
from indicators.dashboards.lists import fields_waiting
from indicators.models import Field, Sheet
from programmes.models import Person
from programmes.permissions import Role, capacities

State = Sheet.State


def own_waiting(person: Person, sheet: Sheet) -> list[Field]:
    """The fields of a vetted sheet that wait for this very person."""
    waiting = fields_waiting(sheet) if sheet.state == State.VETTED else []
    return permissions.approvable_fields(person, sheet, waiting) if waiting else []


def earlier_unapproved(sheet: Sheet) -> bool:
    """Whether an earlier quarter of the year waits: cumulative figures rest on it."""
    earlier = Sheet.objects.filter(unit=sheet.unit_id, year=sheet.year, quarter__lt=sheet.quarter)
    return earlier.exclude(state=State.APPROVED).exists()


def why_not(person: Person, sheet: Sheet, own: Sequence[Field]) -> str:
    """One sentence for somebody who vets or approves here but cannot now; empty when they can, or never do."""
    vets = bool(capacities(person, sheet.unit_id, {Role.VET}))
    approves = bool(capacities(person, sheet.unit_id, {Role.APPROVE}))
    if not (vets or approves) or own:
        return ""
    if sheet.state == State.DRAFT:
        return _("Not sent yet; it is vetted and approved after that.")
    if sheet.state == State.APPROVED:
        return _("Approved already; one wrong figure is put right by a request on its own page.")
    if person.pk == sheet.submitted_by_id:
        return _("Whoever sent a sheet does not vet or approve it.")
    if sheet.state == State.SUBMITTED:
        return "" if permissions.may_vet(person, sheet) else _("Can be approved once it is vetted.")
    if not approves:
        return _("Vetted already; it waits for its approvers.")
    return _("Your fields are approved already, or are another body's to approve.")
