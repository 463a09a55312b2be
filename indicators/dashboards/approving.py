"""What an approver looks at: why an act is off, what waits for them, what changed since it was last sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates, numbers
from indicators import permissions
from indicators.dashboards.lists import fields_waiting
from indicators.dashboards.sheets import Row, Typing, sheet_page
from indicators.measures import in_column
from indicators.models import Field, Indicator, PaperApproval, RowReturn, Sheet
from programmes.models import Appointment, Person, Unit
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


def stamp(sheet: Sheet) -> int:
    """A number that is another one as soon as any figure of the sheet is."""
    return int(sheet.figures.aggregate(stamp=Sum("version"))["stamp"] or 0)


def papers_to_confirm(person: Person) -> list[PaperApproval]:
    """What was recorded as approved on paper by this person and not confirmed by them yet."""
    rows = PaperApproval.objects.unconfirmed().filter(signed_by=person)
    return list(rows.select_related("sheet__unit", "recorded_by", "signed_by", "scan"))


def signed_papers(sheet: Sheet) -> list[PaperApproval]:
    """What of the present revision was approved on paper, each with its scan."""
    if sheet.vetted_at is None:
        return []
    rows = sheet.paper_approvals.filter(recorded_at__gte=sheet.vetted_at)
    return list(rows.select_related("signed_by", "scan"))


def signers(sheet: Sheet) -> list[Person]:
    """Who could approve a field of the sheet that still waits, and so may have signed it on paper."""
    if sheet.state != State.VETTED:
        return []
    seated = Appointment.objects.current(dates.today()).filter(role=Role.APPROVE, whole_subtree=False)
    at = seated.seated_in(Unit.objects.filter(pk=sheet.unit_id))
    people = Person.objects.filter(is_active=True, pk__in=at.values("person")).order_by("name_sort", "pk")
    return [person for person in people if own_waiting(person, sheet)]


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
    if sheet.state == State.SUBMITTED and permissions.may_vet(person, sheet):
        return ""
    if person.pk == sheet.submitted_by_id:
        return _("Whoever sent a sheet does not vet or approve it.")
    if sheet.state == State.SUBMITTED:
        return _("Can be approved once it is vetted.")
    if approves and person.pk == sheet.vetted_by_id and permissions.double_duty(sheet, Role.APPROVE) is None:
        return _("Whoever vetted a sheet does not approve it.")
    if not approves:
        return _("Vetted already; it waits for its approvers.")
    return _("Your fields are approved already, or are another body's to approve.")


@dataclass(frozen=True)
class RowBack:
    """A row that went back alone: the sheet's line of it, its reason, and what it was beside what it is."""

    row: Row
    returned: RowReturn
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Part:
    """One field of a sheet with the rows its approver decides on; `back` tells of those that came back."""

    name: str
    rows: Sequence[tuple[Row, RowBack | None]]


def rows_back(sheet: Sheet, typing: Mapping[str, Typing] | None = None) -> list[RowBack]:
    """The rows that went back alone and are not settled, in the order of the sheet; each as its page shows it."""
    if sheet.state != State.VETTED:
        return []
    returns = sheet.row_returns.unsettled().select_related("indicator", "returned_by", "answered_by")
    by_code = {returned.indicator.code: returned for returned in returns}
    if not by_code:
        return []
    now = {f.indicator_id: (f.value, f.denominator) for f in sheet.figures.filter(indicator__code__in=by_code)}
    rows = [row for row in sheet_page(sheet, typing).rows if row.code in by_code]
    found = []
    for row in rows:
        returned = by_code[row.code]
        old = shown(returned.indicator, returned.value, returned.denominator)
        found.append(RowBack(row, returned, old, shown(returned.indicator, *now[returned.indicator_id])))
    return found


def parts_of(person: Person, sheet: Sheet) -> list[Part]:
    """What the person approves of a vetted sheet, row by row; a field of theirs that is decided is not shown."""
    own = own_waiting(person, sheet)
    if not own:
        return []
    back = {item.row.code: item for item in rows_back(sheet)}
    codes = Indicator.objects.filter(figures__sheet=sheet, field__in=own).values_list("code", "field")
    field_of = dict(codes)
    rows: dict[int, list[tuple[Row, RowBack | None]]] = {field.pk: [] for field in own}
    for row in sheet_page(sheet).rows:
        if row.code in field_of:
            rows[field_of[row.code]].append((row, back.get(row.code)))
    return [Part(field.name, rows[field.pk]) for field in own]


def shown(indicator: Indicator, value: Decimal | None, denominator: Decimal | None) -> str:
    """A quarter's own figure as a column shows it; a ratio with both its parts."""
    language = get_language() or "vi"
    if indicator.is_ratio and value is not None:
        return f"{numbers.written(value, language=language)}/{numbers.written(denominator, language=language)}"
    return in_column(indicator, value, language)
