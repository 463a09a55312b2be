"""The sheet as a paper: the form of a statistical table, filled or empty to take along; exactly the strings printed.

Page and faces are those of the papers; a table form has no rule of its own, so it follows the habit of statistical
offices: names at the left, number of the form at the right, the title, the span of the data, and two who sign.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from coquang import dates, numbers
from coquang.records.paper import Draft
from coquang.refusals import Refused
from coquang.typeface import width
from indicators.dashboards.sheets import Row, SheetPage, sheet_page
from indicators.form_paper import names_of, signed
from indicators.models import Sheet
from indicators.readings import open_book
from programmes import issuing
from programmes.models import Body, Unit

FIGURES_FORM = "figures_form"
TEMPLATE = "print/indicators/figures_form.html"

# The two layouts of static/print/css/form.css: what a column of figures holds, in millimetres of 12-point letters.
TABLE_SIZE, USUAL_COLUMN, WIDE_COLUMN = 12.0, 20.4, 28.9
FIGURES = ("target", "before", "total", "prior")


def figures_form(sheet: Sheet, *, empty: bool = False, language: str = "vi") -> Draft:
    """The form of one sheet as it stands; the empty one keeps targets and last year's values and leaves room to write.

    The sheet carries its window (with_times). Raises Refused when a figure is wider than its column.
    """
    with translation.override(language):
        page = sheet_page(sheet)
        issuer = issuing.issuer_of(sheet.unit)
        facts = {
            "kind": _("TABLE OF FIGURES"),
            "subject": _("QUARTER %(quarter)s OF %(year)d")
            % {"quarter": dates.roman(sheet.quarter), "year": sheet.year},
            "form": issuer.letterhead if issuer else Body.Letterhead.NONE,
            **names_of(sheet.unit, issuer),
            "form_number": _form_number(issuer),
            "word": "" if empty else _word(sheet),
            "span": _span(page),
            "table": _table(page, empty=empty),
            "state": _("Empty form; the figures of this quarter are not in it.") if empty else _state(sheet),
            "place_and_date": _place_and_date(sheet.unit, issuer, language, empty=empty),
            **signed(),
        }
        told = {"period": page.period.name(language), "unit": sheet.unit.name}
        title = (_("Empty form of %(period)s, %(unit)s") if empty else _("Figures of %(period)s, %(unit)s")) % told
    return Draft(FIGURES_FORM, title, sheet.unit_id, page.period.code, language, TEMPLATE, facts)


def _form_number(issuer: Body | None) -> str:
    number = settings.SHEET_FORM_NUMBER
    return _("Form no.: %s") % (f"{number}/BC-{issuer.symbol}" if issuer and issuer.symbol else number)


def _span(page: SheetPage) -> str:
    if page.opens_on is None or page.cut_off is None:
        return ""
    told = {"first": dates.cited(page.opens_on), "last": dates.cited(page.cut_off)}
    return _("(Data from %(first)s to %(last)s)") % told


def _word(sheet: Sheet) -> str:
    """What a print of unapproved figures says aloud, on every page."""
    if sheet.state == Sheet.State.APPROVED:
        return ""
    return _("DRAFT") if sheet.is_open else _("NOT APPROVED YET")


def _state(sheet: Sheet) -> str:
    """How far the sheet has come, which revision it is, and whether its figures are provisional."""
    at = {
        Sheet.State.SUBMITTED: sheet.submitted_at,
        Sheet.State.VETTED: sheet.vetted_at,
        Sheet.State.APPROVED: sheet.approved_at,
    }.get(Sheet.State(sheet.state))
    day = dates.cited(timezone.localtime(at).date()) if at else ""
    told = {
        Sheet.State.DRAFT: _("Draft, not sent for approval"),
        Sheet.State.SUBMITTED: _("Sent on %s, waiting to be vetted"),
        Sheet.State.VETTED: _("Vetted on %s, waiting for approval"),
        Sheet.State.APPROVED: _("Approved on %s"),
    }[Sheet.State(sheet.state)]
    state = told % day if day else told
    if sheet.revision > 1:
        state += ", " + _("revision %d") % sheet.revision
    if sheet.state != Sheet.State.APPROVED:
        now = dates.now()
        at_what_time = {"time": dates.clock(now), "day": dates.cited(now.date())}
        state += "; " + _("figures as at %(time)s on %(day)s") % at_what_time
    return state + (". " + _("Provisional figures.") if sheet.is_provisional else ".")


def _place_and_date(unit: Unit, issuer: Body | None, language: str, *, empty: bool) -> str:
    place = (issuer.issue_place if issuer else "") or unit.name
    day = _("day …… month …… year ………") if empty else dates.long_date(dates.today(), language)
    return f"{place}, {day}"


def _table(page: SheetPage, *, empty: bool) -> Mapping[str, Any]:
    invented = _invented(page.sheet, empty=empty) if settings.DEMO else frozenset()
    rows = {row.code: _row(row, is_marked=row.code in invented, empty=empty) for row in page.rows}
    heads = page.heads
    return {
        "heads": [
            _("No."), _("Indicator"), _("Measure"), heads.year, heads.before, heads.quarter,
            _("To the end of quarter %s") % dates.roman(page.sheet.quarter), _("Of the target (%)"), heads.prior,
            _("Notes"),
        ],
        "groups": [
            {"number": group.number, "name": group.name, "rows": [rows[row.code] for row in group.rows]}
            for group in page.groups
        ],
        "is_wide": _is_wide(rows.values()),
        "is_empty": empty,
        "notes": [_("(*) Invented for the demonstration; not the ward's real figures.")] if invented else [],
    }  # fmt: skip


def _row(row: Row, *, is_marked: bool, empty: bool) -> dict[str, Any]:
    """The strings of a row; the quarter's come in parts, for a line may break only after the slash of a ratio."""
    to_write = empty and row.is_due
    quarter = ("/" if row.is_ratio else "") if to_write else numbers.MISSING if empty else row.quarter
    return {
        "number": row.number,
        "name": row.name,
        "measure": row.unit,
        "target": row.target,
        "before": row.before,
        "quarter": re.findall(r"[^/]+/?|/", quarter),
        "total": "" if to_write else numbers.MISSING if empty else row.total,
        "percent": "" if to_write else numbers.MISSING if empty else row.completion.removesuffix("%"),
        "prior": row.prior,
        "note": row.not_due or ("" if empty else row.note),
        "marked": is_marked,
    }


def _invented(sheet: Sheet, *, empty: bool) -> frozenset[str]:
    """The codes of the rows in which any figure printed is invented, be it of this year or of the year before."""
    book = open_book([sheet.unit_id], sheet.year, with_sheet=sheet.pk)
    last = {sheet.year: sheet.quarter - 1 if empty else sheet.quarter, sheet.year - 1: sheet.quarter}
    return frozenset(
        reported.indicator.code
        for reported in book.reported
        for year, through in last.items()
        for quarter, cell in book.quarters(sheet.unit_id, reported.indicator_id, year).items()
        if quarter <= through and cell.quantity is not None and cell.is_marked
    )


def _is_wide(rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the figures need the wide columns; no figure is ever cut, and a ratio may break after its slash."""
    is_wide = False
    for row in rows:
        pieces = [*" ".join(row[key] for key in FIGURES).replace("–", "– ").split(), *row["quarter"]]
        widest = max((width(piece, TABLE_SIZE) for piece in pieces), default=0.0)
        if widest > WIDE_COLUMN:
            raise Refused(
                _("The figures of “%(name)s” are too long for the table: give them in a larger unit.")
                % {"name": row["name"]}
            )
        is_wide = is_wide or widest > USUAL_COLUMN
    return is_wide
