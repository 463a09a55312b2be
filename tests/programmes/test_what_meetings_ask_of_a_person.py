"""The page of one's work tells what meetings and proposals wait for: comments, signatures, answers, papers."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programmes.actions import meetings, proposals, signing_minutes
from programmes.dashboards.my_meetings import calls_on
from programmes.models import Appointment, Body, Meeting, MeetingPaper, Person, Proposal, Unit
from tests import gatherings, making

TODAY, TOMORROW = date(2022, 3, 15), date(2022, 3, 16)


@pytest.fixture(autouse=True)
def today(clock: Callable[[str], None]) -> None:
    clock("2022-03-15 09:41:00")


@pytest.fixture
def chair(committee: Body, approver: Person) -> Appointment:
    return making.appointed(approver, "sign", at=committee, post="Bí thư")


@pytest.fixture
def meeting(ward: Unit, committee: Body, clerk: Person, chair: Appointment) -> Meeting:
    return gatherings.held(ward, committee, clerk, chair=chair)


def asked_of(person: Person) -> list[str]:
    fresh = Person.objects.get(pk=person.pk)
    return [call.asks for call in calls_on(fresh, frozenset())]


def test_comments_wait_for_those_present_then_for_the_office_then_the_signature_for_the_chair(
    meeting: Meeting, clerk: Person, approver: Person, stranger: Person, as_: Callable[[Person], Client]
) -> None:
    record = gatherings.prepared(meeting, by=clerk)
    assert asked_of(approver) == ["ký biên bản"]
    signing_minutes.ask_comments(meeting, until=TOMORROW, by=clerk)
    assert (asked_of(clerk), asked_of(approver)) == (["góp ý hoặc thống nhất biên bản"], [])
    page = as_(clerk).get("/viec-cua-toi/").content.decode()
    assert "Góp ý hoặc thống nhất biên bản" in page and f"/hoi-nghi/{meeting.pk}/bien-ban/" in page

    record.refresh_from_db()
    comment = signing_minutes.comment(record, "Sửa giờ.", by=clerk)
    assert (asked_of(clerk), asked_of(approver)) == (["trả lời 1 góp ý"], [])
    signing_minutes.answer(comment, is_accepted=True, words="", by=clerk)
    assert (asked_of(clerk), asked_of(approver)) == ([], ["ký biên bản"])

    signing_minutes.sign(record, by=approver)
    signing_minutes.supplement(record, "Sửa số đại biểu.", by=clerk)
    assert asked_of(approver) == ["ký biên bản bổ sung"]
    assert asked_of(stranger) == []


def test_when_silence_became_agreement_the_chair_is_asked_to_sign(
    meeting: Meeting, clerk: Person, approver: Person, clock: Callable[[str], None]
) -> None:
    gatherings.prepared(meeting, by=clerk)
    signing_minutes.ask_comments(meeting, until=TOMORROW, by=clerk)
    clock("2022-03-17 08:00:00")
    assert (asked_of(clerk), asked_of(approver)) == ([], ["ký biên bản"])


def test_a_chair_without_an_account_is_signed_for_by_who_signs_for_the_unit(
    ward: Unit, committee: Body, clerk: Person, chair: Appointment, approver: Person
) -> None:
    gatherings.prepared(gatherings.held(ward, committee, clerk), by=clerk)
    assert asked_of(approver) == ["ký biên bản"]


def test_a_proposal_waits_for_the_office_it_was_sent_to_until_it_is_answered_or_given_on(
    units: dict[str, Unit], ward: Unit, clerk: Person, stranger: Person
) -> None:
    superior = making.body(units[making.DISTRICT], "QU1")
    officer = making.person("van-phong-quan-uy")
    making.appointed(officer, "record", at=superior)
    proposal = proposals.keep(Proposal(unit=ward, addressed_to=superior, text="Hỗ trợ kinh phí."), by=clerk)
    assert asked_of(officer) == []
    proposals.send([proposal], sent_on=date(2022, 3, 1), answer_due=date(2022, 3, 14), by=clerk)
    (call,) = calls_on(officer, frozenset())
    assert (call.asks, call.is_late, call.days) == ("trả lời kiến nghị", True, 1)
    assert (asked_of(clerk), asked_of(stranger)) == ([], [])
    told = {"forwarded_to": "Ban Tổ chức", "settled_by": date(2022, 4, 1), "answered_on": TODAY}
    proposals.answer(proposal, kind="forwarded", by=officer, **told)
    assert asked_of(officer) == []


def test_a_paper_waits_for_the_body_it_was_asked_of_until_it_is_handed_in(
    units: dict[str, Unit], ward: Unit, committee: Body, clerk: Person
) -> None:
    superior = making.body(units[making.DISTRICT], "QU1")
    officer = making.person("van-phong-quan-uy")
    making.appointed(officer, "record", at=superior)
    coming = gatherings.held(units[making.DISTRICT], superior, officer, on=date(2022, 3, 17), reviewed=(ward,))
    facts = {"kind": "paper", "title": "Báo cáo quý I", "asked_of": committee, "due_on": TOMORROW}
    paper = meetings.ask_for(coming, MeetingPaper(**facts), by=officer)
    assert (asked_of(clerk), asked_of(officer)) == (["gửi tài liệu"], [])
    meetings.hand_in(paper, text="Đã thu đủ.", attachment=None, by=clerk)
    assert asked_of(clerk) == []


def test_many_meetings_ask_as_much_of_the_database_as_one(
    ward: Unit, committee: Body, clerk: Person, chair: Appointment
) -> None:
    counts = []
    for _time in range(2):
        for _more in range(3):
            gatherings.asked(gatherings.held(ward, committee, clerk, chair=chair), by=clerk)
        person = Person.objects.get(pk=clerk.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert calls_on(person, frozenset())
        counts.append(len(asked))
    assert counts[0] == counts[1]
