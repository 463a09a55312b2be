"""The table of duties as a paper across: who answers for which indicators and tasks, and how they stand."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.paper import Draft
from indicators.dashboards.duties import Duties, FieldDuties, Holder, duties
from indicators.form_paper import frame
from programmes.models import Unit

DUTIES_TABLE = "duties_table"
TEMPLATE = "print/indicators/duties_table.html"


def duties_table(unit: Unit, year: int, *, language: str = "vi") -> Draft:
    """Exactly the strings that will be printed, as the duties stand today."""
    with translation.override(language):
        page = duties(unit, year)
        facts = {
            "kind": _("TABLE OF DUTIES"),
            "subject": _("OF EACH COMRADE IN %d") % year,
            **frame(unit, language),
            "form_number": "",
            "word": "",
            "span": _("(As at %s; basis of the assessment at the end of the year)") % dates.cited(page.on),
            "heads": [_("No."), _("Comrade"), _("Field"), _("Indicators"), _("Tasks, deadline, state")],
            "rows": [row for number, holder in enumerate(page.holders, start=1) for row in _rows(number, holder)],
            "state": _sum(page),
        }
        title = _("Duties of each comrade in %(year)d, %(unit)s") % {"year": year, "unit": unit.name}
    return Draft(DUTIES_TABLE, title, unit.pk, str(year), language, TEMPLATE, facts)


def counted(holder: Holder) -> str:
    """What became of a person's tasks, in one line."""
    told = holder.counts
    return _("%(given)d tasks: %(done)d done in time, %(late)d done late, %(overdue)d overdue") % told


def _rows(number: int, holder: Holder) -> list[dict[str, Any]]:
    """One row a field; the person stands in the first of them."""
    return [
        {
            "number": str(number) if first else "",
            "name": holder.name if first else "",
            "counts": counted(holder) if first and holder.tasks else "",
            "field": one.name,
            "figures": [figure.line for figure in one.figures],
            "tasks": _tasks(one),
        }
        for first, one in zip([True, *[False] * len(holder.fields)], holder.fields.values(), strict=False)
    ]


def _tasks(one: FieldDuties) -> list[str]:
    return [f"{line.task.text} ({line.deadline.rstrip('.')}; {line.state.label})" for line in one.tasks]


def _sum(page: Duties) -> str:
    whole = {key: sum(holder.counts[key] for holder in page.holders) for key in ("given", "done", "late", "overdue")}
    told = _("%(given)d tasks: %(done)d done in time, %(late)d done late, %(overdue)d overdue") % whole
    return f"{_('Together')}: {told}."
