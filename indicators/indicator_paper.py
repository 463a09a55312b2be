"""One indicator as a paper across: its years with their columns drawn, and the units below it beside each other."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import limits
from coquang.records.paper import Draft
from indicators.dashboards.messages import pair
from indicators.dashboards.one_indicator import CHART, ChildLine, OneIndicator
from indicators.dashboards.peers import rank_notes
from indicators.form_paper import frame
from indicators.tables_across import MIDDLE, TEMPLATE, WORDS, Across, Cell, numbered

INDICATOR_TABLE = "indicator_table"


def indicator_table(page: OneIndicator, *, language: str) -> Draft:
    """Exactly the strings that will be printed; the columns are those of the screen."""
    with translation.override(language):
        name = page.indicator.named(language)
        facts = {
            "kind": _("ONE INDICATOR, %(stretch)s") % {"stretch": page.stretch.upper()},
            "subject": name,
            **frame(page.unit, language),
            "span": _span(page),
            "bars": page.bars,
            "caption": page.caption,
            "chart": list(CHART),
            "floor": page.floor,
            "under": page.under,
            "tables": [_years(page), *([_units(page)] if page.children else [])],
            "state": page.said,
            "notes": rank_notes(with_small=page.has_small) if page.children else [],
        }
        told = {"name": name, "period": page.stretch, "unit": page.unit.name}
        title = (_("%(name)s, %(period)s, %(unit)s") % told)[: limits.NAME]
    return Draft(INDICATOR_TABLE, title, page.unit.pk, page.period.code, language, TEMPLATE, facts)


def _span(page: OneIndicator) -> list[str]:
    if page.line is None:
        return []
    told = f"{pair(page.line)}: {page.line.word}"
    if page.line.complete:
        told += "; " + _("%(n)s units have a figure") % {"n": page.line.complete}
    return [f"({told})", _("Measure: %s") % page.measure]


def _years(page: OneIndicator) -> dict[str, Any]:
    """The units below year by year, and the unit itself."""
    columns = [Across(_("Unit"), "unit", WORDS), *(Across(str(year)) for year in page.years)]
    groups = [
        (name, [[line.unit.name, *line.told.years, line.told.result] for line in lines]) for name, lines in page.groups
    ]
    counted = [(_("%(count)s units") % {"count": count},) if count else () for count in page.counts]
    own = [Cell(value, lines) for value, lines in zip(page.values, counted, strict=True)]
    return numbered(columns, groups, [[page.unit.name, *own], [_("On the year before"), *page.changes]])


def _units(page: OneIndicator) -> dict[str, Any]:
    columns = [
        Across(_("Unit"), "unit", WORDS), Across(_("Rank in the group"), "usual", MIDDLE),
        Across(_("Result/target")), Across(_("Reached"), "usual"), Across(_("On last year"), "usual"),
        Across(_("Complete"), "usual", MIDDLE), Across(_("Standing"), "usual", WORDS),
        Across(_("Sheet"), "answered", WORDS),
    ]  # fmt: skip
    return numbered(columns, [(name, [_unit(line) for line in lines]) for name, lines in page.groups])


def _unit(line: ChildLine) -> list[str]:
    told = line.told
    return [
        line.unit.name,
        line.rank or (_("small number") if told.is_small else "–"),
        told.result if told.target == "–" else f"{told.result}/{told.target}",
        told.percent,
        told.growth,
        told.complete,
        told.word[:1].upper() + told.word[1:],
        line.sheet_word,
    ]
