"""The figures that a notice of conclusions tells in its sentences: named with it, so that they can be asked again."""

from collections.abc import Sequence
from dataclasses import replace

from coquang.periods import Period
from coquang.records.figures import PrintedFigure, Standing, ask_of
from coquang.records.models import PrintedDocument
from indicators.dashboards.meeting_figures import period_of
from indicators.documents import figures
from indicators.readings import open_book
from indicators.report_paper import standing_now
from indicators.sentences import sentence
from programmes.besides import keep_figures_told
from programmes.models import Meeting, Unit
from programmes.notice_paper import SOURCE


def told_in(meeting: Meeting, text: str) -> list[PrintedFigure]:
    """Those of the units reviewed whose sentence stands in the text word for word; the key names unit and period."""
    period = period_of(meeting)
    if period is None or not text:
        return []
    found: list[PrintedFigure] = []
    for unit in meeting.reviewed_units.order_by("pk"):
        results = open_book([unit.pk], period.year).results(period)
        told = [one for one in results if sentence(one, period, "vi").casefold() in text.casefold()]
        found += [replace(one, key=f"{unit.code} {period.code} {one.key}") for one in figures(told)]
    return found


def standings(document: PrintedDocument, printed: Sequence[PrintedFigure]) -> list[Standing]:
    """Each printed figure beside what it is today in its own unit and period."""
    by_sheet: dict[tuple[str, str], list[PrintedFigure]] = {}
    for figure in printed:
        unit_code, period, _code = figure.key.split(" ")
        by_sheet.setdefault((unit_code, period), []).append(figure)
    found: dict[str, Standing] = {}
    for (unit_code, period), those in by_sheet.items():
        bare = [replace(one, key=one.key.rsplit(" ", 1)[1]) for one in those]
        unit = Unit.objects.get(code=unit_code)
        told = standing_now(unit.pk, Period.parse(period), bare, since=document.issued_on)
        found |= {figure.key: replace(one, figure=figure) for figure, one in zip(those, told, strict=True)}
    return [found[figure.key] for figure in printed]


def register_all() -> None:
    keep_figures_told(told_in)
    ask_of(SOURCE, standings)
