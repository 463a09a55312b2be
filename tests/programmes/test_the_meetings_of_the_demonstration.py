"""The demonstration tells the district's session with the ward whole, and what became of it."""

from datetime import date

import pytest

from coquang import dates
from programmes import splitting
from programmes.dashboards.meetings import carried, coverage, matters, taken_up
from programmes.demonstration.meetings import load_meetings
from programmes.models import Meeting, Minutes, Person, Remark, Task, Unit
from programmes.standing import Standing
from tests.gatherings import SENTENCE

pytestmark = pytest.mark.usefixtures("co_giang")

SEED, MID_TERM = date(2023, 2, 23), date(2023, 3, 29)


@pytest.fixture
def record() -> Minutes:
    return Minutes.objects.get(meeting__held_on=SEED)


@pytest.fixture
def clerk() -> Person:
    return Person.objects.get(username="van-phong")


def test_the_sentence_is_kept_as_spoken_and_the_four_matters_point_into_its_three_parts(record: Minutes) -> None:
    sentence = record.sentences.get()
    assert sentence.text == SENTENCE
    parts = splitting.proposed(sentence.text)
    held = [(row.number, row.starts, row.ends) for row in record.conclusions.all()]
    assert held == [
        (1, parts[0].starts, parts[0].ends),
        (2, parts[0].starts, parts[0].ends),
        (3, parts[1].starts, parts[1].ends),
        (4, parts[2].starts, parts[2].ends),
    ]


def test_chair_and_three_speakers_said_what_the_article_tells(record: Minutes) -> None:
    seats = [seat.name or seat.post for seat in record.meeting.attendance.all()]
    assert seats[:4] == ["Tô Thị Bích Châu", "Hoàng Thị Tố Nga", "Nguyễn Duy An", "Các thành viên trong đoàn làm việc"]
    counts = {name: record.remarks.filter(speaker__name=name).count() for name in seats[1:3]}
    assert counts == {"Hoàng Thị Tố Nga": 9, "Nguyễn Duy An": 6}
    assert record.remarks.filter(speaker__name="").count() == 9
    assert record.meeting.starts_at is None and record.meeting.place == ""
    assert record.state == "signed" and record.meeting.notice_number == "64-TB/VPQU"


def test_four_conclusions_gave_seven_tasks_and_eight_came_from_remarks_one_of_them_unassigned(
    record: Minutes, clerk: Person
) -> None:
    on = dates.today()
    concluded, heard = matters(record.conclusions.all(), clerk, on), taken_up(record, clerk, on)
    assert [len(matter.tasks) for matter in concluded] == [3, 1, 2, 1]
    given = [given for matter in (*concluded, *heard) for given in matter.tasks]
    assert len(given) == 15
    assert [each.standing for each in given].count(Standing.UNASSIGNED) == 1
    meter = coverage(concluded)
    assert (meter.clauses, meter.settled, meter.tasks) == (4, 4, 7)


def test_the_mid_term_review_opens_with_the_four_conclusions(clerk: Person) -> None:
    found = carried(Meeting.objects.get(held_on=MID_TERM), clerk)
    assert found is not None and found.meeting.held_on == SEED
    assert [matter.said.number for matter in found.matters[:4]] == [1, 2, 3, 4]  # type: ignore[union-attr]


def test_loading_once_more_changes_nothing_and_tells_the_same_sources() -> None:
    before = (Meeting.objects.count(), Remark.objects.count(), Task.objects.count())
    sources = load_meetings()
    assert before == (Meeting.objects.count(), Remark.objects.count(), Task.objects.count())
    assert {"K1", "K4", "Y-NGA-3", "Y-AN-6"} <= sources.keys()


def test_the_office_of_the_district_takes_minutes() -> None:
    writer = Person.objects.get(username="van-phong-quan-uy")
    roles = {held.role for held in writer.appointments_on(dates.today())}
    assert roles == {"read", "record", "vet"}
    assert Unit.objects.get(code="760").pk in writer.reach(dates.today()).seat_ids
