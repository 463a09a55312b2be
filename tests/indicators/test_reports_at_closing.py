"""A quarter closes: each unit's report is made once by the clock, and its people hear of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from coquang.records import queue
from coquang.records.models import Job, JournalEntry, PrintedDocument
from indicators.actions import closing_reports
from indicators.models import Deadline, Sheet
from programmes.models import Body, Person, Unit
from tests import making

Clock = Callable[[str], None]
Browser = Callable[[Person], Client]

pytestmark = pytest.mark.usefixtures("drawer")


@pytest.fixture
def closed(closing: Sheet, committee: Body, clock: Clock, settings: Any) -> Sheet:
    """The first quarter of 2022, approved, in the morning after it closed; letters are sent."""
    settings.SENDS_MAIL = True
    clock("2022-03-24 05:20:00")
    return making.walked(closing, "approved")


def do_all() -> list[Job]:
    """Every job, and those that they put off."""
    while waiting := list(Job.objects.filter(state=Job.State.WAITING).order_by("pk")):
        for job in waiting:
            queue.run.apply(args=(job.pk,))
    return list(Job.objects.order_by("pk"))


def test_the_morning_after_the_closing_day_the_report_is_made_and_its_people_are_told(
    closed: Sheet, clerk: Person, approver: Person
) -> None:
    Person.objects.filter(pk=clerk.pk).update(email="can-bo@example.vn")
    assert closing_reports.write() == 1
    assert {job.state for job in do_all()} == {Job.State.DONE}
    document = PrintedDocument.objects.get()
    assert document.is_ready and document.issued_by is None and "quý I/2022" in document.title
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["can-bo@example.vn"], f"Đã lập {document.title}")
    ]
    assert f"/van-ban/{document.pk}/" in mail.outbox[0].body
    assert JournalEntry.objects.filter(act="report.made_at_closing").count() == 1


def test_a_clock_that_strikes_again_makes_no_second_report(closed: Sheet, clerk: Person) -> None:
    assert (closing_reports.write(), closing_reports.write()) == (1, 0)
    do_all()
    assert closing_reports.write() == 0 and PrintedDocument.objects.count() == 1


def test_before_the_end_of_the_closing_day_nothing_is_made(closed: Sheet, clock: Clock) -> None:
    clock("2022-03-23 23:59:59")
    assert closing_reports.write() == 0


def test_an_approval_that_comes_late_brings_its_report_for_some_days(closing: Sheet, clock: Clock) -> None:
    making.walked(closing, "vetted")
    clock("2022-03-28 05:20:00")
    assert closing_reports.write() == 0
    making.walked(closing, "approved")
    assert closing_reports.write() == 1
    clock("2022-04-20 05:20:00")
    Job.objects.all().delete()
    assert closing_reports.write() == 0


def test_a_quarter_that_does_not_close_by_itself_brings_no_report(closed: Sheet) -> None:
    Deadline.objects.update(closes_on=None)
    assert closing_reports.write() == 0


def test_a_unit_without_a_letterhead_says_why_there_is_no_report(closed: Sheet) -> None:
    Body.objects.update(letterhead="none")
    closing_reports.write()
    assert [job.state for job in do_all()] == [Job.State.FAILED]
    assert not PrintedDocument.objects.exists()


def test_the_report_stands_among_the_papers_of_the_unit_alone(
    closed: Sheet, clerk: Person, stranger: Person, ward: Unit, as_: Browser
) -> None:
    closing_reports.write()
    do_all()
    document = PrintedDocument.objects.get()
    assert document.unit == ward and document.issued_on == date(2022, 3, 24)
    assert document.title in as_(clerk).get("/van-ban/").content.decode()
    assert document.title not in as_(stranger).get("/van-ban/").content.decode()
