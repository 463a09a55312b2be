"""The demonstration's catalogue, targets and figures: 40 indicators of ward Cô Giang, 2021–2023.

The article's own totals of 2022 are exact; quarters are an illustration that adds up to them; the 2021 tax is
derived from its “tăng 13,8%”; all else is invented and marked so. A figure's provenance speaks of the total
reached at the end of its quarter.
"""

from django.db import transaction

from coquang.middleware import act_as
from indicators.actions.periods import lay_out
from indicators.demonstration import asking
from indicators.demonstration.catalogue import (
    HERE,
    YEARS,
    load_indicators,
    load_oversight_counts,
    load_routes,
    load_targets,
)
from indicators.demonstration.figures import load_figures
from indicators.demonstration.papers import load_papers
from indicators.demonstration.wards import load_ward
from indicators.models import ConclusionIndicator, InitiativeIndicator, ReportText, TaskIndicator
from programmes import demonstration as offices
from programmes.demonstration import rounds
from programmes.demonstration.meetings import indicators_of_conclusions, load_meetings
from programmes.demonstration.work import indicators_of_tasks, load_work
from programmes.models import OfficialPaper


@transaction.atomic
def load() -> None:
    """Load or complete the whole story. A sheet that already holds a figure is left to its people."""
    act_as(None, source="load_demo")
    offices.load()
    units = offices.demonstration_units()
    told = offices.read(HERE, "figures.json")
    ward = units[told["unit"]]
    indicators = load_indicators(ward)
    for year in YEARS:
        lay_out(year)
    load_targets(told["targets"], ward, indicators)
    load_oversight_counts(indicators)
    load_routes(ward)
    load_figures(told, ward, indicators)
    for other in told["wards"]:
        load_ward(other, units[other["unit"]], indicators)
    for text in offices.read(offices.HERE, "offices.json")["texts"]:
        facts = {name: text[name] for name in ("shortcomings", "coming_tasks", "proposals")}
        ReportText.objects.get_or_create(
            unit=units[text["unit"]], period=text["period"], defaults={**facts, "is_demonstration": True}
        )
    sources = load_meetings()
    load_work(sources)
    rounds.load(sources["K1"].minutes.meeting)
    asking.load(indicators)
    for task, codes in indicators_of_tasks():
        for code in codes:
            TaskIndicator.objects.get_or_create(task=task, indicator=indicators[code])
    for initiative, code in rounds.indicators_of_initiatives():
        InitiativeIndicator.objects.get_or_create(initiative=initiative, indicator=indicators[code])
    for conclusion, codes in indicators_of_conclusions(sources):
        for code in codes:
            ConclusionIndicator.objects.get_or_create(conclusion=conclusion, indicator=indicators[code])
    if not OfficialPaper.objects.filter(is_demonstration=True).exists():
        load_papers(ward)
