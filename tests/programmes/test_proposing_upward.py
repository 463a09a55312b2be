"""A ward asks its superior: proposals go up in one paper, each is answered, and none drops out of sight."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from coquang.refusals import Refused
from programmes.actions import proposals
from programmes.models import Body, Person, Proposal, ProposalReply, Task, Unit
from programmes.proposing import ProposalStanding, stand
from tests import making

SENT, DUE, TODAY = date(2023, 3, 2), date(2023, 3, 22), date(2023, 3, 15)
Kind = ProposalReply.Kind


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.WORK_DATE = TODAY


@pytest.fixture
def superior(units: dict[str, Unit]) -> Body:
    return making.body(units[making.DISTRICT], "QU1", name="Quận ủy Quận 1")


@pytest.fixture
def answerer(superior: Body) -> Person:
    """Of the district's office."""
    who = making.person("van-phong-quan-uy")
    making.appointed(who, "record", at=superior)
    return who


@pytest.fixture
def proposal(ward: Unit, superior: Body, clerk: Person) -> Proposal:
    return proposals.keep(Proposal(unit=ward, addressed_to=superior, text="Hỗ trợ kinh phí nâng cấp hẻm."), by=clerk)


def sent(proposal: Proposal, by: Person) -> Proposal:
    return proposals.send([proposal], sent_on=SENT, answer_due=DUE, paper_number="45-TTr/ĐU", by=by)[0]


def where(proposal: Proposal, on: date = TODAY) -> ProposalStanding:
    return stand(Proposal.objects.get(pk=proposal.pk), on).state


def test_several_proposals_go_up_in_one_paper_and_are_answered_one_by_one(
    proposal: Proposal, ward: Unit, superior: Body, clerk: Person, answerer: Person
) -> None:
    other = proposals.keep(Proposal(unit=ward, addressed_to=superior, text="Bổ sung nhân sự."), by=clerk)
    proposals.send([proposal, other], sent_on=SENT, answer_due=DUE, paper_number="45-TTr/ĐU", by=clerk)
    assert {row.paper_number for row in Proposal.objects.all()} == {"45-TTr/ĐU"}
    proposals.answer(proposal, kind=Kind.AGREED, answered_on=TODAY, text="Đồng ý.", by=answerer)
    assert (where(proposal), where(other)) == ("agreed", "waiting")


def test_an_unanswered_proposal_is_overdue_the_day_after_its_day(proposal: Proposal, clerk: Person) -> None:
    sent(proposal, clerk)
    assert where(proposal, DUE) == "waiting"
    assert where(proposal, date(2023, 3, 23)) == "overdue"


def test_a_forwarded_proposal_has_a_new_clock(proposal: Proposal, clerk: Person, answerer: Person) -> None:
    sent(proposal, clerk)
    proposals.answer(
        proposal, kind=Kind.FORWARDED, forwarded_to="Ban Tổ chức Quận ủy", settled_by=date(2023, 4, 1),
        answered_on=TODAY, by=answerer,
    )  # fmt: skip
    assert where(proposal, date(2023, 3, 30)) == "forwarded"
    assert where(proposal, date(2023, 4, 2)) == "overdue"


def test_a_closed_answer_stands(proposal: Proposal, clerk: Person, answerer: Person) -> None:
    sent(proposal, clerk)
    proposals.answer(proposal, kind=Kind.REFUSED, answered_on=TODAY, text="Chưa cân đối được kinh phí.", by=answerer)
    with pytest.raises(Refused):
        proposals.answer(proposal, kind=Kind.AGREED, answered_on=TODAY, by=answerer)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update programmes_proposalreply set text = ''")


@pytest.mark.parametrize(
    "told",
    [
        {"kind": Kind.REFUSED, "answered_on": TODAY},
        {"kind": Kind.FORWARDED, "answered_on": TODAY, "forwarded_to": "Ban Tổ chức"},
        {"kind": Kind.AGREED, "answered_on": date(2023, 3, 1)},
        {"kind": Kind.AGREED, "answered_on": date(2023, 3, 16)},
        {"kind": Kind.FORWARDED, "answered_on": TODAY, "forwarded_to": "Ban", "settled_by": date(2023, 3, 14)},
    ],
)
def test_an_answer_without_its_reason_body_or_right_day_is_refused(
    told: dict[str, Any], proposal: Proposal, clerk: Person, answerer: Person
) -> None:
    sent(proposal, clerk)
    with pytest.raises(Refused):
        proposals.answer(proposal, by=answerer, **told)
    assert not ProposalReply.objects.exists()


def test_what_went_up_no_longer_changes(proposal: Proposal, clerk: Person) -> None:
    sent(proposal, clerk)
    proposal.text = "Khác."
    with pytest.raises(Refused):
        proposals.keep(proposal, by=clerk)
    with pytest.raises(Refused):
        sent(proposal, clerk)


def test_a_proposal_goes_up_never_aside(ward: Unit, units: dict[str, Unit], clerk: Person) -> None:
    beside = making.body(units[making.SIBLING])
    with pytest.raises(Refused):
        proposals.keep(Proposal(unit=ward, addressed_to=beside, text="Hỗ trợ."), by=clerk)


def test_the_proposing_ward_does_not_answer_itself(proposal: Proposal, clerk: Person, stranger: Person) -> None:
    sent(proposal, clerk)
    for who in (clerk, stranger):
        with pytest.raises(PermissionDenied):
            proposals.answer(proposal, kind=Kind.AGREED, answered_on=TODAY, by=who)


def test_an_answer_becomes_a_task_of_either_side_in_one_click(
    proposal: Proposal, superior: Body, committee: Body, as_: Any, clerk: Person, answerer: Person, stranger: Person
) -> None:
    sent(proposal, clerk)
    told = {"text": "Đồng ý, trong năm 2023.", "answered_on": TODAY}
    reply = proposals.answer(proposal, kind=Kind.AGREED, by=answerer, **told)
    page = as_(clerk).get(f"/kien-nghi/{proposal.pk}/").content.decode()
    assert f"Giao thành nhiệm vụ của {committee.name}" in page and f"nhiệm vụ của {superior.name}" not in page
    url = f"/kien-nghi/{proposal.pk}/tra-loi/{reply.pk}/nhiem-vu/"
    assert as_(stranger).post(f"{url}{committee.pk}/", making.form_key()).status_code == 404
    assert as_(clerk).post(f"{url}{superior.pk}/", making.form_key()).status_code == 403
    key = making.form_key()
    answers = [as_(clerk).post(f"{url}{committee.pk}/", key).status_code for _time in range(2)]
    task = Task.objects.get()
    assert answers == [302, 302]
    assert (task.origin, task.reply, task.lead_body, task.giver) == ("reply", reply, committee, superior.unit)
    assert task.text == "Hỗ trợ kinh phí nâng cấp hẻm. Đồng ý, trong năm 2023."
    assert as_(clerk).post(f"{url}{committee.pk}/", making.form_key()).status_code == 409
    page = as_(answerer).get(f"/kien-nghi/{proposal.pk}/").content.decode()
    assert "chờ phân công" in page and "Giao thành nhiệm vụ" not in page

    officer = making.person("van-phong-ubnd-quan")
    making.appointed(officer, "enter", at=superior)
    assert as_(officer).post(f"{url}{superior.pk}/", making.form_key()).status_code == 302
    assert Task.objects.get(lead_body=superior).giver is None


def test_what_was_given_on_is_due_when_it_is_to_be_settled_and_a_refusal_gives_no_task(
    proposal: Proposal, committee: Body, clerk: Person, answerer: Person
) -> None:
    sent(proposal, clerk)
    until = date(2023, 4, 1)
    told = {"forwarded_to": "Ban Tổ chức Quận ủy", "settled_by": until, "answered_on": TODAY}
    given_on = proposals.answer(proposal, kind=Kind.FORWARDED, by=answerer, **told)
    assert proposals.make_task(given_on, committee, by=clerk).due_on == until
    refused = proposals.answer(proposal, kind=Kind.REFUSED, text="Chưa có kinh phí.", answered_on=TODAY, by=answerer)
    with pytest.raises(Refused):
        proposals.make_task(refused, committee, by=clerk)


def test_a_draft_is_seen_at_home_only(
    proposal: Proposal, as_: Any, clerk: Person, answerer: Person, reader: Person, stranger: Person
) -> None:
    url = f"/kien-nghi/{proposal.pk}/"
    assert as_(clerk).get(url).status_code == 200
    assert [as_(who).get(url).status_code for who in (answerer, reader, stranger)] == [404, 404, 404]
    sent(proposal, clerk)
    assert [as_(who).get(url).status_code for who in (answerer, reader, stranger)] == [200, 200, 404]


def test_a_clerk_writes_sends_and_reads_the_answer_in_the_browser(
    ward: Unit, superior: Body, as_: Any, clerk: Person, answerer: Person
) -> None:
    asked = {"unit": ward.pk, "addressed_to": superior.pk, "text": "Bố trí nơi tiếp nhận.", **making.form_key()}
    assert as_(clerk).post("/kien-nghi/moi/", asked).status_code == 302
    proposal = Proposal.objects.get()
    told = {"proposals": [proposal.pk], "sent_on": "2/3/2023", "answer_due": "22/3/2023", **making.form_key()}
    assert as_(clerk).post("/kien-nghi/gui/", told).status_code == 302
    assert "chờ trả lời" in as_(answerer).get("/kien-nghi/").content.decode()
    short = {"kind": "refused", "answered_on": "15/3/2023", **making.form_key()}
    refused = as_(answerer).post(f"/kien-nghi/{proposal.pk}/", short)
    assert refused.status_code == 422
    assert "Nêu lý do chưa đồng ý." in refused.content.decode()
    as_(answerer).post(f"/kien-nghi/{proposal.pk}/", {**short, "text": "Chưa cân đối.", **making.form_key()})
    assert "Chưa cân đối." in as_(clerk).get(f"/kien-nghi/{proposal.pk}/").content.decode()


def test_the_table_itself_wants_a_reason_for_refusing(proposal: Proposal, clerk: Person) -> None:
    with pytest.raises(IntegrityError, match="a_proposal_is_refused_with_a_reason"), transaction.atomic():
        ProposalReply.objects.create(proposal=proposal, kind=Kind.REFUSED, answered_on=TODAY, at="2023-03-15T00:00Z")
