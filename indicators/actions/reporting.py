"""What a unit reports from which year on, and how it is typed. Years that hold figures stay as they were."""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coquang import limits
from coquang.records.journal import record
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.actions.sheets import open_quarter
from indicators.models import Figure, Indicator, ReportedIndicator, Sheet
from programmes.models import Person, Unit
from programmes.permissions import Role, capacity, may_administer

EntryMode = ReportedIndicator.EntryMode


def held_in(unit: Unit, indicator: Indicator, year: int) -> ReportedIndicator | None:
    """That the unit reports the indicator in the year; None when it does not."""
    rows = ReportedIndicator.objects.filter(unit=unit, indicator=indicator, from_year__lte=year)
    return rows.filter(Q(to_year__isnull=True) | Q(to_year__gte=year)).order_by("-from_year").first()


@transaction.atomic
def report(unit: Unit, indicator: Indicator, year: int, *, entry_mode: str, by: Person) -> ReportedIndicator:
    """The unit reports the indicator, typed in this way, from the year on. Its open quarters get the row at once."""
    _allowed(unit, indicator, by)
    if entry_mode == EntryMode.CUMULATIVE and (indicator.kind != arithmetic.FLOW or indicator.due_quarter):
        raise Refused(_("Only what adds up from quarter to quarter is typed cumulatively."))
    held = held_in(unit, indicator, year)
    if held and held.entry_mode == entry_mode:
        return held
    if held:
        if _has_figures(held, year):
            raise Refused(
                _(
                    "Figures of %d or later were already typed the other way, and would be read wrongly. The way of "
                    "typing can change from a year without figures."
                )
                % year
            )
        last = held.to_year
        begun = _cut(held, year, entry_mode)
    else:
        later = ReportedIndicator.objects.filter(unit=unit, indicator=indicator, from_year__gt=year)
        next_row = later.order_by("from_year").first()
        last = next_row.from_year - 1 if next_row else None
        begun = _begun(unit, indicator, year, last, entry_mode)
    drafts = Sheet.objects.filter(unit=unit, year__gte=year, state=Sheet.State.DRAFT)
    for sheet in drafts.filter(year__lte=last) if last else drafts:
        open_quarter(unit, sheet.year, sheet.quarter)
    record(
        indicator,
        "indicator.reported",
        by=by,
        capacity=capacity(by, unit.pk, {Role.ADMINISTER}),
        unit=unit.pk,
        year=year,
        mode=entry_mode,
    )
    return begun


@transaction.atomic
def report_no_more(unit: Unit, indicator: Indicator, year: int, *, by: Person) -> None:
    """The unit no longer reports the indicator from the year on; refused once it holds figures of that time."""
    _allowed(unit, indicator, by)
    held = held_in(unit, indicator, year)
    if held is None:
        return
    if _has_figures(held, year):
        raise Refused(_("Figures of %d or later were already typed. The row can end with a year that has none.") % year)
    _clear(held, year)
    if held.from_year == year:
        held.delete()
    else:
        held.to_year = year - 1
        held.save(update_fields=["to_year"])
    record(
        indicator,
        "indicator.reported_no_more",
        by=by,
        capacity=capacity(by, unit.pk, {Role.ADMINISTER}),
        unit=unit.pk,
        year=year,
    )


def _allowed(unit: Unit, indicator: Indicator, by: Person) -> None:
    """Lock the unit's rows; refuse who may not, and what is another unit's own."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not may_administer(by, unit) or indicator.owner_id not in (None, unit.pk):
        raise PermissionDenied


def _has_figures(held: ReportedIndicator, year: int) -> bool:
    figures = Figure.objects.filter(sheet__unit=held.unit_id, indicator=held.indicator_id, sheet__year__gte=year)
    figures = figures.filter(sheet__year__lte=held.to_year) if held.to_year else figures
    told = Q(value__isnull=False) | Q(denominator__isnull=False) | Q(earlier__isnull=False)
    return figures.filter(told).exists()


def _clear(held: ReportedIndicator, year: int) -> None:
    """Take the empty row off the quarters still open, notes and all: it would be missing there for ever.

    In SQL, because the ORM would also ask to delete earlier revisions, which is nobody's right; there are none.
    """
    last = held.to_year or limits.LAST_YEAR
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with gone as (
                select f.id from indicators_figure f join indicators_sheet s on s.id = f.sheet_id
                 where s.unit_id = %s and s.year between %s and %s and s.state = 'draft' and f.indicator_id = %s
            ), notes as (delete from indicators_figurenote n using gone where n.figure_id = gone.id),
               drafts as (delete from indicators_celldraft d using gone where d.figure_id = gone.id)
            delete from indicators_figure f using gone where f.id = gone.id
            """,
            [held.unit_id, year, last, held.indicator_id],
        )


def _cut(held: ReportedIndicator, year: int, entry_mode: str) -> ReportedIndicator:
    """From the year on typed the other way; the years before stay."""
    if held.from_year == year:
        held.entry_mode = entry_mode
        held.save(update_fields=["entry_mode"])
        return held
    last, held.to_year = held.to_year, year - 1
    held.save(update_fields=["to_year"])
    return ReportedIndicator.objects.create(
        unit_id=held.unit_id, indicator_id=held.indicator_id, from_year=year, to_year=last, entry_mode=entry_mode
    )


def _begun(unit: Unit, indicator: Indicator, year: int, last: int | None, entry_mode: str) -> ReportedIndicator:
    """A new row, or the row that ended the year before taken up again."""
    rows = ReportedIndicator.objects.filter(unit=unit, indicator=indicator)
    if before := rows.filter(to_year=year - 1, entry_mode=entry_mode).first():
        before.to_year = last
        before.save(update_fields=["to_year"])
        return before
    return rows.create(unit=unit, indicator=indicator, from_year=year, to_year=last, entry_mode=entry_mode)
