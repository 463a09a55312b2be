"""What the chair concluded and what becomes of it: the spoken sentence, its conclusions, tasks, the notice, the next
meeting."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coquang import attachments
from coquang.refusals import Refused
from programmes.actions import conclusions, meeting_tasks, meetings, signing_minutes
from programmes.actions.tasks import Work
from programmes.dashboards.meetings import carried, coverage, matters
from programmes.deadlines import Deadline, Kind
from programmes.models import Appointment, Body, Conclusion, Meeting, Minutes, Person, Sentence, Task, Unit
from programmes.splitting import proposed
from programmes.standing import Standing
from tests import files, gatherings, making

Browser = Callable[[Person], Client]
TODAY = date(2022, 3, 15)


@pytest.fixture(autouse=True)
def today(clock: Callable[[str], None]) -> None:
    clock("2022-03-15 09:41:00")


@pytest.fixture
def chair(committee: Body, approver: Person) -> Appointment:
    return making.appointed(approver, "sign", at=committee, post="Bí thư")


@pytest.fixture
def meeting(ward: Unit, committee: Body, clerk: Person, chair: Appointment) -> Meeting:
    return gatherings.held(ward, committee, clerk, chair=chair)


@pytest.fixture
def sentence(meeting: Meeting, clerk: Person) -> Sentence:
    return conclusions.keep_sentence(meeting, gatherings.SENTENCE, by=clerk)


@pytest.fixture
def signed(meeting: Meeting, clerk: Person, approver: Person) -> Minutes:
    """With one remark and one conclusion, signed by the chair."""
    return signing_minutes.sign(gatherings.prepared(meeting, by=clerk), by=approver)


def texts(meeting: Meeting) -> list[str]:
    rows = Conclusion.objects.filter(minutes__meeting=meeting)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.text for row in rows]


def work(body: Body | None, **facts: Any) -> Work:
    deadline = Deadline(Kind.FIXED, due_on=facts.pop("due_on", date(2022, 6, 30)))
    return Work("Thu đủ chỉ tiêu", body, deadline, **facts)


# --- the sentence and its split -------------------------------------------------------------------


def test_the_seeds_sentence_makes_three_parts_and_by_hand_four_matters(
    meeting: Meeting, sentence: Sentence, clerk: Person, as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/ket-luan/"
    page = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/bien-ban/").content.decode()
    assert "Đề xuất tách thành 3 phần" in page and not Conclusion.objects.exists()
    as_(clerk).post(f"{url}cau/{sentence.pk}/tach/", {"cut-1": "1", "cut-2": "1"} | making.form_key())
    assert len(texts(meeting)) == 3
    first = Conclusion.objects.get(number=1)
    as_(clerk).post(f"{url}{first.pk}/tach/", {"words": "an ninh trật tự"} | making.form_key())
    assert [text[:20] for text in texts(meeting)] == [
        "Đề nghị phường tiếp ", "An ninh trật tự", "Có giải pháp cụ thể ", "Xây dựng Không gian ",
    ]  # fmt: skip
    second = Conclusion.objects.get(number=2)
    assert sentence.text[second.starts : second.ends] == "an ninh trật tự"
    assert Sentence.objects.get().text == gatherings.SENTENCE
    marked = as_(clerk).get(f"{url}{second.pk}/").content.decode()
    assert '<mark class="sentence-mark">an ninh trật tự</mark>' in marked


def test_parts_whose_tick_is_taken_away_stay_together(
    meeting: Meeting, sentence: Sentence, clerk: Person, as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/ket-luan/cau/{sentence.pk}/tach/"
    as_(clerk).post(url, {"cut-2": "1"} | making.form_key())
    assert len(texts(meeting)) == 2
    assert as_(clerk).post(url, making.form_key()).status_code == 409


def test_conclusions_are_joined_moved_put_in_words_and_taken_away(
    meeting: Meeting, sentence: Sentence, clerk: Person, committee: Body, as_: Browser
) -> None:
    conclusions.split(sentence, proposed(sentence.text), by=clerk)
    url, browser = f"/hoi-nghi/{meeting.pk}/ket-luan/", as_(clerk)
    first, second, third = Conclusion.objects.all()
    browser.post(f"{url}{third.pk}/chuyen/", {"to": "up"} | making.form_key())
    assert [row.pk for row in Conclusion.objects.all()] == [first.pk, third.pk, second.pk]
    browser.post(f"{url}{third.pk}/gop/", making.form_key())
    third.refresh_from_db()
    assert third.text.endswith("; có giải pháp cụ thể giải quyết các trường hợp lang thang, xin ăn")
    assert (third.starts, third.ends) == (second.starts, len(sentence.text))
    facts = {"text": "Xây dựng Không gian văn hóa", "lead_body": committee.pk, "deadline_words": "trước 19/5"}
    browser.post(f"{url}{third.pk}/", facts | making.form_key())
    assert texts(meeting)[1] == "Xây dựng Không gian văn hóa"
    browser.post(f"{url}{first.pk}/bo/", making.form_key())
    assert texts(meeting) == ["Xây dựng Không gian văn hóa"]
    browser.post(f"{url}cau/{sentence.pk}/bo-tach/", making.form_key())
    assert texts(meeting) == [] and Sentence.objects.exists()


def test_words_that_do_not_stand_in_the_part_are_refused_and_kept_in_the_form(
    meeting: Meeting, sentence: Sentence, clerk: Person, as_: Browser
) -> None:
    first = conclusions.split(sentence, proposed(sentence.text), by=clerk)[0]
    url = f"/hoi-nghi/{meeting.pk}/ket-luan/{first.pk}/tach/"
    page = as_(clerk).post(url, {"words": "lang thang, xin ăn"} | making.form_key())
    assert page.status_code == 422 and "Không tìm thấy đoạn này" in page.content.decode()
    assert "lang thang, xin ăn" in page.content.decode() and len(texts(meeting)) == 3


def test_only_the_chair_concludes(ward: Unit, committee: Body, clerk: Person) -> None:
    meeting = gatherings.held(ward, committee, clerk)
    meeting.attendance.filter(capacity="chair").delete()
    with pytest.raises(Refused, match="Chỉ người chủ trì kết luận"):
        conclusions.keep_sentence(meeting, "Thu đủ.", by=clerk)


def test_a_unit_that_was_not_reviewed_is_not_concluded_about(
    units: dict[str, Unit], meeting: Meeting, sentence: Sentence, clerk: Person
) -> None:
    other = making.body(units[making.SIBLING])
    conclusion = conclusions.split(sentence, proposed(sentence.text), by=clerk)[0]
    conclusion.lead_body = other
    with pytest.raises(Refused, match="Phường Nguyễn Cư Trinh"):
        conclusions.reword(conclusion, supporting=[], by=clerk)
    conclusion.lead_body = None
    with pytest.raises(Refused):
        conclusions.reword(conclusion, supporting=[other], by=clerk)


def test_the_chairs_own_sheet_is_a_picture_for_the_office_and_the_chair_only(
    meeting: Meeting,
    sentence: Sentence,
    ward: Unit,
    clerk: Person,
    approver: Person,
    as_: Browser,
    evidence_drawer: Any,
) -> None:
    picture = attachments.examine("chu-viet.jpg", files.picture())
    conclusions.keep_handwriting(sentence, picture, by=clerk)
    sentence.refresh_from_db()
    assert sentence.handwriting is not None and sentence.handwriting.is_office_only
    reader = making.person("nguoi-doc", "Người đọc")
    making.appointed(reader, "read", unit=ward)
    signing_minutes.sign(gatherings.prepared(meeting, by=clerk), by=approver)
    url = f"/hoi-nghi/{meeting.pk}/ket-luan/cau/{sentence.pk}/chu-viet/xem/"
    assert [as_(who).get(url).status_code for who in (clerk, approver, reader)] == [200, 200, 404]
    page = f"/hoi-nghi/{meeting.pk}/bien-ban/"
    assert [url in as_(who).get(page).content.decode() for who in (clerk, reader)] == [True, False]


# --- what becomes of it ---------------------------------------------------------------------------


def test_nothing_binds_before_the_signature(meeting: Meeting, committee: Body, clerk: Person) -> None:
    record = gatherings.prepared(meeting, by=clerk)
    for source in (record.conclusions.get(), record.remarks.get()):
        with pytest.raises(Refused, match="Ký biên bản xong"):
            meeting_tasks.give(source, work(committee), by=clerk)
    with pytest.raises(Refused):
        conclusions.take_note(record.remarks.get(), "Đã nghe.", by=clerk)


def test_a_conclusion_gives_tasks_and_the_meter_counts(
    signed: Minutes, committee: Body, clerk: Person, vetter: Person, as_: Browser
) -> None:
    conclusion = signed.conclusions.get()
    url = f"/hoi-nghi/{signed.meeting_id}/ket-luan/{conclusion.pk}/nhiem-vu/"
    facts = {"text": "Thu đủ", "lead_body": committee.pk, "deadline": "fixed", "due_on": "30/6/2022"}
    early = as_(clerk).post(url, {**facts, "due_on": "14/3/2022"} | making.form_key())
    assert early.status_code == 422 and "trước ngày họp 15/3/2022" in early.content.decode()
    assert as_(clerk).post(url, facts | making.form_key()).status_code == 302
    task = Task.objects.get()
    assert (task.conclusion, task.unit, task.owner) == (conclusion, signed.meeting.unit, None)
    found = matters(signed.conclusions.all(), clerk, TODAY)
    assert found[0].standing == Standing.UNASSIGNED
    meter = coverage(found)
    assert (meter.clauses, meter.settled, meter.tasks, meter.proved, meter.unnamed) == (1, 1, 1, 0, 1)
    page = as_(clerk).get(f"/hoi-nghi/{signed.meeting_id}/").content.decode()
    assert "<b>1/1</b> kết luận đã có nhiệm vụ" in page and "1 nhiệm vụ chờ phân công" in page
    with pytest.raises(Refused):
        conclusions.say_no_task(conclusion, "Không cần.", by=clerk)


def test_a_person_whose_appointment_has_ended_is_not_named(
    signed: Minutes, committee: Body, clerk: Person, vetter: Person
) -> None:
    gone = making.appointed(vetter, "approve", at=committee, valid_to=date(2022, 3, 1))
    with pytest.raises(Refused):
        meeting_tasks.give(signed.conclusions.get(), work(committee, owner=gone), by=clerk)
    assert not Task.objects.exists()


def test_no_task_for_a_unit_that_was_not_reviewed(
    units: dict[str, Unit], ward: Unit, clerk: Person, signed: Minutes
) -> None:
    other = making.body(units[making.SIBLING])
    with pytest.raises((Refused, PermissionDenied)):
        meeting_tasks.give(signed.conclusions.get(), work(other), by=clerk)


def test_that_none_arises_is_said_with_a_reason_even_after_signing(
    signed: Minutes, clerk: Person, stranger: Person, as_: Browser
) -> None:
    conclusion = signed.conclusions.get()
    url = f"/hoi-nghi/{signed.meeting_id}/ket-luan/{conclusion.pk}/khong-nhiem-vu/"
    assert as_(stranger).get(url).status_code == 404
    assert as_(clerk).post(url, {"reason": ""} | making.form_key()).status_code == 422
    as_(clerk).post(url, {"reason": "Đã có trong chương trình năm."} | making.form_key())
    conclusion.refresh_from_db()
    assert conclusion.no_task_reason == "Đã có trong chương trình năm."


def test_a_remark_binds_nobody_until_the_unit_takes_it_up(
    units: dict[str, Unit], ward: Unit, committee: Body, clerk: Person, as_: Browser
) -> None:
    district = units[making.DISTRICT]
    office = making.body(district, "VP", Body.Kind.PARTY_OFFICE, name="Văn phòng Quận ủy")
    writer = making.person("ghi-bien-ban", "Chuyên viên")
    making.appointed(writer, "record", at=office)
    record = gatherings.signed(gatherings.held(district, office, writer, reviewed=(ward,)), by=writer)
    remark, conclusion = record.remarks.get(), record.conclusions.get()
    with pytest.raises(PermissionDenied):
        meeting_tasks.give(remark, work(committee), by=writer)
    task = meeting_tasks.give(remark, work(committee), by=clerk)
    assert (task.origin, task.giver) == (Task.Origin.REMARK, district)
    bound = meeting_tasks.give(conclusion, work(committee), by=writer)
    assert (bound.origin, bound.giver, bound.unit) == (Task.Origin.CONCLUSION, district, ward)
    page = as_(clerk).get(f"/hoi-nghi/{record.meeting_id}/trien-khai/").content.decode()
    assert "2 nhiệm vụ giao cho đơn vị" in page and f"?hoi-nghi={record.meeting_id}" in page


def test_a_remark_is_taken_up_in_one_click_and_only_once(
    signed: Minutes, committee: Body, clerk: Person, reader: Person, as_: Browser
) -> None:
    remark = signed.remarks.get()
    url = f"/hoi-nghi/{signed.meeting_id}/bien-ban/y-kien/{remark.key}/nhan/"
    assert as_(reader).post(url, making.form_key()).status_code == 403
    key = making.form_key()
    assert [as_(clerk).post(url, key).status_code for _time in range(2)] == [302, 302]
    task = Task.objects.get(remark=remark)
    assert (task.text, task.lead_body, task.owner, task.due_on) == ("Thu ngân sách còn chậm.", committee, None, None)
    assert as_(clerk).post(url, making.form_key()).status_code == 409
    page = as_(clerk).get(f"/cong-viec/nhiem-vu/{task.pk}/").content.decode()
    assert f"/hoi-nghi/{signed.meeting_id}/bien-ban/#r-{remark.key}" in page


def test_words_split_off_before_the_last_mark_leave_the_rest(meeting: Meeting, clerk: Person) -> None:
    said = conclusions.keep_sentence(meeting, "Thu đủ; giữ trật tự, giải quyết xin ăn; báo cáo.", by=clerk)
    second = conclusions.split(said, proposed(said.text), by=clerk)[1]
    conclusions.split_off(second, "giải quyết xin ăn", by=clerk)
    assert texts(meeting) == ["Thu đủ", "Giữ trật tự", "Giải quyết xin ăn", "Báo cáo"]


def test_a_remark_is_heard_without_a_task(signed: Minutes, clerk: Person, as_: Browser) -> None:
    remark = signed.remarks.get()
    url = f"/hoi-nghi/{signed.meeting_id}/bien-ban/"
    as_(clerk).post(f"{url}y-kien/{remark.key}/tiep-thu/", {"reason": "Định hướng chung."} | making.form_key())
    page = as_(clerk).get(url).content.decode()
    assert "Tiếp thu, không phát sinh nhiệm vụ:" in page and "Định hướng chung." in page


# --- the notice, what one concluded, the next meeting ----------------------------------------------


def test_the_notice_is_recorded_once_after_signing(
    meeting: Meeting, clerk: Person, approver: Person, as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/thong-bao/"
    typed = {"number": "64-TB/ĐU", "on": "15/3/2022"}
    assert as_(clerk).post(url, typed | making.form_key()).status_code == 422
    signing_minutes.sign(gatherings.prepared(meeting, by=clerk), by=approver)
    for on in ("14/3/2022", "16/3/2022"):
        assert as_(clerk).post(url, {**typed, "on": on} | making.form_key()).status_code == 422
    assert as_(clerk).post(url, typed | making.form_key()).status_code == 302
    twice = as_(clerk).post(url, {**typed, "number": "65-TB/ĐU"} | making.form_key())
    assert twice.status_code == 422 and "64-TB/ĐU" in twice.content.decode()
    assert "số 64-TB/ĐU" in as_(clerk).get(f"/hoi-nghi/{meeting.pk}/trien-khai/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(notice_number="")


def test_a_chair_sees_what_they_concluded_over_all_units(
    signed: Minutes, committee: Body, clerk: Person, approver: Person, stranger: Person, as_: Browser
) -> None:
    page = as_(approver).get("/hoi-nghi/da-ket-luan/").content.decode()
    assert "Tôi đã kết luận gì" in page and "Thu đủ chỉ tiêu năm" in page and "chưa có nhiệm vụ" in page
    meeting_tasks.give(signed.conclusions.get(), work(committee), by=clerk)
    page = as_(approver).get("/hoi-nghi/da-ket-luan/?trang-thai=unassigned").content.decode()
    assert "chờ phân công" in page and "Thu đủ chỉ tiêu năm" in page
    assert "Thu đủ chỉ tiêu năm" not in as_(stranger).get("/hoi-nghi/da-ket-luan/").content.decode()


def test_the_next_meeting_opens_with_what_the_last_one_decided(
    signed: Minutes, ward: Unit, committee: Body, clerk: Person, as_: Browser
) -> None:
    meeting_tasks.give(signed.conclusions.get(), work(committee), by=clerk)
    coming = gatherings.held(ward, committee, clerk, on=date(2022, 3, 29))
    found = carried(coming, clerk)
    assert found is not None and found.meeting == signed.meeting
    assert found.counts == ((Standing.UNASSIGNED, 1),)
    for page in ("", "chuong-trinh/", "bien-ban/"):
        text = as_(clerk).get(f"/hoi-nghi/{coming.pk}/{page}").content.decode()
        assert "Kết luận lần trước" in text and "chờ phân công" in text


def test_the_first_meeting_has_nothing_to_carry_and_an_unsigned_one_leaves_nothing(
    meeting: Meeting, ward: Unit, committee: Body, clerk: Person
) -> None:
    assert carried(meeting, clerk) is None
    gatherings.prepared(meeting, by=clerk)
    coming = gatherings.held(ward, committee, clerk, on=date(2022, 3, 29))
    assert carried(coming, clerk) is None
    coming.previous = meeting
    meetings.change(coming, hosts=[committee], reviewed=[ward], seen=coming.version, by=clerk)
    assert len(carried(coming, clerk).matters) == 1  # type: ignore[union-attr]


def test_pages_ask_as_much_of_the_database_for_many_words_as_for_few(
    ward: Unit, committee: Body, clerk: Person, chair: Appointment, approver: Person, as_: Browser
) -> None:
    counts = []
    for how_many in (2, 12):
        meeting = gatherings.held(ward, committee, clerk, chair=chair)
        for _time in range(how_many):
            gatherings.said(meeting, clerk)
        sentence = conclusions.keep_sentence(meeting, "; ".join(["Thu đủ"] * how_many), by=clerk)
        for made in conclusions.split(sentence, proposed(sentence.text), by=clerk):
            made.lead_body = committee
            made.save(update_fields=["lead_body"])
        record = signing_minutes.sign(signing_minutes.prepare(meeting, ended_at=None, by=clerk), by=approver)
        for source in (*record.conclusions.all(), *record.remarks.all()):
            meeting_tasks.give(source, work(committee), by=clerk)
        for page in ("", "bien-ban/", "trien-khai/"):
            url = f"/hoi-nghi/{meeting.pk}/{page}"
            assert as_(clerk).get(url).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                as_(clerk).get(url)
            counts.append(len(queries))
    few, many = counts[:3], counts[3:]
    # The second meeting carries what the first decided: the same questions more for any number of matters.
    assert all(more - less <= 8 for less, more in zip(few, many, strict=True)), (few, many)
