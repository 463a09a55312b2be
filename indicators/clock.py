"""What the hour or the second begins: the hours stand in coquang.celery, and each of these may be begun twice."""

from django.utils import timezone

from coquang.records.jobs import put_off, work
from coquang.records.models import Job
from coquang.records.upkeep import each_second
from indicators import (
    jobs,  # noqa: F401 - registers its work
    jobs_of_packs,  # noqa: F401 - registers its work
    jobs_of_reports,  # noqa: F401 - registers its work
    roll_ups,
)
from indicators.actions import closing_reports, reminders

COMPARE = "roll_ups.compare"

each_second(roll_ups.keep_folded)


@work("reminders.write")
def write_reminders(job: Job) -> None:
    reminders.write()


@work("reports.write")
def write_reports(job: Job) -> None:
    closing_reports.write()


@work("roll_ups.compare_all")
def compare_sums(job: Job) -> None:
    """Once a night every kept quarter is compared with its figures, each by a job of its own."""
    for year in roll_ups.kept_years():
        for quarter in (1, 2, 3, 4):
            key = f"{COMPARE}:{timezone.localdate()}:{year}-{quarter}"
            if not Job.objects.filter(key=key).exists():
                put_off(COMPARE, year, quarter, by=None, key=key)


@work(COMPARE)
def compare_quarter(job: Job, year: int, quarter: int) -> None:
    roll_ups.compare(year, quarter)
