"""The table of a one-off report as a paper across: units, what each answered, the sums, when each answered."""

from collections.abc import Iterator, Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.records.paper import Draft
from indicators.dashboards.one_offs import CellShown, Row, Table, progress_of
from indicators.form_paper import frame
from indicators.models import OneOff, OneOffUnit
from indicators.tables_across import TEMPLATE, WORDS, Across, Cell, numbered, width_of

ONE_OFF_TABLE = "one_off_table"

# What number, unit and hour leave of a sheet across, in millimetres, and what a column takes of it.
ROOM = 158
TAKES = {"usual": 25, "wide": 43, "": 50}


def one_off_table(one_off: OneOff, table: Table, *, language: str) -> Draft:
    """Exactly the strings that will be printed; the table is in the language that is asked for."""
    with translation.override(language):
        progress, now = progress_of(one_off, table), dates.now()
        told = {"time": dates.clock(now), "day": dates.cited(now.date())}
        facts = {
            "kind": _("ONE-OFF REPORT"),
            "subject": one_off.title,
            **frame(one_off.head, language),
            "span": [
                _("(Period of the figures: %(period)s; %(sent)d of %(units)d units have answered)")
                % {"period": one_off.period.name(language), "sent": progress.sent, "units": progress.units}
            ],
            "tables": list(_tables(table)),
            "state": _("As of %(time)s, %(day)s.") % told,
            "notes": [_("Percentages are not added up; of a ratio the numerators and the denominators are.")],
        }
        title = _("One-off report: %s") % one_off.title
    return Draft(ONE_OFF_TABLE, title[: limits.NAME], one_off.head_id, one_off.period_code, language, TEMPLATE, facts)


def _tables(table: Table) -> Iterator[dict[str, object]]:
    """As many tables as the columns need; when each unit answered stands in the last."""
    widths = [
        "" if column.is_text else width_of([*(row.cells[at].shown for row in table.rows), table.sums[at].shown])
        for at, column in enumerate(table.columns)
    ]
    packed = list(_packed(widths))
    for some in packed:
        is_last = some is packed[-1]
        columns = [Across(_("Unit"), "unit", WORDS)]
        for at in some:
            column = table.columns[at]
            head = f"{column.name} ({column.unit})" if column.unit else column.name
            columns.append(Across(head, widths[at], WORDS) if column.is_text else Across(head, widths[at]))
        if is_last:
            columns.append(Across(_("Answered at"), "answered", WORDS))
        rows: list[list[str | Cell]] = [
            [row.unit.name, *(_cell(row.cells[at]) for at in some), *([_answered(row)] if is_last else [])]
            for row in table.rows
        ]
        end = [""] if is_last else []
        sums = [
            [_("Together"), *(table.sums[at].shown for at in some), *end],
            [_("Units with an answer"), *(table.complete[at] for at in some), *end],
        ]
        yield numbered(columns, [("", rows)], sums)


def _packed(widths: Sequence[str]) -> Iterator[list[int]]:
    """Which columns stand beside each other."""
    some: list[int] = []
    taken = 0
    for at, width in enumerate(widths):
        if some and taken + TAKES[width] > ROOM:
            yield some
            some, taken = [], 0
        some.append(at)
        taken += TAKES[width]
    yield some


def _cell(cell: CellShown) -> Cell:
    return Cell(cell.shown, (cell.state,) if cell.state else ())


def _answered(row: Row) -> Cell:
    asked = row.asked
    if asked is None or asked.sent_at is None:
        return Cell(_("held already") if asked and asked.was_held else _("not answered"))
    at = timezone.localtime(asked.sent_at)
    return Cell(f"{dates.clock(at)} {dates.short(at.date())}", tuple(_beside(asked)))


def _beside(asked: OneOffUnit) -> Iterator[str]:
    if asked.was_late:
        yield _("late")
    if asked.note:
        yield asked.note
