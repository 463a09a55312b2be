"""The sample papers: the ward's report of 2022 with its signed copy, and papers in all other states of their life."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coquang.periods import Period
from coquang.refusals import Refused
from indicators.actions import reports
from programmes import demonstration as offices
from programmes.demonstration import papers as sample_papers
from programmes.models import OfficialPaper, Person, Unit


def load_papers(ward: Unit) -> None:
    """The report of 2022 with its signed copy, then papers in all other states, once; without the people they need
    none of them.
    """
    told = offices.read(offices.HERE, "papers.json")
    try:
        with transaction.atomic():
            report = reports.draft_report(
                ward, Period.parse(told["report"]["period"]), by=Person.objects.get(username=told["drafted_by"])
            )
            OfficialPaper.objects.filter(pk=report.pk).update(is_demonstration=True)
            sample_papers.take_along(report, told["report"])
            sample_papers.load()
    except (PermissionDenied, Refused):
        return
