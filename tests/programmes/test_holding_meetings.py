"""A meeting before it is held: laid down, agenda and seats, papers asked, people invited, called off."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar

from coquang import attachments
from coquang.records.models import Job, JournalEntry
from coquang.refusals import Refused
from programmes import calendar_files, jobs
from programmes.actions import asking, meetings, seating
from programmes.models import AgendaItem, Attendance, Body, LeaderNote, Meeting, MeetingPaper, Person, Unit
from tests import files, gatherings, making

Browser = Callable[[Person], Client]
MARCH = date(2022, 3, 29)


@pytest.fixture(autouse=True)
def today(clock: Callable[[str], None]) -> None:
    clock("2022-03-15 09:00:00")


@pytest.fixture
def meeting(ward: Unit, committee: Body, clerk: Person) -> Meeting:
    return gatherings.held(ward, committee, clerk, on=MARCH, starts_at=time(8, 30), place="Hội trường phường")


def asked(meeting: Meeting, clerk: Person) -> dict[str, str]:
    """The form of a meeting as it is shown."""
    return {
        "kind": meeting.kind,
        "title": meeting.title,
        "unit": str(meeting.unit_id),
        "hosts": str(meeting.hosts.get().pk),
        "units": str(meeting.unit_id),
        "held_on": "29/3/2022",
        "starts_at": "8 giờ 30",
        "chair_text": meeting.chair_text,
        "seen": str(meeting.version),
    }


def test_the_office_lays_a_meeting_down_and_it_stands_on_the_list(
    ward: Unit, committee: Body, clerk: Person, as_: Browser
) -> None:
    facts = {"kind": "quarterly", "title": "Sơ kết quý I", "unit": ward.pk, "hosts": committee.pk, "units": ward.pk}
    answer = as_(clerk).post(
        "/hoi-nghi/moi/", {**facts, "held_on": "29/3/2022", "figures_of": "2022-q1"} | making.form_key()
    )
    made = Meeting.objects.get()
    assert answer["Location"] == f"/hoi-nghi/{made.pk}/"
    assert (made.unit, made.figures_of, made.held_on) == (ward, "2022-Q1", MARCH)
    assert "Sơ kết quý I" in as_(clerk).get("/hoi-nghi/?when=coming").content.decode()
    assert "Chưa có hội nghị nào" in as_(clerk).get("/hoi-nghi/?when=past").content.decode()
    assert JournalEntry.objects.about(made).get().act == "meeting.laid_down"


def test_a_named_working_group_holds_a_meeting_too(ward: Unit, clerk: Person, as_: Browser) -> None:
    facts = {"kind": "other", "title": "Kiểm tra", "unit": ward.pk, "units": ward.pk, "held_on": "29/3/2022"}
    page = as_(clerk).post("/hoi-nghi/moi/", facts | making.form_key())
    assert page.status_code == 422 and "ghi tên tổ công tác" in page.content.decode()
    as_(clerk).post("/hoi-nghi/moi/", {**facts, "host_name": "Tổ công tác số 2"} | making.form_key())
    assert "Tổ công tác số 2" in as_(clerk).get(f"/hoi-nghi/{Meeting.objects.get().pk}/").content.decode()


def test_two_who_mend_the_same_facts_are_told(meeting: Meeting, clerk: Person, as_: Browser) -> None:
    url, facts = f"/hoi-nghi/{meeting.pk}/sua/", asked(meeting, clerk)
    assert as_(clerk).post(url, {**facts, "place": "Phòng họp 2"} | making.form_key()).status_code == 302
    page = as_(clerk).post(url, {**facts, "place": "Phòng họp 3"} | making.form_key())
    assert page.status_code == 422 and "Người khác vừa sửa hội nghị này" in page.content.decode()
    assert "Phòng họp 3" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.place == "Phòng họp 2"


def test_a_chair_whose_appointment_has_ended_is_refused(
    ward: Unit, committee: Body, clerk: Person, approver: Person
) -> None:
    chair = making.appointed(approver, "sign", at=committee, valid_to=date(2022, 3, 1))
    with pytest.raises(Refused, match="29/3/2022"):
        gatherings.held(ward, committee, clerk, on=MARCH, chair=chair)


def test_meetings_do_not_follow_each_other_in_a_circle(ward: Unit, committee: Body, clerk: Person) -> None:
    first, second, third = (gatherings.held(ward, committee, clerk, on=MARCH) for _time in range(3))
    among = {"hosts": [committee], "reviewed": [ward], "by": clerk}
    for meeting, before in ((second, first), (third, second)):
        meeting.previous = before
        meetings.change(meeting, seen=meeting.version, **among)
    first.previous = third
    with pytest.raises(Refused):
        meetings.change(first, seen=first.version, **among)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=first.pk).update(previous=first)


def test_the_agenda_keeps_its_order_and_an_item_spoken_of_stays(meeting: Meeting, clerk: Person, as_: Browser) -> None:
    browser, url = as_(clerk), f"/hoi-nghi/{meeting.pk}/chuong-trinh/"
    for title in ("Báo cáo", "Thảo luận", "Kết luận"):
        facts = {"title": title, "starts_at": "8h30", "minutes": "20", "shows_figures": "on"}
        assert browser.post(url, facts | making.form_key()).status_code == 302
    first, second, _third = meeting.agenda.all()
    browser.post(f"{url}{second.pk}/chuyen/", {"to": "up"} | making.form_key())
    assert [item.title for item in meeting.agenda.all()] == ["Thảo luận", "Báo cáo", "Kết luận"]
    remark = gatherings.said(meeting, clerk)
    remark.agenda_item = first
    remark.save(update_fields=["agenda_item"])
    with pytest.raises(Refused, match="Báo cáo"):
        seating.take_off(AgendaItem.objects.get(pk=first.pk), by=clerk)
    browser.post(f"{url}{second.pk}/bo/", making.form_key())
    assert [item.title for item in meeting.agenda.all()] == ["Báo cáo", "Kết luận"]


@pytest.mark.parametrize(
    ("field", "wrong"), [("minutes", "nhiều"), ("minutes", "0"), ("starts_at", "25:00"), ("title", "")]
)
def test_an_item_that_cannot_be_read_keeps_what_was_typed(
    meeting: Meeting, clerk: Person, as_: Browser, field: str, wrong: str
) -> None:
    facts = {"title": "Báo cáo", "starts_at": "8:30", "minutes": "20", "presenter": "Phó Chủ tịch"}
    page = as_(clerk).post(f"/hoi-nghi/{meeting.pk}/chuong-trinh/", {**facts, field: wrong} | making.form_key())
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    assert "Phó Chủ tịch" in page.content.decode() and not meeting.agenda.exists()


def test_people_are_asked_by_appointment_and_guests_by_name(
    meeting: Meeting, clerk: Person, vetter: Person, as_: Browser
) -> None:
    browser, url = as_(clerk), f"/hoi-nghi/{meeting.pk}/thanh-phan/"
    held = vetter.appointments.get()
    assert browser.post(url, {"who": held.pk, "capacity": "member"} | making.form_key()).status_code == 302
    again = browser.post(url, {"who": held.pk, "capacity": "guest"} | making.form_key())
    assert again.status_code == 422 and "đã có trong thành phần mời" in again.content.decode()
    browser.post(url, {"name": "Bà Sáu", "post": "Tổ trưởng tổ dân phố", "capacity": "guest"} | making.form_key())
    nobody = browser.post(url, {"capacity": "guest"} | making.form_key())
    assert nobody.status_code == 422
    guest, seat = meeting.attendance.order_by("-position")[:2]
    assert (seat.person, guest.person, guest.name) == (vetter, None, "Bà Sáu")
    marks = {f"p-{seat.pk}": "absent", f"r-{seat.pk}": "Đi công tác", f"p-{guest.pk}": "present", f"r-{guest.pk}": "bỏ"}
    others = meeting.attendance.exclude(pk__in=[seat.pk, guest.pk])
    rest = {f"p-{other.pk}": "present" for other in others}
    assert browser.post(f"{url}co-mat/", {**marks, **rest} | making.form_key()).status_code == 302
    seat.refresh_from_db()
    guest.refresh_from_db()
    assert (seat.presence, seat.reason, guest.presence, guest.reason) == ("absent", "Đi công tác", "present", "")


def test_a_person_of_several_posts_is_offered_once_with_all_and_comes_as_one_of_the_hosts(
    meeting: Meeting, ward: Unit, clerk: Person, as_: Browser
) -> None:
    government = making.body(ward, "UB", Body.Kind.PEOPLES_COMMITTEE, name="UBND phường", letterhead="state")
    deputy = making.person("pho-chu-tich", "Phó Chủ tịch Minh Họa")
    making.appointed(deputy, "approve", at=government, post="Phó Chủ tịch")
    for role in ("read", "sign"):
        making.appointed(deputy, role, at=meeting.hosts.get(), post="Ủy viên Ban Thường vụ")
    browser, url = as_(clerk), f"/hoi-nghi/{meeting.pk}/thanh-phan/"
    offered = [(pk, words) for pk, words in browser.get(url).context["form"].fields["who"].choices if pk]
    ((chosen, words),) = [(pk, words) for pk, words in offered if words.startswith("Phó Chủ tịch Minh Họa – ")]
    assert words.count("Ủy viên Ban Thường vụ") == 1 and "Phó Chủ tịch, UBND phường" in words
    assert browser.post(url, {"who": str(chosen), "capacity": "member"} | making.form_key()).status_code == 302
    seat = meeting.attendance.get(person=deputy)
    assert seat.post.startswith("Ủy viên Ban Thường vụ")


def test_a_meeting_has_one_chair_who_keeps_the_first_seat(meeting: Meeting, clerk: Person) -> None:
    chair = meeting.attendance.get(capacity="chair")
    with pytest.raises(PermissionDenied):
        seating.put(meeting, Attendance(name="Người khác", capacity="chair"), by=clerk)
    with pytest.raises(Refused):
        seating.take_off(chair, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(meeting=meeting, position=9, name="Người khác", capacity="chair")


def test_those_asked_hand_a_paper_in_and_others_do_not(
    meeting: Meeting, ward: Unit, clerk: Person, approver: Person, stranger: Person, as_: Browser, evidence_drawer: Any
) -> None:
    police = making.body(ward, "CA", Body.Kind.POLICE, name="Công an phường", letterhead="none")
    officer = making.person("cong-an", "Cán bộ Công an")
    making.appointed(officer, "enter", at=police)
    paper = meetings.ask_for(meeting, MeetingPaper(kind="opinion", title="Ý kiến", asked_of=police), by=clerk)
    url = f"/hoi-nghi/{meeting.pk}/tai-lieu/{paper.pk}/"
    assert as_(approver).get(url).status_code == 403
    assert as_(stranger).get(url).status_code == 404
    empty = as_(officer).post(url, {"text": ""} | making.form_key())
    assert empty.status_code == 422 and "nhập văn bản hoặc chọn tệp" in empty.content.decode()
    assert as_(officer).post(url, {"text": "Địa bàn ổn định."} | making.form_key()).status_code == 302
    file = attachments.examine("y-kien.pdf", files.pdf())
    meetings.hand_in(paper, text="Địa bàn ổn định.", attachment=file, by=officer)
    page = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    assert "Địa bàn ổn định." in page and "y-kien.pdf" in page
    assert as_(clerk).get(f"{url}tep/")["Content-Type"] == "application/pdf"


def test_a_paper_is_not_asked_for_after_the_meeting(meeting: Meeting, committee: Body, clerk: Person) -> None:
    late = MeetingPaper(kind="paper", title="Báo cáo", asked_of=committee, due_on=date(2022, 3, 30))
    with pytest.raises(Refused, match="30/3/2022"):
        meetings.ask_for(meeting, late, by=clerk)


# --- the invitation -------------------------------------------------------------------------------


def test_a_calendar_reads_the_invitation(meeting: Meeting, clerk: Person, as_: Browser) -> None:
    meeting.title = "Sơ kết; “quý I”, đợt 1\\ " + "rất dài" * 20
    meeting.save(update_fields=["title"])
    answer = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/lich.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["SUMMARY"] == meeting.title
    assert event["LOCATION"] == "Hội trường phường"
    assert event["DTSTART"].dt == making.moment("2022-03-29 08:30:00")
    assert event["DTEND"].dt > event["DTSTART"].dt
    assert str(event["STATUS"]) == "CONFIRMED"


def test_a_meeting_without_an_hour_takes_the_whole_day_and_one_without_a_day_has_no_calendar(
    meeting: Meeting, clerk: Person, as_: Browser
) -> None:
    meeting.starts_at = None
    (event,) = Calendar.from_ical(calendar_files.invitation(meeting, MARCH, "https://x.example/")).walk("VEVENT")
    assert event["DTSTART"].dt == MARCH and not isinstance(event["DTSTART"].dt, datetime)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=None, date_text="tháng 3/2022")
    assert as_(clerk).get(f"/hoi-nghi/{meeting.pk}/lich.ics").status_code == 404
    assert "tháng 3/2022" in as_(clerk).get("/hoi-nghi/").content.decode()


def test_each_with_a_mail_address_gets_one_letter_with_the_calendar_file(
    meeting: Meeting, clerk: Person, vetter: Person, settings: Any
) -> None:
    settings.SENDS_MAIL = True
    Person.objects.filter(pk=clerk.pk).update(email="can-bo@phuong.example")
    seating.put(meeting, Attendance(person=vetter, name=vetter.full_name), by=clerk)
    assert asking.ask(meeting, by=clerk) == 1
    job = Job.objects.get(kind=jobs.INVITE)
    jobs.send_invitation(job, *job.args)
    (letter,) = mail.outbox
    assert letter.to == ["can-bo@phuong.example"] and "Hội nghị Ban Thường vụ" in letter.subject
    assert "08 giờ 30" in letter.body and "thứ Ba, 29/3/2022" in letter.body
    name, content, kind = letter.attachments[0]
    assert (name, kind) == ("giay-moi.ics", "text/calendar") and Calendar.from_ical(content)
    assert meeting.attendance.get(person=clerk).invited_at is not None


def test_a_letter_about_a_meeting_that_changed_since_is_not_sent(
    meeting: Meeting, committee: Body, ward: Unit, clerk: Person, settings: Any
) -> None:
    settings.SENDS_MAIL = True
    Person.objects.filter(pk=clerk.pk).update(email="can-bo@phuong.example")
    asking.ask(meeting, by=clerk)
    meeting.place = "Nơi khác"
    meetings.change(meeting, hosts=[committee], reviewed=[ward], seen=meeting.version, by=clerk)
    job = Job.objects.get(kind=jobs.INVITE)
    jobs.send_invitation(job, *job.args)
    assert mail.outbox == []


def test_nobody_is_asked_where_no_mail_goes_or_nobody_has_an_address(
    meeting: Meeting, clerk: Person, settings: Any
) -> None:
    settings.SENDS_MAIL = False
    with pytest.raises(Refused):
        asking.ask(meeting, by=clerk)
    settings.SENDS_MAIL = True
    with pytest.raises(Refused, match="địa chỉ thư"):
        asking.ask(meeting, by=clerk)


def test_a_meeting_called_off_says_why_and_takes_nothing_more(meeting: Meeting, clerk: Person, as_: Browser) -> None:
    browser = as_(clerk)
    browser.post(f"/hoi-nghi/{meeting.pk}/hoan/", {"reason": "Trùng lịch của Quận ủy."} | making.form_key())
    assert "Trùng lịch của Quận ủy." in browser.get(f"/hoi-nghi/{meeting.pk}/").content.decode()
    (event,) = Calendar.from_ical(browser.get(f"/hoi-nghi/{meeting.pk}/lich.ics").content).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"
    with pytest.raises(Refused, match="Trùng lịch"):
        gatherings.said(meeting, clerk)


# --- what is one's own ----------------------------------------------------------------------------


def test_a_leaders_note_is_read_by_its_writer_alone(
    meeting: Meeting, clerk: Person, approver: Person, as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/"
    as_(approver).post(f"{url}ghi-chu/", {"text": "Hỏi kỹ việc thu thuế."} | making.form_key())
    assert "Hỏi kỹ việc thu thuế." in as_(approver).get(url).content.decode()
    for page in (url, f"{url}ghi-chu/", "/hoi-nghi/?tai=csv"):
        assert "Hỏi kỹ" not in as_(clerk).get(page).content.decode()
    assert not [entry for entry in JournalEntry.objects.all() if "Hỏi kỹ" in str(entry.facts)]
    assert not JournalEntry.objects.filter(by=approver).exists()
    as_(approver).post(f"{url}ghi-chu/", {"text": ""} | making.form_key())
    assert not LeaderNote.objects.exists()
