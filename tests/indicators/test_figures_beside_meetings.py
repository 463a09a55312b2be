"""The reviewed unit's figures stand beside a meeting and inside its agenda, for those who see the unit."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.models import Sheet, TaskIndicator
from programmes import besides
from programmes.actions import seating
from programmes.models import AgendaItem, Attendance, Body, Meeting, Person, Task, Unit
from tests import gatherings, making

Browser = Callable[[Person], Client]


@pytest.fixture
def meeting(full_quarter: Sheet, ward: Unit, committee: Body, clerk: Person) -> Meeting:
    making.walked(full_quarter, "approved")
    made = gatherings.held(ward, committee, clerk, figures_of="2022-Q1")
    seating.put(made, AgendaItem(title="Báo cáo", shows_figures=True), by=clerk)
    seating.put(made, AgendaItem(title="Thảo luận"), by=clerk)
    return made


def test_the_period_is_told_in_sentences_beside_the_meeting_and_inside_the_item(
    meeting: Meeting, clerk: Person, as_: Browser
) -> None:
    for page in ("", "bien-ban/"):
        text = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/{page}").content.decode()
        assert "Số liệu quý I/2022" in text and "Chỉ tiêu THUE: " in text and "/17,1 tỷ đồng" in text
    shown, plain = meeting.agenda.all()
    assert besides.beside(shown, "figures", clerk) and not besides.beside(plain, "figures", clerk)


def test_who_does_not_see_the_unit_sees_the_meeting_without_its_figures(
    meeting: Meeting, stranger: Person, as_: Browser
) -> None:
    Attendance.objects.create(meeting=meeting, position=9, person=stranger, name="Khách")
    text = as_(stranger).get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert "Hội nghị Ban Thường vụ" in text and "17,1" not in text


@pytest.mark.parametrize("period", ["", "2021-Q1"])
def test_a_meeting_that_names_no_period_with_figures_shows_none(meeting: Meeting, clerk: Person, period: str) -> None:
    meeting.figures_of = period
    assert besides.beside(meeting, "figures", clerk) == []


def test_a_task_measured_by_an_indicator_counts_as_proved(meeting: Meeting, ward: Unit, committee: Body) -> None:
    facts = {"unit": ward, "lead_body": committee, "origin": "oral", "deadline": "standing"}
    one, other = (
        Task.objects.create(text=text, made_at=making.moment("2022-03-01 08:00:00"), **facts)
        for text in ("Thu thuế", "Họp dân")
    )
    indicator = Sheet.objects.get().figures.get(indicator__code="THUE").indicator
    TaskIndicator.objects.create(task=one, indicator=indicator)
    assert besides.measured([one.pk, other.pk]) == {one.pk}
