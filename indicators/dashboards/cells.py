"""What the sheet's page is told after one cell was sent: short enough for a slow line, in strings ready to be shown."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates, numbers
from indicators import arithmetic
from indicators.dashboards.sheets import was
from indicators.lines import Line, Lines
from indicators.measures import column_unit, in_column, measure_of, reached
from indicators.models import Figure, FigureChange
from indicators.questions import Question

Told = Mapping[str, Any]


def saved(lines: Lines, indicator_id: int) -> Told:
    """The cell as it now stands, and the ratios that follow it; with the time, for the row's margin."""
    line = lines.held[indicator_id]
    others = [
        _row(other, lines.sheet.quarter)
        for pk, other in lines.held.items()
        if pk != indicator_id and lines.are_theirs([pk])
    ]
    cell = {**_row(line, lines.sheet.quarter), "read": _read_back(line.figure)}
    return {"state": "saved", "at": dates.clock(timezone.localtime()), "cell": cell, "others": others}


def refused(sentence: str) -> Told:
    return {"state": "refused", "why": sentence}


def closed(sentence: str) -> Told:
    """The whole sheet takes nothing now."""
    return {"state": "closed", "why": sentence}


def asked(question: Question | None) -> Told:
    """What is asked about a row, and the sentence that answers it; empty strings when nothing is."""
    if question is None:
        return {"state": "asked", "question": "", "answer": "", "said": ""}
    return {"state": "asked", "question": question.sentence, "answer": question.answer, "said": question.answered}


def contested(lines: Lines, indicator_id: int) -> Told:
    """The cell holds what somebody else typed meanwhile: both values are shown, and who typed the other, and when."""
    line = lines.held[indicator_id]
    change = FigureChange.objects.of(line.figure).select_related("person").first()
    at = dates.clock(timezone.localtime(change.at)) if change else ""
    cell = _row(line, lines.sheet.quarter)
    who = change.person.full_name if change and change.person else ""
    return {"state": "contested", "cell": cell, "theirs": _as_typed(line.figure), "by": who, "at": at}


def _row(line: Line, quarter: int) -> Told:
    """The strings of a row that a saved figure changes."""
    figure, language = line.figure, get_language() or "vi"
    indicator = figure.indicator
    measure = measure_of(indicator)
    typed = figure.typed if figure.typed is not None else figure.value
    value, denominator = measure.shown(typed), measure.shown(figure.denominator)
    total = line.total(quarter)
    return {
        "code": indicator.code,
        "value": value,
        "denominator": denominator,
        "was": was(value, denominator),
        "own": in_column(indicator, figure.value, language) if not indicator.is_ratio else _as_typed(figure),
        "total": in_column(indicator, total, language),
        "percent": reached(arithmetic.completion(total, line.aim), language),
        "filled": typed is not None and (not indicator.is_ratio or figure.denominator is not None),
    }


def _as_typed(figure: Figure) -> str:
    measure = measure_of(figure.indicator)
    typed = measure.shown(figure.typed if figure.typed is not None else figure.value) or numbers.MISSING
    return f"{typed}/{measure.shown(figure.denominator) or numbers.MISSING}" if figure.indicator.is_ratio else typed


def _read_back(figure: Figure) -> str:
    """“đọc là 14,5 tỷ đồng: mười bốn tỷ năm trăm triệu đồng”; nothing for an emptied cell or a ratio."""
    value = figure.typed if figure.typed is not None else figure.value
    language = get_language() or "vi"
    if value is None or figure.indicator.is_ratio or language != "vi":
        return ""
    measure = measure_of(figure.indicator)
    unit = column_unit(figure.indicator, language)
    return f"{_('read as')} {measure.shown(value)} {unit}: {measure.spoken(value)}"
