"""What the hour begins: the schedule stands in coquang.celery, and each of these may be begun twice."""

from coquang.records.jobs import work
from coquang.records.models import Job
from indicators import jobs  # noqa: F401 - registers its work
from indicators.actions import reminders


@work("reminders.write")
def write_reminders(job: Job) -> None:
    reminders.write()
