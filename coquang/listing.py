"""Every list of the portal: search and filter, sort, pages, and the same rows as CSV or XLSX with real numbers."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import django_tables2 as tables
import xlsxwriter
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django_filters.filters import CharFilter, NumberFilter
from django_filters.filterset import FilterSet

from coquang import dates, limits, names
from coquang.cells import cell_of, opening_of

SORT, PAGE, SEARCH, EXPORT = "sort", "page", "q", "tai"
CSV, XLSX = "csv", "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class List(tables.Table):
    """The base of our tables: ruled, sorted by links in the heads, with a sentence when empty."""

    class Meta:
        template_name = "components/table.html"
        order_by_field = SORT
        page_field = PAGE
        attrs = {"class": "table"}

    def lines(self) -> Iterator[tuple[str, str]]:
        """The first cell of each row and the others as they stand in the table."""
        first, *others = [cell_of(self, column) for column in self.columns]
        opened = [opening_of(column) for column in self.columns][1:]
        for row in self.paginated_rows:
            cells = "".join(f"{tag}{cell(row)}</td>" for tag, cell in zip(opened, others, strict=True))
            yield first(row), mark_safe(cells)  # noqa: S308 - each cell has escaped what it shows


STACKED = {"class": "table stacked-table"}
"""The look of a list whose rows stand as paragraphs on a phone; its columns are told by `headed`."""


def headed(words: Any) -> dict[str, dict[str, Any]]:
    """What a column's cells are told by where no head stands over them."""
    return {"td": {"data-head": words}}


class DayColumn(tables.Column):
    """A day: 14/6/2026 on the page, a real date in a file."""

    def render(self, value: date) -> str:
        return dates.short(value)

    def value(self, **kwargs: Any) -> date:
        day: date = kwargs["value"]
        return day


class FoldedSearch(CharFilter):
    """Finds with and without marks: “co giang” finds Cô Giang. Searches a column of search keys."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        for word in names.search_key(value or "").split():
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows


class YearFilter(NumberFilter):
    """A year that figures may belong to; any other is not understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR, decimal_places=0, **kwargs)

    def get_max_validator(self) -> None:
        """The bounds above are the only ones."""


def listed(
    request: HttpRequest,
    table_class: Callable[[QuerySet[Any]], List],
    rows: QuerySet[Any],
    *,
    template: str,
    filters: type[FilterSet] | None = None,
    file_name: str = "danh-sach",
    **facts: Any,
) -> HttpResponse:
    """A page of a list, or with ?tai=csv / ?tai=xlsx all its rows as a file.

    Parameters that say nothing known fall back to the default, with a notice; nothing of them reaches the ORM raw.
    """
    filterset = filters(request.GET, queryset=rows, request=request) if filters else None
    if filterset is not None:
        rows = filterset.qs if filterset.is_valid() else rows
        if not filterset.is_valid():
            messages.warning(request, _("Part of the filter was not understood and was left out."))
    table = table_class(rows)
    _arrange(request, table)
    wanted = request.GET.get(EXPORT, "")
    if wanted in {CSV, XLSX}:
        return exported(table, wanted, file_name)
    if wanted:
        messages.warning(request, _("Part of the address was not understood; the page stands in its usual way."))
    context: Mapping[str, Any] = {"table": table, "filterset": filterset, **facts}
    return render(request, template, context)


def _arrange(request: HttpRequest, table: List) -> None:
    """In the order and at the page the address asks for; of nothing else does an address decide."""
    asked = [name for name in request.GET.getlist(SORT) if name]
    unknown = [name for name in asked if not _sorts_by(table, name.removeprefix("-"))]
    if unknown:
        messages.warning(request, _("The list cannot be sorted by “%s”; it stands in its own order.") % unknown[0][:40])
    elif asked:
        table.order_by = asked
    table.paginate(per_page=limits.PAGE_ROWS)
    table.page = table.paginator.get_page(request.GET.get(PAGE))
    _tell_other_page(request, table.page.number)


def _sorts_by(table: List, name: str) -> bool:
    return name in table.columns.names() and bool(table.columns[name].orderable)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a list that the address asks for; another one with a notice where there is no such."""
    page = Paginator(rows, limits.PAGE_ROWS).get_page(request.GET.get(PAGE))
    _tell_other_page(request, page.number)
    return page


def _tell_other_page(request: HttpRequest, shown: int) -> None:
    asked = request.GET.get(PAGE, "")
    if asked and asked != str(shown):
        told = {"asked": asked[:40], "shown": shown}
        messages.warning(request, _("There is no page “%(asked)s”; page %(shown)d is shown.") % told)


def exported(table: List, form: str, file_name: str) -> HttpResponse:
    """All rows of a table as a file; numbers stay numbers and days stay days."""
    values = [list(row) for row in table.as_values()]
    if form == CSV:
        response = HttpResponse("\ufeff" + _as_csv(values), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(_as_xlsx(values), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name}.{form}"'
    return response


def _as_csv(values: list[list[Any]]) -> str:
    """Cells that a spreadsheet would run as a formula are made plain text; days are written as on the page."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in values:
        writer.writerow([_tame(cell) for cell in row])
    return out.getvalue()


def _tame(cell: Any) -> Any:
    if isinstance(cell, datetime):
        at = timezone.localtime(cell)
        return f"{dates.short(at.date())} {dates.clock(at)}"
    if isinstance(cell, date):
        return dates.short(cell)
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell


def _as_xlsx(values: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    hour = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for place, row in enumerate(values):
        for column, cell in enumerate(row):
            if place == 0:
                sheet.write_string(place, column, str(cell), head)
            elif isinstance(cell, bool) or cell is None:
                sheet.write_string(place, column, "" if cell is None else str(cell))
            elif isinstance(cell, int | float | Decimal):
                sheet.write_number(place, column, float(cell))
            elif isinstance(cell, datetime):
                sheet.write_datetime(place, column, timezone.localtime(cell).replace(tzinfo=None), hour)
            elif isinstance(cell, date):
                sheet.write_datetime(place, column, datetime.combine(cell, time()), day)
            else:
                sheet.write_string(place, column, str(cell))
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return out.getvalue()
