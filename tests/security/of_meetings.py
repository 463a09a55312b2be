"""Meetings of which every page has its forms: what leads to them, and what is typed so that it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass

from coquang import dates
from indicators.actions import packs
from programmes.actions import conclusions, meetings, notices, seating
from programmes.issuers import FOR_ALL, Issuer
from programmes.models import (
    AgendaItem,
    Attendance,
    Body,
    Conclusion,
    Meeting,
    MeetingPaper,
    MinutesComment,
    Person,
    Unit,
)
from programmes.notice_parts import Typed
from programmes.splitting import proposed
from tests import files, gatherings, making

FILLED = {
    "programmes:agenda:title": "Thảo luận",
    "programmes:attendance:name": "Khách mời thứ hai",
    "programmes:handwriting:file": files.picture().decode("latin-1"),
    "programmes:meeting-new:held_on": "20/3/2023",
    "programmes:meeting-new:title": "Giao ban tuần",
    "programmes:meeting-new:host_name": "Tổ công tác số 2",
    "programmes:meeting-paper:text": "Đã thu đủ.",
    "programmes:meeting-notice:number": "64-TB/ĐU",
    "programmes:meeting-notice:on": "15/3/2023",
    "programmes:minutes-ask:until": "20/3/2023",
    "programmes:conclusion:words": "Thu",
    "programmes:conclusion-task:due_on": "30/6/2023",
    "programmes:remark-task:due_on": "30/6/2023",
}

OF_A_MEETING = (
    *("meeting", "meeting-edit", "meeting-calendar", "meeting-ask", "meeting-note", "agenda"),
    *("attendance", "presence", "meeting-paper-new", "remark-new", "minutes-prepare", "minutes-sign"),
    *("sentence-new", "minutes-print", "invitation-print"),
)
OF_A_SENTENCE = ("sentence", "sentence-split", "sentence-undo", "handwriting", "handwriting-picture")
OF_A_CONCLUSION = (*("conclusion", "conclusion-split", "conclusion-merge", "conclusion-move", "conclusion-remove"),)


@dataclass
class Meetings:
    """A meeting whose minutes are being written, one whose comments are asked, one that is signed."""

    open: Meeting
    conclusion: Conclusion
    places: dict[str, list[dict[str, object]]]


def made(units: Mapping[str, Unit], committee: Body, clerk: Person) -> Meetings:
    ward = units[making.WARD]
    writing = gatherings.held(ward, committee, clerk)
    item = seating.put(writing, AgendaItem(title="Báo cáo"), by=clerk)
    seat = seating.put(writing, Attendance(name="Khách mời", capacity="guest"), by=clerk)
    paper = meetings.ask_for(writing, MeetingPaper(kind="paper", title="Báo cáo quý", asked_of=committee), by=clerk)
    remark = gatherings.said(writing, clerk)
    split, whole = (conclusions.keep_sentence(writing, "Thu đủ; chi đúng.", by=clerk) for _time in range(2))
    conclusion = conclusions.split(split, proposed(split.text), by=clerk)[0]
    quiet = gatherings.held(ward, committee, clerk)
    ready = gatherings.prepared(gatherings.held(ward, committee, clerk), by=clerk)
    asked = gatherings.asked(gatherings.held(ward, committee, clerk), by=clerk)
    comment = MinutesComment.objects.create(minutes=asked, by=clerk, text="Sửa giờ.", at=dates.now())
    signed = gatherings.signed(gatherings.held(ward, committee, clerk), by=clerk)
    noticed = gatherings.signed(gatherings.held(ward, committee, clerk), by=clerk)
    notices.draft(noticed, Issuer(committee, FOR_ALL), Typed("kết luận của Bí thư"), by=clerk)
    said = signed.remarks.get()
    concluded = signed.conclusions.get()
    at = {"pk": writing.pk}
    order = packs.order(ward, None, [writing], by=clerk)
    return Meetings(
        writing,
        conclusion,
        {
            **{f"programmes:{name}": [at] for name in OF_A_MEETING},
            **{
                f"programmes:{name}": [{**at, "item": item.pk}] for name in ("agenda-item", "agenda-move", "agenda-off")
            },
            **{f"programmes:{name}": [{**at, "seat": seat.pk}] for name in ("seat-move", "seat-off")},
            **{f"programmes:{name}": [{**at, "paper": paper.pk}] for name in ("meeting-paper", "meeting-paper-file")},
            **{
                f"programmes:{name}": [{**at, "key": remark.key}] for name in ("remark", "remark-save", "remark-strike")
            },
            **{f"programmes:{name}": [{**at, "sentence": whole.pk}] for name in OF_A_SENTENCE},
            **{f"programmes:{name}": [{**at, "conclusion": conclusion.pk}] for name in OF_A_CONCLUSION},
            **{f"indicators:{name}": [at] for name in ("pack", "pack-print")},
            **{
                f"indicators:{name}": [{"pk": order.pk}]
                for name in ("pack-order", "pack-order-call-off", "pack-order-file")
            },
            "programmes:minutes": [at, {"pk": asked.meeting_id}, {"pk": signed.meeting_id}],
            "programmes:meeting-call-off": [{"pk": quiet.pk}],
            "programmes:minutes-ask": [{"pk": ready.meeting_id}],
            "programmes:remarks-since": [{**at, "version": 0}],
            **{
                f"programmes:{name}": [{"pk": asked.meeting_id}]
                for name in ("minutes-comment", "minutes-agree", "minutes-take-back")
            },
            "programmes:comment-answer": [{"pk": asked.meeting_id, "comment": comment.pk}],
            **{
                f"programmes:{name}": [{"pk": signed.meeting_id}]
                for name in ("minutes-supplement", "meeting-notice", "meeting-deploy")
            },
            "programmes:notice-draft": [{"pk": signed.meeting_id}, {"pk": noticed.meeting_id}],
            **{
                f"programmes:{name}": [{"pk": signed.meeting_id, "record": signed.pk}]
                for name in ("supplement-sign", "supplement-print")
            },
            **{
                f"programmes:{name}": [{"pk": signed.meeting_id, "conclusion": concluded.pk}]
                for name in ("conclusion-task", "conclusion-none")
            },
            "indicators:conclusion-figures": [{"pk": concluded.pk}],
            **{
                f"programmes:{name}": [{"pk": signed.meeting_id, "key": said.key}]
                for name in ("remark-task", "remark-take-up", "remark-note")
            },
        },
    )
