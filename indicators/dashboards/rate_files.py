"""The reporting rate as a workbook: whom one waits for, in numbers that may be worked with."""

from decimal import Decimal

from django.utils.translation import gettext as _

from coquang import dates
from indicators.board_files import FilePage
from indicators.dashboards.rates import Rate, RateRow
from indicators.sheet_files import FileCell, FileRow


def rate_pages(rate: Rate) -> list[FilePage]:
    now = dates.now()
    as_of = _("As of %(time)s, %(day)s.") % {"time": dates.clock(now), "day": dates.short(now.date())}
    heads = [
        (_("Unit"), 34), (_("Not received"), 12), (_("Expected"), 12), (_("Received"), 12), (_("On time"), 12),
        (_("Late"), 12), (_("Approved by the unit"), 14), (_("State"), 24),
    ]  # fmt: skip
    rows = [_row(row) for row in rate.rows]
    title = f"{_('Reporting rate')}, {rate.unit.name}, {rate.period.name()}"
    return [FilePage(_("Reporting rate"), [title, as_of], heads, [*rows, _row(rate.total)])]


def _row(row: RateRow) -> FileRow:
    counts = (row.missing, row.expected, row.received, row.on_time, row.late, row.approved)
    return FileRow((FileCell(row.name), *(FileCell(Decimal(count), "0") for count in counts), FileCell(row.state)))
