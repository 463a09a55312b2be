"""Meetings that tests speak of: one that is held, something said at it, its minutes up to a state."""

from datetime import date
from uuid import uuid4

from coquang import dates
from programmes.actions import conclusions, meetings, minutes, seating, signing_minutes
from programmes.actions.minutes import Said
from programmes.models import Appointment, Attendance, Body, Meeting, Minutes, Person, Remark, Unit
from programmes.splitting import proposed

SENTENCE = (
    "Đề nghị phường tiếp tục quan tâm đến công tác phát triển đảng viên, an ninh trật tự, trong đó phải kết hợp giữa "
    "chính quyền với các đoàn thể để xây dựng lực lượng cảm tình Đảng phải thực sự hiệu quả, nòng cốt, từ đó phát hiện "
    "ra những tấm gương tốt, tích cực; có giải pháp cụ thể giải quyết các trường hợp lang thang, xin ăn; xây dựng "
    "Không gian văn hóa Hồ Chí Minh phải tạo được sự lan tỏa."
)


def held(
    unit: Unit,
    host: Body,
    writer: Person,
    *,
    on: date | None = None,
    chair: Appointment | None = None,
    reviewed: tuple[Unit, ...] = (),
    **facts: object,
) -> Meeting:
    """A meeting of a unit, of today, with a chair and its writer among those asked."""
    meeting = Meeting(
        unit=unit,
        kind=Meeting.Kind.STANDING_COMMITTEE,
        title="Hội nghị Ban Thường vụ",
        held_on=on or dates.today(),
        chair=chair,
        chair_text="" if chair else "Bí thư Đảng ủy",
        **facts,
    )
    made = meetings.lay_down(meeting, hosts=[host], reviewed=list(reviewed) or [unit], by=writer)
    seat = Attendance(person=writer, name=writer.full_name, post="Văn phòng", presence=Attendance.Presence.PRESENT)
    seating.put(made, seat, by=writer)
    return made


def said(meeting: Meeting, writer: Person, text: str = "Thu ngân sách còn chậm.", **facts: object) -> Remark:
    """A remark of the last of those asked."""
    speaker = meeting.attendance.order_by("-position")[0]
    kind = str(facts.get("kind", Remark.Kind.SUGGESTION))
    return minutes.write(meeting, uuid4(), Said(speaker.pk, kind, text), seen=0, by=writer)


def prepared(meeting: Meeting, *, by: Person) -> Minutes:
    """With one remark and a sentence split into as many conclusions as it has parts, put together."""
    said(meeting, by)
    sentence = conclusions.keep_sentence(meeting, "Thu đủ chỉ tiêu năm.", by=by)
    conclusions.split(sentence, proposed(sentence.text), by=by)
    return signing_minutes.prepare(meeting, ended_at=None, by=by)


def asked(meeting: Meeting, *, by: Person, until: date | None = None) -> Minutes:
    prepared(meeting, by=by)
    return signing_minutes.ask_comments(meeting, until=until or dates.today(), by=by)


def signed(meeting: Meeting, *, by: Person) -> Minutes:
    """Closed as if the chair had signed, who has no account here."""
    record = prepared(meeting, by=by)
    record.state, record.signed_at, record.signed_on = Minutes.State.SIGNED, dates.now(), dates.today()
    record.save(update_fields=["state", "signed_at", "signed_on"])
    return record
