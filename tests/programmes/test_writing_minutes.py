"""Minutes as they are spoken: each remark once, two writers at one time, comments of those present, the signature."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from coquang import richtext
from coquang.records.models import JournalEntry
from coquang.refusals import Refused
from programmes.actions import minutes, signing_minutes
from programmes.actions.minutes import Contested, Said
from programmes.models import Appointment, Attendance, Body, Meeting, Minutes, Person, Remark, Unit
from tests import gatherings, making
from tests.security.corpus import beside_the_checkout, shared
from tests.security.seen import page as read

Browser = Callable[[Person], Client]
JSON = {"Accept": "application/json"}


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
def typed(meeting: Meeting, clerk: Person) -> dict[str, str]:
    """What the pen sends."""
    speaker = meeting.attendance.get(person=clerk)
    return {"speaker": str(speaker.pk), "kind": "suggestion", "text": "Thu ngân sách còn chậm.", "seen": "0"}


def saved(browser: Client, meeting: Meeting, key: object, typed: dict[str, str]) -> dict[str, Any]:
    answer = browser.post(f"/hoi-nghi/{meeting.pk}/bien-ban/y-kien/{key}/luu/", typed, headers=JSON)
    told: dict[str, Any] = answer.json()
    return told


# --- writing --------------------------------------------------------------------------------------


def test_a_remark_sent_twice_is_kept_once_with_its_time(
    meeting: Meeting, clerk: Person, typed: dict[str, str], as_: Browser
) -> None:
    key = uuid4()
    for _time in range(2):
        assert saved(as_(clerk), meeting, key, typed)["state"] == "saved"
    remark = Remark.objects.get()
    assert (remark.key, remark.version, str(remark.said_at)) == (key, 1, "09:41:00")


def test_without_a_script_the_form_writes_and_a_doubled_post_is_one_remark(
    meeting: Meeting, clerk: Person, typed: dict[str, str], as_: Browser
) -> None:
    url, key = f"/hoi-nghi/{meeting.pk}/bien-ban/", str(uuid4())
    for _time in range(2):
        answer = as_(clerk).post(f"{url}y-kien/", {**typed, "key": key} | making.form_key())
        assert answer["Location"] == f"{url}#viet"
    assert Remark.objects.count() == 1
    page = as_(clerk).get(url).content.decode()
    assert "Thu ngân sách còn chậm." in page and "09:41" in page


def test_the_second_of_two_writers_is_shown_both_versions_and_nothing_is_lost(
    meeting: Meeting, clerk: Person, vetter: Person, typed: dict[str, str], as_: Browser
) -> None:
    key = uuid4()
    saved(as_(clerk), meeting, key, typed)
    assert saved(as_(vetter), meeting, key, {**typed, "text": "Thu thuế còn chậm.", "seen": "1"})["state"] == "saved"
    told = saved(as_(clerk), meeting, key, {**typed, "text": "Thu phí còn chậm.", "seen": "1"})
    assert told["state"] == "contested"
    assert (told["theirs"]["text"], told["theirs"]["by"]) == ("Thu thuế còn chậm.", vetter.full_name)
    assert Remark.objects.get().text == "Thu thuế còn chậm."
    taken = saved(as_(clerk), meeting, key, {**typed, "text": "Thu phí còn chậm.", "seen": "2"})
    assert taken["remark"]["version"] == 3
    told_of = JournalEntry.objects.about(Remark.objects.get())
    assert told_of.get(act="remark.contested").by == clerk
    facts = JournalEntry.objects.about(Remark.objects.get()).get(act="remark.changed", by=clerk).facts
    assert facts["before"] == "Thu thuế còn chậm."


def test_without_a_script_too_both_versions_stand_on_the_page(
    meeting: Meeting, clerk: Person, vetter: Person, typed: dict[str, str], as_: Browser
) -> None:
    remark = gatherings.said(meeting, clerk)
    url = f"/hoi-nghi/{meeting.pk}/bien-ban/y-kien/{remark.key}/"
    for text in ("Bản của người kia.", "Bản của tôi."):
        page = as_(vetter).post(url, {**typed, "text": text, "seen": "1"} | making.form_key())
    assert page.status_code == 422
    text = page.content.decode()
    assert "Bản của người kia." in text and "Bản của tôi." in text
    seen = read(page).boxes["seen"]
    assert as_(vetter).post(url, {**typed, "text": "Bản của tôi.", "seen": seen} | making.form_key()).status_code == 302
    remark.refresh_from_db()
    assert remark.text == "Bản của tôi."


def test_the_other_writers_page_learns_what_was_written(
    meeting: Meeting, clerk: Person, vetter: Person, typed: dict[str, str], as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/bien-ban/tu/"
    assert as_(vetter).get(f"{url}0/", headers=JSON).json() == {"version": 0, "remarks": []}
    saved(as_(clerk), meeting, uuid4(), typed)
    told = as_(vetter).get(f"{url}0/", headers=JSON).json()
    assert [remark["text"] for remark in told["remarks"]] == ["Thu ngân sách còn chậm."]
    assert as_(vetter).get(f"{url}{told['version']}/", headers=JSON).json()["remarks"] == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": ""}, ""),
        ({"speaker": "0"}, ""),
        ({"kind": "x"}, ""),
        ({"said_at": "25h"}, "14:03"),
        ({"text": "TỐI MẬT"}, "độ mật"),
    ],
)
def test_a_remark_that_cannot_be_read_is_told_and_not_kept(
    meeting: Meeting, clerk: Person, typed: dict[str, str], as_: Browser, wrong: dict[str, str], why: str
) -> None:
    told = saved(as_(clerk), meeting, uuid4(), {**typed, **wrong})
    assert told["state"] == "refused" and why in told["why"]
    assert not Remark.objects.exists()


def test_a_remark_is_struck_and_taken_in_again_and_never_deleted(
    meeting: Meeting, clerk: Person, approver: Person, as_: Browser
) -> None:
    remark = gatherings.said(meeting, clerk)
    url = f"/hoi-nghi/{meeting.pk}/bien-ban/y-kien/{remark.key}/gach/"
    for to, is_struck in (("out", True), ("in", False)):
        as_(clerk).post(url, {"to": to} | making.form_key())
        remark.refresh_from_db()
        assert remark.is_struck == is_struck
        page = as_(approver).get(f"/hoi-nghi/{meeting.pk}/bien-ban/").content.decode()
        assert (remark.text in page) != is_struck


def test_a_remark_of_another_meeting_is_not_written_over(
    meeting: Meeting, ward: Unit, committee: Body, clerk: Person
) -> None:
    other = gatherings.said(gatherings.held(ward, committee, clerk), clerk)
    speaker = meeting.attendance.get(person=clerk)
    with pytest.raises(PermissionDenied):
        minutes.write(meeting, other.key, Said(speaker.pk, "question", "Khác."), seen=1, by=clerk)


def test_only_those_who_write_for_the_unit_write(
    meeting: Meeting, approver: Person, stranger: Person, typed: dict[str, str], as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/bien-ban/y-kien/{uuid4()}/luu/"
    assert as_(approver).post(url, typed, headers=JSON).status_code == 403
    assert as_(stranger).post(url, typed, headers=JSON).status_code == 404


# --- the little rich text -------------------------------------------------------------------------


def test_bold_words_and_lists_are_shown_and_all_else_is_letters() -> None:
    text = "Có **ba việc**:\n- thu đủ\n- chi đúng\n1. trước tiên\n<b onclick=x>không</b> & 5 < 6"
    assert str(richtext.shown(text)) == (
        "<p>Có <b>ba việc</b>:</p><ul><li>thu đủ</li><li>chi đúng</li></ul><ol><li>trước tiên</li></ol>"
        "<p>&lt;b onclick=x&gt;không&lt;/b&gt; &amp; 5 &lt; 6</p>"
    )


@beside_the_checkout
def test_no_rich_text_of_the_shared_list_makes_a_tag_of_its_own(
    meeting: Meeting, clerk: Person, typed: dict[str, str], as_: Browser
) -> None:
    for case in shared("rich_text"):
        if len(case.raw) < 20_000:
            saved(as_(clerk), meeting, uuid4(), {**typed, "text": case.text})
    assert Remark.objects.count() > 10
    seen = read(as_(clerk).get(f"/hoi-nghi/{meeting.pk}/bien-ban/"))
    assert not seen.handlers
    assert not {"style", "base", "object", "iframe", "script"} & set(seen.tags[seen.tags.index("article") :])
    for remark in Remark.objects.all():
        assert "<script" not in richtext.shown(remark.text).lower()


# --- to the signature -----------------------------------------------------------------------------


def test_minutes_go_from_draft_to_the_signature(
    meeting: Meeting, clerk: Person, approver: Person, as_: Browser
) -> None:
    url = f"/hoi-nghi/{meeting.pk}/bien-ban/"
    assert as_(clerk).post(f"{url}hoan-chinh/", {"ended_at": "11h30"} | making.form_key()).status_code == 422
    gatherings.said(meeting, clerk)
    assert as_(clerk).post(f"{url}hoan-chinh/", {"ended_at": "11h30"} | making.form_key()).status_code == 302
    with pytest.raises(Refused):
        gatherings.said(meeting, clerk)
    as_(clerk).post(f"{url}lay-y-kien/", {"until": "16/3/2022"} | making.form_key())
    assert as_(clerk).post(f"{url}ky/", making.form_key()).status_code == 403
    as_(clerk).post(f"{url}gop-y/", {"text": "Sửa giờ bắt đầu."} | making.form_key())
    assert "còn" in as_(approver).post(f"{url}ky/", making.form_key()).content.decode().lower()
    comment = Minutes.objects.get().comments.get()
    answer = f"{url}gop-y/{comment.pk}/"
    assert as_(clerk).post(answer, {"accepted": "0", "words": ""} | making.form_key()).status_code == 422
    as_(clerk).post(answer, {"accepted": "1", "words": "Đã sửa."} | making.form_key())
    assert as_(approver).post(f"{url}ky/", making.form_key()).status_code == 302
    record = Minutes.objects.get()
    assert (record.state, record.signed_by, record.signed_on) == ("signed", approver, date(2022, 3, 15))
    assert "Bí thư" in record.signed_as
    twice = as_(approver).post(f"{url}ky/", making.form_key())
    assert twice.status_code == 409 and "Không ký hai lần" in twice.content.decode()


def test_silence_until_the_day_is_agreement(
    meeting: Meeting, clerk: Person, approver: Person, clock: Callable[[str], None], as_: Browser
) -> None:
    record = gatherings.asked(meeting, by=clerk, until=date(2022, 3, 16))
    with pytest.raises(Refused, match="16/3/2022"):
        signing_minutes.sign(record, by=approver)
    clock("2022-03-17 08:00:00")
    with pytest.raises(PermissionDenied):
        signing_minutes.comment(record, "Muộn rồi.", by=clerk)
    signing_minutes.sign(record, by=approver)
    page = as_(clerk).get(f"/hoi-nghi/{meeting.pk}/bien-ban/").content.decode()
    assert "Thống nhất (không có ý kiến)" in page and clerk.full_name in page


def test_once_all_present_have_agreed_nobody_waits_for_the_day(
    meeting: Meeting, clerk: Person, approver: Person, as_: Browser
) -> None:
    record = gatherings.asked(meeting, by=clerk, until=date(2022, 3, 20))
    as_(clerk).post(f"/hoi-nghi/{meeting.pk}/bien-ban/thong-nhat/", making.form_key())
    assert signing_minutes.sign(record, by=approver).state == "signed"


def test_only_those_present_comment(meeting: Meeting, clerk: Person, vetter: Person) -> None:
    record = gatherings.asked(meeting, by=clerk)
    with pytest.raises(PermissionDenied):
        signing_minutes.comment(record, "Tôi không dự.", by=vetter)
    seat = Attendance.objects.get(meeting=meeting, person=clerk)
    seat.presence = Attendance.Presence.ABSENT
    seat.save(update_fields=["presence"])
    with pytest.raises(PermissionDenied):
        signing_minutes.comment(record, "Tôi vắng.", by=clerk)


def test_a_meeting_still_to_come_has_nothing_to_sign(
    ward: Unit, committee: Body, clerk: Person, approver: Person, chair: Appointment
) -> None:
    meeting = gatherings.held(ward, committee, clerk, on=date(2022, 3, 29), chair=chair)
    with pytest.raises(Refused):
        signing_minutes.sign(gatherings.prepared(meeting, by=clerk), by=approver)


def test_signed_minutes_change_by_a_supplementary_record_only(
    meeting: Meeting, clerk: Person, approver: Person, as_: Browser
) -> None:
    record = gatherings.prepared(meeting, by=clerk)
    with pytest.raises(Refused):
        signing_minutes.supplement(record, "Giờ kết thúc là 11 giờ 30.", by=clerk)
    signing_minutes.sign(record, by=approver)
    with pytest.raises(Refused, match="biên bản bổ sung"):
        gatherings.said(meeting, clerk)
    for row in (record.remarks.get(), record.conclusions.get(), record.sentences.get()):
        row.text = "khác"
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(update_fields=["text"])
    url = f"/hoi-nghi/{meeting.pk}/bien-ban/bo-sung/"
    as_(clerk).post(url, {"text": "Giờ kết thúc là 11 giờ 30."} | making.form_key())
    made = record.supplements_of_it.get()
    assert as_(clerk).post(f"{url}{made.pk}/ky/", making.form_key()).status_code == 403
    as_(approver).post(f"{url}{made.pk}/ky/", making.form_key())
    made.refresh_from_db()
    assert made.state == "signed"
    assert "Giờ kết thúc là 11 giờ 30." in as_(clerk).get(f"/hoi-nghi/{meeting.pk}/bien-ban/").content.decode()


def test_records_do_not_mend_each_other_in_a_circle(meeting: Meeting, clerk: Person, approver: Person) -> None:
    record = gatherings.prepared(meeting, by=clerk)
    signing_minutes.sign(record, by=approver)
    first = signing_minutes.supplement(record, "Một.", by=clerk)
    signing_minutes.sign(first, by=approver)
    second = signing_minutes.supplement(first, "Hai.", by=clerk)
    for mended in (second.pk, second.pk + 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Minutes.objects.filter(pk=second.pk).update(supplements=mended)
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=first.pk).update(supplements=second)


# --- who reads ------------------------------------------------------------------------------------


def test_unsigned_minutes_are_the_offices_and_signed_ones_everybodys_who_sees_the_meeting(
    units: dict[str, Unit], ward: Unit, clerk: Person, as_: Browser
) -> None:
    """The district meets the ward: until the signature the ward sees the meeting, not its minutes."""
    district = units[making.DISTRICT]
    office = making.body(district, "VP", Body.Kind.PARTY_OFFICE, name="Văn phòng Quận ủy")
    writer, onlooker = making.person("ghi-bien-ban", "Chuyên viên"), making.person("nguoi-xem", "Người xem phường bạn")
    making.appointed(writer, "record", at=office)
    making.appointed(onlooker, "read", unit=units[making.SIBLING])
    meeting = gatherings.held(district, office, writer, reviewed=(ward,))
    gatherings.said(meeting, writer)
    page, url = f"/hoi-nghi/{meeting.pk}/", f"/hoi-nghi/{meeting.pk}/bien-ban/"
    assert [as_(who).get(page).status_code for who in (writer, clerk, onlooker)] == [200, 200, 404]
    assert [as_(who).get(url).status_code for who in (writer, clerk, onlooker)] == [200, 404, 404]
    assert [as_(who).get("/hoi-nghi/").content.decode().count(page) > 0 for who in (clerk, onlooker)] == [True, False]
    Minutes.objects.update(state="signed", signed_at="2022-03-15T10:00:00Z", signed_on="2022-03-15")
    assert [as_(who).get(url).status_code for who in (writer, clerk, onlooker)] == [200, 200, 404]


def test_a_guest_of_another_unit_reads_what_they_were_asked_to(
    meeting: Meeting, clerk: Person, stranger: Person, as_: Browser
) -> None:
    Attendance.objects.create(meeting=meeting, position=9, person=stranger, name="Khách", presence="present")
    page, url = f"/hoi-nghi/{meeting.pk}/", f"/hoi-nghi/{meeting.pk}/bien-ban/"
    record = gatherings.prepared(meeting, by=clerk)
    assert [as_(stranger).get(address).status_code for address in (page, url)] == [200, 404]
    signing_minutes.ask_comments(meeting, until=date(2022, 3, 16), by=clerk)
    assert as_(stranger).get(url).status_code == 200
    as_(stranger).post(f"{url}gop-y/", {"text": "Tôi nói khác."} | making.form_key())
    assert record.comments.get().by == stranger


def test_contested_is_told_with_what_stands(meeting: Meeting, clerk: Person) -> None:
    remark = gatherings.said(meeting, clerk)
    said = Said(remark.speaker_id, "question", "Khác.")
    minutes.write(meeting, remark.key, said, seen=1, by=clerk)
    with pytest.raises(Contested) as met:
        minutes.write(meeting, remark.key, Said(remark.speaker_id, "question", "Khác nữa."), seen=1, by=clerk)
    assert met.value.remark.text == "Khác."
