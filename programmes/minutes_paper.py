"""The minutes of a meeting (biên bản) with the heads of Hướng dẫn 16-HD/VPTW; what is not known is left to the pen."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils import translation

from coquang import dates, limits, richtext
from coquang.blocks import Block, Clause, Heading, Item, Paragraph, items
from coquang.kinds import KINDS
from coquang.papers import BLANK_IN_A_SENTENCE as BLANK
from coquang.papers import TEMPLATE, Paper, Signature
from coquang.records.paper import Draft
from programmes import issuing, wording
from programmes.dashboards.meetings import unheard
from programmes.issuers import office_named, speaks_for
from programmes.models import Attendance, Meeting, Minutes, Remark

MINUTES = "minutes"
Capacity, Presence = Attendance.Capacity, Attendance.Presence


@translation.override("vi")
def minutes_paper(minutes: Minutes) -> Draft:
    """The record as it stands; until it is signed it says that it is a draft. Raises Refused without an issuer."""
    meeting = minutes.meeting
    issuer = speaks_for(meeting, KINDS["BB"])
    day = meeting.held_on or dates.today()
    subject = wording.occasion(meeting)
    paper = Paper(
        kind=KINDS["BB"],
        rule=issuing.rule_of(issuer, day),
        head=issuing.head_of(issuer),
        day=day,
        is_undated=meeting.held_on is None,
        subject=subject if issuer.letterhead == "party" else wording.upper_first(subject),
        blocks=[*_heads(meeting), *_those_there(meeting), *_course(minutes), *_concluded(minutes), *_end(minutes)],
        signatures=hands(meeting, subject),
        recipients=[f"Lưu {office_named(issuer)}"],
        draft="" if minutes.state == Minutes.State.SIGNED else "Dự thảo",
    )
    title = f"Biên bản {subject}"[: limits.NAME]
    return Draft(MINUTES, title, issuer.unit_id, str(day.year), "vi", TEMPLATE, paper.facts())


def hands(meeting: Meeting, subject: str) -> list[Signature]:
    """Who signs a record: the minute-taker at the left, the chair at the right."""
    chair = "CHỦ TRÌ" if "buổi làm việc" in subject else "CHỦ TRÌ HỘI NGHỊ"
    taker = Signature("NGƯỜI GHI BIÊN BẢN", name=_minute_taker(meeting)[0])
    return [taker, Signature(chair, name=_chair_signs(meeting))]


def _heads(meeting: Meeting) -> list[Item]:
    begins = dates.hour_words(meeting.starts_at) if meeting.starts_at else f"{BLANK} giờ {BLANK}"
    name, post = _minute_taker(meeting)
    about = "; ".join(wording.lower_first(item.title) for item in meeting.agenda.all())
    papers = "; ".join(wording.lower_first(title) for title in meeting.papers.values_list("title", flat=True))
    heads = [
        ("Thời gian", f"bắt đầu vào hồi {begins}, {wording.day(meeting)}"),
        ("Địa điểm", meeting.place or BLANK),
        ("Nội dung", about or wording.occasion(meeting)),
        ("Người chủ trì", wording.chair(meeting)),
        ("Người ghi biên bản", wording.comrade(name, post) if name or post else f"đồng chí {BLANK}"),
        ("Tài liệu", papers),
    ]
    return [Item(f"{label}: {wording.ended(told)}") for label, told in heads if told]


def _minute_taker(meeting: Meeting) -> tuple[str, str]:
    taker = meeting.minute_taker
    if taker is None:
        return "", meeting.minute_taker_text
    seat = meeting.attendance.filter(person=taker).first()
    return taker.full_name, seat.post if seat else ""


def _chair_signs(meeting: Meeting) -> str:
    return wording.chair_named(meeting)[0]


def _those_there(meeting: Meeting) -> Iterator[Block]:
    seats = list(meeting.attendance.all())
    there = [seat for seat in seats if seat.presence == Presence.PRESENT]
    absent = [seat for seat in seats if seat.presence == Presence.ABSENT]
    groups = [
        ("Có mặt", [seat for seat in there if seat.capacity in {Capacity.CHAIR, Capacity.MEMBER}]),
        ("Đơn vị được làm việc", [seat for seat in there if seat.capacity == Capacity.REVIEWED]),
        ("Mời dự", [seat for seat in there if seat.capacity == Capacity.GUEST]),
        ("Được mời", [seat for seat in seats if seat.presence == Presence.ASKED]),
    ]
    yield Heading("Thành phần", level=2)
    for label, held in groups:
        if held:
            yield Item(f"{label}: {wording.ended('; '.join(map(wording.seated, held)))}")
    for label, held in (
        ("Vắng mặt có lý do", [seat for seat in absent if seat.reason]),
        ("Vắng mặt không nêu lý do", [seat for seat in absent if not seat.reason]),
    ):
        told = "; ".join(wording.seated(seat) + (f" ({seat.reason})" if seat.reason else "") for seat in held)
        if told:
            yield Item(f"{label}: {wording.ended(told)}")


def _course(minutes: Minutes) -> Iterator[Block]:
    """What was said, by item of the agenda and by speaker, in the order in which it was said."""
    remarks = list(minutes.remarks.filter(is_struck=False).select_related("speaker", "agenda_item"))
    yield Heading("Diễn biến", level=2)
    for item in minutes.meeting.agenda.all():
        said = [remark for remark in remarks if remark.agenda_item_id == item.pk]
        if not said and not item.presenter:
            continue
        yield Heading(wording.unended(item.title), level=3)
        if item.presenter:
            yield Paragraph(f"{wording.upper_first(wording.comrade('', item.presenter))} trình bày.")
        yield from _spoken(said)
    others = [remark for remark in remarks if remark.agenda_item_id is None]
    if others:
        yield Heading("Ý kiến phát biểu", level=3)
        yield from _spoken(others)


def _spoken(remarks: Iterable[Remark]) -> Iterator[Block]:
    for speaker, said in groupby(remarks, key=lambda remark: remark.speaker):
        yield Paragraph(f"{wording.upper_first(wording.seated(speaker))} phát biểu:")
        yield from items(wording.unended(" ".join(richtext.plain(remark.text).split())) for remark in said)


def _concluded(minutes: Minutes) -> Iterator[Block]:
    sentences, conclusions = list(minutes.sentences.all()), list(minutes.conclusions.all())
    if not sentences and not conclusions:
        return
    yield Heading("Kết luận", level=2)
    if sentences:
        yield Paragraph(f"{wording.upper_first(wording.chair(minutes.meeting))} kết luận:")
        yield from (Paragraph(f"“{sentence.text}”") for sentence in sentences)
    if conclusions:
        yield Paragraph(f"Kết luận được ghi thành {len(conclusions):02d} nội dung:")
        yield from (Clause(wording.ended(conclusion.text)) for conclusion in conclusions)


def _end(minutes: Minutes) -> Iterator[Block]:
    meeting = minutes.meeting
    what = "Buổi làm việc" if "buổi làm việc" in wording.occasion(meeting) else "Hội nghị"
    hour = dates.hour_words(meeting.ended_at) if meeting.ended_at else f"{BLANK} giờ {BLANK}"
    yield Paragraph(f"{what} kết thúc vào hồi {hour} cùng ngày.")
    if minutes.comments_due and minutes.state in {Minutes.State.ASKED, Minutes.State.SIGNED}:
        silent = "; người không góp ý là thống nhất" if unheard(minutes) else ""
        due = dates.cited(minutes.comments_due)
        yield Paragraph(f"Biên bản được gửi lấy ý kiến những người có mặt đến hết ngày {due}{silent}.")
