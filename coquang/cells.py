"""The cells of a list's column: what does not depend on the row is found out once a page, not once a cell.

django-tables2 looks at the signature of every render method, and at the choices of every field, for each cell anew:
half of the time of a page of fifty rows. The meaning of columns stays the library's.
"""

from collections.abc import Callable
from inspect import signature
from operator import attrgetter
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_tables2.rows import BoundRow

Column = Any  # a BoundColumn; the library has no types
Cell = Callable[[BoundRow], str]

# What a render method may ask for by name, as in django-tables2.
OFFERED = ("value", "record", "column", "bound_column", "bound_row", "table")


def cell_of(table: tables.Table, column: Column) -> Cell:
    """How a row's cell of a column is written: its value, by its render method, as a link where it leads somewhere."""
    read, written, led = _reader(table, column), _writer(table, column), _link(column)
    nothing, default = column.column.empty_values, column.default

    def cell(row: BoundRow) -> str:
        value = read(row.record)
        if value in nothing:
            return conditional_escape(default)
        return led(row.record, conditional_escape(written(row, value)))

    return cell


def opening_of(column: Column) -> SafeString:
    """The tag that opens each cell of a column, the same in all rows: its class, and where a list is stacked on a phone
    the words of its head."""
    told = {name: column.column.attrs.get("td", {}).get(name) for name in ("class", "data-head")}
    return format_html(
        "<td{}>", format_html_join("", ' {}="{}"', ((name, said) for name, said in told.items() if said))
    )


def _reader(table: tables.Table, column: Column) -> Callable[[Any], Any]:
    attribute, labels = attrgetter(".".join(column.accessor.bits)), _labels(table, column)

    def read(record: Any) -> Any:
        try:
            value = attribute(record)
        except AttributeError:  # a column that stands for no field, or a relation that leads nowhere
            return None
        return labels.get(value, value) if labels else value

    return read


def _labels(table: tables.Table, column: Column) -> dict[Any, str]:
    """The words of a field's choices in the reader's language."""
    field = column.accessor.get_field(table._meta.model)  # type: ignore[attr-defined]
    return {key: str(words) for key, words in getattr(field, "flatchoices", None) or ()}


def _writer(table: tables.Table, column: Column) -> Callable[[BoundRow, Any], Any]:
    render = column.render
    parameters = signature(render).parameters
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    wanted = OFFERED if takes_all else parameters.keys()
    same = {"column": column.column, "bound_column": column, "table": table}
    fixed = {name: same[name] for name in wanted if name in same}
    by_value, by_record, by_row = ("value" in wanted, "record" in wanted, "bound_row" in wanted)

    def written(row: BoundRow, value: Any) -> Any:
        facts = dict(fixed)
        if by_value:
            facts["value"] = value
        if by_record:
            facts["record"] = row.record
        if by_row:
            facts["bound_row"] = row
        return render(**facts)

    return written


def _link(column: Column) -> Callable[[Any, str], str]:
    if column.link is None:
        return lambda _record, words: words
    address = _address(column)

    def led(record: Any, words: str) -> str:
        url = address(record)
        return mark_safe(f'<a href="{escape(url)}">{words}</a>') if url else words  # noqa: S308 - both are escaped

    return led


def _address(column: Column) -> Callable[[Any], str | None]:
    """Where a row's link leads. An address that differs by the row's key alone is looked up once."""
    asked = column.link.reverse_args
    if asked.get("args") == ["pk"]:
        before, after = reverse(asked["viewname"], args=[0]).rsplit("/0/", 1)
        return lambda record: f"{before}/{record.pk}/{after}"
    return lambda record: column.link.compose_url(record=record, bound_column=column)
